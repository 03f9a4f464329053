"""What a multiple, a percentage or points are of: the metric of their own phrase, of the claim before, or none."""

from __future__ import annotations

import re
from typing import Final

from .durations import LATENCY
from .forms import ABSOLUTE, BRACKET, CHANGE, OF_TIME, RATIO_OF
from .metricwords import Word, metric_word
from .quantities import Quantity
from .refusals import RELATIVE
from .statement import Saying, Sentence

OUTCOME: Final = re.compile(
    r"\b(?:fast\w*|slow\w*|speed\w*|improv\w+|increas\w+|decreas\w+|reduc\w+|higher|lower|better|worse|gains?|"
    r"sav(?:e|es|ed|ing|ings)|boost\w*|outperform\w*|cut(?:s|ting)?|drop\w*|less|fewer|smaller|overhead|degrad\w+|"
    r"cheaper|efficien\w+|shrink\w*|grow\w*|rise\w*|rose|fell|fall\w*|regress\w*|uplift|deliver\w*|achiev\w+|reach\w*|"
    r"accelerat\w+|shorter|longer|wins?|beats?|throughput|latency|performance|goodput|accura\w+|utili[sz]\w+|wast\w+|"
    r"of peak|bandwidth|cost\w*|quicker|surpass\w*|exceed\w*|more|behind|ahead|tighter|stringent|resilien\w+|"
    r"TTFT|TPOT|ITL|TPS|MFU|interactivity)\b",
    re.I,
)
WORDED: Final = re.compile(
    r"\s(?:the |its |our |their |overall )?(?:[\w-]+\s){0,3}?(?:throughput|latency|speed|performance|cost|costs|memory|TTFT|TPOT|time|tokens|capacity|"
    r"accuracy|as|that|bandwidth|footprint|efficiency|rate|goodput|concurrency|overhead|of (?:BF16|FP16|the))\b"
)
OPENING: Final = re.compile(r"(?:Regarding|For|In terms of|On|As for|Concerning|With respect to|In)\s[^,;.]{2,60},\s")
BRACKETED: Final = re.compile(r"[\w/%]\s?\((?:a |an |about |roughly |or |i\.e\.,? )?[~≈+]?$")
LISTED: Final = re.compile(
    r"\d\s?(?:x|×|%)[`*]{0,2}(?:,\s$|(?:\s(?:\([^()]{1,40}\)|(?:for|on|at|with|in|against|over) (?:[^,;.]|\.(?=\d)){1,50}))?,?\s(?:and|to|or|vs\.?)\s(?:up to |about |an? |over |only |by )?[~≈`*(]{0,2}$)"
)
BY_UP_TO: Final = re.compile(
    r"\bby (?:up to |about |around |over |more than |an? (?:additional|average of) )?[~≈`*]{0,3}$", re.I
)
NAMED_SHARE: Final = re.compile(r"[A-Z0-9][\w.-]* \($")
DEVICE_PART: Final = re.compile(
    r"\b(?:FLOPs|FLOPS|compute(?! time)|memory(?: capacity| bandwidth| size)?|bandwidth|HBM\w*|SRAM|transistors|die|TDP|registers?)\b"
)
DEVICE: Final = re.compile(r"\b(?:GPUs?|[A-Z]{1,2}\d{2,3}[A-Z]?|(?:of|than|over|as) (?:the |a )?[A-Z][a-z]+)\b")
USED: Final = re.compile(
    r"\b(?:kernels?|achiev\w+|measured|reduc\w+|sav\w+|KV|usage|footprint|weights|improv\w+|less|lower|smaller|fewer|only|requir\w+|"
    r"pipeline|implementation|baseline|need\w*|cut\w*|speed\w*|faster|utiliz\w+|consum\w+)\b",
    re.I,
)
MADE_WORSE: Final = re.compile(r"\s(?:better|worse|faster|slower|quicker)\b", re.I)
SCORED_ON: Final = re.compile(r"\s(?:on|in|for) [A-Z]")
OFTEN: Final = re.compile(r"\s?of the time\b", re.I)
SPENT: Final = re.compile(r"\b(?:spen[dt]s?|only)\b", re.I)
OF_PEAK: Final = re.compile(
    r"[`*]{0,2}\sof\s(?:the |its )?(?:device'?s? |hardware |theoretical |GPU )?(?:peak|roofline|speed[- ]of[- ]light|theoretical (?:max\w*|limit|peak|bandwidth|FLOP))",
    re.I,
)
KEPT: Final = re.compile(
    r"\b(?:retain\w*|preserv\w*|recover\w*|maintain\w*|keep\w*)\s(?:about |over |more than |around |up to |nearly |roughly )?[~≈`*]{0,3}$",
    re.I,
)
KEPT_OF: Final = re.compile(r"\s(?:of|the)\s[^.;,]{2,60}?\b(?:performance|accuracy|quality|score|capabilit\w+)\b", re.I)
SIZED: Final = re.compile(
    r"\s(?:larger|bigger|more|longer|smaller|wider|as (?:many|much|large|big|long)|the (?:size|number|amount))\b", re.I
)
HALVED: Final = re.compile(
    r"\s(?:as (?:much|many|fast|long)\b|(?:of |the |its |their |that |original |previous )*(?:[\w-]+\s){0,2}?(?:latency|cost|costs|memory|time|bandwidth|footprint|"
    r"price|power|energy|throughput|speed|TTFT|TPOT|tokens|overhead)\b|that of\b)",
    re.I,
)
SURE_WORDS: Final = frozenset(
    {"twice", "double", "doubles", "doubled", "doubling", "triple", "triples", "tripled", "half"}
)


