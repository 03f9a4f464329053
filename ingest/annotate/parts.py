"""What part of a post a block belongs to: its summary, a chapter, an aside."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from ...store.document import BlockKind, Document

ASIDE: Final = re.compile(
    r"acknowledg|^references?$|citation|related|roadmap|future|get involved|contact|thanks|about (?:us|the)|join us|"
    r"learn more|further reading|resources|contributors|\bteam\b",
    re.I,
)
SUMMING: Final = re.compile(
    r"^\W*(?:tl;?\s?dr|(?:executive )?summary|highlights?|headline|key (?:takeaways?|results?|findings|highlights)|"
    r"conclusions?|introduction|overview|abstract|final remarks|takeaways?|what'?s new|closing)\b",
    re.I,
)
"""Headings of sections whose numbers stand for those of the rest."""


class Parts:
    """The parts of one document."""

    def __init__(self, document: Document) -> None:
        """Prepare ``document``; each path of headings is looked at once."""
        self.document = document
        self._asides: dict[tuple[str, ...], bool] = {}
        self._chapters: dict[tuple[str, ...], str] = {}

    def is_summary(self, index: int) -> bool:
        """Whether a block sums the post up: title, summary, opening paragraphs, highlights, conclusion."""
        block = self.document.blocks[index]
        if block.kind in (BlockKind.TITLE, BlockKind.SUMMARY) or index < self._body:
            return True
        return bool(block.path) and SUMMING.search(block.path[-1]) is not None

    def is_aside(self, index: int) -> bool:
        """Whether a block speaks of other things than what was measured: thanks, references, plans."""
        path = self.document.blocks[index].path
        if path not in self._asides:
            self._asides[path] = any(ASIDE.search(heading) for heading in path)
        return self._asides[path]

    def chapter(self, index: int) -> str:
        """The outermost heading over a block, the title's own left out; empty before the first."""
        path = self.document.blocks[index].path
        if path not in self._chapters:
            titled = bool(path) and path[0].strip().lower() == self.document.title.strip().lower()
            self._chapters[path] = next(iter(path[1:] if titled else path), "")
        return self._chapters[path]

    @cached_property
    def _body(self) -> int:
        """Where the first section below the title begins (0 where the post has no sections)."""
        title = self.document.title.strip().lower()
        blocks = enumerate(self.document.blocks)
        heads = (i for i, b in blocks if b.kind is BlockKind.HEADING and i > 0 and b.text.strip().lower() != title)
        return next(heads, 0)
