"""What kind of statement a number is: its form, the statistic and the denominator its clause names."""

from __future__ import annotations

import re
from typing import Final

from .quantities import Quantity

SHARE: Final = re.compile(r"\s?(?:of|as much|as fast)\b", re.I)
RATIO_OF: Final = re.compile(
    r"[\s*_`]{0,3}(?:of|the)\s+(?:its|the (?!(?:total|time|execution|wall|run))|that of|(?:a |an )?baseline|optimal|[A-Z]{1,5}\d|native|original|[A-Z][\w.-]{1,20}(?:'s|’s)\s|"
    r"full[- ]precision|reference|theoretical|peak)",
)
BRACKET: Final = re.compile(r"^\s?\([^()]{1,40}\)(?: and [^,;.]{1,50})?")
RECOVERY: Final = re.compile(r"\b(?:recover\w*|retain\w*|preserv\w*|maintain\w*)\b", re.I)
STATISTICS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("p99", re.compile(r"\bp99\b|\b99th\b|\b99%[- ]?ile", re.I)),
    ("p95", re.compile(r"\bp95\b|\b95th\b", re.I)),
    ("p90", re.compile(r"\bp90\b|\b90th\b", re.I)),
    ("median", re.compile(r"\bp50\b|\bmedian\b|\b50th\b", re.I)),
    ("mean", re.compile(r"\bmean\b|\baverag\w+\b|\bavg\b", re.I)),
    (
        "max",
        re.compile(
            r"\bpeak(?:s|ed)?\b(?! (?:memory )?(?:bandwidth|performance of|FLOP))(?<!of peak)|\bhighest\b|\bmax(?:imum)?\b|\bceiling of\b",
            re.I,
        ),
    ),
    ("min", re.compile(r"\blowest\b|\bminimum\b", re.I)),
)
ABSOLUTE: Final = frozenset(
    {"accuracy", "utilization", "acceptance_rate", "cache_hit_rate", "overhead", "memory", "bandwidth"}
)
OF_TIME: Final = re.compile(
    r"\s?of (?:the |its |their |our |all |end-to-end |each )?(?:\w+[ -]){0,3}?(?:time|latency|runtime|duration|wall[- ]clock|overhead|step|TTFT|TPOT|ITL)\b|\s?of the (?:total )?\d[\d.]{0,6}\s?(?:ms|s|us)\b",
    re.I,
)
PER_NODE: Final = re.compile(r"\b(?:per[- ]node|each node)\b", re.I)
PER_GPU: Final = re.compile(
    r"(?:\bper[- ]GPU|\bsingle-GPU|/GPU|\bper[- ](?:device|accelerator|chip)|\beach (?:\w+ )?GPU)\b", re.I
)
PER_USER: Final = re.compile(r"\b(?:interactivity|per[- ]user)\b", re.I)
PER_REQUEST: Final = re.compile(r"\b(?:per[- ]request|each request)\b", re.I)
BY: Final = re.compile(
    r"\b(?:sav(?:es?|ed|ing)|by|removes?|reduc\w+ \w+ by|gap is(?: just)?|grew by|adds?|extra|additional)\s(?:\w+\s){0,2}[`*~≈]{0,3}$",
    re.I,
)
STATED: Final = re.compile(
    r"\s(?:\w+ )?(?:accuracy|success rate|solve rate|pass rate|pass@1|score|recall|GPU utilization|utilization|MFU)\b(?! (?:gain|improve|drop|loss|degrad|reduc|increas))"
)
FROM_TO: Final = re.compile(
    r"(?:\bfrom|\bfrom (?:about |around |over |just |only |nearly )?[\d.]{1,6}\s?% (?:\([^()]{1,40}\) |[\w ]{1,20} )?to)"
    r"(?: (?:about|around|over|just|only|nearly|up to))?[\s~`*]{0,3}$"
)
REACHED: Final = re.compile(
    r"\b(?:reduc|drop|f[ae]ll|cut|bring|brought|increas|r[io]se|grow|grew|push|rais|lower|improv)\w*\b[^.;%]{0,60}(?<!up )\bto (?:only |just |about |over |around )?[~`*]{0,2}$",
    re.I,
)
OTHER: Final = re.compile(r"\d\s?(?:x|×|%|ms|s|tok\S{0,8}|TGS|TPS)(?![\w])")
CHANGE: Final = re.compile(
    r"\b(?:higher|lower|faster|slower|more|less|fewer|better|worse|improve\w*|increas\w+|decreas\w+|reduc\w+|gains?|"
    r"drop\w*|cut\w*|sav\w+|boost\w*|degrad\w+|uplift|speed-?ups?|cheaper|shorter|longer|smaller|larger|rose|rise|"
    r"fell|loss|within|below|above|outperform\w*|shrink\w*|win|ahead|behind|removes?|grew|grow\w*|regress\w*|worsen\w*|"
    r"gap|delta|difference|rais\w+|accelerat\w+|eliminat\w+|quicker|variation|jump\w*|lift\w*|slowdown|beat\w*|costs?|trim\w*|wast\w+|slash\w*|push\w*)\b",
    re.I,
)


