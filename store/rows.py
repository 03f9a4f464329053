"""What the database hands out: rows as values."""

from __future__ import annotations

from dataclasses import dataclass, field
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
class ReleaseRow:
    """A release and its items as (kind, text) in reading order."""

    project: str
    version: str
    released: str | None
    prerelease: bool
    document: DocumentRow
    items: tuple[tuple[str, str], ...] = ()


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
