"""Whether a quantity in running text is a claim, and what it says: metric, form, statistic, denominator.

The precise stance: a number is a claim only where its own clause or sentence speaks of an outcome. What is never an
outcome is refused first (``refusals``); then the unit, the metric word that belongs to the number (``metricwords``) and
the claim before it in the sentence decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .durations import LATENCY, duration
from .forms import ABSOLUTE, CHANGE, OF_TIME, RATIO_OF, form_of, per_of, statistic_of
from .mentions import Mention
from .metricwords import Word, metric_word
from .quantities import Quantity
from .refusals import RELATIVE, SIZES, TIMES, refused

OUTCOME: Final = re.compile(
    r"\b(?:fast\w*|slow\w*|speed\w*|improv\w+|increas\w+|decreas\w+|reduc\w+|higher|lower|better|worse|gains?|"
    r"sav(?:e|es|ed|ing|ings)|boost\w*|outperform\w*|cut(?:s|ting)?|drop\w*|less|fewer|smaller|overhead|degrad\w+|"
    r"cheaper|efficien\w+|shrink\w*|grow\w*|rise\w*|rose|fell|fall\w*|regress\w*|uplift|deliver\w*|achiev\w+|reach\w*|"
    r"accelerat\w+|shorter|longer|wins?|beats?|throughput|latency|performance|goodput|accura\w+|utili[sz]\w+|wast\w+|"
    r"of peak|bandwidth|cost\w*|quicker|surpass\w*|exceed\w*|more|behind|ahead|tighter|stringent|resilien\w+|"
    r"TTFT|TPOT|ITL|TPS|MFU|interactivity)\b",
    re.I,
)
FIXED: Final = {
    "req/s": "request_throughput", "samples/s": "sample_throughput", "TFLOPS": "flops", "GFLOPS": "flops", "PFLOPS": "flops",
    "GB/s": "bandwidth", "TB/s": "bandwidth", "$/Mtok": "cost", "J": "energy", "tok/J": "energy", "W": "energy",
}  # fmt: skip
TRAINED: Final = frozenset({"samples/s", "TFLOPS", "PFLOPS", "GFLOPS"})
TOKEN_RATES: Final = frozenset(
    {"output_throughput", "input_throughput", "total_throughput", "token_throughput", "training_throughput"}
)
COUNTED: Final = frozenset({"acceptance_length", "capacity", "other"})
WORDED: Final = re.compile(
    r"\s(?:the |its |our |their |overall )?(?:[\w-]+\s){0,3}?(?:throughput|latency|speed|performance|cost|costs|memory|TTFT|TPOT|time|tokens|capacity|"
    r"accuracy|as|that|bandwidth|footprint|efficiency|rate|goodput|concurrency|overhead|of (?:BF16|FP16|the))\b"
)
OPENING: Final = re.compile(r"(?:Regarding|For|In terms of|On|As for|Concerning|With respect to|In)\s[^,;.]{2,60},\s")
BRACKETED: Final = re.compile(r"[\w/%]\s?\((?:a |an |about |roughly |or |i\.e\.,? )?[~≈+]?$")
LISTED: Final = re.compile(
    r"\d\s?(?:x|×|%)[`*]{0,2}(?:,\s$|(?:\s(?:\([^()]{1,40}\)|(?:for|on|at|with|in|against|over) [^,;.]{1,50}))?,?\s(?:and|to|or|vs\.?)\s(?:up to |about |an? |over |only |by )?[~≈`*(]{0,2}$)"
)
BY_UP_TO: Final = re.compile(
    r"\bby (?:up to |about |around |over |more than |an? (?:additional|average of) )?[~≈`*]{0,3}$", re.I
)
NAMED_SHARE: Final = re.compile(r"[A-Z0-9][\w.-]* \($")
BRACKET: Final = re.compile(r"^\s?\([^()]{1,40}\)(?: and [^,;.]{1,50})?")
DEVICE_PART: Final = re.compile(
    r"\b(?:FLOPs|FLOPS|compute(?! time)|memory(?: capacity| bandwidth| size)?|bandwidth|HBM\w*|SRAM|transistors|die|TDP|registers?)\b"
)
DEVICE: Final = re.compile(r"\b(?:GPUs?|[A-Z]{1,2}\d{2,3}[A-Z]?|(?:of|than|over|as) (?:the |a )?[A-Z][a-z]+)\b")
USED: Final = re.compile(
    r"\b(?:kernels?|achiev\w+|measured|reduc\w+|sav\w+|KV|usage|footprint|weights|improv\w+|less|lower|smaller|fewer|only|requir\w+|"
    r"need\w*|cut\w*|speed\w*|faster|utiliz\w+|consum\w+)\b",
    re.I,
)
MADE_WORSE: Final = re.compile(r"\s(?:better|worse|faster|slower|quicker)\b", re.I)
SCORED_ON: Final = re.compile(r"\s(?:on|in|for) [A-Z]")
SIZED: Final = re.compile(
    r"\s(?:larger|bigger|more|longer|smaller|wider|as (?:many|much|large|big|long)|the (?:size|number|amount))\b", re.I
)
SURE_WORDS: Final = frozenset(
    {"twice", "double", "doubles", "doubled", "doubling", "triple", "triples", "tripled", "half"}
)


@dataclass(frozen=True, slots=True)
class Saying:
    """What a quantity was found to claim; ``vague`` where its own words leave the metric to title or restatement."""

    metric: str
    form: str
    statistic: str | None
    per: str | None
    vague: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its metric words, and what the block said before it."""

    text: str
    mentions: list[Mention]
    training: bool = False


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
        return _token_rate(sentence, quantity, at), False
    if unit in TIMES:
        return duration(body, sentence.mentions, quantity, at)
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
        return (word.name, False) if word and word.near and _countable(quantity, word) else None
    if unit in RELATIVE:
        return _relative(sentence, quantity, at, before)
    return None


