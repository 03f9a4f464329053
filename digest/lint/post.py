"""A post as the disclosure rules see it: its text, its claims by kind, and what was learnt of it elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from ...store.claim import Claim
from ...store.document import Block, BlockKind, Document
from ...store.vocabulary import Vocabulary
from .phrases import phrase

SERVING: Final = frozenset({"serving_throughput", "serving_latency"})
PERFORMANCE: Final = SERVING | {"kernel", "cost", "training", "memory"}
GAINS: Final = frozenset({"ratio", "change"})
HEADLINE: Final = frozenset({BlockKind.TITLE, BlockKind.SUMMARY})
OPENING: Final = 3
"""So many paragraphs at the top belong to the headline, as a reader who skims takes them."""
CLIP: Final = 300


@dataclass(frozen=True, slots=True)
class Spot:
    """The words a finding points at: a quote of at most 300 characters, and its source line where it is certain."""

    quote: str
    line: int | None = None
    block: int | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A version of an engine and the day it came out (ISO 8601)."""

    project: str
    version: str
    date: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Words as they stood when first fetched and as they stand now; ``erratum`` where the post prints a note of it."""

    old: str
    new: str
    erratum: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """What other fetches and other documents tell of a post; empty for a draft."""

    releases: tuple[Release, ...] = ()
    edits: tuple[Edit, ...] = ()
    earlier: tuple[Claim, ...] = ()
    later: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Post:
    """One document with its claims and the field's words."""

    document: Document
    claims: tuple[Claim, ...]
    vocabulary: Vocabulary
    history: History = field(default_factory=History)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The document's blocks, in reading order."""
        return self.document.blocks

    def family(self, claim: Claim) -> str:
        """Return the metric family of a claim, as ``store/metrics.toml`` has it."""
        entry = self.vocabulary.entry("metric", claim.metric)
        return str(entry.attributes.get("family", "kernel")) if entry else "kernel"

    def block_of(self, claim: Claim) -> Block | None:
        """Return the block a claim stands in."""
        return self.blocks[claim.block] if claim.block is not None and claim.block < len(self.blocks) else None

    @cached_property
    def performance(self) -> tuple[Claim, ...]:
        """Claims of speed, cost or size: all but quality, acceptance, hit rates and shares of a profile."""
        return tuple(
            c for c in self.claims if self.family(c) in PERFORMANCE and c.metric not in ("overhead", "utilization")
        )

    @cached_property
    def serving(self) -> tuple[Claim, ...]:
        """Claims of a served model's throughput or latency; a kernel's own figures are none."""
        return tuple(c for c in self.performance if self.family(c) in SERVING and not self.is_kernel(c))

    @cached_property
    def gains(self) -> tuple[Claim, ...]:
        """Ratios and changes among the performance claims."""
        return tuple(c for c in self.performance if c.form in GAINS)

    @cached_property
    def absolutes(self) -> tuple[Claim, ...]:
        """Performance claims that give a figure rather than a gain."""
        return tuple(c for c in self.performance if c.form not in GAINS)

    def is_kernel(self, claim: Claim) -> bool:
        """Whether a claim is of a kernel or operation rather than of a served model."""
        if self.family(claim) == "kernel":
            return True
        entry = self.vocabulary.entry("engine", claim.engine) if claim.engine else None
        role = entry.attributes.get("role") if entry else None
        return role == "kernel" or phrase("kernel").search(claim.quote) is not None

    def is_headline(self, claim: Claim) -> bool:
        """Whether a claim stands in title, summary or TL;DR, or in the post's first paragraphs."""
        block = self.block_of(claim)
        if block is None:
            return claim.place == "title"
        if block.kind in HEADLINE or any(phrase("summary").search(part) for part in block.path[-1:]):
            return True
        return claim.block in self._opening

    @cached_property
    def _opening(self) -> frozenset[int]:
        paragraphs = [i for i, b in enumerate(self.blocks) if b.kind is BlockKind.PARAGRAPH]
        return frozenset(paragraphs[:OPENING])

    @cached_property
    def _measured(self) -> frozenset[tuple[str, ...]]:
        return frozenset(b.path for c in self.performance if (b := self.block_of(c)) is not None)

    def measures_near(self, spot: Spot) -> bool:
        """Whether a performance claim stands in the same section as ``spot``."""
        return spot.block is not None and self.blocks[spot.block].path in self._measured

    def spot(self, claim: Claim) -> Spot:
        """Return the words of a claim."""
        return Spot(claim.quote[:CLIP], claim.line, claim.block)

    def find(self, name: str, kinds: Iterable[BlockKind] | None = None) -> Iterator[tuple[Spot, re.Match[str]]]:
        """Yield where the phrase ``name`` stands in the text (code left out unless its kind is asked for)."""
        wanted = frozenset(kinds) if kinds is not None else frozenset(BlockKind) - {BlockKind.CODE}
        pattern = phrase(name)
        for index, block in enumerate(self.blocks):
            if block.kind in wanted:
                for match in pattern.finditer(block.text):
                    yield Spot(sentence_at(block.text, *match.span()), block.line_at(match.start()), index), match

    def first(self, name: str, kinds: Iterable[BlockKind] | None = None) -> Spot | None:
        """Return the first place where the phrase stands, or None."""
        return next((spot for spot, _ in self.find(name, kinds)), None)

    def says(self, name: str) -> bool:
        """Whether the post says the phrase anywhere, code included."""
        return self.first(name, BlockKind) is not None

    def engines_in(self, text: str) -> set[str]:
        """Return the canonical names of the engines named in ``text``."""
        return {name for name, pattern in self._engines.items() if pattern.search(text)}

    @cached_property
    def _engines(self) -> Mapping[str, re.Pattern[str]]:
        return {
            entry.name: _surfaces(entry.surfaces, cased=bool(entry.attributes.get("case")))
            for entry in self.vocabulary.entries("engine")
            if entry.attributes.get("role") == "engine" and entry.surfaces
        }

    @cached_property
    def project(self) -> str | None:
        """The engine whose own post this is: the publisher's project, else the one engine that title and author name."""
        entry = self.vocabulary.entry("publisher", self.document.publisher or "")
        named = str(entry.attributes.get("project", "")) if entry else ""
        if self.vocabulary.entry("engine", named):
            return named
        both = self.engines_in(self.document.title) & self.engines_in(self.document.author or "")
        return next(iter(both)) if len(both) == 1 else None

    def lacking(self, claims: Iterable[Claim], lacks: Callable[[Claim], bool]) -> list[Claim]:
        """Return the claims that lack something, those of the headline first."""
        found = [claim for claim in claims if lacks(claim)]
        return sorted(found, key=lambda claim: not self.is_headline(claim))


def _surfaces(surfaces: Iterable[str], *, cased: bool) -> re.Pattern[str]:
    words = "|".join(re.escape(s) for s in sorted(surfaces, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?!\w)", 0 if cased else re.IGNORECASE)


def sentence_at(text: str, start: int, end: int) -> str:
    """Return the sentence of ``text`` around a span, at most 300 characters."""
    left = max(text.rfind(mark, 0, start) for mark in (". ", "! ", "? ", "\n")) + 1
    stops = [at for at in (text.find(mark, end) for mark in (". ", "! ", "? ", "\n")) if at >= 0]
    right = min(stops) + 1 if stops else len(text)
    if right - left > CLIP:
        left = max(left, start - 100)
    return text[left:right].strip()[:CLIP]
