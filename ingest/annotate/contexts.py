"""The pieces of text a facet may come from, nearest first: sentence, caption, lead-in, headings, set-ups, title.

A set-up statement of the claim's own section comes before one declared for the whole post under a heading of its own, and
that before one of another section, which reaches on until the next set-up names the same kind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from operator import itemgetter
from typing import Final

from ...store.document import BlockKind, Document
from .context import Context
from .draft import Draft
from .parts import Parts
from .sentences import sentences
from .setups import PROSE, Setups

NOTE: Final = re.compile(
    r"\W{0,4}(?:table|figure|fig\.|note|\*|all|results?|measured|tested|benchmark)\b|\W{0,4}\*", re.I
)
BARE_SETUP: Final = re.compile(
    r"\bTP\s?=?\d|\binput ?/ ?output\b|\bISL\b|\bbatch size\b|\binput length\b|\bconcurrency\b", re.I
)
CARRY: Final = frozenset({"model", "accelerator"})
"""What a paragraph carries over to the next one of its section."""
LOADS: Final = frozenset({"concurrency", "batch_size", "request_rate"})
"""What the paragraph before a caption still says of the figure's numbers."""
SETTINGS: Final = LOADS | {
    "model", "accelerator", "accelerator_count", "precision", "dataset", "input_tokens", "output_tokens",
}  # fmt: skip
"""What the settings of a list say of its result; whose result it is stands in its own words or over the list."""
OPENING: Final = frozenset({"model", "accelerator", "engine"})
"""What the first sentence of the paragraph before a table settles alone."""
CARRIED: Final = 8
SAID: Final = 24
"""Sentences of its own paragraph before a number that are asked."""
LABELLED: Final = re.compile(r"\W{0,3}[A-Z][\w /-]{2,24}:\W")


