"""Releases and their items: what a changelog section or a release's notes say, by kind."""

from __future__ import annotations

import re
from typing import Final

from ..store.document import BlockKind, Document, DocumentKind, Section

VERSION: Final = re.compile(
    r"\bv?(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?(?:[.-]?(?:post|rc|dev|alpha|beta|a|b)\.?\d*)?)\b", re.I
)
PRERELEASE: Final = re.compile(r"(?:rc|dev|alpha|beta|a|b)\.?\d*$", re.I)
KINDS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    (
        "noise",
        re.compile(
            r"\bbump\b|dependabot|first contribution|new contributors?|^\W*(?:ci|chore|docs?|test)\b|full changelog",
            re.I,
        ),
    ),
    ("breaking", re.compile(r"\bbreaking\b|\bdeprecat|\bremove(?:d|s)?\b(?! \d)", re.I)),
    (
        "performance",
        re.compile(
            r"\bfaster\b|\bspeed-?up|\bperf(?:ormance)?\b|throughput|latency|optimi[sz]|\d\s?[x×]\b|\bms\b", re.I
        ),
    ),
    (
        "hardware support",
        re.compile(
            r"\b(?:ROCm|AMD|Blackwell|Hopper|Ascend|TPU|Gaudi|Xeon|SM\d{2,3}|MI\d{3}X?|H\d00|B\d00|Intel|NPU)\b"
        ),
    ),
    ("model support", re.compile(r"\bmodels?\b|\b(?:Qwen|Llama|DeepSeek|Gemma|GLM|Kimi|MiniMax|Mistral)\b", re.I)),
    ("fix", re.compile(r"\bfix(?:e[sd])?\b|\bbug", re.I)),
)
"""The first kind whose words an item holds; anything else is a feature."""


def release_sections(document: Document) -> tuple[Section, ...]:
    """Return the releases in a document: its sections, or the whole of a release's own notes."""
    if document.sections or document.kind is not DocumentKind.RELEASE:
        return document.sections
    found = VERSION.search(document.title) or VERSION.search(document.url)
    if found is None:
        return ()
    version = found[1]
    return (Section(version, document.published, 0, len(document.blocks), bool(PRERELEASE.search(version))),)


def release_items(document: Document, sections: tuple[Section, ...]) -> list[tuple[str, str, str, int]]:
    """Return (version, kind, text, block) of every item of the sections, in reading order."""
    out = []
    for section in sections:
        for index in range(section.first, min(section.last, len(document.blocks))):
            block = document.blocks[index]
            if block.kind is BlockKind.LIST_ITEM and block.level <= 1:
                out.append((section.version, kind_of_item(block.text, block.path), block.text[:300], index))
    return out


def kind_of_item(text: str, path: tuple[str, ...]) -> str:
    """Return an item's kind by its own words, then by the heading it stands under."""
    for source in (text, " ".join(path[-1:])):
        for kind, pattern in KINDS:
            if pattern.search(source):
                return kind
    return "feature"
