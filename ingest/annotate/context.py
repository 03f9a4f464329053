"""A piece of text a facet may come from."""

from __future__ import annotations

from dataclasses import dataclass

from ...store.claim import Origin


@dataclass(frozen=True, slots=True)
class Context:
    """A piece of text a facet may come from, and what to call it.

    ``at`` is the number's offset where it is inside. A ``soft`` context that names several values settles nothing and lets
    the search go on; a ``far`` one is a set-up statement outside the claim's section, ``declared`` where its heading says
    that it is the post's set-up. ``only``: the kinds it may settle, all when empty. ``own``: the printed
    result itself, whose rows name more than the number's. ``busy``: a
    statement with figures of its own, whose load is theirs.
    """

    origin: Origin
    text: str
    at: int | None = None
    soft: bool = False
    far: bool = False
    declared: bool = False
    only: frozenset[str] = frozenset()
    own: bool = False
    busy: bool = False