def form_of(quantity: Quantity, before: str, after: str, metric: str) -> str:
    """Return absolute, ratio or change, from the unit and the words around it."""
    unit = quantity.unit
    if unit == "x":
        return "ratio"
    if unit == "points":
        return "absolute" if re.match(r"\s(?:on|in|for) [A-Z]", after) and not CHANGE.search(before[-50:]) else "change"
    if unit == "%":
        return _share_form(quantity, before, after, metric)
    return "change" if BY.search(before) else "absolute"


def _share_form(quantity: Quantity, before: str, after: str, metric: str) -> str:
    if quantity.signed:
        return "change"
    near = before[-70:] + " # " + after[:60]
    if metric == "overhead" and OF_TIME.match(after):
        return "absolute"
    if (
        quantity.join in ("before", "after")
        or FROM_TO.search(before)
        or (metric in ABSOLUTE and REACHED.search(before))
    ):
        return "absolute"
    if metric in ("utilization", "acceptance_rate", "cache_hit_rate"):
        return "change" if CHANGE.search(before[-30:] + " # " + after[:25]) else "absolute"
    if re.search(r"\bwithin\s[\w\s~]{0,12}$", before):
        return "change"
    if RATIO_OF.match(after) or (metric == "accuracy" and RECOVERY.search(before[-60:] + " # " + after[:20])):
        return "ratio"
    if SHARE.match(after) and not re.search(r"\bby\b[^,]{0,20}$", before):
        return "absolute"
    if metric in ABSOLUTE and STATED.match(after) and not re.search(r"\bby\b[^,]{0,20}$", before):
        return "absolute"
    if CHANGE.search(near):
        return "change"
    return "absolute" if metric in ABSOLUTE else "change"


EXTREMES: Final = ("max", "min")
"""What words before a bracket say of other things than its number: "at peak throughput (64 requests)"."""


def _clause(body: str, at: tuple[int, int]) -> str:
    start = max((body.rfind(mark, 0, at[0]) for mark in (",", ";", ":", "(")), default=-1) + 1
    for other in OTHER.finditer(body, max(start, at[0] - 60), at[0]):
        start = other.end()
    end = min((p for p in (body.find(mark, at[1]) for mark in (",", ";", "(", ". ")) if p >= 0), default=len(body))
    return body[max(start, at[0] - 60) : at[0]] + " # " + body[at[1] : min(end, at[1] + 40)]


def statistic_of(body: str, at: tuple[int, int]) -> str | None:
    """The statistic of the number's clause, the words behind the number up to the next "and" first."""
    clause = _clause(body, at)
    behind = re.split(r"\s(?:and|while|but)\s", clause.partition(" # ")[2])[0]
    for text in (behind, clause):
        for name, pattern in STATISTICS:
            if pattern.search(text):
                return name
    before = _before_bracket(body, at[0])
    return next((name for name, pattern in STATISTICS if name not in EXTREMES and pattern.search(before)), None)


def _before_bracket(body: str, at: int) -> str:
    """The words of the clause that a bracket around the number interrupts: "cut P99 TTFT in half (18.3s -> 8s)"."""
    opened = body.rfind("(", max(0, at - 30), at)
    if opened < 0 or ")" in body[opened:at]:
        return ""
    before = re.sub(r"\([^()]{0,30}\)", "", body[max(0, opened - 80) : opened])
    return re.split(r"[,;:.()]|\s(?:and|while|but)\s", before)[-1]


def per_of(body: str, at: tuple[int, int], metric: str) -> str | None:
    """The denominator that the clause's words give a number whose unit has none."""
    if metric in ("accuracy", "memory", "utilization", "overhead", "cost"):
        return None
    near = body[max(0, at[0] - 40) : at[0]].rpartition(",")[2] + " # " + re.split(r"[,;]", body[at[1] : at[1] + 45])[0]
    for per, pattern in (("gpu", PER_GPU), ("node", PER_NODE), ("user", PER_USER), ("request", PER_REQUEST)):
        if pattern.search(near):
            return per
    return None
