"""Whether a quantity in running text is a claim, and what it says: metric, form, statistic.

The precise stance: a number is a claim only where its own clause or sentence speaks of an outcome. Configuration, data
sheets, sizes, dates and thresholds are the many; they are refused first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ...store.vocabulary import Vocabulary
from .mentions import Mention, find_mentions
from .quantities import Quantity

THRESHOLD: Final = re.compile(
    r"\b(?:SLOs?|SLAs?|threshold|constraints?|limits?|budget|deadline|timeout|"
    r"tolerance|requirement)\b",
    re.I,
)
DATASHEET: Final = re.compile(
    r"\b(?:HBM\d?e?|VRAM|DRAM|GDDR\w*|NVLink|PCIe|InfiniBand|Ethernet|SSDs?|DDR\d|theoretical|peak (?:memory "
    r")?bandwidth of|"
    r"NICs?|RoCE|Infinity Fabric|unified memory|equipped with|datasheet|interconnect)\b",
    re.I,
)
ADOPTION: Final = re.compile(
    r"\b(?:stars?|downloads?|contributors?|commits?|PRs?|pull requests|users "
    r"worldwide|companies|traffic served|"
    r"of (?:the )?(?:users|requests|traffic|developers|weights|parameters|layers|"
    r"experts|time we))\b",
    re.I,
)
OPERATING: Final = re.compile(
    r"\b(?:at|under|around|for|with|of) (?:an? )?(?:\w+ ){0,3}?(?:fixed |target |matched )?(?:interactivity|"
    r"concurrency|QPS|request rate)(?: of)? ?[~≈]?$|"
    r"(?:\bat|@)\s?[~≈]?$",
    re.I,
)
OUTCOME: Final = re.compile(
    r"\b(?:fast\w*|slow\w*|speed\w*|improv\w+|increas\w+|decreas\w+|reduc\w+|higher|lower|better|worse|"
    r"gains?|sav(?:e|es|ed|ing|ings)|"
    r"boost\w*|outperform\w*|cut(?:s|ting)?|drop\w*|more|less|fewer|smaller|larger|overhead|degrad\w+|faster|"
    r"cheaper|efficien\w+|"
    r"shrink\w*|grow\w*|rise\w*|rose|fell|fall\w*|regress\w*|uplift|deliver\w*|achiev\w+|reach\w*|"
    r"accelerat\w+|shorter|longer|wins?|beats?|"
    r"throughput|latency|performance|goodput|accura\w+|recover\w*|memory|utili[sz]\w+|wast\w+|of peak|"
    r"bandwidth|cost\w*)\b",
    re.I,
)
CHANGE: Final = re.compile(
    r"\b(?:higher|lower|faster|slower|more|less|fewer|better|worse|improve\w*|increas\w+|decreas\w+|reduc\w+|"
    r"gains?|drop\w*|cut\w*|sav\w+|"
    r"boost\w*|degrad\w+|uplift|speedup|speed-up|cheaper|shorter|longer|smaller|larger|overhead of|rose|rise|"
    r"fell|loss|within|below|above|"
    r"outperform\w*|shrink\w*|win|ahead|behind|removes?|grew|grow\w*|regress\w*|worsen\w*|gap|delta)\b",
    re.I,
)
SHARE: Final = re.compile(r"\s?(?:of|as much|as fast)\b", re.I)
RATIO_OF: Final = re.compile(
    r"\s*(?:of|the)\s+(?:its|the|that of|baseline|BF16|FP16|B200|H100|H200|A100|"
    r"native|original|full[- ]precision|reference)\b",
    re.I,
)
RECOVERY: Final = re.compile(r"\brecover\w*\b", re.I)
STATISTICS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("p99", re.compile(r"\bp99\b|\b99th\b", re.I)),
    ("p95", re.compile(r"\bp95\b|\b95th\b", re.I)),
    ("p90", re.compile(r"\bp90\b|\b90th\b", re.I)),
    ("median", re.compile(r"\bp50\b|\bmedian\b", re.I)),
    ("mean", re.compile(r"\bmean\b|\baverag\w+\b|\bavg\b", re.I)),
    ("max", re.compile(r"\bpeak(?:s|ed)?\b(?! (?:memory )?bandwidth)|\bhighest\b|\bmax(?:imum)?\b|\bceiling\b", re.I)),
    ("min", re.compile(r"\blowest\b|\bminimum\b", re.I)),
)
REACH: Final = 190.0
"""How far, in characters and penalties, a metric word may stand from its number."""
TIMES: Final = frozenset({"s", "ms", "us"})
SIZES: Final = frozenset({"B", "KB", "MB", "GB", "TB"})
RELATIVE: Final = frozenset({"x", "%", "points"})
TRAINED: Final = frozenset({"samples/s", "TFLOPS", "PFLOPS", "GFLOPS"})
LATENCY: Final = frozenset(
    {"ttft", "tpot", "itl", "e2e_latency", "latency", "startup_time", "overhead", "training_time", "rtf"}
)
FIXED: Final = {
    "req/s": "request_throughput", "samples/s": "sample_throughput",
    "TFLOPS": "flops", "GFLOPS": "flops",
    "PFLOPS": "flops",
    "GB/s": "bandwidth", "TB/s": "bandwidth", "$/Mtok": "cost", "J": "energy", "tok/J": "energy", "W": "energy",
}  # fmt: skip
TOKEN_RATES: Final = frozenset(
    {"output_throughput", "input_throughput", "total_throughput", "token_throughput", "training_throughput"}
)


@dataclass(frozen=True, slots=True)
class Saying:
    """What a quantity was found to claim."""

    metric: str
    form: str
    statistic: str | None
    words: str


def saying(text: str, sentence: tuple[int, int], quantity: Quantity, vocabulary: Vocabulary) -> Saying | None:
    """Return what ``quantity`` claims in its sentence of ``text``, or None where it is no claim."""
    body = text[sentence[0] : sentence[1]]
    at = (quantity.start - sentence[0], quantity.end - sentence[0])
    before, after = body[: at[0]], body[at[1] :]
    if quantity.unit is None or _refused(quantity.unit, before, after, quantity):
        return None
    word = _metric_word(body, at, find_mentions(body, vocabulary, frozenset({"metric"})))
    metric = _metric(quantity, word.name if word else None, before, after)
    if metric is None:
        return None
    form = _form(quantity.unit, before, after, quantity, metric)
    return Saying(metric, form, _statistic(body, at), word.text if word else "")


def _metric(quantity: Quantity, said: str | None, before: str, after: str) -> str | None:
    """The metric a unit allows: its own where the unit settles it, the clause's word where the two agree, "
    "else None."""
    unit = str(quantity.unit)
    if unit in FIXED:
        return "training_throughput" if said == "training_throughput" and unit in TRAINED else FIXED[unit]
    if unit == "tok/s":
        return _token_rate(said, before, after, quantity)
    if unit in TIMES:
        return "latency" if said == "speed" else said if said in LATENCY else None
    if unit in SIZES:
        return "memory" if said == "memory" or CHANGE.search(before[-60:] + after[:40]) else None
    if unit == "tokens":
        return said if said in ("acceptance_length", "capacity") else None
    if unit == "x" and not OUTCOME.search(before + after):
        return None
    return said if unit in RELATIVE else None


