"""A claim that calls InferenceX its witness, beside the row InferenceX has of that date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ..store.rows import StoredClaim
from .compare import family, judge
from .jsonout import claim_object, verdict_object
from .report import Pair
from .sanitise import plain
from .wording import amount, conditions, reasons, verdict_word, who

WITNESS: Final = re.compile(r"\bInference(?:X|MAX)\b", re.I)


@dataclass(frozen=True, slots=True)
class Check:
    """The nearest row by date, judged against the claim; ``pair`` is None where no row of its kind is held."""

    pair: Pair | None


def check_of(stored: StoredClaim, rows: Sequence[StoredClaim], texts: Sequence[str]) -> Check | None:
    """Return the check of a claim whose words name InferenceX; None where they do not, or it is a row itself.

    ``rows`` are those of the neutral suites about its model, in its unit.
    """
    claim = stored.claim
    block = claim.block or 0
    words = texts[block] if block < len(texts) and claim.place != "table" else claim.quote
    if stored.document.kind == "result" or not WITNESS.search(words):
        return None
    alike = [
        s
        for s in rows
        if family(s.claim) == family(claim) and (claim.accelerator is None or s.claim.accelerator == claim.accelerator)
    ]
    if not alike:
        return Check(None)
    best = min(
        alike, key=lambda s: (s.claim.metric != claim.metric, _days(stored, s), abs(s.claim.value - claim.value), s.uid)
    )
    return Check(Pair(stored, best, judge(claim, best.claim)))


def _days(a: StoredClaim, b: StoredClaim) -> int:
    try:
        first, second = (date.fromisoformat((s.document.published or "")[:10]) for s in (a, b))
    except ValueError:
        return 10_000
    return abs((first - second).days)


def check_lines(check: Check | None) -> list[str]:
    """Return the card's lines on the check."""
    if check is None:
        return []
    if check.pair is None:
        return ["", "  names InferenceX: no row of this model, device and metric is held; ingest its API's answer"]
    row, verdict = check.pair.b, check.pair.verdict
    return [
        "", f"  names InferenceX, whose row of {plain(row.document.published, 10)} says: {' '.join(amount(row.claim))}  {who(row.claim)}, {conditions(row.claim)}",
        f"    {verdict_word(verdict)}: {reasons(verdict)}  {plain(row.document.url.split('#')[0], 200)}",
    ]  # fmt: skip


def check_object(check: Check | None) -> dict[str, Any] | None:
    """Return the check for JSON."""
    if check is None or check.pair is None:
        return None if check is None else {"row": None}
    return {"row": claim_object(check.pair.b), **verdict_object(check.pair.verdict)}
