"""What the database hands out: rows as values."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from .claim import FIELDS, WHERE, Claim

STORED: Final = (*(name for name in WHERE if name != "doc"), *FIELDS)
"""The fields of a claim that are columns, in the order in which ``claim_of`` takes them."""
_PUT: Final = tuple(getattr(Claim, name).__set__ for name in ("doc", *STORED, "facets"))


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as kept; ``first_seen`` and ``changed_at`` are UTC, ``published`` as the document says."""

    id: int
    url: str
    title: str
    author: str | None
    publisher: str | None
    project: str | None
    published: str | None
    kind: str
    partial: bool
    representation: str
    first_seen: str
    changed_at: str
    read_with: str


_NAMES = tuple(f.name for f in fields(DocumentRow))
DOCUMENT = ", ".join(f"d.{name}" for name in _NAMES)
"""The columns of ``documents d`` that make a DocumentRow."""


def document_of(row: sqlite3.Row) -> DocumentRow:
    """Return the document in a row that holds ``DOCUMENT``."""
    return DocumentRow(*map(row.__getitem__, _NAMES))


def claim_of(url: str, values: Sequence[object]) -> Claim:
    """Return the claim whose document is ``url`` and whose columns ``STORED`` hold ``values``; facets are left out.

    It fills the slots by itself: a digest reads tens of thousands, and the constructor takes three times as long.
    """
    claim = Claim.__new__(Claim)
    for put, value in zip(_PUT, (url, *values, ()), strict=True):
        put(claim, value)
    return claim


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim as kept, corrections applied, with the document it stands in."""

    id: int
    uid: str
    claim: Claim
    document: DocumentRow
    status: str
    first_seen: str
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims: texts match as substrings without case; dates are ISO and bound ``first_seen`` (until exclusive)."""

    model: str | None = None
    metric: str | None = None
    engine: str | None = None
    accelerator: str | None = None
    project: str | None = None
    since: str | None = None
    until: str | None = None
    document: int | None = None
    status: str | None = "current"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One change of a release: its kind, its text, and the block of the document it stands in."""

    kind: str
    text: str
    block: int


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release and its items in reading order; ``first`` and ``last`` (exclusive) bound its blocks, where known."""

    id: int
    project: str
    version: str
    released: str | None
    prerelease: bool
    first_seen: str
    document: DocumentRow
    items: tuple[ItemRow, ...] = ()
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A discussion: the address it is about, its comments' number and the addresses it links to."""

    document: DocumentRow
    about: str | None
    comments: int
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving one document did."""

    document: int
    new: bool = False
    changed: bool = False
    claims_added: int = 0
    claims_withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Body:
    """Kept bytes of one representation, with what is needed to read them again."""

    document: int
    url: str
    representation: str
    data: bytes
    name: str
    content_type: str | None
    hints: dict[str, Any] = field(default_factory=dict)