def _countable(quantity: Quantity, word: Word) -> bool:
    return quantity.value <= 64 if word.name == "acceptance_length" else quantity.value >= 100


def _size(sentence: Sentence, at: tuple[int, int], head: str, tail: str) -> tuple[str, bool] | None:
    word = metric_word(sentence.text, at, sentence.mentions, frozenset({"memory"}))
    changed = CHANGE.search(head[-60:] + " # " + tail[:40])
    used = re.search(
        r"\b(?:us(?:es?|ed|ing)|tak(?:es?|ing)|consum\w+|occup\w+|footprint|fits? in|peak\w*|only|just)\b[^,;.]{0,30}$",
        head[-70:],
        re.I,
    )
    return ("memory", False) if (word and (word.near or changed)) or changed or used else None


def _relative(
    sentence: Sentence, quantity: Quantity, at: tuple[int, int], before: tuple[Quantity, Saying] | None
) -> tuple[str, bool] | None:
    """A multiple, a percentage or points: needs a word for what changed, its own or that of the claim before it."""
    body, unit = sentence.text, str(quantity.unit)
    head, tail = body[: at[0]], body[at[1] :]
    spelled = body[at[0] : at[1]].lower()
    if spelled in SURE_WORDS and not (
        WORDED.match(tail)
        or re.search(
            r"\b(?:by|in|nearly|almost|more than|over|roughly|about|can|to|performance|throughput)\s$", head, re.I
        )
        or _subject_is_metric(head, sentence)
    ):
        return None
    word = metric_word(body, at, sentence.mentions, None)
    if before is not None and (word is None or word.vague or not word.own) and _rides(body, at, before[0]):
        return before[1].metric, before[1].vague
    if unit == "%" and OF_TIME.match(tail):
        return "overhead", False
    if word is not None and word.name == "latency" and (opened := _opening_latency(sentence, at)):
        return opened, False
    if _data_sheet(word, head, tail):
        return None
    if word is None:
        return _wordless(quantity, head, tail, before)
    changed = CHANGE.search(head[-70:] + " # " + tail[:60]) or BY_UP_TO.search(head)
    if unit == "%" and not changed and not quantity.signed and word.name not in ABSOLUTE and not RATIO_OF.match(tail):
        return None
    if unit == "%" and not changed and not word.near and not quantity.signed:
        return None
    if unit == "x" and word.vague and not OUTCOME.search(body):
        return None
    return word.name, word.vague