def relative_metric(
    sentence: Sentence, quantity: Quantity, at: tuple[int, int], before: tuple[Quantity, Saying] | None
) -> tuple[str, bool] | None:
    """A multiple, a percentage or points: needs a word for what changed, its own or that of the claim before it."""
    body, unit = sentence.text, str(quantity.unit)
    head, tail = body[: at[0]], body[at[1] :]
    spelled = body[at[0] : at[1]].lower()
    if spelled == "half" and not (HALVED.match(tail) or re.search(r"\b(?:by|in)\s$", head)):
        return None
    if spelled in SURE_WORDS and not (
        WORDED.match(tail)
        or re.search(
            r"\b(?:by|in|nearly|almost|more than|over|roughly|about|can|to|performance|throughput)\s$", head, re.I
        )
        or _subject_is_metric(head, sentence)
    ):
        return None
    mentions = sentence.mentions if unit == "%" else [m for m in sentence.mentions if not m.text.startswith("of ")]
    word = metric_word(body, at, mentions, None)
    if before is not None and (word is None or word.vague or not word.own) and _rides(body, at, before[0]):
        return before[1].metric, before[1].vague
    if unit == "%" and (share := _share_of(head, tail)) is not None:
        return share, False
    if word is not None and word.name == "latency" and (opened := _opening_latency(sentence, at)):
        return opened, False
    if _data_sheet(word, head, tail):
        return None
    if word is None:
        return _wordless(quantity, head, tail, before) or _from_over(sentence, quantity, head, tail)
    listed = before is not None and _rides(body, at, before[0])
    changed = CHANGE.search(head[-70:] + " # " + tail[:60]) or BY_UP_TO.search(head) or listed
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


def _share_of(head: str, tail: str) -> str | None:
    """The metric of "N% of" a time, a peak, or a quality that is kept; "of the time" only says how often."""
    if OF_TIME.match(tail) and not (OFTEN.match(tail) and not SPENT.search(head)):
        return "overhead"
    if OF_PEAK.match(tail):
        return "utilization"
    return "accuracy" if KEPT.search(head) and KEPT_OF.match(tail) else None


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


def _from_over(sentence: Sentence, quantity: Quantity, head: str, tail: str) -> tuple[str, bool] | None:
    """A change whose own sentence does not say of what: of what the heading or the lead-in is about."""
    if sentence.over is None or quantity.unit == "x":
        return None
    changed = CHANGE.search(head[-40:] + " # " + tail[:30]) or RATIO_OF.match(BRACKET.sub("", tail))
    return (sentence.over, False) if changed else None


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
