"""The unit that a header or row label spells, what it is counted by, and which tokens a rate in it counts."""

from __future__ import annotations

import re
from typing import Final

from .lexicon import Lexicon
from .units import UnitWord

BRACKET: Final = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
PER: Final = re.compile(r"(?:\s?/\s?|\bper[\s\-]|\bfor each )#?(?P<word>[A-Za-z]{1,12})\b", re.I)
CLASSES: Final[dict[str, str]] = {
    "tok/s": "rate", "req/s": "rate", "samples/s": "rate", "s": "time", "ms": "time", "us": "time", "B": "size", "KB": "size",
    "MB": "size", "GB": "size", "TB": "size", "GB/s": "bandwidth", "TB/s": "bandwidth", "TFLOPS": "flops", "GFLOPS": "flops",
    "PFLOPS": "flops", "$/Mtok": "cost", "$": "cost", "W": "energy", "J": "energy", "tok/J": "energy", "tokens": "count",
}  # fmt: skip
"""The unit's dimension: which metrics a number with that unit can be."""


def unit_of(text: str, lexicon: Lexicon) -> tuple[tuple[int, int] | None, UnitWord | None, str | None]:
    """The label's unit: between brackets first, then anywhere; with the denominator that it carries."""
    for match in reversed(list(BRACKET.finditer(text))):  # of ``FTL(min)(s)`` the last
        for part in re.split(r"[,;]", match[1]):
            unit, per = _spelled(part.strip(), lexicon)
            if unit is not None:
                return match.span(), unit, per
    found = lexicon.find_unit(text)
    if found is None:
        return None, None, None
    start, end, unit = found
    tail = PER.match(text, end)
    per = _per(tail, lexicon)
    return (start, tail.end() if tail and per else end), unit, per


def _spelled(text: str, lexicon: Lexicon) -> tuple[UnitWord | None, str | None]:
    unit = lexicon.unit(text)
    if unit is not None:
        return unit, None
    tail = list(PER.finditer(text))
    if tail and (per := _per(tail[-1], lexicon)) and (unit := lexicon.unit(text[: tail[-1].start()])):
        return unit, per
    found = lexicon.find_unit(text)
    if found is not None and len(text) <= 40:
        tail_match = PER.match(text, found[1])
        return found[2], _per(tail_match, lexicon)
    return None, None


def _per(match: re.Match[str] | None, lexicon: Lexicon) -> str | None:
    if match is None:
        return None
    found = lexicon.find("denominator", match["word"])
    return found[0].entry.name if found else None


def denominator_of(text: str, lexicon: Lexicon) -> str | None:
    """A denominator said anywhere in the label: ``Throughput (per node)``, ``TFLOP/s/GPU``."""
    for match in PER.finditer(text):
        per = _per(match, lexicon)
        if per == "request" and match[0].lstrip().startswith("/"):
            continue
        if per is not None:
            return per
    return None


def refined(text: str, metrics: tuple[str, ...], unit: UnitWord | None) -> tuple[tuple[str, ...], UnitWord | None]:
    """Which tokens: ``Output (tok/s)`` is output throughput; a rate in requests is no token throughput."""
    if unit is None:
        return metrics, unit
    if CLASSES.get(unit.unit) == "time" and A_TOKEN.search(text) and metrics in ((), ("latency",)):
        return ("tpot",), unit
    if unit.unit == "tok/s":
        rest = [m for m in metrics if m not in ("throughput", "token_throughput", "speed", "latency")]
        if not rest:
            for metric, pattern in TOKEN_KINDS:
                if pattern.search(text):
                    return (metric,), unit
            return ("token_throughput",), unit
        return tuple(rest), unit
    fixed = {"req/s": "request_throughput", "samples/s": "sample_throughput"}.get(unit.unit)
    if fixed and (not metrics or metrics[0] in ("throughput", "speed", "request_throughput", "token_throughput")):
        return (fixed,), unit
    return metrics, unit


A_TOKEN: Final = re.compile(r"\b(?:m?s|[uµ]s|sec\w*)\s?/\s?tok(?:en)?\b", re.I)
TOKEN_KINDS: Final = tuple(
    (metric, re.compile(pattern, re.I))
    for metric, pattern in (
        ("total_throughput", r"\btotal\b|\boverall\b"),
        (
            "output_throughput",
            r"/user\b|per user|\b(?:output|out(?=[\s_]?tok|\s?[/(])|generat\w*|gen|decod\w*|tg\d*)(?![a-z])",
        ),
        ("input_throughput", r"\b(?:input|in(?=[\s_]?tok|\s?[/(])|prompt|prefill\w*|pp\d*)(?![a-z])"),
        ("training_throughput", r"\btrain\w*"),
    )
)
