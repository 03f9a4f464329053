"""What a gain is over: rivals, beaten devices and baselines named in a number's sentence, which it was not measured on."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .context import Context
from .draft import Draft
from .mentions import Mention
from .openings import lowered

AGAINST: Final = re.compile(
    r"\b(?:than|over|versus|vs\.?|v\.s\.|against|compared (?:to|with)|relative to|that of|outperform(?:s|ed|ing)?|beats?|beating|(?:of |(?<=[x×] ))the (?:speed|performance|throughput) of)(?=\s)"
    r"(?:\s[~≈]?\d[\d.,]*\s?\S{1,12}(?=\s(?:in|of|on|with|for|by|from|using)\s))?(?:(?!\sby\s)[^,;.()]|\.(?=[a-z])){0,120}"
)
"""What is compared with, in lower case."""
WORD: Final = re.compile(r"[A-Za-z0-9]+")
DIRECT: Final = 20
ON: Final = re.compile(
    r"\b(?:on|with|using|for|at|by|in|via)\s+(?:the |an? |a single |single |\d{1,3}\s?[x×]?\s?)?(?:NVIDIA |AMD |Intel )?$",
    re.I,
)
FIGURE: Final = re.compile(r"[~≈]?\d[\d.,]*\s?\S{1,12}\s(?:in|of|on|with|for|by|from|using)\s")
FIGURE_END: Final = re.compile(r"\d\s?(?:x|×|%)")
BESIDES: Final = re.compile(r"\b(?:over|than|versus|vs\.?|compared (?:to|with))\s(?!on\b)[\w.+ -]{2,40}?\son\s", re.I)
"""What the gain is over, and behind it what both ran on."""
BASELINE: Final = re.compile(r"(?:'s|’s)?\s(?:[\w-]+\s)?baselines?\b")
OF_PART: Final = re.compile(
    r"(?:kv[-_ ]?cache[-_ ](?:d?type|quant\w*)|cache[-_]type[-_][kv]|-ct[kv]|softmax[-_]in|draft\S*)[ =:]+[\"']?\S*$|(?:stays?|kept|keep) in $",
    re.I,
)
OF_CACHE: Final = re.compile(
    r"\s(?:E\dM\d )?(?:KV|attention cache|indexer)\b|\sfor (?:the )?(?:KV|attention|indexer) ?cache", re.I
)
"""Around a number format: it is that of the cache, of a draft model or of one step."""
MAKING: Final = re.compile(r",\s(?:making|leaving|putting)\s")
EXAMPLE: Final = re.compile(
    r"(?:\b(?:such as|like|including|e\.g\.,?|for example,?|for instance,?) (?:[\w.-]+(?: [\w.-]+){0,2}(?:,| and| or) ){0,2}|^\W{0,3}(?:Related|See also|Read more): .*)$",
    re.I,
)


def carried(mention: Mention, text: str, at: int, architectures: frozenset[str] = frozenset()) -> bool:
    """Return whether both sides ran on a model or device: "1.28x over ZeRO-3 on Llama 3 70B", unless the number's own side names an
    architecture of its own ("4x on Blackwell over FP8 on H100").
    """
    if mention.kind not in ("model", "accelerator") or mention.start < at:
        return False
    if ON.search(text, max(0, mention.start - 40), mention.start) is None:
        return False
    if mention.kind == "model":
        return True
    own = text[max((m.end() for m in FIGURE_END.finditer(text, 0, at)), default=0) : at]
    return BESIDES.search(text, at, mention.start) is not None and architectures.isdisjoint(WORD.findall(own))


def is_rival(mention: Mention, context: Context, draft: Draft) -> bool:
    """Whether an engine is named in the number's sentence only as what its gain is over ("faster than TEI")."""
    if context.origin != "sentence" or draft.fields.get("form") == "absolute" or mention.kind != "engine":
        return False
    spans = against(context.text, context.at or 0)
    return any(0 <= mention.start - start < DIRECT + _figure(context.text, start, mention.start) for start, _ in spans)


