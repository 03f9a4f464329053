"""Releases and their items: what a changelog section or a release's notes say, by kind."""

from __future__ import annotations

import re
from typing import Final

from ..store.document import Document, DocumentKind, Section
from .read.release_items import headlines_of, items_of

VERSION: Final = re.compile(
    r"\bv?(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?(?:[.-]?(?:post|rc|dev|alpha|beta|a|b)\.?\d*)?)\b", re.I
)
HEADLINE: Final = "headline"
"""The kind of a heading by which a release tells its story."""
LONGEST: Final = 300
"""Letters of an item that are kept: its words are its project's, and a digest quotes."""
PRERELEASE: Final = re.compile(r"(?:rc|dev|alpha|beta|a|b)\.?\d*$", re.I)


def release_sections(document: Document, tag: str | None = None, prerelease: bool | None = None) -> tuple[Section, ...]:
    """Return the releases in a document: its sections, or the whole of a release's own notes.

    ``tag`` and ``prerelease`` are what its host says of a release; a tag without a version in it names the release.
    """
    if document.sections or document.kind is not DocumentKind.RELEASE:
        return document.sections
    named = VERSION.search(tag or "") or VERSION.search(document.title) or VERSION.search(document.url)
    version = named[1] if named else tag
    if version is None:
        return ()
    early = bool(PRERELEASE.search(version)) if prerelease is None else prerelease
    return (Section(version, document.published, 0, len(document.blocks), early),)


def release_items(document: Document, sections: tuple[Section, ...]) -> list[tuple[str, str, str, int]]:
    """Return (version, kind, text, block) of every item of the sections, in reading order, after their headlines."""
    out: list[tuple[str, str, str, int]] = []
    for section in sections:
        if document.kind is DocumentKind.RELEASE:
            out += [(section.version, HEADLINE, text, n) for text, n in headlines_of(document.blocks, section)]
        out += [(section.version, i.kind, _cut(i.text), i.block) for i in items_of(document.blocks, section)]
    return out


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
