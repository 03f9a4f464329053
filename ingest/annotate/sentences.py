"""Sentences and clauses as spans of a block's text."""

from __future__ import annotations

import re
from typing import Final

END: Final = re.compile(r"[.!?;。](?:(?<![;。])[\"')\]*]{0,3}(?=\s+(?:[\"'(\[*]{0,3})[A-Z0-9~$])|(?<=[;。])(?=\s))")
NOT_END: Final = re.compile(r"(?:\b(?:e\.g|i\.e|vs|Fig|fig|Eq|approx|resp|etc|cf|No|Dr|al|ca|incl|excl)|\b[A-Z])\.$")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) spans of the sentences of ``text``, without surrounding white space."""
    spans, start = [], 0
    for match in END.finditer(text):
        if text[match.start()] == "." and NOT_END.search(text[max(0, match.start() - 8) : match.start() + 1]):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [(_skip(text, a, b), b) for a, b in spans if text[a:b].strip()]


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def quote_span(text: str, sentence: tuple[int, int], value: tuple[int, int], limit: int = 300) -> tuple[int, int]:
    """Return a span of at most ``limit`` characters in ``sentence`` that holds ``value``: the sentence if it fits."""
    start, end = sentence
    end = max(min(end, len(text)), value[1])
    while end > value[1] and text[end - 1].isspace():
        end -= 1
    if end - start <= limit:
        return start, end
    middle = (value[0] + value[1]) // 2
    start = max(start, min(middle - limit // 2, end - limit))
    stop = min(end, start + limit)
    start, stop = min(start, value[0]), max(stop, value[1])
    while start < value[0] and start > 0 and not text[start - 1].isspace():
        start += 1
    while stop > value[1] and stop < len(text) and not text[stop].isspace():
        stop -= 1
    while stop > value[1] and text[stop - 1].isspace():
        stop -= 1
    return start, stop
