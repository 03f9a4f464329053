"""Discussions of whatever site: which bytes are one, the thread in them, and what is known of each comment beside its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ...store.document import Document
from . import githubthreads, hackernews, reddit
from .hackernews import CommentFacts

Reader = Callable[[bytes, str], Document]
Facts = Callable[[bytes], Mapping[str, CommentFacts]]

_FORMATS: Final[tuple[tuple[Callable[[bytes], bool], Reader, Facts], ...]] = (
    (hackernews.is_item, hackernews.read_item, hackernews.facts_by_comment),
    (githubthreads.is_thread, githubthreads.read_thread, githubthreads.facts_by_comment),
    (reddit.is_thread, reddit.read_thread, reddit.facts_by_comment),
)


def is_thread(data: bytes) -> bool:
    """Return whether ``data`` is a discussion of a site we know."""
    return any(known(data) for known, _, _ in _FORMATS)


def read_thread(data: bytes, url: str) -> tuple[Document, Mapping[str, CommentFacts]]:
    """Return the thread in ``data`` and the facts of its comments by id; raises ReadError where it cannot be read."""
    for known, read, facts in _FORMATS:
        if known(data):
            return read(data, url), facts(data)
    raise ValueError("no thread: ask is_thread first")
