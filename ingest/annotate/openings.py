"""Where the words of a vocabulary can begin in a text: patterns are tried at these few places, not at every character.

A word can only begin where its first run of letters and digits does, and most texts hold the first run of no word at all.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

RUN: Final = re.compile(r"[a-z0-9]+")
DIGIT: Final = re.compile(r"[0-9]")
COUNTED: Final = re.compile(r"\d+x(?=[a-z0-9])")
LETTERS: Final = re.compile(r"[a-z]+")
WITHIN: Final = frozenset("abcdefghijklmnopqrstuvwyz0123456789")
"""Behind these no word begins; behind an x one may (``8xh100``)."""


@dataclass(frozen=True, slots=True)
class Openings:
    """A text in lower case and its runs of letters and digits; of ``8xh100`` the device too, of ``qwen3`` the letters too,
    of ``kimik2`` those before the letter of its version too."""

    low: str
    runs: Set[str]

    def places(self, firsts: Set[str]) -> list[int]:
        """Return where a word can begin with one of ``firsts``, runs of this text, in reading order."""
        out: list[int] = []
        low = self.low
        for first in firsts:
            place = low.find(first)
            while place >= 0:
                if not place or low[place - 1] not in WITHIN:
                    out.append(place)
                place = low.find(first, place + 1)
        return out if len(firsts) == 1 else sorted(set(out))


@lru_cache(maxsize=512)
def openings_of(text: str) -> Openings:
    """Return the openings of ``text``; kept for the last few texts, because several readers ask for the same."""
    low = lowered(text)
    runs = set(RUN.findall(low))
    for run in [run for run in runs if not run.isalpha()] if DIGIT.search(low) else ():
        if run[0].isdigit():
            if (count := COUNTED.match(run)) is not None:
                runs.add(run[count.end() :])
        elif (letters := LETTERS.match(run)) is not None:
            runs |= {letters[0], letters[0][:-1]}
    return Openings(low, runs)


def lowered(text: str) -> str:
    """``text`` in lower case with every character where it was: patterns of literals are searched much faster so."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def first_run(spelling: str) -> str | None:
    """Return the run a spelling begins with, in lower case; None where it begins with neither letter nor digit."""
    match = RUN.match(spelling.lower())
    return match[0] if match is not None else None
