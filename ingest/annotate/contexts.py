"""The pieces of text a facet may come from, nearest first: sentence, caption, lead-in, headings, set-ups, title.

A set-up statement of the claim's own section comes before one declared for the whole post under a heading of its own, and
that before one of another section, which reaches on until the next set-up names the same kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ...store.claim import Origin
from ...store.document import BlockKind, Document
from .draft import Draft
from .sentences import sentences

SETUP: Final = re.compile(
    r"\b(?:set-?up|experiments?|benchmark(?:s|ed|ing)?|evaluat\w+|measured|tested|tests? (?:were|are)|ran on|"
    r"run on|running on|"
    r"conducted|hardware|configuration|environment|workload|we (?:use|used|ran|deploy\w*)|served (?:on|with)|"
    r"deployed on|results (?:are|were))\b|"
    r"^(?:\*\*)?(?:model|hardware|gpus?|engine|dataset|precision|platform|workload|setting|input|output|isl|"
    r"osl)s?(?:\*\*)?\s?:",
    re.I,
)
FLAGS: Final = re.compile(r"(?:^|\s)--?\w")
NOTE: Final = re.compile(
    r"\W{0,4}(?:table|figure|fig\.|note|\*|all|results?|measured|tested|benchmark)\b|\W{0,4}\*", re.I
)
SUMMARY: Final = re.compile(r"\bTL;?\s?DR\b|^\W{0,4}(?:executive )?summary\b|\bhighlights\b|^\W{0,4}abstract\b", re.I)
PROSE: Final = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION, BlockKind.SUMMARY})
DECLARING: Final = PROSE | {BlockKind.CODE, BlockKind.TABLE}
REPRODUCTION: Final = re.compile(
    r"\b(?:reproduc\w+|set-?up|configurations?|environment|methodology|how (?:to|we) (?:run|measured?|benchmark\w*)|commands?)\b",
    re.I,
)
"""Headings of sections that say how the numbers of the section around them were made."""
SETUP_HEADING: Final = re.compile(
    r"\b(?:set-?ups?|environment|methodology|test ?bed|(?:benchmark|experiment\w*|evaluation|test|hardware|system|cluster) "
    r"(?:configurations?|settings?|details|conditions?|platform|specs?))\b",
    re.I,
)
"""Headings that announce a set-up for the whole post."""


@dataclass(frozen=True, slots=True)
class Context:
    """A piece of text a facet may come from, and what to call it.

    ``at`` is the number's offset where it is inside. A ``soft`` context that names several values settles nothing and lets
    the search go on; a ``far`` one is a set-up statement outside the claim's section, ``declared`` where its heading says
    that it is the post's set-up.
    """

    origin: Origin
    text: str
    at: int | None = None
    soft: bool = False
    far: bool = False
    declared: bool = False


class Contexts:
    """The contexts of one document's claims."""

    def __init__(self, document: Document) -> None:
        """Prepare ``document``; its set-up statements are looked for once, when first asked for."""
        self.document = document
        self._words: dict[int, str] = {}

    def of(self, draft: Draft, sentence: str | None) -> Iterator[Context]:
        """Yield the contexts of a draft, nearest first."""
        blocks, block = self.document.blocks, self.document.blocks[draft.block]
        if sentence is not None:
            yield Context("sentence", sentence, draft.value_start - draft.start)
            yield Context("lead-in", block.text[: draft.start], draft.start, soft=True)
        if block.kind is BlockKind.CODE:
            yield Context("command", block.text, soft=True)
        if block.table is not None and block.table.caption:
            yield Context("caption", block.table.caption)
        if block.lead is not None and block.lead < len(blocks):
            yield Context("lead-in", blocks[block.lead].text)
        elif draft.block and block.kind in (BlockKind.TABLE, BlockKind.CAPTION, BlockKind.CODE):
            yield from self._before(draft.block)
        yield from self._after(draft.block)
        for heading in reversed(block.path):
            yield Context("heading", heading)
        yield from self._section(draft.block)
        yield from self._declared
        yield Context("title", self.document.title)
        if not self._sums_up(draft.block):
            yield from self._running(draft.block)
        yield from self._whole

    def _before(self, index: int) -> Iterator[Context]:
        """The paragraph or caption just before a table or figure."""
        for near in range(index - 1, max(-1, index - 3), -1):
            block = self.document.blocks[near]
            if block.kind in PROSE:
                yield Context("caption" if block.kind is BlockKind.CAPTION else "lead-in", block.text)
                return

    def _after(self, index: int) -> Iterator[Context]:
        """The caption or note that stands right behind a table or printed result."""
        blocks = self.document.blocks
        if blocks[index].kind in (BlockKind.TABLE, BlockKind.CODE) and index + 1 < len(blocks):
            behind = blocks[index + 1]
            if behind.kind is BlockKind.CAPTION or (behind.kind is BlockKind.PARAGRAPH and NOTE.match(behind.text)):
                yield Context("caption", behind.text, soft=True)

    def _sums_up(self, index: int) -> bool:
        """Whether a block sums the post up: what it says holds of all that follows, not of what stands before it."""
        block = self.document.blocks[index]
        return block.kind in (BlockKind.TITLE, BlockKind.SUMMARY) or any(
            SUMMARY.search(part) for part in block.path[-1:]
        )

    def _running(self, index: int) -> Iterator[Context]:
        """Set-up statements before a block, nearest first: one reaches on until the next that names the same kind."""
        for near in reversed(self.setups):
            if near < index:
                yield self._as_setup(near, far=True)

    @cached_property
    def _whole(self) -> list[Context]:
        """What all set-up statements of the post say with one voice."""
        text = "\n".join(self._as_setup(i, far=True).text for i in self.setups)
        return [Context("setup section", text, soft=True, far=True)] if self.setups else []

    @cached_property
    def _declared(self) -> list[Context]:
        """What stands under headings that announce a set-up: it holds for the numbers of the whole post."""
        blocks = self.document.blocks
        texts = [b.text for b in blocks if b.kind in DECLARING and any(SETUP_HEADING.search(part) for part in b.path)]
        return [Context("setup section", "\n".join(texts), soft=True, far=True, declared=True)] if texts else []

    def _as_setup(self, index: int, *, far: bool = False) -> Context:
        block = self.document.blocks[index]
        if block.kind is BlockKind.CODE:
            return Context("command", block.text, soft=True, far=far)
        return Context("setup section", self._setup_words(index) if far else block.text, soft=True, far=far)

    def _setup_words(self, index: int) -> str:
        """The sentences of a block that state a set-up; kept, because every draft asks again."""
        if index not in self._words:
            text = self.document.blocks[index].text
            spans = sentences(text)
            stating = text if len(spans) < 2 else " ".join(text[a:b] for a, b in spans if SETUP.search(text[a:b]))
            self._words[index] = stating
        return self._words[index]

    @cached_property
    def setups(self) -> list[int]:
        """Blocks that state a set-up: prose that says so, commands with flags."""
        return [
            index
            for index, block in enumerate(self.document.blocks)
            if (block.kind in PROSE and SETUP.search(block.text))
            or (block.kind is BlockKind.CODE and FLAGS.search(block.text))
        ]

    def _section(self, index: int) -> Iterator[Context]:
        """Set-up words and commands of the same section, the nearest before first; then of the sections around it."""
        path = self.document.blocks[index].path
        for depth in range(len(path), 0, -1):
            inside = self._setups_by_path.get(path[:depth], [])
            for near in sorted(inside, key=lambda i: (i > index, abs(i - index)))[:24]:
                if near != index:
                    yield self._as_setup(near)

    @cached_property
    def _setups_by_path(self) -> dict[tuple[str, ...], list[int]]:
        """Set-up statements by the exact heading path they stand under."""
        by: dict[tuple[str, ...], list[int]] = {}
        for index in self.setups:
            path = self.document.blocks[index].path
            by.setdefault(path, []).append(index)
            if len(path) > 1 and REPRODUCTION.search(path[-1]) and not SETUP_HEADING.search(path[-1]):
                by.setdefault(path[:-1], []).append(index)
        return by
