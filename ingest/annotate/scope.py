"""Facets a number inherits from where it stands, nearest context first, as a careful reader would.

The road: sentence, the sentences before it, lead-in, caption, headings from the innermost outwards, set-up words of the
same section, commands of the same section, title, then what the whole post says with one voice. The first context that
names a value settles it; a context that names several different ones settles nothing and ends the search for that
field, because a wrong model or accelerator is worse than none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ...store.claim import Origin
from ...store.document import Block, BlockKind, Document
from ...store.vocabulary import Vocabulary
from .draft import Draft
from .mentions import Mention, counted_accelerators, find_mentions
from .parameters import find_parameters

NAMED: Final = ("engine", "model", "accelerator", "precision", "dataset")
KINDS: Final = frozenset(NAMED)
ENGINES: Final = frozenset({"engine", "trainer"})
SETUP: Final = re.compile(
    r"\b(?:set-?up|experiments?|benchmark(?:s|ed|ing)?|evaluat\w+|measured|tested|tests? (?:were|are)|ran on|"
    r"run on|running on|"
    r"conducted|hardware|configuration|environment|workload|we (?:use|used|ran|deploy\w*)|served (?:on|with)|"
    r"deployed on|results (?:are|were))\b|"
    r"^(?:\*\*)?(?:model|hardware|gpus?|engine|dataset|precision|platform|workload|setting|input|output|isl|"
    r"osl)s?(?:\*\*)?\s?:",
    re.I,
)
PROSE: Final = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION, BlockKind.SUMMARY})


@dataclass(frozen=True, slots=True)
class Context:
    """A piece of text a facet may come from, and what to call it; ``at`` is the number's offset where it is "
    "inside."""

    origin: Origin
    text: str
    at: int | None = None
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names: distinct canonical names by kind, with their mentions."""

    mentions: tuple[Mention, ...]
    counts: tuple[tuple[int, float], ...]
    parameters: tuple[tuple[str, float, int, int], ...]


class Scope:
    """The contexts of one document, read once and asked for every draft."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        """Prepare ``document``; its texts are searched lazily and once each."""
        self.document = document
        self.vocabulary = vocabulary
        self._named: dict[str, Named] = {}

    def named(self, text: str) -> Named:
        """Return what ``text`` names (cached by text)."""
        if text not in self._named:
            mentions = _devices(tuple(find_mentions(text, self.vocabulary, KINDS)))
            counts = tuple((m.start, float(n)) for m, n in counted_accelerators(text, self.vocabulary) if n)
            self._named[text] = Named(mentions, counts, tuple(find_parameters(text)))
        return self._named[text]

    def fill(self, draft: Draft, sentence: str | None) -> None:
        """Settle every facet of ``draft`` that some context around it settles; ``sentence`` is None for tables."""
        closed: set[str] = set()
        for context in self.contexts(draft, sentence):
            self._names(draft, context, closed)
            self._parameters(draft, context, closed)
        for name, (value, quote) in self.common.items():
            if name not in closed:
                draft.settle(name, value, "derived", quote)

    def contexts(self, draft: Draft, sentence: str | None) -> Iterator[Context]:
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
        for heading in reversed(block.path):
            yield Context("heading", heading)
        yield from self._section(draft.block)
        yield Context("title", self.document.title)

    def _before(self, index: int) -> Iterator[Context]:
        """The paragraph or caption just before a table or figure."""
        for near in range(index - 1, max(-1, index - 3), -1):
            block = self.document.blocks[near]
            if block.kind in PROSE:
                yield Context("caption" if block.kind is BlockKind.CAPTION else "lead-in", block.text)
                return

    def _section(self, index: int) -> Iterator[Context]:
        """Set-up words and commands of the same section, the nearest before first; then of the sections around it."""
        path = self.document.blocks[index].path
        for depth in range(len(path), 0, -1):
            inside = self._by_path.get(path[:depth], [])
            for near in sorted(inside, key=lambda i: (i > index, abs(i - index)))[:24]:
                block = self.document.blocks[near]
                if near != index and block.kind in PROSE and SETUP.search(block.text):
                    yield Context("setup section", block.text, soft=True)
                elif block.kind is BlockKind.CODE and near != index and re.search(r"(?:^|\s)--?\w", block.text):
                    yield Context("command", block.text, soft=True)

    @cached_property
    def _by_path(self) -> dict[tuple[str, ...], list[int]]:
        """Blocks by the exact heading path they stand under."""
        by: dict[tuple[str, ...], list[int]] = {}
        for index, block in enumerate(self.document.blocks):
            by.setdefault(block.path, []).append(index)
        return by

    @cached_property
    def hosting(self) -> bool:
        """Whether an engine carries this post: then a library or kernel named beside it is a part, not under test itself."""
        counter: Counter[str] = Counter()
        for block in self.document.blocks:
            if block.kind is not BlockKind.CODE:
                weight = 8 if block.kind is BlockKind.TITLE else 1
                for mention in self.named(block.text).mentions:
                    if mention.kind == "engine":
                        counter["engine" if mention.entry.attributes.get("role") in ENGINES else mention.name] += weight
        engines = counter.pop("engine", 0)
        return engines > 0 and engines >= 0.8 * max(counter.values(), default=0)

    @cached_property
    def common(self) -> dict[str, tuple[str, str]]:
        """What the whole post says with one voice: the only value named, or one that nearly all mentions share."""
        counters: dict[str, Counter[str]] = {kind: Counter() for kind in NAMED}
        quotes: dict[tuple[str, str], str] = {}
        for block in self.document.blocks:
            if block.kind is BlockKind.CODE:
                continue
            weight = 5 if block.kind is BlockKind.TITLE else 1
            for mention in self.named(block.text).mentions:
                if mention.kind == "engine" and self.hosting and mention.entry.attributes.get("role") not in ENGINES:
                    continue
                counters[mention.kind][mention.name] += weight
                quotes.setdefault((mention.kind, mention.name), around(block, mention))
        share = {"engine": 0.6, "model": 0.9, "accelerator": 0.9, "precision": 1.0, "dataset": 1.1}
        out = {}
        for kind, counter in counters.items():
            total = sum(counter.values())
            if total >= 2 and counter:
                name, most = counter.most_common(1)[0]
                if most / total >= share[kind]:
                    out[kind] = (name, quotes[kind, name])
        return out

    def _names(self, draft: Draft, context: Context, closed: set[str]) -> None:
        named = self.named(context.text)
        for kind in NAMED:
            if kind in draft.fields or kind in closed:
                continue
            mentions = [m for m in named.mentions if m.kind == kind and _fits(kind, m, draft)]
            if kind == "engine" and self.hosting:
                mentions = [m for m in mentions if m.entry.attributes.get("role") in ENGINES]
            if not mentions:
                continue
            chosen = _choose(mentions, context, draft)
            if chosen is None:
                if not context.soft:
                    closed.add(kind)
                continue
            draft.settle(kind, chosen.name, context.origin, excerpt(context.text, chosen.start, chosen.end))
            if kind == "accelerator":
                self._count(draft, named, chosen, context)

    def _count(self, draft: Draft, named: Named, chosen: Mention, context: Context) -> None:
        for start, count in named.counts:
            if start == chosen.start:
                draft.settle(
                    "accelerator_count", count, context.origin, excerpt(context.text, chosen.start, chosen.end)
                )
                return

    def _parameters(self, draft: Draft, context: Context, closed: set[str]) -> None:
        by_field: dict[str, list[tuple[float, int, int]]] = {}
        for name, value, start, end in self.named(context.text).parameters:
            by_field.setdefault(name, []).append((value, start, end))
        for name, stated in by_field.items():
            if name in closed or name in draft.fields:
                continue
            values = {value for value, _, _ in stated}
            if len(values) > 1:
                stated = _nearest(stated, context)
                if not stated:
                    if not context.soft:
                        closed.add(name)
                    continue
            value, start, end = stated[0]
            draft.settle(name, value, context.origin, excerpt(context.text, start, end))


def _devices(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Drop host processors where an accelerator is named beside them."""
    if any(m.kind == "accelerator" and not m.entry.attributes.get("host") for m in mentions):
        return tuple(m for m in mentions if not m.entry.attributes.get("host"))
    return mentions


