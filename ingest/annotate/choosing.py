"""Of several names in one text, the one that is the claim's: its subject's, its clause's, or the nearest to the number."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter
from typing import Final

from .beaten import DIRECT, ON, beaten_only, carried, compared
from .context import Context
from .draft import Draft
from .mentions import Mention

BOUNDARY: Final = re.compile(r"[;:(),]|\b(?:and|while|but|whereas|vs\.?|versus)\b", re.I)
BORDER: Final = 40
"""What the border of a clause between a word and a number counts, in characters."""
INSIDE: Final = re.compile(r"\s(?:\w+ )?(?:with|\+)\s(?:the )?", re.I)
"""What stands between an engine and a library inside it."""
RUNS: Final = re.compile(r"\s?[\s/+(-]\s?")
OPENED: Final = re.compile(r"\s?\((?:[~≈]|about |up to |around )?")
BESIDE: Final = frozenset({"sentence", "caption", "alt"})
RUN_ON: Final = re.compile(r"(?:\bon(?: the)?|[A-Z0-9]\w,) $")
"""In front of a quality set on which something else than quality was measured: ``9.6x on MATH-500``."""
PLAIN_LIST: Final = re.compile(r"\s*(?:,|,?\s?\band\b|&|\+|/)\s*(?:(?:the|both|NVIDIA|AMD|\d+\s?[x×]?)\s*)*", re.I)
"""What stands between two names that are listed as one."""
PART: Final = re.compile(r"[ -]([A-Za-z]{3,})\b")
"""What a number format is the format of."""
MULTIPLE: Final = re.compile(
    r"(?:\.\d+\s?[x×]|\d\s?[x×]\s(?:of|the))\s(?:of\s)?(?:the\s)?$|\d\s?%\sof\s(?:the\s|an?\s)?$", re.I
)
"""``4.6x A100 performance``, ``67% of B200``: what stands in front of the name that it is a multiple of."""
SEGMENT: Final = re.compile(r"[^;\n]+?(?:;|\n|\.\s|$)")


def fits(kind: str, mention: Mention, draft: Draft, context: Context) -> bool:
    """Whether a mention can be this claim's: a quality set only for quality, unless right beside the number it says what was run."""
    if kind == "dataset" and not (
        context.origin in BESIDE and RUN_ON.search(context.text, max(0, mention.start - 12), mention.start)
    ):
        quality = bool(mention.entry.attributes.get("accuracy"))
        return quality == (draft.fields.get("metric") == "accuracy")
    return True


def choose(
    mentions: list[Mention], context: Context, draft: Draft, architectures: frozenset[str] = frozenset()
) -> Mention | None:
    """The one mention a context settles on: the only name, the subject's, or in its own sentence the nearest."""
    if mentions[0].kind == "engine":
        mentions = _hosts(mentions, context)
    names = {m.name for m in mentions}
    if len(names) == 1:
        return None if beaten_only(mentions, context, draft, architectures) else mentions[0]
    if mentions[0].kind in ("model", "accelerator") and _covers_all(mentions, context, draft):
        return replace(mentions[0], name=" + ".join(dict.fromkeys(m.name for m in mentions)))
    if (bracketed := _in_bracket(mentions, context, draft)) is not None:
        return bracketed
    subject = str(draft.fields.get("subject", "")).lower()
    own = [m for m in mentions if m.text.lower() in subject] if subject else []
    if len({m.name for m in own}) == 1:
        return own[0]
    if mentions[0].kind == "precision" and (formatted := _format_of(mentions, context, subject)) is not None:
        return formatted
    if context.origin != "sentence" or context.at is None:
        return _beside(mentions, context, draft)
    baseline = str(draft.fields.get("baseline", "")).lower()
    rest = [m for m in mentions if not baseline or m.text.lower() not in baseline]
    if draft.fields.get("form") != "absolute":
        beaten = compared(context.text, context.at)
        if mentions[0].kind == "engine":
            beaten = [(start, start + DIRECT) for start, _ in beaten]
        rest = [
            m
            for m in rest
            if carried(m, context.text, context.at, architectures) or not any(a <= m.start < b for a, b in beaten)
        ]
        rest = [m for m in rest if not MULTIPLE.search(context.text[max(0, m.start - 24) : m.start])]
    if len({m.name for m in rest}) == 1:
        return rest[0]
    if mentions[0].kind in ("engine", "precision"):
        return None
    return min(rest, key=lambda m: _distance(m, context.text, context.at or 0), default=None)


def _format_of(mentions: list[Mention], context: Context, subject: str) -> Mention | None:
    """Of several formats, the one that is said of the subject's own part: of ``FP8 dispatch and BF16 combine`` a combine's."""
    own = [
        m
        for m in mentions
        if (part := PART.match(context.text, m.end)) and re.search(rf"\b{part[1].lower()}\b", subject)
    ]
    return own[0] if len({m.name for m in own}) == 1 else None