def _opening_latency(sentence: Sentence, at: tuple[int, int]) -> str | None:
    """The latency a sentence opens with: "Regarding TTFT, ... reduces latency by 55%"."""
    opening = OPENING.match(sentence.text, 0, at[0])
    if opening is None:
        return None
    named = {m.name for m in sentence.mentions if m.end <= opening.end() and m.name in LATENCY - {"latency"}}
    return named.pop() if len(named) == 1 else None


def _subject_is_metric(head: str, sentence: Sentence) -> bool:
    return any(m.end <= len(head) and len(head) - m.end < 12 for m in sentence.mentions)


def _wordless(
    quantity: Quantity, head: str, tail: str, before: tuple[Quantity, Saying] | None
) -> tuple[str, bool] | None:
    """A relative number whose sentence names no metric: that of the claim before it, or plainly a speed."""
    unit, near = quantity.unit, head[-90:] + " # " + tail[:60]
    if before is not None and (CHANGE.search(near) or BY_UP_TO.search(head) or RATIO_OF.match(BRACKET.sub("", tail))):
        return before[1].metric, before[1].vague
    if (
        before is not None
        and unit == before[0].unit == "%"
        and before[1].metric in ABSOLUTE
        and NAMED_SHARE.search(head)
    ):
        return before[1].metric, False
    if unit == "x" and not SIZED.match(tail):
        stated = quantity.bound != "exact" or not float(quantity.value).is_integer() or OUTCOME.search(near)
        return ("speed", True) if stated else None
    if unit == "%" and MADE_WORSE.match(tail):
        return "speed", True
    if unit == "points" and (CHANGE.search(near) or SCORED_ON.match(tail)):
        return "accuracy", False
    return None


def _rides(body: str, at: tuple[int, int], earlier: Quantity) -> bool:
    """Whether a number without a word of its own hangs on the one before: in brackets behind it, or listed with it."""
    gap = body[max(0, at[0] - 90) : at[0]]
    return bool(BRACKETED.search(gap)) if earlier.unit not in RELATIVE else bool(LISTED.search(gap))


def _data_sheet(word: Word | None, head: str, tail: str) -> bool:
    """Whether a multiple compares what two devices have by their data sheets (GUIDE decision 16)."""
    if (
        word is not None and word.name not in ("flops", "bandwidth", "memory", "capacity", "speed")
    ) or not DEVICE_PART.search(head[-40:] + " # " + tail[:45]):
        return False
    around = head[-90:] + " # " + tail[:90]
    return bool(DEVICE.search(around)) and not USED.search(around)


def _token_rate(sentence: Sentence, quantity: Quantity, at: tuple[int, int]) -> str:
    """Which tokens: the words inside or beside the unit first, then the metric word of the clause."""
    body = sentence.text
    tail = body[at[1] :]
    if quantity.per == "user":
        return "output_throughput"
    near = (
        re.split(r"[,;]\s", body[max(0, at[0] - 90) : at[0]])[-1]
        + " # "
        + re.split(r"[,;)]|\s(?:and|for)\s", BRACKET.sub("", tail[:100])[:60])[0]
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
        ("input_throughput", r"\b(?:input tok\w+|prompt processing|prefill\w*)\b"),
        ("total_throughput", r"\btotal\b"),
    ):
        if re.search(pattern, near, re.I):
            return metric_id
    word = metric_word(body, at, sentence.mentions, TOKEN_RATES)
    return word.name if word else "token_throughput"
