"""The set-up statements of a post: those of a number's section, those declared for the whole post, those that reach on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from ...store.document import BlockKind, Document
from .context import Context
from .parts import Parts
from .sentences import sentences

SETUP: Final = re.compile(
    r"\b(?:set-?up|experiments?|benchmark(?:s|ed|ing)?|evaluat\w+|measured|tested|tests? (?:were|are)|ran on|"
    r"runs? on|running on|"
    r"conducted|hardware|configuration|environments?|workload|we (?:use|used|ran|deploy\w*)|served (?:on|with)|"
    r"deployed on|results (?:are|were))\b"
)
LABEL: Final = re.compile(
    r"(?:\*\*)?(?:model|hardware|gpus?|engine|dataset|precision|platform|workload|setting|input|output|isl|"
    r"osl)s?(?:\*\*)?\s?:"
)
"""What states a set-up, anywhere in a text or at its beginning, in lower case."""
FLAGS: Final = re.compile(r"(?:^|\s)--?[A-Za-z]")
GENERAL: Final = re.compile(
    r"\b(?:evaluat\w+|experiments?|benchmark\w*|performance|results?|latency|throughput|set-?ups?|introduction|methodology)\b",
    re.I,
)
"""Chapters whose set-up holds for the measurements of later chapters too."""
PROSE: Final = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION, BlockKind.SUMMARY})
DECLARING: Final = PROSE | {BlockKind.CODE, BlockKind.TABLE}
NEAREST: Final = 24
"""Set-up statements of one section that are asked."""
REPRODUCTION: Final = re.compile(
    r"\b(?:reproduc\w+|set-?up|configurations?|environments?|methodology|how (?:to|we) (?:run|measured?|benchmark\w*)|commands?)\b",
    re.I,
)
"""Headings of sections that say how the numbers of the section around them were made."""
SETUP_HEADING: Final = re.compile(
    r"\b(?:set-?ups?|environments?|methodology|test ?bed|(?:benchmark|experiment\w*|evaluation|test|hardware|system|cluster) "
    r"(?:configurations?|settings?|details|conditions?|platform|specs?))\b",
    re.I,
)
"""Headings that announce a set-up for the whole post."""


class Setups:
    """The set-up statements of one document, looked for once, when first asked for."""

    def __init__(self, document: Document, parts: Parts) -> None:
        """Prepare ``document``, whose chapters and asides ``parts`` tells."""
        self.document, self.parts = document, parts
        self._contexts: dict[tuple[int, bool], Context] = {}
        self.claiming: frozenset[int] = frozenset()
        """Blocks of running text that hold claims; set before the first draft is filled."""

    def running(self, index: int) -> Iterator[Context]:
        """Set-up statements before a block, nearest first: one reaches on until the next that names the same kind."""
        chapter = self.parts.chapter(index)
        for near, told, general in self._reaching:
            if near < index and (general or told == chapter):
                yield self._as_setup(near, far=True)

    @cached_property
    def _reaching(self) -> list[tuple[int, str, bool]]:
        """The set-up statements, the last first, each with its chapter and whether that holds for later chapters too."""
        told = [(near, self.parts.chapter(near)) for near in reversed(self.blocks)]
        return [(near, name, not name or GENERAL.search(name) is not None) for near, name in told]

    @cached_property
    def declared(self) -> list[Context]:
        """What stands under headings that announce a set-up: it holds for the numbers of the whole post."""
        blocks = self.document.blocks
        texts = [b.text for b in blocks if b.kind in DECLARING and any(SETUP_HEADING.search(part) for part in b.path)]
        return [Context("setup section", "\n".join(texts), soft=True, far=True, declared=True)] if texts else []

    def _as_setup(self, index: int, *, far: bool = False) -> Context:
        """A block as a set-up statement; kept, because many blocks ask for the same."""
        if (index, far) not in self._contexts:
            block, busy = self.document.blocks[index], index in self.claiming
            if block.kind is BlockKind.CODE:
                context = Context("command", block.text, soft=True, far=far)
            else:
                text = _setup_words(block.text) if far else block.text
                context = Context("setup section", text, soft=True, far=far, busy=busy)
            self._contexts[index, far] = context
        return self._contexts[index, far]

    @cached_property
    def blocks(self) -> list[int]:
        """Blocks that state a set-up: prose that says so, commands with flags."""
        return [
            index
            for index, block in enumerate(self.document.blocks)
            if (block.kind in PROSE and not self.parts.is_aside(index) and _states_setup(block.text))
            or (block.kind is BlockKind.CODE and FLAGS.search(block.text))
        ]

    @cached_property
    def stating(self) -> frozenset[int]:
        """The same blocks, to ask whether one of them is meant."""
        return frozenset(self.blocks)

    def section(self, index: int, path: tuple[str, ...]) -> Iterator[Context]:
        """Set-up words and commands of the same section, the nearest before first; then of the sections around it."""
        for depth in range(len(path), 0, -1):
            inside = self._by_path.get(path[:depth], [])
            at = bisect_right(inside, index)
            nearest = [*reversed(inside[max(0, at - NEAREST) : at]), *inside[at : at + NEAREST]]
            for near in nearest[:NEAREST]:
                if near != index:
                    yield self._as_setup(near)

    @cached_property
    def _by_path(self) -> dict[tuple[str, ...], list[int]]:
        """Set-up statements by the exact heading path they stand under."""
        by: dict[tuple[str, ...], list[int]] = {}
        for index in self.blocks:
            path = self.document.blocks[index].path
            by.setdefault(path, []).append(index)
            if len(path) > 1 and REPRODUCTION.search(path[-1]) and not SETUP_HEADING.search(path[-1]):
                by.setdefault(path[:-1], []).append(index)
        return by


def _states_setup(text: str) -> bool:
    low = text.lower()
    return SETUP.search(low) is not None or LABEL.match(low) is not None


def _setup_words(text: str) -> str:
    """The sentences of a text that state a set-up."""
    spans = sentences(text)
    return text if len(spans) < 2 else " ".join(text[a:b] for a, b in spans if _states_setup(text[a:b]))
