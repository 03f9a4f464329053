"""What stands nearest to one claim: what it can be compared with, what only looks alike, and where it is told again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from ...store.claim import Claim
from .facts import Facts
from .families import UNITS, VAGUE, metric_of
from .judge import judge, judge_facts
from .restated import is_restated
from .trackkey import order_of
from .verdict import LIKE, VARIES, Reason, Verdict

T = TypeVar("T")
_INVERSE: Final = frozenset({"inter_token", "token_rate"})
"""Time a token and a user's rate: one is 1000 over the other."""
_INVERSES: Final = {"inter_token": ("tok/s",), "token_rate": ("ms", "s", "us")}


@dataclass(frozen=True, slots=True)
class Near(Generic[T]):
    """One neighbour and the verdict on it; ``other`` is the first named factor under which a refused pair would stand."""

    item: T
    verdict: Verdict
    other: tuple[str, Verdict] | None = None


@dataclass(frozen=True, slots=True)
class Beside(Generic[T]):
    """The neighbours of one claim, each list the nearest first; ``again``: the same number told again in its document."""

    comparable: tuple[Near[T], ...] = ()
    unknown: tuple[Near[T], ...] = ()
    refused: tuple[Near[T], ...] = ()
    again: tuple[T, ...] = ()


def units_beside(claim: Claim) -> frozenset[str]:
    """Return the units of numbers that may stand beside ``claim``: those of its dimension, and of what it converts to."""
    dimension, _ = UNITS.get(claim.unit, (claim.unit, 1.0))
    same = {unit for unit, (other, _) in UNITS.items() if other == dimension}
    return frozenset({claim.unit, *same, *_INVERSES.get(metric_of(claim.metric).kind, ())})


def looks_alike(a: Claim, b: Claim) -> bool:
    """Return whether a reader would take the two for numbers of one kind: the same kind, a label that may mean it, or
    one that converts to it; both measured values or both gains."""
    if (a.form == "absolute") != (b.form == "absolute"):
        return False
    one, other = metric_of(a.metric).kind, metric_of(b.metric).kind
    if one == other or {one, other} == _INVERSE:
        return one != "other" or a.metric == b.metric
    return other in VAGUE.get(one, ()) or one in VAGUE.get(other, ())


def other_factor(a: Claim, b: Claim) -> tuple[str, Verdict] | None:
    """Return the first factor that, named as the varied one, keeps a pair from being refused, with its verdict."""
    return next(((name, said) for name in VARIES if (said := judge(a, b, name)).verdict != "not_comparable"), None)


def nearest(
    item: T, others: Iterable[T], claim_of: Callable[[T], Claim], source_of: Callable[[T], Hashable], many: int = 3
) -> Beside[T]:
    """Return the neighbours of ``item`` among ``others``, at most ``many`` a list and one a source, engine and device."""
    claim = claim_of(item)
    mine = Facts(claim)
    found: dict[str, list[Near[T]]] = {"comparable": [], "unknown": [], "refused": []}
    again = []
    for other in others:
        theirs = claim_of(other)
        if other is item or not looks_alike(claim, theirs):
            continue
        facts = Facts(theirs)
        if theirs.doc == claim.doc and is_restated(mine, facts):
            again.append(other)
            continue
        verdict = judge_facts(mine, facts)
        name = "comparable" if verdict.verdict in LIKE else "unknown" if verdict.verdict == "unknown" else "refused"
        found[name].append(Near(other, verdict))

    def rank(near: Near[T]) -> tuple[object, ...]:
        theirs = claim_of(near.item)
        return (
            near.verdict.verdict != "same_track",
            _distance(near.verdict),
            theirs.doc == claim.doc,
            order_of(theirs),
        )

    def chosen(name: str) -> list[Near[T]]:
        best: dict[Hashable, Near[T]] = {}
        for near in sorted(found[name], key=rank):
            theirs = claim_of(near.item)
            best.setdefault((source_of(near.item), theirs.engine, theirs.accelerator), near)
        return list(best.values())[:many]

    refused = [Near(n.item, n.verdict, other_factor(claim, claim_of(n.item))) for n in chosen("refused")]
    return Beside(tuple(chosen("comparable")), tuple(chosen("unknown")), tuple(refused), tuple(again[: 3 * many]))


def _distance(verdict: Verdict) -> int:
    """How far a pair is from one track: a difference counts most, then what is not said, then a caveat."""
    return _count(verdict.reasons, "differs") * 100 + _count(verdict.reasons, "unsaid") * 10 + len(verdict.reasons)


def _count(reasons: Sequence[Reason], effect: str) -> int:
    return sum(reason.effect == effect for reason in reasons)
