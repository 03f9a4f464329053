"""Which printed number a claim is a reading of: what a person corrects is a number, whoever reads it.

Two readings are of the same number where they stand in the same document, in the same words but for blanks and
capitals, at the same place in those words, and, where equal words stand more than once, in the same of them. The words
are the claim's quote; of a table's row or a printed line they are the whole line. How a reading takes the number (value,
unit, metric, how much around it) is no part of it. Nor is what else was read: the identity of a claim counts the
claims of its reading, and goes from one of two equal rows to the other as more is read.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from .claim import Claim, normalised
from .document import Document, DocumentKind

NUMBER: Final = re.compile(r"[0-9a-f]{16}")
"""What the id of a number looks like."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Where a number is printed: the words around it, in which block, and where words and value begin in its text."""

    quote: str
    value_text: str
    place: str
    block: int
    start: int
    value_start: int

    @property
    def digit(self) -> int:
        """Where in its block the number begins: with its first digit, if it has any."""
        return self.value_start + next((n for n, sign in enumerate(self.value_text) if sign.isdecimal()), 0)

    @property
    def within(self) -> int:
        """How many signs of the quote, blanks left out, stand before the number."""
        return _signs(self.quote[: self.digit - self.start])


def printed(claim: Claim) -> Printed:
    """Return where a claim's number is printed."""
    return Printed(
        claim.quote, claim.value_text, claim.place, claim.block or 0, claim.start or 0, claim.value_start or 0
    )


def numbers_of(document: Document, claims: Iterable[Claim]) -> list[str]:
    """Return the number of each claim of a document."""
    return numbers(document.url, document.kind, [b.text for b in document.blocks], map(printed, claims))


def numbers(url: str, kind: str, texts: Sequence[str], found: Iterable[Printed]) -> list[str]:
    """Return the id of each number printed in the blocks ``texts`` of the document at ``url``."""
    text = _Text(texts, growing=kind == DocumentKind.THREAD)
    out = []
    for one in found:
        words, standing, within = text.row(one) if one.place in ("table", "code") else text.saying(one)
        parts = ("1", url, normalised(words), str(standing), str(within))
        out.append(hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16])
    return out


class _Text:
    """A document's text, asked which of equal words some are.

    They are counted from the end, since a changelog grows at its top and a page tells a post's first sentence ahead of
    it; a thread is ``growing`` at its end, and counted from its beginning.
    """

    def __init__(self, texts: Sequence[str], *, growing: bool) -> None:
        self._whole = "\n".join(texts)
        self._begins = [0, *accumulate(len(text) + 1 for text in texts)]
        self._growing = growing
        self._told: dict[tuple[str, int], int] = {}
        self._lines: dict[str, list[int]] = {}

    def saying(self, one: Printed) -> tuple[str, int, int]:
        """Return a quote, how many equal words stand after it, and the signs before its number."""
        key = (one.quote, self._begin(one) + one.start)
        if key not in self._told:
            quote, at = key
            span = (0, at) if self._growing else (at + len(quote), len(self._whole))
            self._told[key] = self._whole.count(quote, *span)
        return one.quote, self._told[key], one.within

    def row(self, one: Printed) -> tuple[str, int, int]:
        """Return the line a number stands in, how many equal lines stand after it, and the signs before the number."""
        at = self._begin(one) + one.digit
        begin, end = self._whole.rfind("\n", 0, at) + 1, self._whole.find("\n", at)
        line = self._whole[begin : end if end >= 0 else None]
        equal = self._equal(line)
        standing = bisect_left(equal, begin) if self._growing else len(equal) - bisect_right(equal, begin)
        return line, standing, _signs(line[: at - begin])

    def _equal(self, line: str) -> list[int]:
        """Where the lines begin that equal ``line``: there may be thousands of rows, and one walk finds them all."""
        if not self._lines:
            self._lines, begin = defaultdict(list), 0
            for each in self._whole.split("\n"):
                self._lines[normalised(each)].append(begin)
                begin += len(each) + 1
        return self._lines.get(normalised(line), [])

    def _begin(self, one: Printed) -> int:
        return self._begins[min(one.block, len(self._begins) - 1)]


def _signs(text: str) -> int:
    return len("".join(text.split()))
