"""A thread's comments as they are kept: typed, with their words, links and the comment each answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ...store.challenges import Challenge
from ...store.document import Document
from ..sources.hackernews import CommentFacts
from .comments import comments_of
from .typing import typed

MOST: Final = 2_000
"""Characters kept of a comment's own words."""
_NONE: Final = CommentFacts(None, None, ())


def challenges_of(document: Document, facts: Mapping[str, CommentFacts]) -> list[Challenge]:
    """Return the comments of ``document`` that say something, in reading order."""
    out = []
    for comment in comments_of(document):
        if (found := typed(comment)) is not None:
            known = facts.get(comment.ident, _NONE)
            out.append(
                Challenge(
                    comment.ident, found.kind, found.quote, comment.text[:MOST], comment.url, comment.author,
                    known.said_at, known.parent, known.links,
                )
            )  # fmt: skip
    return out
