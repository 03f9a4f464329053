"""What a post's own definition of a metric says of all its figures: an acceptance length that is an average is one everywhere."""

from __future__ import annotations

import re
from typing import Final

from ...store.document import Document

AVERAGED: Final = re.compile(
    r"\baccept(?:ance|ed)? (?:token )?len(?:gth)?s?\b[^.|]{0,40}?(?:—|–|:|=|,|\bis|\bare|\bas|i\.e\.|meaning)\s*(?:the )?"
    r"(?:mean|average)\b(?: \w+){1,3}",
    re.I,
)
"""GUIDE decision 6: an acceptance length is a mean only where the post says so."""


def averaged_length(document: Document) -> str | None:
    """Return the words in which ``document`` defines acceptance length as an average, or None."""
    for block in document.blocks:
        if "ccept" in block.text and (match := AVERAGED.search(block.text)) is not None:
            return match[0]
    return None
