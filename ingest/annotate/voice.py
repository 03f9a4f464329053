"""What the whole of a post says, wherever it says it: the names of its one voice, its versions, lengths, definitions."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Final

from ...store.document import Block, BlockKind, Document
from ...store.vocabulary import Vocabulary
from .beaten import against
from .carriers import address_words
from .contexts import Contexts
from .definitions import averaged_length
from .mentions import Mention, find_mentions
from .names import NAMED, Names, around, excerpt
from .shortforms import is_whole
from .versions import versions_labelled, versions_named

LENGTHS: Final = frozenset({"input_tokens", "output_tokens"})
"""What a set-up declared for the whole post settles of a request; the load changes from figure to figure."""
VOICE: Final = {"engine": 0.6, "model": 0.9, "accelerator": 0.9, "precision": 1.0, "dataset": 1.1}
"""The share of all mentions that makes a name the post's one voice (above 1: never)."""


class Voice:
    """What one document says as a whole; each answer is worked out once, when first asked for."""

    def __init__(self, document: Document, vocabulary: Vocabulary, names: Names, contexts: Contexts) -> None:
        """Prepare ``document``, whose texts are read by ``names`` and ordered by ``contexts``."""
        self.document, self.vocabulary = document, vocabulary
        self.names, self.contexts = names, contexts

    @cached_property
    def addressed(self) -> tuple[str, str] | None:
        """The only model that the post's address names, with the words: the shortest title an author gives."""
        words = address_words(self.document.url)
        found = {
            m.name: m for m in find_mentions(words, self.vocabulary, frozenset({"model"})) if is_whole(m.name, m.entry)
        }
        return next(((name, m.text) for name, m in found.items()), None) if len(found) == 1 else None

    @cached_property
    def versions(self) -> dict[str, dict[str, str]]:
        """The versions the post names right behind each engine's name, with the words; links to elsewhere left out."""
        return versions_named(self._texts)

    @cached_property
    def labels(self) -> dict[str, tuple[str, str, str]]:
        """What tables and figures call a version of an engine: label -> (engine, version, words)."""
        return versions_labelled(self._texts)

    @cached_property
    def release(self) -> dict[str, dict[str, str]]:
        """The version that the title announces, by engine."""
        return versions_named([self._texts[0]])

    @cached_property
    def _texts(self) -> list[tuple[str, tuple[Mention, ...]]]:
        """The title and the blocks' texts with what they name."""
        texts = [self.document.title, *(block.text for block in self.document.blocks)]
        return [(text, self.names.of(text).mentions) for text in texts]

    @cached_property
    def averaged_length(self) -> str | None:
        """The words that define the post's acceptance lengths as averages."""
        return averaged_length(self.document)

    @cached_property
    def lengths(self) -> dict[str, tuple[float, str]]:
        """The lengths of a request, where the post states one pair of them only, and more than once."""
        told: dict[str, dict[float, list[tuple[str, int, int]]]] = {}
        for block in self.document.blocks:
            for name, value, start, end in self.names.parameters(block.text):
                if name in LENGTHS:
                    told.setdefault(name, {}).setdefault(value, []).append((block.text, start, end))
            if any(len(values) > 1 for values in told.values()):
                return {}
        if set(told) != LENGTHS:
            return {}
        return {
            name: (value, excerpt(*places[0]))
            for name, values in told.items()
            for value, places in values.items()
            if len(places) > 1
        }

    @cached_property
    def common(self) -> dict[str, tuple[str, str]]:
        """What the whole post says with one voice: the only value named, or one that nearly all mentions share.

        Thanks, references and plans have no say, nor what something is compared with; a name of one chapter is no voice.
        """
        counters: dict[str, Counter[str]] = {kind: Counter() for kind in NAMED}
        quotes: dict[tuple[str, str], tuple[Block, Mention]] = {}
        places: dict[tuple[str, str], set[str]] = {}
        for index, block in enumerate(self.document.blocks):
            if block.kind is BlockKind.CODE or self.contexts.parts.is_aside(index):
                continue
            weight = 5 if block.kind is BlockKind.TITLE else 1
            mentions = self.names.of(block.text).mentions
            spans = against(block.text, -1) if any(m.kind != "model" for m in mentions) else []
            for mention in mentions:
                if mention.kind == "engine" and not self.names.carriers.candidates([mention]):
                    continue
                if mention.kind != "model" and any(start <= mention.start < end for start, end in spans):
                    continue
                counters[mention.kind][mention.name] += weight
                quotes.setdefault((mention.kind, mention.name), (block, mention))
                places.setdefault((mention.kind, mention.name), set()).add(self.contexts.parts.chapter(index))
        out = {}
        for kind, counter in counters.items():
            name, most = counter.most_common(1)[0] if counter else ("", 0)
            if most >= 2 and most / sum(counter.values()) >= VOICE[kind] and len(places[kind, name]) >= 2:
                out[kind] = (name, around(*quotes[kind, name]))
        return out
