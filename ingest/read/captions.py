"""Captions written as paragraphs ("Table 4: ..."): told from prose, and tied to the table they stand beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...store.document import Block, BlockKind

_CAPTION = re.compile(
    r"^(?:\*|_)*(?P<what>Fig(?:ure|\.)?|Table|Tab\.|Chart|Listing|Image)\s*(?:\d{1,3}(?:[.\-]?\d{1,2}|[a-z])?|[A-Z])"
    r"\s*(?:[:|.—–]\s|\([a-z]\)|[-]\s|$)",
    re.IGNORECASE,
)


def is_caption(text: str) -> bool:
    """Say whether a paragraph's text opens as a caption does: the kind, its number, a stop."""
    return len(text) < 4000 and _CAPTION.match(text) is not None


def attach_captions(blocks: Sequence[Block]) -> list[Block]:
    """Return ``blocks`` with every table that lacks a caption given the table caption directly before or behind it.

    A caption between two tables belongs where the document's other captions stand; where there are none, in front.
    """
    out = list(blocks)
    tables = [n for n, block in enumerate(out) if block.kind is BlockKind.TABLE]
    before = sum(_is_for_table(out, n - 1) and not _is_table(out, n - 2) for n in tables)
    behind = sum(_is_for_table(out, n + 1) and not _is_table(out, n + 2) for n in tables)
    order = (1, -1) if behind > before else (-1, 1)
    taken: set[int] = set()
    for n in tables:
        table = out[n].table
        if table is None or table.caption is not None:
            continue
        place = next((n + step for step in order if _is_for_table(out, n + step) and n + step not in taken), None)
        if place is not None:
            taken.add(place)
            out[n] = replace(out[n], table=replace(table, caption=out[place].text))
    return out


def _is_for_table(blocks: Sequence[Block], n: int) -> bool:
    if not 0 <= n < len(blocks) or blocks[n].kind is not BlockKind.CAPTION:
        return False
    match = _CAPTION.match(blocks[n].text)
    return match is not None and match["what"].lower().startswith("tab")


def _is_table(blocks: Sequence[Block], n: int) -> bool:
    return 0 <= n < len(blocks) and blocks[n].kind is BlockKind.TABLE
