"""The pieces of text a facet may come from, nearest first: sentence, caption, lead-in, headings, set-ups, title.

A set-up statement of the claim's own section comes before one declared for the whole post under a heading of its own, and
that before one of another section, which reaches on until the next set-up names the same kind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
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
    r"osl)s?(?:\*\*)?\s?:"
)
"""What states a set-up, in lower case."""
FLAGS: Final = re.compile(r"(?:^|\s)--?[A-Za-z]")
NOTE: Final = re.compile(
    r"\W{0,4}(?:table|figure|fig\.|note|\*|all|results?|measured|tested|benchmark)\b|\W{0,4}\*", re.I
)
BARE_SETUP: Final = re.compile(
    r"\bTP\s?=?\d|\binput ?/ ?output\b|\bISL\b|\bbatch size\b|\binput length\b|\bconcurrency\b", re.I
)
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
GENERAL: Final = re.compile(
    r"\b(?:evaluat\w+|experiments?|benchmark\w*|performance|results?|latency|throughput|set-?ups?|introduction|methodology)\b",
    re.I,
)
"""Chapters whose set-up holds for the measurements of later chapters too."""
CARRY: Final = frozenset({"model", "accelerator"})
"""What a paragraph carries over to the next one of its section."""
LOADS: Final = frozenset({"concurrency", "batch_size", "request_rate"})
"""What the paragraph before a caption still says of the figure's numbers."""
SETTINGS: Final = LOADS | {
    "model", "accelerator", "accelerator_count", "precision", "dataset", "input_tokens", "output_tokens",
}  # fmt: skip
"""What the settings of a list say of its result; whose result it is stands in its own words or over the list."""
CARRIED: Final = 8
NEAREST: Final = 24
"""Set-up statements of one section that are asked."""
LABELLED: Final = re.compile(r"\W{0,3}[A-Z][\w /-]{2,24}:\W")
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


class Contexts:
    """The contexts of one document's claims."""

    def __init__(self, document: Document) -> None:
        """Prepare ``document``; its set-up statements are looked for once, when first asked for."""
        self.document = document
        self._setups: dict[tuple[int, bool], Context] = {}
        self._asides: dict[tuple[str, ...], bool] = {}
        self._chapters: dict[tuple[str, ...], str] = {}
        self._last: tuple[int, tuple[Context, ...], list[tuple[int, int]]] = (-1, (), [])
        """The block asked for last, what stands around it and its sentences: its drafts ask one after the other."""
        self.claiming: frozenset[int] = frozenset()
        """Blocks of running text that hold claims; set before the first draft is filled."""

    def of(self, draft: Draft, sentence: str | None) -> Iterator[Context]:
        """Yield the contexts of a draft, nearest first."""
        block = self.document.blocks[draft.block]
        if self._last[0] != draft.block:
            self._last = (draft.block, tuple(self._around(draft.block)), sentences(block.text))
        _, around, spans = self._last
        if sentence is not None:
            yield Context("sentence", sentence, draft.value_start - draft.start)
            for start, end in reversed(spans):
                if end <= draft.start + 1:
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
        yield from self._section(index, path)
        yield from self._declared
        yield Context("title", self.document.title)
        if not self.is_summary(index):
            yield from self._running(index)

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
            if block.kind is not BlockKind.LIST_ITEM or block.path != blocks[index].path or near in self.claiming:
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

    def _running(self, index: int) -> Iterator[Context]:
        """Set-up statements before a block, nearest first: one reaches on until the next that names the same kind."""
        chapter = self.chapter(index)
        for near, told, general in self._reaching:
            if near < index and (general or told == chapter):
                yield self._as_setup(near, far=True)

    @cached_property
    def _reaching(self) -> list[tuple[int, str, bool]]:
        """The set-up statements, the last first, each with its chapter and whether that holds for later chapters too."""
        told = [(near, self.chapter(near)) for near in reversed(self.setups)]
        return [(near, name, not name or GENERAL.search(name) is not None) for near, name in told]

    @cached_property
    def _declared(self) -> list[Context]:
        """What stands under headings that announce a set-up: it holds for the numbers of the whole post."""
        blocks = self.document.blocks
        texts = [b.text for b in blocks if b.kind in DECLARING and any(SETUP_HEADING.search(part) for part in b.path)]
        return [Context("setup section", "\n".join(texts), soft=True, far=True, declared=True)] if texts else []

    def _as_setup(self, index: int, *, far: bool = False) -> Context:
        """A block as a set-up statement; kept, because many blocks ask for the same."""
        if (index, far) not in self._setups:
            block, busy = self.document.blocks[index], index in self.claiming
            if block.kind is BlockKind.CODE:
                context = Context("command", block.text, soft=True, far=far)
            else:
                text = _setup_words(block.text) if far else block.text
                context = Context("setup section", text, soft=True, far=far, busy=busy)
            self._setups[index, far] = context
        return self._setups[index, far]

    @cached_property
    def setups(self) -> list[int]:
        """Blocks that state a set-up: prose that says so, commands with flags."""
        return [
            index
            for index, block in enumerate(self.document.blocks)
            if (block.kind in PROSE and not self.is_aside(index) and SETUP.search(block.text.lower()))
            or (block.kind is BlockKind.CODE and FLAGS.search(block.text))
        ]

    def _path_of(self, index: int) -> tuple[str, ...]:
        """The headings over a block; for a point of a summary, those of the section whose heading it repeats."""
        block = self.document.blocks[index]
        if block.kind is BlockKind.LIST_ITEM and self.is_summary(index):
            label = _key(re.split(r"[:–—]|\s-\s", block.text, maxsplit=1)[0])
            for path, heading in self._paths if len(label) > 8 else ():
                if path != block.path and label in heading and 2 * len(label) > len(heading):
                    return path
        return block.path

    @cached_property
    def _paths(self) -> list[tuple[tuple[str, ...], str]]:
        """The heading paths of the document, in reading order, each with the words of its last heading."""
        return [(path, _key(path[-1])) for path in dict.fromkeys(b.path for b in self.document.blocks) if path]

    def _section(self, index: int, path: tuple[str, ...]) -> Iterator[Context]:
        """Set-up words and commands of the same section, the nearest before first; then of the sections around it."""
        for depth in range(len(path), 0, -1):
            inside = self._setups_by_path.get(path[:depth], [])
            at = bisect_right(inside, index)
            nearest = [*reversed(inside[max(0, at - NEAREST) : at]), *inside[at : at + NEAREST]]
            for near in nearest[:NEAREST]:
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


def _is_note(text: str) -> bool:
    """Whether a paragraph right behind a table is a note to it: it says so, or it is short and states a set-up."""
    return NOTE.match(text) is not None or (len(text) < 200 and BARE_SETUP.search(text) is not None)


def _setup_words(text: str) -> str:
    """The sentences of a text that state a set-up."""
    spans = sentences(text)
    return text if len(spans) < 2 else " ".join(text[a:b] for a, b in spans if SETUP.search(text[a:b].lower()))


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
