"""What a reader reads, sentence by sentence: which sentences only one of two revisions has, and which belong together.

Moving, splitting and merging paragraphs, emphasis, white space, quotation marks and dashes change no sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from ...store.document import BlockKind, Document
from ..annotate.sentences import sentences

ALIKE: Final = 0.6
"""How much of two sentences, numbers masked, must agree for one to be an edit of the other."""
NEAR: Final = 60
"""How many sentences apart an edit is looked for."""
MOST: Final = 4_000
"""Sentences that only one side has; a text rewritten beyond that is another text."""
_SIGNS: Final = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "×": "x", "’": "'", "‘": "'", "“": '"', "”": '"',
                               "µ": "u", "μ": "u", "…": "...", "\u200b": None, "\ufeff": None, "\u00ad": None})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or table row: its text as written, the form that is compared, its block and where in the order it stands."""

    text: str
    key: str
    block: int
    start: int
    end: int
    order: int
    kind: BlockKind


def folded(text: str) -> str:
    """Return ``text`` without what is layout: white space, case, emphasis, kinds of dashes and quotes, end marks."""
    plain = unicodedata.normalize("NFKC", text).translate(_SIGNS).casefold()
    plain = re.sub(r"[*`_]+|(?<=\d),(?=\d{3})|\[\d{1,3}\]", "", plain)
    plain = re.sub(r"\s*([|/:])\s*", r"\1", " ".join(plain.split()))
    return plain.strip(" .;:!,-|")


def sentences_of(document: Document) -> list[Sentence]:
    """Return the sentences of ``document`` in order; title and summary are not part of its text."""
    out: list[Sentence] = []
    for index, block in enumerate(document.blocks):
        if block.kind in (BlockKind.TITLE, BlockKind.SUMMARY):
            continue
        for start, end in _spans(block.text, lines=block.kind in (BlockKind.TABLE, BlockKind.CODE)):
            key = folded(block.text[start:end])
            if key:
                out.append(Sentence(block.text[start:end], key, index, start, end, len(out), block.kind))
    return out


def _spans(text: str, *, lines: bool) -> list[tuple[int, int]]:
    if not lines:
        return sentences(text)
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


def only_in(a: Sequence[Sentence], b: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences of ``a`` that ``b`` has not (as often), in order."""
    left = Counter(s.key for s in b)
    out = []
    for sentence in a:
        if left[sentence.key]:
            left[sentence.key] -= 1
        else:
            out.append(sentence)
    return out


def paired(gone: Sequence[Sentence], fresh: Sequence[Sentence]) -> list[tuple[Sentence, Sentence]]:
    """Return (old, new) of the sentences that are edits of each other: most alike first, one to one, then in order."""
    if len(gone) > MOST or len(fresh) > MOST:
        return []
    reach = NEAR + abs(len(gone) - len(fresh))
    candidates = [
        (-how, abs(old.order - new.order), old.order, new.order, old, new)
        for old in gone
        for new in fresh
        if abs(old.order - new.order) <= reach and (how := likeness(old.key, new.key)) >= ALIKE
    ]
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    out = []
    for _, _, first, second, old, new in sorted(candidates, key=lambda c: c[:4]):
        if first not in taken_old and second not in taken_new:
            taken_old.add(first)
            taken_new.add(second)
            out.append((old, new))
    return sorted(out, key=lambda pair: pair[1].order)


def likeness(a: str, b: str) -> float:
    """Return how much of two folded sentences agrees, numbers masked, from 0 to 1."""
    a, b = (re.sub(r"\d[\d.]*", "#", text) for text in (a, b))
    if a == b:
        return 1.0
    if min(len(a), len(b)) < ALIKE / 2 * max(len(a), len(b)):
        return 0.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0