class Contexts:
    """The contexts of one document's claims."""

    def __init__(self, document: Document) -> None:
        """Prepare ``document``; its set-up statements are looked for once, when first asked for."""
        self.document = document
        self.parts = Parts(document)
        self.setups = Setups(document, self.parts)
        self._last: tuple[int, tuple[Context, ...], list[tuple[int, int]]] = (-1, (), [])
        """The block asked for last, what stands around it and its sentences: its drafts ask one after the other."""

    def of(self, draft: Draft, sentence: str | None) -> Iterator[Context]:
        """Yield the contexts of a draft, nearest first."""
        block = self.document.blocks[draft.block]
        if self._last[0] != draft.block:
            self._last = (draft.block, tuple(self._around(draft.block)), sentences(block.text))
        _, around, spans = self._last
        if sentence is not None:
            yield Context("sentence", sentence, draft.value_start - draft.start)
            before = bisect_right(spans, draft.start + 1, key=itemgetter(1))
            for start, end in reversed(spans[max(0, before - SAID) : before]):
                yield Context("lead-in", block.text[start:end], soft=True)
        yield from around

    def _around(self, index: int) -> Iterator[Context]:
        """Yield what stands around a block, nearest first."""
        blocks, block = self.document.blocks, self.document.blocks[index]
        yield from self._siblings(index)
        if block.kind is BlockKind.CODE:
            yield Context("command", block.text, soft=True, own=True)
        if block.table is not None and block.table.caption:
            yield Context("caption", block.table.caption)
        if block.lead is not None and block.lead < len(blocks):
            yield Context("lead-in", blocks[block.lead].text)
        elif index and block.kind in (BlockKind.TABLE, BlockKind.CAPTION, BlockKind.CODE):
            yield from self._before(index)
        yield from self._after(index)
        path = self._path_of(index)
        for heading in reversed(path):
            yield Context("heading", heading)
        yield from self._carried(index)
        yield from self.setups.section(index, path)
        yield from self.setups.declared
        yield Context("title", self.document.title)
        if not self.parts.is_summary(index):
            yield from self.setups.running(index)

    def _before(self, index: int) -> Iterator[Context]:
        """The caption just before a table or figure, and the paragraph that leads to it."""
        captioned = False
        for near in range(index - 1, max(-1, index - 3), -1):
            block = self.document.blocks[near]
            if block.path != self.document.blocks[index].path:
                return
            if block.kind is BlockKind.CAPTION and not captioned:
                captioned = True
                yield Context("caption", block.text)
            elif block.kind in PROSE:
                text, listed = self._listed(near)
                spans = sentences(text)
                if len(spans) > 1 and not captioned:  # what it opens with is the set-up, what follows are remarks
                    yield Context("lead-in", text[slice(*spans[0])], soft=True, only=OPENING)
                yield Context("lead-in", text, soft=captioned or listed, only=LOADS if captioned else frozenset())
                return

    def _siblings(self, index: int) -> Iterator[Context]:
        """The labelled settings in the list of a labelled result: ``Topology: ...``, ``Workload: ...``, ``Result: ...``."""
        blocks = self.document.blocks
        if blocks[index].kind is not BlockKind.LIST_ITEM or LABELLED.match(blocks[index].text) is None:
            return
        settings = []
        for near in range(index - 1, max(-1, index - 1 - CARRIED), -1):
            block = blocks[near]
            if (
                block.kind is not BlockKind.LIST_ITEM
                or block.path != blocks[index].path
                or near in self.setups.claiming
            ):
                break
            if LABELLED.match(block.text) is None:
                break
            settings.append(block.text)
        if settings:
            yield Context("lead-in", ";\n".join(reversed(settings)), soft=True, only=SETTINGS)

    def _listed(self, last: int) -> tuple[str, bool]:
        """The list that ends at a block, read as one statement (``- TP: 4``, ``- ISL=8192``); else the block's own words."""
        blocks, first = self.document.blocks, last
        while first and blocks[first].kind is BlockKind.LIST_ITEM and blocks[first - 1].kind is BlockKind.LIST_ITEM:
            if blocks[first - 1].path != blocks[last].path or last - first >= CARRIED:
                break
            first -= 1
        return ";\n".join(block.text for block in blocks[first : last + 1]), first < last

    def _carried(self, index: int) -> Iterator[Context]:
        """The paragraphs before a block in its own section: what they speak of, it goes on speaking of."""
        own = self.document.blocks[index]
        if own.kind in (BlockKind.TITLE, BlockKind.HEADING):
            return
        for near in range(index - 1, max(-1, index - 1 - CARRIED), -1):
            block = self.document.blocks[near]
            if block.path != own.path:
                return
            if block.kind in PROSE and block.kind is not BlockKind.LIST_ITEM:
                yield Context("lead-in", block.text, soft=True, only=CARRY)

    def _after(self, index: int) -> Iterator[Context]:
        """The caption or note that stands right behind a table or printed result."""
        blocks = self.document.blocks
        if blocks[index].kind in (BlockKind.TABLE, BlockKind.CODE) and index + 1 < len(blocks):
            behind = blocks[index + 1]
            if behind.kind is BlockKind.CAPTION or (behind.kind is BlockKind.PARAGRAPH and _is_note(behind.text)):
                yield Context("caption", behind.text, soft=True)

    def _path_of(self, index: int) -> tuple[str, ...]:
        """The headings over a block; for a point of a summary, those of the section whose heading it repeats."""
        block = self.document.blocks[index]
        if block.kind is BlockKind.LIST_ITEM and self.parts.is_summary(index):
            label = _key(re.split(r"[:–—]|\s-\s", block.text, maxsplit=1)[0])
            for path, heading in self._paths if len(label) > 8 else ():
                if path != block.path and label in heading and 2 * len(label) > len(heading):
                    return path
        return block.path

    @cached_property
    def _paths(self) -> list[tuple[tuple[str, ...], str]]:
        """The heading paths of the document, in reading order, each with the words of its last heading."""
        return [(path, _key(path[-1])) for path in dict.fromkeys(b.path for b in self.document.blocks) if path]


def _is_note(text: str) -> bool:
    """Whether a paragraph right behind a table is a note to it: it says so, or it is short and states a set-up."""
    return NOTE.match(text) is not None or (len(text) < 200 and BARE_SETUP.search(text) is not None)


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
