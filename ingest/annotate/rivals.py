"""What the sentence before says of another subject by name is not lent to this sentence's own.

``The GB300 FP4 point at concurrency 12 gives 240 tok/s. TileRT gives 160.``: device, format and load name the first
point; nobody says that the second ran on them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ...store.claim import Facet
from .draft import Draft

LENT: Final = frozenset(
    {"model", "precision", "accelerator", "accelerator_count", "concurrency", "batch_size", "request_rate", "spec_decode",
     "draft_tokens", "serving_mode", "parallelism", "prefix_cache", "kv_precision"}
)  # fmt: skip
PROPER: Final = re.compile(r"(?=\S*(?:[A-Z]\S*[A-Z]|\d))\S*[A-Z]")
"""A first word that is a name by its shape: vLLM, TileRT, B200."""
WORD: Final = re.compile(r"[a-z0-9][a-z0-9.]*")


def unlend(drafts: Sequence[Draft]) -> None:
    """Take from each number of running text what its paragraph's earlier sentences say of another subject by name."""
    before: dict[int, list[tuple[str, frozenset[str]]]] = {}
    for draft in drafts:
        subject = next((f for f in draft.facets if f.name == "subject" and f.origin == "sentence"), None)
        if draft.place in ("table", "code") or subject is None:
            continue
        others = before.setdefault(draft.block, [])
        mine = _words(str(subject.value))
        for quote, words in others:
            if quote == subject.quote or words & mine or not PROPER.match(str(subject.value)):
                continue  # "the lift", "this": what was said goes on being said of it
            for facet in [f for f in draft.facets if f.name in LENT and f.origin == "lead-in" and _names(f, words)]:
                draft.drop(facet.name)
        others.append((subject.quote, mine))


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.lower()))


def _names(facet: Facet, subject: frozenset[str]) -> bool:
    """Whether a subject's own words hold what a facet says."""
    value = f"{facet.value:g}" if isinstance(facet.value, float | int) else facet.value
    return bool(said := _words(value)) and said <= subject
