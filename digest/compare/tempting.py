"""Pairs a reader would set side by side: the same model or its kin, one kind of number, other publishers or engines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar

from ...store.claim import Claim
from .facts import Facts
from .families import METRICS, family
from .judge import INFER, judge_facts
from .trackkey import missing, order_of
from .verdict import Verdict

T = TypeVar("T")


@lru_cache(maxsize=4096)
def kin(model: str) -> str:
    """Return the name up to its version: sizes and variants of one model are what readers mistake for each other."""
    found = re.match(r"[A-Za-z-]+[ -]?[VRKM]?\d+(?:\.\d+)?", model)
    return found[0] if found else model


def tempting(
    items: Sequence[T], claim_of: Callable[[T], Claim], publisher_of: Callable[[T], str]
) -> list[tuple[T, T, Verdict]]:
    """Return pairs a reader would set side by side: same model and metric family, other publishers or engines.

    One pass groups them; inside a group the claims that state most stand for their publisher and engine.
    """
    groups: dict[tuple[str, str, str], dict[tuple[str, str], tuple[int, T]]] = defaultdict(dict)
    for item in sorted(items, key=lambda i: order_of(claim_of(i))):
        claim = claim_of(item)
        if claim.model is None or claim.form != "absolute" or claim.metric not in METRICS:
            continue
        cell = groups[kin(claim.model), family(claim), claim.unit]
        who = (publisher_of(item), f"{claim.engine or ''} {claim.accelerator or ''}")
        unsaid = len(missing(claim))
        if who not in cell or unsaid < cell[who][0]:
            cell[who] = (unsaid, item)
    pairs = []
    for _, cell in sorted(groups.items()):
        stand = [(item, Facts(claim_of(item))) for _, (_, item) in sorted(cell.items(), key=itemgetter(0))[:6]]
        for index, (left, one) in enumerate(stand):
            for right, other in stand[index + 1 :]:
                pairs.append((left, right, judge_facts(one, other, INFER)))
    return pairs
