"""Verdicts and the reasons they carry. A verdict is a value: every reason with both sides, and what to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from .answers import Conversion

Outcome = Literal["same_track", "with_caveats", "unknown", "not_comparable"]
Effect = Literal["differs", "unsaid", "caveat"]
Vary = Literal["engine", "version", "hardware", "precision", "technique", "cost"]

VARIES: Final[tuple[Vary, ...]] = ("engine", "version", "hardware", "precision", "technique", "cost")
LIKE: Final[tuple[Outcome, ...]] = ("same_track", "with_caveats")
"""Verdicts under which two claims can be compared."""
WORDS: Final[dict[Outcome, str]] = {
    "same_track": "same track",
    "with_caveats": "with caveats",
    "unknown": "unknown",
    "not_comparable": "not comparable",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule's finding: the field, both values (None: not stated) and what it does to the verdict."""

    code: str
    field: str
    a: str | None
    b: str | None
    effect: Effect
    note: str = ""

    def swapped(self) -> Reason:
        """Return the same finding with the sides exchanged."""
        return Reason(self.code, self.field, self.b, self.a, self.effect, self.note)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of two claims.

    ``ask`` is the shortest list of fields that would settle an unknown, ``conversions`` the derived values that make
    the two numbers alike, ``varied`` the factor that was named or inferred, ``factors`` all that differ and were free:
    two or more are a bundle.
    """

    verdict: Outcome
    reasons: tuple[Reason, ...] = ()
    ask: tuple[str, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    varied: str | None = None
    factors: tuple[str, ...] = ()
