"""Changelogs -> the releases in them."""

from __future__ import annotations

from ...store.document import Document, Section


def sections_of(document: Document) -> tuple[Section, ...]:
    """Return the releases of a changelog, in its order."""
    return ()