def _in_bracket(mentions: list[Mention], context: Context, draft: Draft) -> Mention | None:
    """The name that a bracket ties to the number: ``gpt-oss-120b (263 tok/s)``, ``14 GB (20B)``."""
    if context.origin != "sentence" or context.at is None or draft.fields.get("form") != "absolute":
        return None  # a gain in brackets is that of what stands before, over the name
    text, end = context.text, context.at + draft.value_end - draft.value_start
    for mention in mentions:
        before = OPENED.fullmatch(text[mention.end : context.at]) if mention.end <= context.at else None
        if before or (mention.start >= end and re.fullmatch(r"\s?\(", text[end : mention.start])):
            return mention
    return None


def _hosts(mentions: list[Mention], context: Context) -> list[Mention]:
    """Engines that are not merely inside the one before (``SGLang with KTransformers``); in a title, the engine and not
    the trainer beside it; outside a number's own sentence, the engine and not what orchestrates it (GUIDE decision 29).
    """
    pairs = zip(mentions, mentions[1:], strict=False)
    inside = {b.name for a, b in pairs if a.name != b.name and INSIDE.fullmatch(context.text[a.end : b.start])}
    inside |= {a.name for a, b in zip(mentions, mentions[1:], strict=False) if _runs(a, b, context.text)}
    out = [m for m in mentions if m.name not in inside]
    engines = [m for m in out if m.entry.attributes.get("role") == "engine"]
    orchestrated = all(m.entry.attributes.get("role") in ("engine", "orchestrator") for m in out)
    whole = context.origin == "title" or (context.origin != "sentence" and orchestrated)
    return engines if whole and engines else out


def _runs(one: Mention, other: Mention, text: str) -> bool:
    """Whether an orchestrator is named right before the engine it runs: "Dynamo vLLM", "Dynamo (TRT-LLM)"."""
    roles = (one.entry.attributes.get("role"), other.entry.attributes.get("role"))
    return roles == ("orchestrator", "engine") and RUNS.fullmatch(text, one.end, other.start) is not None


def _covers_all(mentions: list[Mention], context: Context, draft: Draft) -> bool:
    """Whether a number is of all the names: its own sentence lists them as one, or it is a range over a set-up's."""
    if len({m.name for m in mentions}) > 3 or "respectively" in context.text:
        return False
    gaps = [context.text[a.end : b.start] for a, b in zip(mentions, mentions[1:], strict=False)]
    if context.origin == "sentence":
        return all(PLAIN_LIST.fullmatch(gap) for gap in gaps)
    ranged = draft.fields.get("value_max") is not None and draft.fields.get("form") != "absolute"
    return ranged and context.origin in ("setup section", "lead-in", "caption")


def is_tool(mention: Mention, context: Context) -> bool:
    """Whether an engine's name stands only for its benchmark tool: it measured, and need not be what was measured."""
    around_it = context.text[max(0, mention.start - 8) : mention.end + 12]
    return context.origin in ("setup section", "command") and "bench" in around_it.lower()


def _beside(mentions: list[Mention], context: Context, draft: Draft) -> Mention | None:
    """Of several names in a set-up statement, the one whose clause also names what the draft has settled already."""
    settled = [str(draft.fields[k]).lower() for k in ("accelerator", "model") if k in draft.fields]
    if not settled or not context.soft:
        return None
    segments = _segments(context.text)
    held: dict[int, list[Mention]] = {}
    for mention in mentions:
        held.setdefault(bisect_right(segments, mention.start, key=itemgetter(0)) - 1, []).append(mention)
    for index in sorted(i for i in held if i >= 0):
        if any(index in _naming(context.text, name) for name in settled):
            inside = held[index]
            if len({m.name for m in inside}) == 1:
                return inside[0]
    return None


@lru_cache(maxsize=256)
def _segments(text: str) -> tuple[tuple[int, str], ...]:
    """The clauses of a set-up statement as (start, words in lower case); kept, because every draft asks again."""
    return tuple((m.start(), m[0].lower()) for m in SEGMENT.finditer(text))


@lru_cache(maxsize=512)
def _naming(text: str, name: str) -> frozenset[int]:
    """Which clauses of a set-up statement hold a name in lower case; kept, because every draft asks again."""
    word = re.compile(rf"\b{re.escape(name)}\b")
    return frozenset(index for index, (_, words) in enumerate(_segments(text)) if name in words and word.search(words))


def _distance(mention: Mention, text: str, at: int) -> float:
    """How far a name stands from a number: characters, and a good deal more across the border of a clause."""
    if mention.end <= at:
        between = text[mention.end : at]
        opened = between.count("(") > between.count(")") and ")" not in between
        return len(between) + BORDER * len(BOUNDARY.findall(between)) - (45 if opened else 0)
    between = text[at : mention.start]
    led = ON.search(text[max(0, mention.start - 40) : mention.start]) is not None
    return len(between) + BORDER * len(BOUNDARY.findall(between)) + (0 if led else 30)


def nearest(stated: list[tuple[float, int, int]], context: Context) -> list[tuple[float, int, int]]:
    """Return the stated value nearest to the number, in its own sentence only; nothing elsewhere."""
    if context.origin != "sentence" or context.at is None:
        return []
    at, text = context.at, context.text

    def distance(item: tuple[float, int, int]) -> float:
        between = text[item[2] : at] if item[2] <= at else text[at : item[1]]
        return len(between) + BORDER * len(BOUNDARY.findall(between))

    return sorted(stated, key=distance)[:1]
