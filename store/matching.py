"""Which claim of a new revision replaced which of the old one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

ALIKE: Final = 0.6
"""How much of two quotes, numbers masked, must agree for one to be an edit of the other."""
NEAR: Final = 40
"""How many claims apart in the document's order an edit is looked for; it keeps a rewritten document cheap."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is compared of a claim: where it stood among its document's claims, its words, and which number in them it is."""

    id: int
    uid: str
    quote: str
    unit: str
    metric: str
    position: int
    number: str


def successors(gone: Sequence[Kept], fresh: Sequence[Kept]) -> dict[str, str]:
    """Return {new uid: old uid} of edits, one to one: the same number of the same words, read otherwise; or the same unit in words that are alike but for numbers, the nearest in order."""
    pairs = []
    for new in fresh:
        likely = [
            old
            for old in gone
            if abs(old.position - new.position) <= NEAR
            and (old.number == new.number if old.quote == new.quote else old.unit == new.unit)
        ]
        pairs += [
            (-_likeness(old.quote, new.quote), abs(old.position - new.position), old.uid, new.uid) for old in likely
        ]
    taken: dict[str, str] = {}
    for unlike, _, old_uid, new_uid in sorted(pairs):
        if unlike > -ALIKE:
            break
        if new_uid not in taken and old_uid not in taken.values():
            taken[new_uid] = old_uid
    return taken


def _likeness(a: str, b: str) -> float:
    a, b = (re.sub(r"\d[\d.,]*", "#", text.lower()) for text in (a, b))
    return 1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio()
