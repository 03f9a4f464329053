"""Two numbers said of the ends of a sweep: ``flat from 4K to 900K context (199 -> 180 tok/s)``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .draft import Draft
from .quantities import SUFFIX, number_of
from .sentences import sentences

_END: Final = r"(\d{1,3}(?:\.\d)?)\s?([kKM])?"
SWEEP: Final = re.compile(rf"\bfrom {_END} (?:to|->|→) {_END}(?![A-Za-z\d/%]|\s?tok\w*(?:/| per| a )\s?s)")
PROMPT: Final = re.compile(r"\b(?:prompts?|inputs?|ISL)\b", re.I)
CONTEXT: Final = re.compile(r"\b(?:contexts?|KV(?: cache)? lengths?)\b", re.I)
AROUND: Final = 60
_TO: Final = r"[^\d;(),.]{0,24}?(?:->|→|⟶|=>|(?<!up )\bto)\s?[~≈]?"
FIRST: Final = re.compile(rf"{_TO}\d")
LAST: Final = re.compile(rf"\d{_TO}$")


def settle_ends(draft: Draft, text: str) -> None:
    """Settle the length at which the first or last number of a pair stands, where ``text``, its block's, sweeps just one."""
    sweep = _sweep(text)
    if sweep is None or sweep.start() <= draft.value_start < sweep.end():
        return
    if not (sweep[2] or sweep[4]) or not _beside(text, draft, sweep) or (field := _field(text, sweep)) is None:
        return
    ahead, behind = (
        text[draft.value_end : draft.value_end + 40],
        text[max(0, draft.value_start - 40) : draft.value_start],
    )
    first, last = FIRST.match(ahead) is not None, LAST.search(behind) is not None
    if first == last:
        return
    low, high = _length(sweep[1], sweep[2] or sweep[4]), _length(sweep[3], sweep[4])
    if low < high:
        draft.settle(field, low if first else high, "sentence", sweep[0])


@lru_cache(maxsize=64)
def _sweep(text: str) -> re.Match[str] | None:
    """The only sweep of a text; kept, because every draft of a block asks again."""
    sweeps = list(SWEEP.finditer(text))
    return sweeps[0] if len(sweeps) == 1 else None


def _length(number: str, suffix: str | None) -> float:
    return (number_of(number) or 0.0) * SUFFIX.get((suffix or "").replace("K", "k"), 1.0)


def _beside(text: str, draft: Draft, sweep: re.Match[str]) -> bool:
    """Whether the pair stands in the sweep's sentence or in the next one."""
    spans = sentences(text)
    at = [next((i for i, (a, b) in enumerate(spans) if a <= p < b), -2) for p in (sweep.start(), draft.value_start)]
    return 0 <= at[1] - at[0] <= 1


def _field(text: str, sweep: re.Match[str]) -> str | None:
    """What is swept: what the words before say, else those behind."""
    before, behind = text[max(0, sweep.start() - AROUND) : sweep.start()], text[sweep.end() : sweep.end() + AROUND]
    for words in (before, behind):
        told = [name for name, word in (("input_tokens", PROMPT), ("context_tokens", CONTEXT)) if word.search(words)]
        if told:
            return told[0] if len(told) == 1 else None
    return None
