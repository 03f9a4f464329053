"""What people say about claims: corrections of a field, and notes, appended and never changed.

A correction wins over extraction and survives it. It belongs to the number it was made on (``numbers``), and shows on
whatever reads that number, however often that changes. An undo is a row too, so the history is whole.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from .claim import FIELDS, NUMERIC
from .connection import Connection
from .errors import CorrectionError

NOTE: Final = "note"
"""The pretended field of a note: a right of reply, shown with the claim and changing nothing."""

_REMARKS: Final = (
    "SELECT c.id, c.claim, c.facet, c.value, c.why, c.who, c.made_at, c.number, u.claim AS by, u.why AS by_why,"
    " u.who AS by_who, u.made_at AS by_at FROM corrections c LEFT JOIN corrections u ON u.undoes = c.id WHERE c.undoes IS NULL"
)
_OF_NUMBER: Final = " AND c.number = ?"
_OF_CLAIM: Final = " AND (c.number = (SELECT number FROM claims WHERE uid = ?1) OR (c.number IS NULL AND c.claim = ?1))"
"""Of the claim's number; of a claim that nobody has read yet, those that wait for it."""
_VALUES: Final = (
    "SELECT c.number, c.facet, c.value FROM json_each(?) j CROSS JOIN corrections c ON c.number = j.value"
    " WHERE c.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM corrections u WHERE u.undoes = c.id) ORDER BY c.id"
)
"""What is in force on some numbers, the newest last."""
_NUMBERS: Final = (
    "SELECT DISTINCT c.number FROM corrections c WHERE c.facet IN (SELECT value FROM json_each(?)) AND c.number IS NOT NULL"
    " AND c.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM corrections u WHERE u.undoes = c.id)"
)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person says of a claim: ``field`` is ``note`` for a note; ``value`` None makes a field *not stated*.

    ``number`` is the number it is said of, None where that is the one the claim reads now.
    """

    claim: str
    field: str
    value: str | None
    why: str
    who: str
    at: str
    number: str | None = None


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
                if any(
                    r.field == remark.field and r.value == remark.value
                    for r in self._in_force(remark.claim, remark.number)
                ):
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
        """Return the remarks on one claim's number, or on all, oldest first, each with what undid it."""
        return self._remarks(*(("", ()) if claim is None else (_OF_CLAIM, (claim,))))

    def corrected(self, numbers: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Return {number: {field: value}} of the corrections in force on these numbers."""
        out: dict[str, dict[str, Any]] = {}
        for number, field, text in self.sql.execute(_VALUES, (json.dumps(list(numbers)),)):
            if field in FIELDS:
                value = float(text) if field in NUMERIC and text is not None else text
                out.setdefault(number, {})[field] = value
        return out

    def numbers_corrected(self, fields: Collection[str]) -> list[str]:
        """Return the numbers of which a person corrected one of ``fields``."""
        return [str(row[0]) for row in self.sql.execute(_NUMBERS, (json.dumps(list(fields)),))]

    def settled(self, remarks: Sequence[Remark]) -> list[Remark]:
        """Return the remarks, each with the number it is said of where its claim is held."""
        known = dict(
            self.sql.execute(
                "SELECT uid, nullif(number, '') FROM claims WHERE uid IN (SELECT value FROM json_each(?))",
                (json.dumps([remark.claim for remark in remarks]),),
            ).fetchall()
        )
        return [replace(remark, number=remark.number or known.get(remark.claim)) for remark in remarks]

    def _in_force(self, claim: str, number: str | None = None) -> list[Correction]:
        held = self.corrections(claim) if number is None else self._remarks(_OF_NUMBER, (number,))
        return [one for one in held if one.undone is None]

    def _remarks(self, chosen: str, values: tuple[str, ...]) -> list[Correction]:
        return [
            Correction(
                r["claim"], r["facet"], r["value"], r["why"], r["who"], r["made_at"], r["number"], r["id"],
                Remark(r["by"], r["facet"], None, r["by_why"], r["by_who"], r["by_at"]) if r["by"] else None,
            )
            for r in self.sql.execute(_REMARKS + chosen + " ORDER BY c.id", values)
        ]  # fmt: skip

    def _append(self, remark: Remark, undoes: int | None) -> None:
        self.sql.execute(
            "INSERT INTO corrections (claim, facet, value, why, who, made_at, number, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (remark.claim, remark.field, remark.value, remark.why, remark.who, remark.at, remark.number, undoes),
        )


def conflicts(offered: Sequence[Remark], held: Sequence[Correction]) -> list[str]:
    """Return one line for every offered correction that says another value than one in force, or than another offered one."""
    found = []
    said: dict[tuple[str, str], tuple[str | None, str]] = {
        (h.number or h.claim, h.field): (h.value, h.who) for h in held if h.undone is None and h.field != NOTE
    }
    for remark in offered:
        key = (remark.number or remark.claim, remark.field)
        if remark.field != NOTE and key in said and said[key][0] != remark.value:
            value, who = said[key]
            found.append(
                f"{remark.claim[:8]} {remark.field}: {who} says {value or 'not stated'}, {remark.who} says {remark.value or 'not stated'}"
            )
        elif remark.field != NOTE:
            said[key] = (remark.value, remark.who)
    return found
