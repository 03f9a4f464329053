"""What was edited in a document after it was first seen: events, appended as the edit is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .connection import Connection

ChangeKind = Literal["value", "condition", "title", "figure", "added", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Change:
    """One edit: its kind, the field and the claim it is about where it is about one, and both wordings.

    ``old`` None is what was not there before, ``new`` None what is gone. ``erratum`` is the sentence by which the new
    revision prints that something was corrected or updated; without one the edit was silent.
    """

    kind: ChangeKind
    field: str | None
    claim: str | None
    old: str | None
    new: str | None
    erratum: str | None = None

    def announced_by(self, erratum: str | None) -> Change:
        """Return the change with the sentence that announces it."""
        return replace(self, erratum=erratum)


@dataclass(frozen=True, slots=True)
class SeenChange:
    """A change as kept: in which document it was seen, and when."""

    change: Change
    url: str
    title: str
    publisher: str | None
    seen_at: str


class Changing(Connection):
    """The part of the database that keeps edits."""

    def record_changes(self, document: int, changes: Sequence[Change], now: str) -> None:
        """Keep the changes a new revision made; call it in the transaction that stores the revision."""
        with self.transaction():
            self.sql.executemany(
                "INSERT INTO changes (document, kind, field, claim, old, new, erratum, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [(document, c.kind, c.field, c.claim, c.old, c.new, c.erratum, now) for c in changes],
            )

    def changes(self, since: str | None = None, until: str | None = None, claim: str | None = None) -> list[SeenChange]:
        """Return the edits seen in a window (``until`` exclusive), of one claim or all, oldest first."""
        rows = self.sql.execute(
            "SELECT k.kind, k.field, k.claim, k.old, k.new, k.erratum, k.seen_at, d.url, d.title, d.publisher FROM changes k"
            " JOIN documents d ON d.id = k.document WHERE k.seen_at >= ? AND k.seen_at < ? AND (? IS NULL OR k.claim = ?)"
            " ORDER BY k.seen_at, k.id",
            (since or "", until or "~", claim, claim),
        )
        return [
            SeenChange(
                Change(r["kind"], r["field"], r["claim"], r["old"], r["new"], r["erratum"]),
                r["url"],
                r["title"],
                r["publisher"],
                r["seen_at"],
            )
            for r in rows
        ]
