"""What a disclosure rule says: the words it points at, and how many claims share the fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ...store.claim import Claim
from .post import Post, Spot


class Hit(NamedTuple):
    """One fault of a post. ``detail`` fills the rule's sentence; ``spots`` are further places of the same fault."""

    spot: Spot
    detail: str = ""
    spots: tuple[Spot, ...] = ()


Check = Callable[[Post], Sequence[Hit]]
NONE: tuple[Hit, ...] = ()


def of_claims(post: Post, claims: Sequence[Claim], detail: str = "", among: int = 0) -> tuple[Hit, ...]:
    """Return one hit for all ``claims`` that share a fault, the headline's words first; nothing where there are none."""
    if not claims:
        return NONE
    counted = f"{len(claims)} of {among} claims" if among > 1 else ""
    said = ": ".join(part for part in (counted, detail) if part)
    return (Hit(post.spot(claims[0]), said, tuple(post.spot(c) for c in claims[1:])),)


def at(spot: Spot | None, detail: str = "") -> tuple[Hit, ...]:
    """Return a hit at ``spot``, or nothing where it is None."""
    return (Hit(spot, detail),) if spot is not None else NONE
