"""Which claims a filter asks for: as SQL over the columns, and in Python for those that a person corrected."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from .rows import ClaimFilter, StoredClaim

NAMED: Final = ("model", "metric", "engine", "accelerator")
"""Fields a filter asks for by a part of their text."""


def condition(chosen: ClaimFilter) -> tuple[str, list[object]]:
    """Return the SQL condition on ``claims c JOIN documents d`` that ``chosen`` stands for, and its values."""
    clauses: list[str] = ["1"]
    values: list[object] = []
    for column in NAMED:
        if (wanted := getattr(chosen, column)) is not None:
            clauses.append(f"instr(lower(coalesce(c.{column}, '')), lower(?)) > 0")
            values.append(wanted)
    if chosen.project is not None:
        clauses.append("(lower(d.publisher) = lower(?) OR lower(d.project) = lower(?) OR lower(c.engine) = lower(?))")
        values += [chosen.project] * 3
    for clause, value in (
        ("c.first_seen >= ?", chosen.since),
        ("c.first_seen < ?", chosen.until),
        ("c.document = ?", chosen.document),
        ("c.status = ?", chosen.status),
    ):
        if value is not None:
            clauses.append(clause)
            values.append(value)
    return " AND ".join(clauses), values


def bounds(chosen: ClaimFilter) -> ClaimFilter:
    """Return the part of a filter that no correction can change: dates, document, status."""
    return replace(chosen, **dict.fromkeys(NAMED), project=None)


def passes(stored: StoredClaim, chosen: ClaimFilter) -> bool:
    """Return whether a claim, corrections applied, passes the part of a filter that corrections may change."""
    asked = [(getattr(chosen, name), getattr(stored.claim, name)) for name in NAMED]
    if not all(wanted is None or wanted.lower() in (held or "").lower() for wanted, held in asked):
        return False
    who = (stored.document.publisher, stored.document.project, stored.claim.engine)
    return chosen.project is None or chosen.project.lower() in {(w or "").lower() for w in who}
