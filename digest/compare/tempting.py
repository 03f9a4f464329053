"""Pairs a reader would set side by side: the same model or its kin, one kind of number, other publishers or engines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from ...store.claim import Claim
from .families import METRICS, family
from .judge import judge
from .trackkey import missing, order_of
from .verdict import Verdict

T = TypeVar("T")


def _kin(model: str) -> str:
    """The name up to its version: sizes and variants of one model are what readers mistake for each other."""
    found = re.match(r"[A-Za-z-]+[ -]?[VRKM]?\d+(?:\.\d+)?", model)
    return found[0] if found else model


def tempting(
    items: Sequence[T], claim_of: Callable[[T], Claim], publisher_of: Callable[[T], str]
) -> list[tuple[T, T, Verdict]]:
    """Return pairs a reader would set side by side: same model and metric family, other publishers or engines.

    One pass groups them; inside a group the claims that state most stand for their publisher and engine.
    """
    groups: dict[tuple[str, str, str], dict[tuple[str, str], T]] = defaultdict(dict)
    for item in sorted(items, key=lambda i: order_of(claim_of(i))):
        claim = claim_of(item)
        if claim.model is None or claim.form != "absolute" or claim.metric not in METRICS:
            continue
        cell = groups[_kin(claim.model), family(claim), claim.unit]
        who = (publisher_of(item), f"{claim.engine or ''} {claim.accelerator or ''}")
        if who not in cell or len(missing(claim)) < len(missing(claim_of(cell[who]))):
            cell[who] = item
    pairs = []
    for _, cell in sorted(groups.items()):
        stand = sorted(cell.items())[:6]
        for index, (_, left) in enumerate(stand):
            for _, right in stand[index + 1 :]:
                pairs.append((left, right, judge(claim_of(left), claim_of(right))))
    return pairs
