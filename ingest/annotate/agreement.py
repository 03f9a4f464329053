"""What the numbers of a post settle for each other, once each has taken what its own surroundings say.

Three voices, in this order: the same number said again elsewhere; the facet all other numbers of the post share; the
one name the whole post speaks of. A number that sums up (title, TL;DR, conclusion) thus takes only what is common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from .draft import Draft
from .scope import HARDWARE_FREE, Scope

SHARED: Final = ("engine", "model", "accelerator")
RESTATED: Final = (
    *SHARED,
    "accelerator_count",
    "precision",
    "dataset",
    "input_tokens",
    "output_tokens",
    "concurrency",
    "batch_size",
    "request_rate",
)
VAGUE: Final = frozenset({"speed", "latency", "throughput"})
SHARPER: Final = frozenset({"ttft", "tpot", "itl", "e2e_latency"})
NEAR: Final = frozenset(
    {"sentence", "header", "row label", "caption", "lead-in", "heading", "alt", "setup section", "command"}
)
VOTE: Final = 0.9
ENOUGH: Final = 3


def agree(drafts: Sequence[Draft], scope: Scope) -> None:
    """Let the drafts of one document settle what each lacks; what the whole post says with one voice comes last."""
    same: dict[tuple[object, ...], list[Draft]] = {}
    for draft in drafts:
        same.setdefault(_number(draft), []).append(draft)
    for draft in drafts:
        _restated(draft, same[_number(draft)], scope)
    votes = _votes(drafts)
    chapter = scope.contexts.parts.chapter
    voting = {chapter(d.block) for d in drafts if any(f.origin in NEAR and f.name in SHARED for f in d.facets)}
    for draft in drafts:
        heard = scope.contexts.parts.is_summary(draft.block) or chapter(draft.block) in voting
        for name, (value, quote) in votes.items() if heard else ():
            if draft.is_open(name) and _fits(name, value, draft, scope):
                draft.settle(name, value, "derived", quote)
        scope.settle_common(draft)


def _fits(name: str, value: str | float, draft: Draft, scope: Scope) -> bool:
    if name == "accelerator" and value in draft.beaten:
        return False
    if name == "dataset":
        entry = scope.vocabulary.entry("dataset", str(value))
        quality = bool(entry and entry.attributes.get("accuracy"))
        return quality == (draft.fields.get("metric") == "accuracy")
    if name == "accelerator_count":
        return "accelerator" in draft.fields and draft.fields.get("metric") not in HARDWARE_FREE
    return draft.fields.get("basis") != "quoted" and scope.reaches(name, draft)


def _restated(draft: Draft, same: Sequence[Draft], scope: Scope) -> None:
    """Join what another place says of the ``same`` number, where all such places agree."""
    if not scope.contexts.parts.is_summary(draft.block) or _round(draft):
        return
    twins = [other for other in same if other is not draft and _same_metric(draft, other)]
    if draft.fields.get("bound") == "up_to":
        twins = [other for other in twins if other.place != "table"]
    if not twins:
        return
    for name in RESTATED:
        told = [
            (facet, other) for other in twins for facet in other.facets if facet.name == name and facet.origin in NEAR
        ]
        if draft.is_open(name) and len({facet.value for facet, _ in told}) == 1:
            draft.settle(name, told[0][0].value, "restatement", told[0][0].quote)
    metrics = {str(other.fields["metric"]) for other in twins} & SHARPER
    if draft.fields.get("metric") == "latency" and len(metrics) == 1:
        draft.sharpen("metric", metrics.pop())


def _round(draft: Draft) -> bool:
    return float(draft.fields["value"]) in (1.0, 2.0, 10.0, 50.0, 100.0)


def _number(draft: Draft) -> tuple[object, ...]:
    return tuple(draft.fields.get(name) for name in ("value", "value_max", "unit", "form"))


def _same_metric(one: Draft, other: Draft) -> bool:
    metrics = {str(one.fields["metric"]), str(other.fields["metric"])}
    return len(metrics) == 1 or bool(metrics & VAGUE)


def _votes(drafts: Sequence[Draft]) -> dict[str, tuple[str | float, str]]:
    """The facets that nearly all numbers of the post that have one share."""
    out: dict[str, tuple[str | float, str]] = {}
    for name in SHARED:
        told = [f for d in drafts for f in d.facets if f.name == name and f.origin in NEAR]
        if len(told) < ENOUGH:
            continue
        value, most = Counter(f.value for f in told).most_common(1)[0]
        if most >= VOTE * len(told) and " + " not in str(value):
            out[name] = (value, next(f.quote for f in told if f.value == value))
    return out