def _figure(text: str, start: int, end: int) -> int:
    """How many characters of ``text[start:end]`` are a rival's figure: "compared to 4.5 tokens/s in llama.cpp"."""
    figure = FIGURE.search(text, start, end)
    return len(figure[0]) if figure else 0


def is_example(mention: Mention, context: Context) -> bool:
    """Whether a name stands in a list of examples: "models like GPT-4 and LLaMA", or in a pointer to another post."""
    return EXAMPLE.search(context.text, max(0, mention.start - 60), mention.start) is not None


def is_other_side(mention: Mention, context: Context, draft: Draft) -> bool:
    """Whether a number's own sentence calls a device the baseline, or names it before ", making X 2x faster"."""
    if context.origin != "sentence" or draft.fields.get("form") == "absolute" or mention.kind != "accelerator":
        return False
    named = BASELINE.match(context.text, mention.end) is not None
    return named or MAKING.search(context.text, mention.end, context.at or 0) is not None


def is_others_format(mention: Mention, context: Context, draft: Draft) -> bool:
    """Whether a number format is the baseline's, or elsewhere than in the number's own sentence that of the cache, of a draft
    or of a step (GUIDE decisions 18 and 19).
    """
    text = context.text
    if context.origin == "sentence":
        at = context.at or 0
        spans = against(text, at)
        absolute = draft.fields.get("form") == "absolute"
        inside = any(a <= mention.start < b for a, b in spans if not absolute or a > at)
        return inside or (not absolute and BASELINE.match(text, mention.end) is not None)
    start = text.rfind("\n", 0, mention.start) + 1
    return OF_PART.search(text, max(start, mention.start - 60), mention.start) is not None or (
        OF_CACHE.match(text, mention.end) is not None
    )


def is_beaten(mention: Mention, context: Context) -> bool:
    """Whether a device stands right behind "compared to" or its like in words before the number: what was beaten there."""
    if context.origin != "lead-in" or mention.kind != "accelerator":
        return False
    return any(0 <= mention.start - start < DIRECT for start, _ in against(context.text, -1))


def beaten_only(mentions: list[Mention], context: Context, draft: Draft, architectures: frozenset[str]) -> bool:
    """Whether the only device a sentence names is the one its gain is over: named right behind "than" or its like, or
    beside another architecture that stands for the subject's device.
    """
    if context.origin != "sentence" or mentions[0].kind != "accelerator":
        return False
    beaten = compared(context.text, context.at or 0)
    if draft.fields.get("form") == "absolute":
        beaten = [(start, end) for start, end in beaten if start > (context.at or 0)]
    at = context.at or 0
    inside = [
        any(start <= m.start < end for start, end in beaten) and not carried(m, context.text, at, architectures)
        for m in mentions
    ]
    if not all(inside):
        return False
    direct = all(any(0 <= m.start - start < DIRECT + len("NVIDIA ") for start, _ in beaten) for m in mentions)
    own = str(mentions[0].entry.attributes.get("architecture"))
    outside = "".join(c for i, c in enumerate(context.text) if not any(a <= i < b for a, b in beaten))
    return direct or bool((architectures - {own}) & set(WORD.findall(outside)))


def against(text: str, at: int) -> list[tuple[int, int]]:
    """Return the spans of ``text`` that say what a gain is over, to the end of the clause; that of the number at ``at`` is none."""
    return [(start, end) for start, end in _comparisons(text) if not start <= at < end]


@lru_cache(maxsize=1024)
def _comparisons(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of ``text`` that say what something is compared with; kept, because every draft asks again."""
    return tuple(m.span() for m in AGAINST.finditer(lowered(text)))


def compared(text: str, at: int) -> list[tuple[int, int]]:
    """Return the spans of ``against``, and those inside one that holds the number itself: "less than 4 times that of MI325X"."""
    inside = [(start, end) for start, end in _comparisons(text) if start <= at < end]
    low = lowered(text) if inside else ""
    return against(text, at) + [inner.span() for _, end in inside for inner in AGAINST.finditer(low, at, end)]
