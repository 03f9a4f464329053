"""Whether a quantity in running text is a claim, and what it says: metric, form, statistic, denominator.

The precise stance: a number is a claim only where its own clause or sentence speaks of an outcome. What is never an
outcome is refused first (``refusals``); then the unit, the metric word that belongs to the number (``metricwords``) and
the claim before it in the sentence decide.
"""

from __future__ import annotations

import re
from typing import Final

from .durations import duration
from .forms import BRACKET, CHANGE, form_of, per_of, statistic_of
from .metricwords import Word, metric_word
from .quantities import Quantity
from .refusals import RELATIVE, SIZES, TIMES, refused
from .relative import relative_metric
from .statement import Saying, Sentence

FIXED: Final = {
    "req/s": "request_throughput", "samples/s": "sample_throughput", "TFLOPS": "flops", "GFLOPS": "flops", "PFLOPS": "flops",
    "GB/s": "bandwidth", "TB/s": "bandwidth", "$/Mtok": "cost", "J": "energy", "tok/J": "energy", "W": "energy",
}  # fmt: skip
TRAINED: Final = frozenset({"samples/s", "TFLOPS", "PFLOPS", "GFLOPS"})
TOKEN_RATES: Final = frozenset(
    {"output_throughput", "input_throughput", "total_throughput", "token_throughput", "training_throughput"}
)
COUNTED: Final = frozenset({"acceptance_length", "capacity", "other"})
AGAINST: Final = re.compile(
    r"\b(?:compared (?:to|with)|vs\.?|versus|instead of|rather than|down from|up from)\s(?:about |over |only )?[~≈`*(]{0,2}$",
    re.I,
)
SIZE_TO: Final = re.compile(r"\d\s?[KMGT]i?B\s(?:down |up )?to\s(?:about |around |only |just )?[~≈`*]{0,2}$")
LISTED: Final = re.compile(r"[^.;:/\d]{0,60}?(?:,|\s(?:and|to|versus|vs\.?|with a peak of))\s[^.;:/\d]{0,24}")
"""Between two rates that are listed: they count the same tokens."""
SAVED: Final = re.compile(
    r"\s(?:of )?(?:\w+ )?(?:less|more|smaller|saved|reduction|savings?|lower|vs\.?|->|→|to \d)", re.I
)
CONSUMED: Final = re.compile(
    r"\b(?:us(?:es?|ed|ing)|tak(?:es?|ing)|consum\w+|occup\w+|footprint|fits? in|peak\w*|only|just)\b[^,;.]{0,30}$",
    re.I,
)


def saying(
    sentence: Sentence, quantity: Quantity, at: tuple[int, int], before: tuple[Quantity, Saying] | None
) -> Saying | None:
    """Return what ``quantity`` at ``at`` of ``sentence`` claims, or None; ``before`` is the claim just before it there."""
    body = sentence.text
    head, tail = body[: at[0]], body[at[1] :]
    if quantity.unit is None or refused(quantity, head, tail):
        return None
    found = _metric(sentence, quantity, at, before)
    if found is None:
        return None
    metric, vague = found
    return Saying(
        metric=metric,
        form=form_of(quantity, head, tail, metric),
        statistic=statistic_of(body, at),
        per=quantity.per or per_of(body, at, metric),
        vague=vague,
    )


def _metric(
    sentence: Sentence, quantity: Quantity, at: tuple[int, int], before: tuple[Quantity, Saying] | None
) -> tuple[str, bool] | None:
    """Return the metric and whether it is vague: the unit's own, or the clause's word where the two agree."""
    unit, body = str(quantity.unit), sentence.text
    head, tail = body[: at[0]], body[at[1] :]
    if unit in FIXED:
        trained = unit in TRAINED and (
            metric_word(body, at, sentence.mentions, frozenset({"training_throughput"}))
            or (sentence.training and unit == "samples/s")
        )
        return ("training_throughput" if trained else FIXED[unit]), False
    if unit == "tok/s":
        return _token_rate(sentence, quantity, at, before), False
    if unit in TIMES:
        found = duration(body, sentence.mentions, quantity, at)
        rides = before is not None and before[0].unit in TIMES and AGAINST.search(head)
        return (before[1].metric, before[1].vague) if found is None and before is not None and rides else found
    if unit in SIZES:
        return _size(sentence, at, head, tail)
    if unit == "score":
        return "accuracy", False
    if (
        unit == "tokens" and quantity.number_end == quantity.end and not quantity.borrowed
    ):  # bare: implied by an acceptance length
        return "acceptance_length", False
    if unit == "tokens":
        word = metric_word(body, at, sentence.mentions, COUNTED)
        if word is None or not word.near or word.text.lower().startswith(("longer", "larger", "more")):
            return None
        return (word.name, False) if _countable(quantity, word) else None
    if unit in RELATIVE:
        return relative_metric(sentence, quantity, at, before)
    return None


def _countable(quantity: Quantity, word: Word) -> bool:
    return quantity.value <= 64 if word.name == "acceptance_length" else quantity.value >= 100


def _size(sentence: Sentence, at: tuple[int, int], head: str, tail: str) -> tuple[str, bool] | None:
    """A size: what is used, saved or taken, never what is there."""
    word = metric_word(sentence.text, at, sentence.mentions, frozenset({"memory"}))
    near = re.split(r"[,;]\s", head[-60:])[-1]
    changed = CHANGE.search(near) or SAVED.match(tail) or SIZE_TO.search(head)
    return ("memory", False) if (word and word.near) or changed or CONSUMED.search(head[-70:]) else None


def _token_rate(
    sentence: Sentence, quantity: Quantity, at: tuple[int, int], before: tuple[Quantity, Saying] | None
) -> str:
    """Which tokens: the words inside or beside the unit first, then the metric word of the clause, then the rate before it."""
    body = sentence.text
    tail = body[at[1] :]
    if quantity.per == "user":
        return "output_throughput"
    near = (
        re.split(r"[,;]\s", body[max(0, at[0] - 90) : at[0]])[-1]
        + " # "
        + re.split(r"[,;)]|\s(?:and|for|/)\s|\d", BRACKET.sub("", tail[:100])[:60])[0]
    )
    own = body[at[0] : at[1]]
    for metric_id, pattern in (
        ("output_throughput", r"\b(?:output|generat\w+|decod\w+|TG|eval)\b"),
        ("input_throughput", r"\b(?:input|prompts?|prefill\w*|PP)\b"),
        ("total_throughput", r"\btotal\b"),
    ):
        if re.search(pattern, own, re.I):
            return metric_id
    if sentence.training:
        return "training_throughput"
    for metric_id, pattern in (
        ("output_throughput", r"\b(?:output|generat(?:ion|es?|ing)|decod(?:e|ing))\b"),
        ("input_throughput", r"\b(?:input tok\w+|prompt processing|prefill\w*)\b|#\s+input\b\s*(?:\(|during|$)"),
        ("total_throughput", r"\btotal\b"),
    ):
        if re.search(pattern, near, re.I):
            return metric_id
    word = metric_word(body, at, sentence.mentions, TOKEN_RATES)
    if word is None and before is not None and before[0].unit == "tok/s" and before[0].per == quantity.per:
        since = before[0].end - quantity.start + at[0]
        if since >= 0 and LISTED.fullmatch(body[since : at[0]]):
            return before[1].metric
    return word.name if word else "token_throughput"
