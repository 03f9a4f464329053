"""Releases and their items: what a changelog section or a release's notes say, by kind."""

from __future__ import annotations

import re
from typing import Final

from ..store.document import Document, DocumentKind, Section
from .read.release_items import items_of

VERSION: Final = re.compile(
    r"\bv?(\d{1,4}\.\d{1,4}(?:\.\d{1,4})?(?:[.-]?(?:post|rc|dev|alpha|beta|a|b)\.?\d*)?)\b", re.I
)
PRERELEASE: Final = re.compile(r"(?:rc|dev|alpha|beta|a|b)\.?\d*$", re.I)


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
    return [
        (s.version, item.kind, item.text[:300], item.block) for s in sections for item in items_of(document.blocks, s)
    ]
