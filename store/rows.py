"""What the database hands out: rows as values."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field, fields
from typing import Any

from .claim import Claim


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