def _refused(unit: str, before: str, after: str, quantity: Quantity) -> bool:
    near = before[-50:] + after[:40]
    if unit in ("s", "ms", "us", "tok/s") and THRESHOLD.search(near):
        return True
    if (
        unit in ("GB", "TB", "MB", "KB", "GB/s", "TB/s")
        and DATASHEET.search(before[-60:] + after[:60])
        and not CHANGE.search(near)
    ):
        return True
    if unit in ("%", "x") and ADOPTION.search(after[:40]):
        return True
    if quantity.per == "user" and OPERATING.search(before):
        return True
    return unit == "%" and quantity.value in (0, 100) and not CHANGE.search(near)


def _metric_word(body: str, at: tuple[int, int], mentions: list[Mention]) -> Mention | None:
    """The metric word that belongs to the number: the nearest behind it in its clause, else the nearest before."""
    best: tuple[float, Mention] | None = None
    for mention in mentions:
        if mention.start >= at[1]:
            gap: float = mention.start - at[1]
            between = body[at[1] : mention.start]
            gap += 25 * len(re.findall(r"[,;:(]| and | while | but ", between)) + (
                60 if re.search(r"\d", between) else 0
            )
        else:
            gap = (at[0] - mention.end) * 1.15 + 6
            between = body[mention.end : at[0]]
            gap += 20 * len(re.findall(r"[;(]| while | but ", between)) + (25 if re.search(r"\d", between) else 0)
        gap += 22 if mention.name in ("speed", "throughput", "latency", "other") else 0
        if best is None or gap < best[0]:
            best = (gap, mention)
    return best[1] if best is not None and best[0] <= REACH else None


def _token_rate(metric: str | None, before: str, after: str, quantity: Quantity) -> str:
    """Which tokens: the words inside or beside the unit first, then the metric word of the clause."""
    if quantity.per == "user":
        return "output_throughput"
    near = before[-60:].rpartition(",")[2] + " " + after[:25].partition(",")[0]
    for metric_id, pattern in (
        ("output_throughput", r"\b(?:output|generat\w+|decod\w+)\b"),
        ("input_throughput", r"\b(?:input|prompt|prefill\w*)\b"),
        ("total_throughput", r"\btotal\b"),
    ):
        if re.search(pattern, near, re.I):
            return metric_id
    return metric if metric in TOKEN_RATES else "token_throughput"


def _form(unit: str, before: str, after: str, quantity: Quantity, metric: str) -> str:
    if unit == "x":
        return "ratio"
    if unit == "points":
        return "change"
    if unit == "%":
        if RATIO_OF.match(after) or (RECOVERY.search(before[-60:]) and metric == "accuracy"):
            return "ratio"
        if quantity.signed:
            return "change"
        if metric in ("utilization", "acceptance_rate", "cache_hit_rate") and not CHANGE.search(
            before[-30:] + after[:25]
        ):
            return "absolute"
        if SHARE.match(after) and not re.search(r"\bby\b[^,]{0,20}$", before):
            return "absolute"
        return (
            "change"
            if CHANGE.search(before[-70:] + " " + after[:60]) and quantity.join != "before"
            else ("change" if metric not in ("accuracy", "overhead", "memory") else "absolute")
        )
    if re.search(
        r"\b(?:sav(?:es?|ed|ing)|by|removes?|reduc\w+ \w+ by|gap is(?: just)?|grew "
        r"by)\s(?:\w+\s){0,2}[`*~]{0,3}$",
        before,
        re.I,
    ):
        return "change"
    return "absolute"


def _statistic(body: str, at: tuple[int, int]) -> str | None:
    clause_start = max((body.rfind(mark, 0, at[0]) for mark in (",", ";", ":", "(")), default=-1) + 1
    clause_end = min(
        (p for p in (body.find(mark, at[1]) for mark in (",", ";", "(", ".")) if p >= 0), default=len(body)
    )
    clause = body[max(clause_start, at[0] - 60) : min(clause_end, at[1] + 40)]
    for name, pattern in STATISTICS:
        if pattern.search(clause):
            return name
    return None
