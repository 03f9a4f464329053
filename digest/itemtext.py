"""A release's item as its project wrote it -> one line to read, and the pull requests it names."""

from __future__ import annotations

import re
from typing import Final

PULLS: Final = re.compile(r"(?:https?://[^\s)]{1,200}/(?:pull|issues|commit)/|(?<![\w/])#)(\d{1,7})\b")
LINK: Final = re.compile(r"\(?https?://[^\s)]{1,300}\)?")
CREDIT: Final = re.compile(
    r"(?i),?\s*(?:thanks (?:to|for) (?:the )?contribution.{0,80}|\bby @[\w-]+(?: in)?|@[\w-]{1,39}\b†?)"
)
NUMBER: Final = re.compile(r"\s*\((?:(?:#|GH-)\d{1,7}†?[,\s]*)+\)|(?:\s+#\d{1,7}†?,?)+\s*$")
MARK: Final = re.compile(r"^(?:\W{0,3}#\d{1,7}\b\s*)?(?:\[[\w /&+.-]{1,30}\]\s*)*")
COMMIT: Final = re.compile(
    r"^(?:feat|fix|perf|chore|docs?|refactor|test|ci|build|style)(?:(?:\(([^)]{1,40})\))?!?:\s*|/(?=\w))", re.I
)
SENTENCE: Final = re.compile(r"(?<=[a-z0-9)`’'\"][.!])\s+(?=[A-Z])")
EARLY: Final = re.compile(r"\[(?:experimental|beta|preview)\]\s*", re.I)
LABEL: Final = re.compile(r"^([^:]{3,70}):\s+(?=[A-Z])")
LONG: Final = 110
"""Letters above which the first sentence stands for an item."""


def item_line(text: str) -> tuple[str, tuple[str, ...]]:
    """Return an item as one line (no tag, number, link or credit) and the numbers of its pull requests, in order.

    ``feat(moe): add x (#12)`` is ``moe: add x``, 12. A long item is its first sentence.
    """
    pulls = tuple(dict.fromkeys(PULLS.findall(text)))
    line = MARK.sub("", text, count=1)
    line = COMMIT.sub(lambda m: f"{m[1]}: " if m[1] else "", line, count=1)
    line = _labelled(EARLY.sub("", LINK.sub(" ", line)))
    line = NUMBER.sub(" ", CREDIT.sub(" ", line))
    line = " ".join(re.sub(r"\(\s*\)", " ", line).split()).rstrip(" ,;:!-—")
    if len(line) > LONG:
        line = SENTENCE.split(line, maxsplit=1)[0]
    line = re.sub(r"\s+([.,;:)])", r"\1", line).removesuffix(".")
    return line or " ".join(text.split()), pulls


def _labelled(line: str) -> str:
    """Drop a label whose words the sentence behind it says again: "X Support: Added support for X"."""
    found = LABEL.match(line)
    if found is None:
        return line
    words = set(re.findall(r"\w{3,}", found[1].lower()))
    said = line[found.end() :].lower()
    again = sum(word[:5] in said for word in words)
    return line[found.end() :] if words and again >= len(words) / 2 else line
