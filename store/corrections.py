"""What people say about claims: corrections of a field, and notes, appended and never changed.

A correction wins over extraction and survives it. It belongs to a claim's words: where a better extractor finds another
number or unit in the same words, the correction follows them. An undo is a row too, so the history is whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from .claim import FIELDS, NUMERIC
from .connection import Connection
from .errors import CorrectionError

NOTE: Final = "note"
"""The pretended field of a note: a right of reply, shown with the claim and changing nothing."""

_REMARKS: Final = (
    "SELECT c.id, c.claim, c.facet, c.value, c.why, c.who, c.made_at, u.claim AS by, u.why AS by_why, u.who AS by_who,"
    " u.made_at AS by_at FROM corrections c LEFT JOIN corrections u ON u.undoes = c.id WHERE c.undoes IS NULL"
)
_OF_ONE: Final = (
    " AND c.claim IN (WITH RECURSIVE family(uid) AS (SELECT ? UNION SELECT old.uid FROM family f JOIN claims new"
    " ON new.uid = f.uid JOIN claims old ON old.uid = new.replaces AND old.quote = new.quote) SELECT uid FROM family)"
)
"""On this claim, and on the readings of the same words before it."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person says of a claim: ``field`` is ``note`` for a note; ``value`` None makes a field *not stated*."""

    claim: str
    field: str
    value: str | None
    why: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Correction(Remark):
    """A remark as kept. ``undone`` is the remark that undid it, or None while it is in force."""

    id: int = 0
    undone: Remark | None = None


class Correcting(Connection):
    """The part of the database that keeps corrections and notes."""

    def correct(self, remarks: Sequence[Remark]) -> int:
        """Append remarks in one transaction, those already in force word for word left out; return how many were added."""
        added = 0
        with self.transaction():
            for remark in remarks:
                if any(r.field == remark.field and r.value == remark.value for r in self._in_force(remark.claim)):
                    continue
                self._append(remark, None)
                added += 1
        return added

    def undo(self, claim: str, field: str, why: str, who: str, at: str) -> Correction:
        """Undo the newest remark in force on a field of a claim and return it; raises CorrectionError where there is none."""
        with self.transaction():
            held = [r for r in self._in_force(claim) if r.field == field]
            if not held:
                raise CorrectionError(
                    f"claim {claim[:8]} has no correction of {field} in force; `sametrack show {claim[:8]}` lists them"
                )
            self._append(Remark(claim, field, None, why, who, at), held[-1].id)
        return held[-1]

    def corrections(self, claim: str | None = None) -> list[Correction]:
        """Return the remarks on one claim's words, or on all, oldest first, each with what undid it."""
        chosen, values = ("", ()) if claim is None else (_OF_ONE, (claim,))
        return [
            Correction(
                r["claim"], r["facet"], r["value"], r["why"], r["who"], r["made_at"], r["id"],
                Remark(r["by"], r["facet"], None, r["by_why"], r["by_who"], r["by_at"]) if r["by"] else None,
            )
            for r in self.sql.execute(_REMARKS + chosen + " ORDER BY c.id", values)
        ]  # fmt: skip

    def corrected(self) -> dict[str, dict[str, Any]]:
        """Return {claim: {field: value}} of all corrections in force, carried to the claims that have the same words."""
        out: dict[str, dict[str, Any]] = {}
        for held in self.corrections():
            if held.undone is None and held.field in FIELDS:
                value = float(held.value) if held.field in NUMERIC and held.value is not None else held.value
                out.setdefault(held.claim, {})[held.field] = value
        for old, new in self._same_words() if out else ():
            if old in out:
                out[new] = {**out[old], **out.get(new, {})}
        return out

    def _in_force(self, claim: str) -> list[Correction]:
        return [held for held in self.corrections(claim) if held.undone is None]

    def _append(self, remark: Remark, undoes: int | None) -> None:
        self.sql.execute(
            "INSERT INTO corrections (claim, facet, value, why, who, made_at, undoes) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (remark.claim, remark.field, remark.value, remark.why, remark.who, remark.at, undoes),
        )

    def _same_words(self) -> list[tuple[str, str]]:
        """(old, new) claims of one quote, the older pairs first: the extractor changed, not the document."""
        rows = self.sql.execute(
            "SELECT old.uid, new.uid FROM claims new JOIN claims old ON old.uid = new.replaces"
            " WHERE new.replaces IS NOT NULL AND old.quote = new.quote"
            " ORDER BY +new.first_seen, new.id"  # +: sorted afterwards, not by walking the index of all claims
        )
        return [(str(row[0]), str(row[1])) for row in rows]


def conflicts(offered: Sequence[Remark], held: Sequence[Correction]) -> list[str]:
    """Return one line for every offered correction that says another value than one in force, or than another offered one."""
    found = []
    said: dict[tuple[str, str], tuple[str | None, str]] = {
        (h.claim, h.field): (h.value, h.who) for h in held if h.undone is None and h.field != NOTE
    }
    for remark in offered:
        key = (remark.claim, remark.field)
        if remark.field != NOTE and key in said and said[key][0] != remark.value:
            value, who = said[key]
            found.append(
                f"{remark.claim[:8]} {remark.field}: {who} says {value or 'not stated'}, {remark.who} says {remark.value or 'not stated'}"
            )
        elif remark.field != NOTE:
            said[key] = (remark.value, remark.who)
    return found
