"""What the texts of one document name: vocabulary words by their full names, counted devices, stated parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import Final

from ...store.document import Block, BlockKind, Document
from ...store.vocabulary import Entry, Vocabulary
from .carriers import Carriers
from .mentions import Mention, counted, find_mentions
from .parameters import find_parameters
from .shortforms import full_names, one_version, only_ones

NAMED: Final = ("engine", "model", "accelerator", "precision", "dataset")
KINDS: Final = frozenset(NAMED)


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names: distinct canonical names by kind, with their mentions."""

    mentions: tuple[Mention, ...]
    counts: tuple[tuple[int, float], ...]
    kinds: Mapping[str, Sequence[Mention]]


SERIES: Final = re.compile(r"[ -](?:series|family|class|generation)\b", re.I)
"""Behind a device's name: the words name a family of devices, not the one that was used."""
ALIAS: Final = re.compile(r"[-\s]((?:[RVKM]\d(?:\.\d)?|\d{1,4}(?:\.\d)?[bB]))(?=$|[-\s])")
"""A part of a model's name that a post uses alone."""
PRODUCT: Final = re.compile(r"\b[A-Z][\w.]*[ -]$")
"""In front of a version: it is that of a product (``Model Runner V2``)."""
AMOUNT: Final = r"param|tokens?\b|activ|weights?\b|total|dense|GPUs?\b|memory|dataset"
"""Behind a size: an amount of something, not a model."""
NOBODY: Final = Named((), (), {})
NOTHING: Final = Named((), (), {})
"""What a text says that names nothing; one for all such texts."""


class Names:
    """The names of one document's texts, each text read once."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        """Prepare ``document``; its texts are searched when first asked for."""
        self.document = document
        self.vocabulary = vocabulary
        self._named: dict[str, Named] = {}
        self._found: dict[str, list[Mention]] = {}
        self._parameters: dict[str, list[tuple[str, float, int, int]]] = {}

    def of(self, text: str) -> Named:
        """Return what ``text`` names (cached by text)."""
        named = self._named.get(text)
        if named is None:
            named = self._named[text] = self._read(text)
        return named

    def _read(self, text: str) -> Named:
        written = self._written(text)
        found = [m for m in written if m.kind != "accelerator" or not SERIES.match(text, m.end)]
        whole = [m if m.kind != "model" else self._whole_name(m) for m in found]
        short = self._short_forms(text, whole)
        if not written and not short:
            return NOTHING
        mentions = devices(tuple(sorted([*whole, *short], key=attrgetter("start"))))
        kinds: dict[str, list[Mention]] = {}
        for mention in mentions:
            kinds.setdefault(mention.kind, []).append(mention)
        return Named(mentions, tuple((m.start, float(n)) for m, n in counted(text, written) if n), kinds)

    def parameters(self, text: str) -> list[tuple[str, float, int, int]]:
        """Return the parameters ``text`` states (cached by text)."""
        stated = self._parameters.get(text)
        if stated is None:
            stated = self._parameters[text] = find_parameters(text)
        return stated

    def _written(self, text: str) -> list[Mention]:
        if text not in self._found:
            self._found[text] = find_mentions(text, self.vocabulary, KINDS)
        return self._found[text]

    def _whole_name(self, mention: Mention) -> Mention:
        """A model by its full name, where the post names just one model of which the name as written is a short form."""
        full = self._full_names.get(mention.name)
        return mention if full is None else replace(mention, name=full)

    def full_name(self, model: str) -> str:
        """Return the full name of a model of the post whose name as written may be a short form."""
        return self._full_names.get(model, model)

    def spells(self, model: str, text: str) -> bool:
        """Return whether ``text`` writes the full name of a model out."""
        return any(m.kind == "model" and m.name == model for m in self._written(text))

    def family(self, model: str) -> Entry | None:
        """Return the family of a model that the post names; None where it names no such model."""
        return next((m.entry for name, m in self._models.items() if model in (name, self.full_name(name))), None)

    @cached_property
    def _models(self) -> dict[str, Mention]:
        """The models the post names, as written first."""
        texts = [block.text for block in self.document.blocks]
        found = (m for text in texts for m in self._written(text) if m.kind == "model")
        return {m.name: m for m in reversed(list(found))}

    @cached_property
    def _full_names(self) -> dict[str, str]:
        families = {name: m.entry for name, m in self._models.items()}
        return {**one_version(families), **full_names(self._models), **only_ones(families)}

    @cached_property
    def _aliases(self) -> dict[str, Mention]:
        """``R1``, ``V3.2``, ``70B``: the one model of the post that has this part in its name."""
        by: dict[str, dict[str, Mention]] = {}
        for short, mention in self._models.items():
            name = re.sub(r"-\d{4}$", "", self._full_names.get(short, short))
            for part in ALIAS.findall(name):
                by.setdefault(part, {})[name] = replace(mention, name=name)
                by.setdefault(part.upper(), {})[name] = replace(mention, name=name)
        return {part: next(iter(named.values())) for part, named in by.items() if len(named) == 1}

    @cached_property
    def _alias(self) -> re.Pattern[str]:
        body = "|".join(re.escape(part) for part in sorted(self._aliases, key=len, reverse=True)) or r"(?!)"
        return re.compile(rf"(?<![\w.+-])({body})(?![\w+]|\.\d|-\w|\s?(?:{AMOUNT}))")

    def _short_forms(self, text: str, found: list[Mention]) -> list[Mention]:
        """Models named by one part only (``R1 in TP2``, ``8B and 70B``), where the post has one model with that part."""
        if not any(part in text for part in self._aliases):
            return []
        out = []
        for match in self._alias.finditer(text):
            another = (
                match[1][0] in "vV" and PRODUCT.search(text, max(0, match.start() - 40), match.start()) is not None
            )
            if not another and not any(m.start < match.end() and match.start() < m.end for m in found):
                known = self._aliases[match[1]]
                out.append(replace(known, start=match.start(), end=match.end(), text=match[1]))
        return out

    @cached_property
    def carriers(self) -> Carriers:
        """The engines this document is about."""
        rest = []
        for block in self.document.blocks:
            named = [m for m in self.of(block.text).mentions if m.kind == "engine"]
            if block.kind is BlockKind.CODE:
                named = list({m.name: m for m in named if "bench" not in block.text[m.start : m.end + 12]}.values())
            rest += named if block.kind is not BlockKind.TITLE else []
        return Carriers(self.document, self.vocabulary, self.of(self.document.title).mentions, rest)

    @cached_property
    def architectures(self) -> frozenset[str]:
        """The architectures that the vocabulary's accelerators are of."""
        entries = self.vocabulary.entries("accelerator")
        return frozenset(str(e.attributes["architecture"]) for e in entries if "architecture" in e.attributes)

    @cached_property
    def counts(self) -> dict[str, dict[float, tuple[int, str]]]:
        """The numbers of each accelerator that the post states, with the first block that does and its words."""
        out: dict[str, dict[float, tuple[int, str]]] = {}
        for index, block in enumerate(self.document.blocks):
            named = self.of(block.text)
            counts = dict(named.counts)
            for mention in named.mentions:
                stated = out.setdefault(mention.name, {}) if mention.start in counts else None
                if stated is not None and counts[mention.start] not in stated:
                    stated[counts[mention.start]] = (index, around(block, mention))
        return out


def devices(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return the mentions without host processors where an accelerator is named beside them."""
    if any(m.kind == "accelerator" and not m.entry.attributes.get("host") for m in mentions):
        return tuple(m for m in mentions if not m.entry.attributes.get("host"))
    return mentions


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
