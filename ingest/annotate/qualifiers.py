"""What narrows a table's number down: its statistic and denominator, which tokens it counts, loading or training."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from .headers import Label
from .labelunits import CLASSES
from .lexicon import load_lexicon
from .result import Result
from .surroundings import POINTER, Surroundings, Told

PHASES: Final = (
    ("output_throughput", re.compile(r"(?<![-\w])decod\w+\b|\bgeneration\b|\btg ?\d+\b", re.I)),
    ("input_throughput", re.compile(r"\bprefill\w*\b|\bprompt processing\b|\bpp ?\d{3,}\b|(?-i:\bpp ?\d{2,}\b)", re.I)),
)
TOTAL: Final = re.compile(r"\btotal (?:token )?throughput\b", re.I)
STATISTIC: Final = re.compile(r"\s?\(?(p\d{2}|median|mean|avg)\b", re.I)
AVERAGED: Final = re.compile(
    r"^\W*(?:average|mean|median)\b|\b(?:table|values?|numbers?|results?|figures|measurements|entries|all)\b[^.;]{0,60}"
    r"\b(?:averages?|averaged|means?|medians?)\b|\baverag(?:ed|es?) (?:over|of|across)\b",
    re.I,
)
"""Words around a table that say its numbers are averages."""
SHARED: Final = frozenset({"rate", "flops", "cost", "bandwidth", "size"})
"""Dimensions that are told by the device, the user or the request."""


def qualify(result: Result, labels: Sequence[Told]) -> None:
    """Add statistic and denominator, from the cell and its header first."""
    _statistic(result, labels)
    result.per = result.number.per
    if result.per is None and CLASSES.get(result.unit) in SHARED:
        for told in labels[:4]:
            if told.label.per and (
                told.label.unit is None or CLASSES.get(told.label.unit.unit) == CLASSES[result.unit]
            ):
                result.per = told.label.per
                result.told["per"] = (told.origin, told.label.text)
                break
    if result.per == "user" and result.unit == "tok/s":
        result.metric = "output_throughput"


def _statistic(result: Result, labels: Sequence[Told]) -> None:
    label, number = result.column.label, result.number
    if len(label.statistics) == len(result.row.numbers[result.column.index]) > 1 and label.statistics[number.rank]:
        result.statistic = label.statistics[number.rank]
        result.told["statistic"] = ("header", label.text)
        return
    behind = STATISTIC.match(result.row.texts[result.column.index][number.end : number.end + 12])
    if behind is not None:
        result.statistic = next((f.entry.name for f in load_lexicon().find("statistic", behind[1])), None)
        return
    near = [t for t in labels if t.origin == "header" or (t.origin == "row label" and _tells_statistic(t.label))]
    near += [t for t in labels if t.origin in ("caption", "lead-in") and _averages(t.label.text)]
    for told in near or labels:
        said = told.label.statistic or _averaged(told)
        if said and not (said == "max" and result.metric == "capacity"):
            result.statistic = said
            result.told["statistic"] = (told.origin, told.label.text)
            return


def _averaged(told: Told) -> str | None:
    """The mean, where words around the table say that its numbers were averaged."""
    words = _averages(told.label.text) if told.origin in ("caption", "lead-in") else None
    return "mean" if words is not None and "averag" in words.lower() else None


@lru_cache(maxsize=256)
def _averages(text: str) -> str | None:
    """The words around a table that tell how its numbers were averaged; kept, because every number of it asks."""
    found = AVERAGED.search(text)
    return found[0] if found is not None else None


def _tells_statistic(label: Label) -> bool:
    """Whether a row's label speaks of its numbers: "M1 Max" is no maximum."""
    return bool(label.metrics) or label.subject is None


def specific_of(metric: str, labels: Sequence[Told], around: Surroundings) -> str:
    """Return what a bare latency or rate is where the words around say so: loading, training."""
    if metric in ("latency", "e2e_latency", "sample_throughput", "token_throughput"):
        texts = [t.label.text for t in labels if t.origin in ("header", "row label")]
        for specific, pattern in load_lexicon().contexts.items():
            fits = specific.endswith("throughput") == metric.endswith("throughput")
            if fits and any(pattern.search(text) for text in (*texts, around.words)):
                return specific
    return metric


def phase_of(labels: Sequence[Told]) -> str | None:
    """Return which tokens a rate counts, where the labels or the sentence before the table speak of one phase only."""
    prose = [told for told in labels if told.origin == "lead-in" and not POINTER.fullmatch(told.label.text)][1:]
    for told in labels:
        if told in prose:
            continue
        said = [metric for metric, pattern in PHASES if pattern.search(told.label.text)]
        if len(said) == 1:
            return said[0]
        if said:
            return None
    return (
        "total_throughput"
        if any(TOTAL.search(told.label.text) for told in labels if told.origin == "lead-in")
        else None
    )