def _fits(kind: str, mention: Mention, draft: Draft) -> bool:
    """Whether a mention can be this claim's: a quality set only for quality, an engine that can be under test."""
    if kind == "dataset":
        quality = bool(mention.entry.attributes.get("accuracy"))
        return quality == (draft.fields.get("metric") == "accuracy")
    return True


def _choose(mentions: list[Mention], context: Context, draft: Draft) -> Mention | None:
    """The one mention a context settles on: the only name, the subject's, or in its own sentence the nearest."""
    names = {m.name for m in mentions}
    if len(names) == 1:
        return mentions[0]
    subject = str(draft.fields.get("subject", "")).lower()
    own = [m for m in mentions if m.text.lower() in subject] if subject else []
    if len({m.name for m in own}) == 1:
        return own[0]
    if context.origin != "sentence" or context.at is None:
        return None
    baseline = str(draft.fields.get("baseline", "")).lower()
    rest = [m for m in mentions if not baseline or m.text.lower() not in baseline]
    if len({m.name for m in rest}) == 1:
        return rest[0]
    if mentions[0].kind in ("engine", "precision"):
        return None
    at = context.at
    after = [m for m in rest if m.start >= at and m.start - at < 70]
    before = [m for m in rest if m.end <= at]
    return (after or list(reversed(before)) or [None])[0]  # type: ignore[list-item]


def _nearest(stated: list[tuple[float, int, int]], context: Context) -> list[tuple[float, int, int]]:
    if context.origin != "sentence" or context.at is None:
        return []
    at = context.at
    return sorted(stated, key=lambda item: min(abs(item[1] - at), abs(item[2] - at)))[:1]


def excerpt(text: str, start: int, end: int, room: int = 60) -> str:
    """Return ``text[start:end]`` with up to ``room`` characters on either side, cut at words."""
    left, right = max(0, start - room), min(len(text), end + room)
    while left > 0 and not text[left - 1].isspace() and left < start:
        left += 1
    while right < len(text) and not text[right].isspace() and right > end:
        right -= 1
    return text[left:right].strip()


def around(block: Block, mention: Mention) -> str:
    """Return the words around a mention in its block."""
    return excerpt(block.text, mention.start, mention.end)
