"""Changelogs -> the releases in them: a heading that names a version opens one, its level closes it.

Keep a Changelog, semantic-release and free forms: ``## [0.2.0] - 2026-04-01``, ``# v1.2 (2 May 2026)``,
``## TensorRT-LLM Release 0.12.0``, ``## v0.23.0 - 2026.08.16``. A heading that begins with a version is one at any level;
one that says words first only at the level the others stand on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from ...store.document import Block, BlockKind, Document, Section
from .dates import parse_date

VERSION: Final = re.compile(
    r"(?<![\w.])v?(?P<version>\d{1,4}\.\d{1,4}(?:\.\d{1,4}){0,2}"
    r"(?:[.-]?(?P<pre>rc|alpha|beta|dev|preview|a|b)[.-]?\d*|\.?post\d+)?)(?![\w.]*\d)", re.I)  # fmt: skip
PULL: Final = re.compile(r"^(?P<version>#(?:\d{1,7}|\?))(?![\w?])")
"""A changelog without versions names its sections by pull request."""
WORDS: Final = re.compile(r"[\W_]*(?:[A-Za-z][\w.+'’-]{0,30}[\s:]+){0,4}[\W_]*")
"""What may stand before a version: the project's name, "Release", "What's new in"."""
OTHERS: Final = re.compile(
    r"\b(?:from|to|with|for|since|vs|requires?|support\w*|cuda|python|pytorch|torch|rocm|driver\w*)\b", re.I
)
"""Words before a version that is not the release's own."""
DAY: Final = re.compile(r"(?:19|20)\d\d\.\d{1,2}\.\d{1,2}$")


@dataclass(frozen=True, slots=True)
class _Opening:
    """A heading that opens a release: its block, level and version, and whether it begins with it."""

    index: int
    level: int
    version: str
    strict: bool
    early: bool


def sections_of(document: Document) -> tuple[Section, ...]:
    """Return the releases of a changelog, in its order; a heading of the same or a higher level ends a release.

    A version named twice is told apart by a number.
    """
    blocks = document.blocks
    openings = [o for n, block in enumerate(blocks) if (o := _opening(n, block)) is not None]
    levels = Counter(o.level for o in openings if o.strict) or Counter(o.level for o in openings)
    level = levels.most_common(1)[0][0] if levels else 0
    kept = [o for o in openings if o.strict or o.level == level]
    out: list[Section] = []
    seen: Counter[str] = Counter()
    for opening, following in zip_longest(kept, kept[1:]):
        seen[opening.version] += 1
        count = seen[opening.version]
        name = opening.version if count == 1 else f"{opening.version} ({count})"
        last = _end(blocks, opening, following.index if following else len(blocks))
        out.append(Section(name, _date(blocks, opening, last), opening.index, last, opening.early))
    return tuple(out)


def _opening(index: int, block: Block) -> _Opening | None:
    if block.kind is not BlockKind.HEADING:
        return None
    if (pull := PULL.match(block.text)) is not None:
        return _Opening(index, block.level, pull["version"], strict=True, early=False)
    found = [m for m in VERSION.finditer(block.text) if not DAY.match(m["version"])] or list(
        VERSION.finditer(block.text)
    )[:1]
    if not found:
        return None
    before = block.text[: found[0].start()]
    if not WORDS.fullmatch(before) or OTHERS.search(before):
        return None
    strict = not re.search(r"\w", before)
    return _Opening(index, block.level, found[0]["version"], strict=strict, early=bool(found[0]["pre"]))


def _end(blocks: Sequence[Block], opening: _Opening, following: int) -> int:
    """The next heading as high, or the next release whatever its level."""
    higher = (
        n
        for n in range(opening.index + 1, following)
        if blocks[n].kind is BlockKind.HEADING and blocks[n].level <= opening.level
    )
    return next(higher, following)


def _date(blocks: Sequence[Block], opening: _Opening, last: int) -> str | None:
    """The date in the heading, or in a short line right under it."""
    heading = blocks[opening.index].text.replace(opening.version, " ", 1)
    below = blocks[opening.index + 1] if opening.index + 1 < last else None
    short = below is not None and below.kind is BlockKind.PARAGRAPH and len(below.text) < 60
    return parse_date(heading) or (parse_date(below.text) if below is not None and short else None)
