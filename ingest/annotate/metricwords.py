"""Which metric word of a sentence belongs to a number.

The order is that of English noun phrases: the words right behind the number ("2.7x higher throughput", "2x improvement in
TPOT"), then what the number is the object of ("reduces TPOT by 2x"), then the nearest word of the clause. Words that
say only that something got better ("faster", "improvement") are kept as a last resort, because the title, a heading
or the same number elsewhere may settle them (GUIDE decision 13).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .mentions import Mention

PHRASE_END: Final = re.compile(
    r"[,;:()\[\]—–]|\.\s|\s(?:and|while|but|compared|than|over|versus|vs|when|which|relative|with|for|on|at|from|across|under|"
    r"through|by|due|without|against|as|that|where|because|thanks|using|to|of|in|between|per|depending)\b|\s[~≈$]?\d(?!st\b|nd\b|rd\b|th\b)"
)
OPENING: Final = re.compile(r"\s(?:of|in|the)\s(?:the\s|its\s)?")
OF_WHAT: Final = re.compile(
    r"\s*(?:higher|lower|better|more|less|overall|additional|further|total|average|relative|\w+er)?\s*(?:[\w-]+\s){0,2}?"
    r"(?:improvements?|increases?|reductions?|decreases?|gains?|boosts?|drops?|degradations?|speed-?ups?|uplifts?|savings?|"
    r"regressions?|loss|losses|difference|advantage|win|lift|jump|cut|acceleration|penalty|variation|slowdown|higher|better|"
    r"worse|faster|slower|reduced)\s(?:in|of|on|for|to|in terms of)\s",
    re.I,
)
FOR_WHAT: Final = re.compile(r"\s(?:for|in)\s(?:the\s)?(?:(?:p\d{2}|mean|median|average|avg\.?)\s)?", re.I)
"""``12% for P99 TBT``: what the number is of stands right behind."""
BREAK_AFTER: Final = re.compile(r"[,;:()]|\s(?:and|while|but|whereas|with|because|than|over)\s")
BREAK_BEFORE: Final = re.compile(r"[;()]|,\s|\s(?:while|but|whereas|and)\s")
LIST_ON: Final = re.compile(
    r"(?:,? (?:to|and|or) |, )(?:an? |over |up to |about )?[~≈]?\d[\d.]{0,6}\s?(?:x|×|%)(?=\s\w)"
)
"""A second number of the list or range, behind which the words of both stand."""
PLAIN_RATES: Final = frozenset({"token_throughput", "request_throughput", "sample_throughput", "bandwidth", "flops"})
UNIT_OF: Final = re.compile(r"(?<![A-Za-z\d.])\d[\d.,]{0,9}[kKM]?[ -]?$")
"""What stands before a word that is only the unit of a number."""
DENIED: Final = re.compile(r"\b(?:zero|low|minimal|negligible|no|near-zero)[- ]$", re.I)
APART: Final = re.compile(r"[,;:—–]\s|\s(?:and|while|but|because)\s|\d\s?(?:x|×|%|ms)\b")
REACH: Final = 170.0
VAGUE: Final = frozenset({"speed"})
VAGUE_SURFACES: Final = frozenset({"latency", "latencies", "throughput"})


@dataclass(frozen=True, slots=True)
class Word:
    """The metric word found for a number; ``vague`` where it says no more than that something is faster or better.

    ``near``: close by; ``own``: in the noun phrase right behind the number.
    """

    name: str
    text: str
    vague: bool
    near: bool
    own: bool = False


def metric_word(body: str, at: tuple[int, int], mentions: list[Mention], allowed: frozenset[str] | None) -> Word | None:
    """Return the metric word of the number at ``at`` in the sentence ``body``; ``allowed`` limits the metrics (None: any)."""
    usable = [
        m
        for m in mentions
        if (allowed is None or m.name in allowed)
        and not _denied(body, m)
        and not (m.name in PLAIN_RATES and UNIT_OF.search(body, max(0, m.start - 12), m.start))
    ]
    if not usable:
        return None
    listed = LIST_ON.match(body, at[1])
    inside = _phrase_words(body, listed.end() if listed else at[1], usable)
    sharp = [m for m in inside if not is_vague(m)]
    if sharp:
        return _word(sharp[-1], near=True, own=True)
    best: tuple[float, Mention] | None = None
    for mention in usable:
        if is_weak(mention):
            continue
        gap = _distance(body, at, mention)
        if best is None or gap < best[0]:
            best = (gap, mention)
    if best is not None and best[0] <= REACH:
        if inside and (is_vague(best[1]) or _apart(body, at, best[1])):
            return _word(inside[-1], near=True, own=True)
        return _word(best[1], near=best[0] <= 40)
    return _word(inside[-1], near=True, own=True) if inside else None


def _denied(body: str, mention: Mention) -> bool:
    """Whether a word only qualifies something else: "zero-overhead scheduler", "a low overhead design"."""
    return mention.name == "overhead" and bool(DENIED.search(body, max(0, mention.start - 12), mention.start))


def _phrase_words(body: str, end: int, mentions: list[Mention]) -> list[Mention]:
    """Return the metric words of the noun phrase behind the number, the one after "improvement in" included."""
    stop = _phrase_end(body, end)
    found = [m for m in mentions if end <= m.start < stop]
    if not found and (of := FOR_WHAT.match(body, end)):
        found = [m for m in mentions if m.start == of.end() and not is_vague(m)]
    if any(not is_vague(m) for m in found):
        return found
    if of_what := OF_WHAT.match(body, end, min(len(body), end + 90)):
        stop = _phrase_end(body, of_what.end())
        found += [m for m in mentions if of_what.end() <= m.start < stop]
    return found


def _phrase_end(body: str, start: int) -> int:
    if opened := OPENING.match(body, start):
        start = opened.end()
    found = PHRASE_END.search(body, start, min(len(body), start + 70))
    return found.start() if found else min(len(body), start + 70)


def _apart(body: str, at: tuple[int, int], mention: Mention) -> bool:
    """Whether a clause ends between a metric word and the number, which then says "faster" of something else."""
    between = body[at[1] : mention.start] if mention.start >= at[1] else body[mention.end : at[0]]
    return bool(APART.search(between))


def _distance(body: str, at: tuple[int, int], mention: Mention) -> float:
    """How far a metric word stands from the number, in characters, breaks between them counted extra."""
    if mention.start >= at[1]:
        between = body[at[1] : mention.start]
        gap = 14 + len(between) * 1.1 + 45 * len(BREAK_AFTER.findall(between))
        gap += 60 if re.search(r"\d", between) else 0
    else:
        between = body[mention.end : at[0]]
        gap = len(between) + 16 * len(BREAK_BEFORE.findall(between))
        gap += 25 if re.search(r"\d\s?(?:[x×%]|ms\b|tok)", between) else 0
    return gap + (45 if is_vague(mention) else 0)


def is_vague(mention: Mention) -> bool:
    """Return whether the word only says that something is faster or better."""
    return mention.name in VAGUE


def is_weak(mention: Mention) -> bool:
    """Return whether the word names a thing (a cache, a memory) rather than a measure of it, unless the number's own phrase holds it."""
    return mention.text.lower() in mention.entry.attributes.get("weak", ())


def _word(mention: Mention, *, near: bool, own: bool = False) -> Word:
    vague = is_vague(mention) or mention.text.lower() in VAGUE_SURFACES
    return Word(mention.name, mention.text, vague, near, own)
