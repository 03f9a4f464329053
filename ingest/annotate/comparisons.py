"""Who is compared with whom in a column of speed-ups, gains and gaps: read from its header, else from the numbers.

A speed-up that equals one column divided by another compares these two; a gain that equals a row divided by an earlier
row of the same column compares these rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .results import Result

BASE: Final = re.compile(
    r"\b(?:baselines?|base|native|original|vanilla|default|before|main|stock|unoptimi[sz]ed|naive|without|w/o|reference)\b",
    re.I,
)
TOLERANCE: Final = 0.02


def is_base(name: str) -> bool:
    """Whether a name calls itself the baseline."""
    return BASE.search(name) is not None


def relation(change: Result, new: float, old: float) -> float | None:
    """Return how far ``change`` is from comparing ``new`` with ``old`` (0 is exact), None where it does not."""
    if not new or not old:
        return None
    ratio = new / old
    if change.unit == "x":
        candidates = [ratio]
    elif change.unit == "%" and change.form == "ratio":
        candidates = [100 * ratio]
    elif change.unit == "%":
        candidates = [100 * (ratio - 1), 100 * (1 - ratio), 100 * (1 - 1 / ratio)]
    else:
        candidates = [new - old]
    value = change.value
    gaps = [abs(abs(c) - abs(value)) / max(abs(value), 1e-9) for c in candidates if abs(c) > 1e-9 or abs(value) < 1e-9]
    best = min(gaps, default=1.0)
    slack = TOLERANCE + (0.6 / abs(value) if change.unit == "%" and abs(value) > 0.6 else 0.0)
    return best if best <= slack else None


def compared(change: Result, peers: Sequence[Result]) -> tuple[Result, Result] | None:
    """The two results that ``change`` compares (the new one, the old one), among ``peers`` of its row and column group.

    A pair in the same row wins over one in different rows; of equal ones the nearest to the change's own column.
    """
    same_row = [p for p in peers if p.row is change.row and p.column is not change.column]
    found = _best(change, [(a, b) for a in same_row for b in same_row if a is not b and a.unit == b.unit])
    if found is not None:
        return found
    pairs = []
    for new in same_row:
        for old in peers:
            if old.row is not change.row and old.column is new.column and old.unit == new.unit:
                pairs.append((new, old))
    return _best(change, pairs)


def _best(change: Result, pairs: Sequence[tuple[Result, Result]]) -> tuple[Result, Result] | None:
    scored: list[tuple[float, float, int, tuple[Result, Result]]] = []
    for new, old in pairs:
        inverse = change.unit == "x" and new.metric == old.metric and _lower_is_better(new.metric)
        gap = relation(change, old.value, new.value) if inverse else relation(change, new.value, old.value)
        if gap is not None:
            distance = abs(new.column.index - change.column.index) + abs(new.row.index - old.row.index) * 0.01
            scored.append((round(gap, 3), distance, len(scored), (new, old)))
    return min(scored)[3] if scored else None


def _lower_is_better(metric: str) -> bool:
    return metric in (
        "ttft",
        "tpot",
        "itl",
        "e2e_latency",
        "latency",
        "startup_time",
        "training_time",
        "memory",
        "cost",
        "energy",
        "overhead",
    )


def named_pair(text: str, names: Sequence[str]) -> tuple[str, str] | None:
    """Two names with a slash or "vs" between them (``vLLM/SGL Gap %``), where at least one is among ``names``."""
    match = re.search(
        r"([\w.+\-]+(?: [\w.+\-]+){0,3}?)\s?(?:/|\bvs\.?|\bv\.s\.|\bversus|→|->)\s?([\w.+\-]+(?: [\w.+\-]+){0,3})", text
    )
    if match is None:
        return None
    known = [name for name in names if name]
    left = _known(match[1], known, last=True)
    right = _known(match[2], known, last=False)
    if left is None and right is None:
        return None
    return left or match[1].split()[-1], right or match[2].split()[0]


def _known(words: str, names: Sequence[str], last: bool) -> str | None:
    for name in sorted(names, key=len, reverse=True):
        folded = name.lower()
        if words.lower().endswith(folded) if last else words.lower().startswith(folded):
            return name
    return None
