"""Figures drawn as SVG whose labels are text -> their labels, one a line; kept apart from what the author states.

A picture's numbers belong to a reader of the picture: they are offered as candidates (``annotate.drawn``) and are no
block of the text, so that no stated claim, facet or edit ever comes of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4.element import Tag

from ...store.document import Block, BlockKind
from .elements import CHROME_ELEMENTS
from .linemarks import unmarked

_MAX_DRAWINGS = 50
_MAX_LABELS = 2000
_LABELS = ("text", "title", "desc")


def drawings_of(root: Tag) -> tuple[Block, ...]:
    """Return a block for every drawing below ``root`` that has two labels with a number in them, outside of chrome."""
    found: list[Block] = []
    for svg in root.find_all("svg", limit=1000):
        if svg.find_parent(["svg", *CHROME_ELEMENTS]) is not None:
            continue
        labels = list(_labels(svg))
        if sum(re.search(r"\d", label) is not None for label in labels) >= 2:
            found.append(Block(BlockKind.ALT, "\n".join(labels)))
        if len(found) == _MAX_DRAWINGS:
            break
    return tuple(found)


def _labels(svg: Tag) -> Iterator[str]:
    for tag in svg.find_all(_LABELS, limit=_MAX_LABELS):
        text = unmarked(tag.get_text(" ", strip=True)[:500])[0]
        if text:
            yield text
