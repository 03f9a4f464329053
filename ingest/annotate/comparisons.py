"""Who is compared with whom in a column of speed-ups, gains and gaps: read from its header, else from the numbers.

A speed-up that equals one column divided by another, row after row, compares these two; one that equals a row divided
by the baseline's row of the same column compares these rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from .grids import Grid, Row
from .result import Result

BASE: Final = re.compile(
    r"\b(?:baselines?|base|native|original|vanilla|default|before|main|stock|unoptimi[sz]ed|naive|without|w/o|reference)\b",
    re.I,
)
TOLERANCE: Final = 0.025
NEAR: Final = 16
"""How many columns round a comparison are tried: a table of a hundred columns must not cost a million pairs."""
AGREEING: Final = 0.6
LOWER: Final = frozenset(
    {
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
    }
)
PAIR: Final = re.compile(
    r"([\w.+\-]+(?: [\w.+\-]+){0,3}?)\s?(?:/|\bvs\.?|\bv\.s\.|\bversus|→|->)\s?([\w.+\-]+(?: [\w.+\-]+){0,3})"
)
Pair = tuple[Result, Result]
Way = Callable[[Result], Pair | None]


def is_base(name: str) -> bool:
    """Whether a name calls itself the baseline."""
    return BASE.search(name) is not None


def relation(change: Result, new: Result, old: Result) -> float | None:
    """Return how far ``change`` is from comparing ``new`` with ``old`` (0 is exact), None where it does not."""
    if not new.value or not old.value or new.unit != old.unit:
        return None
    value, ratio = abs(change.value), new.value / old.value
    if change.unit == "x":
        both = [1 / ratio] if change.column.label.implied == "speed" else [ratio, 1 / ratio]
        candidates = both if new.metric in LOWER else [ratio]
    elif change.unit == "%" and change.form == "ratio":
        candidates = [100 * ratio]
    elif change.unit == "%":
        candidates = [100 * (ratio - 1), 100 * (1 - 1 / ratio), *([100 * ratio] if value > 100 else [])]
    else:
        candidates = [new.value - old.value]
    slack = TOLERANCE + (0.6 / value if change.unit == "%" and value > 0.6 else 0.0)
    gap = min(abs(abs(c) - value) / max(value, 1e-9) for c in candidates)
    return gap if gap <= slack else None


def pairs(grid: Grid, changes: Sequence[Result], plain: Sequence[Result]) -> dict[int, Pair]:
    """Return, by identity of the change, the (new, old) results that each of ``changes`` compares, where the numbers tell.

    All changes of a column compare the same way, so the way that fits most of its rows is taken.
    """
    at = {(r.row.index, r.column.index): r for r in reversed(plain)}
    out: dict[int, Pair] = {}
    for column in {c.column.index for c in changes}:
        for grouped in (False, True):
            own = [c for c in changes if c.column.index == column and (c.row.group != "") == grouped]
            out.update(_fitting(own, _ways(grid, own, at, column)))
    return out


def _fitting(own: Sequence[Result], ways: Iterable[tuple[float, Way]]) -> dict[int, Pair]:
    """The pairs by the way that fits most of the changes; of ways that fit as many the closest, then the nearest."""
    best: tuple[int, float, float] | None = None
    kept: list[tuple[Result, Pair]] = []
    for distance, way in ways:
        found = [(change, pair) for change in own if (pair := way(change)) is not None]
        gaps = [gap for change, (new, old) in found if (gap := relation(change, new, old)) is not None]
        if not gaps or len(gaps) < AGREEING * len(found):
            continue
        score = (-len(gaps), round(sum(gaps) / len(gaps), 3), distance)
        if best is None or score < best:
            best, kept = score, found
    return {id(change): pair for change, pair in kept}


def _ways(
    grid: Grid, own: Sequence[Result], at: dict[tuple[int, int], Result], column: int
) -> Iterable[tuple[float, Way]]:
    """The ways a column of changes can compare, each with how far it reaches (nearer is likelier)."""
    columns = sorted(sorted({c for _, c in at}, key=lambda c: abs(c - column))[:NEAR])
    olds = _olds(grid)
    for new in columns:
        for old in columns:
            if new != old:
                yield abs(new - column) + abs(old - column) + (0.5 if old > new else 0), _across(at, new, old)
        for rank, rows in enumerate(olds):
            yield abs(new - column) + 20 + rank, _down(at, new, rows)
    groups = list(dict.fromkeys(row.group for row in grid.rows))
    for new_group in groups:
        for old_group in groups:
            if new_group != old_group and all(new_group != c.row.group != old_group for c in own):
                yield 60 + groups.index(new_group), _between(grid, at, new_group, old_group)


def _across(at: dict[tuple[int, int], Result], new: int, old: int) -> Way:
    def way(change: Result) -> Pair | None:
        a, b = at.get((change.row.index, new)), at.get((change.row.index, old))
        return (a, b) if a and b else None

    return way


def _down(at: dict[tuple[int, int], Result], column: int, olds: dict[int, int]) -> Way:
    def way(change: Result) -> Pair | None:
        old = olds.get(change.row.index)
        a, b = at.get((change.row.index, column)), at.get((old, column)) if old is not None else None
        return (a, b) if a and b and a is not b else None

    return way


def _between(grid: Grid, at: dict[tuple[int, int], Result], new: str, old: str) -> Way:
    keyed = {(row.group, _settings(grid, row, 0)): row.index for row in grid.rows}

    def way(change: Result) -> Pair | None:
        key = _settings(grid, change.row, 0)
        a = at.get((keyed.get((new, key), -1), change.column.index))
        b = at.get((keyed.get((old, key), -1), change.column.index))
        return (a, b) if a and b else None

    return way


def _olds(grid: Grid) -> list[dict[int, int]]:
    """For each row the row it may be compared with: the named baseline, the same settings before, its group's first."""
    first: dict[str, int] = {}
    base: dict[str, int] = {}
    before: dict[int, int] = {}
    seen: dict[tuple[str, ...], int] = {}
    for row in grid.rows:
        first.setdefault(row.group, row.index)
        if any(is_base(row.texts[c.index]) for c in grid.columns if c.role in ("name", "note")):
            base.setdefault(row.group, row.index)
        key = _settings(grid, row, 1)
        if key in seen:
            before[row.index] = seen[key]
        seen.setdefault(key, row.index)
    return [
        {row.index: base[row.group] for row in grid.rows if base.get(row.group, row.index) != row.index},
        before,
        {row.index: first[row.group] for row in grid.rows if first[row.group] != row.index},
    ]


def _settings(grid: Grid, row: Row, skip: int) -> tuple[str, ...]:
    """What a row was run with: its settings and names, the first ``skip`` naming columns left out."""
    labels = [c for c in grid.columns if c.role in ("name", "setting")]
    return tuple(re.sub(r"\W+", "", row.texts[c.index]).lower() for c in labels[skip:])


def named_pair(text: str, names: Sequence[str]) -> tuple[str, str] | None:
    """Two names with a slash or "vs" between them (``vLLM/SGL Gap %``), where at least one is among ``names``."""
    match = PAIR.search(text)
    if match is None:
        return None
    left, right = _known(match[1], names, last=True), _known(match[2], names, last=False)
    if left is None and right is None:
        return None
    return left or match[1].split()[-1], right or match[2].split()[0]


def _known(words: str, names: Sequence[str], last: bool) -> str | None:
    for name in sorted((n for n in names if n), key=len, reverse=True):
        folded = name.lower()
        if words.lower().endswith(folded) if last else words.lower().startswith(folded):
            return name
    return None
