"""Versions of engines: said beside a side's own name, or the only one a post names for that engine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .mentions import Mention

NUMBER: Final = r"\d{1,2}\.\d{1,3}(?:\.\d{1,3})?(?:\.?(?:post|rc|dev|a|b)\d{1,3})?"
MARKED: Final = re.compile(rf"\bv({NUMBER})\b")
BEHIND: Final = re.compile(
    rf"(?:[ \-@=]{{0,2}}|\*{{0,2}}: )(?:(?:version|release):? )?(?:v({NUMBER})|(\d{{1,2}}\.\d{{1,3}}\.\d{{1,3}}(?:\.?(?:post|rc|dev)\d{{1,3}})?))(?![\w.]*[x×%])\b"
)

LABELLED: Final = re.compile(
    rf"[ \-]v?(?P<version>{NUMBER})\s?"
    r"\((?P<label>[^()]{2,24}?)(?:\s(?:baseline|reference|build|release|run))?\)"
)
"""Behind an engine's name: its version and, in brackets, what tables and figures call it ("vLLM 0.16 (Mar 1 baseline)")."""
PAST: Final = re.compile(
    r"\b(?:introduced|since|announced|added|shipped|landed|blog|post|earlier|previous(?:ly)?|in)\s+(?:\w+ ){0,2}$", re.I
)
"""In front of an engine and its version: a look back, not what was measured."""


def version_in(words: str) -> str | None:
    """Return the version that ``words`` mark with a v, or None."""
    found = MARKED.search(words)
    return found[1] if found else None


def versions_named(texts: Iterable[tuple[str, Iterable[Mention]]]) -> dict[str, dict[str, str]]:
    """Return engine -> version -> words, for every version that stands right behind an engine's name in ``texts``."""
    out: dict[str, dict[str, str]] = {}
    for text, mentions in texts:
        for mention in mentions:
            if (
                mention.kind == "engine"
                and (found := BEHIND.match(text, mention.end))
                and not PAST.search(text[: mention.start][-60:])
            ):
                out.setdefault(mention.name, {}).setdefault(found[1] or found[2], text[mention.start : found.end()])
    return out


def versions_labelled(texts: Iterable[tuple[str, Iterable[Mention]]]) -> dict[str, tuple[str, str, str]]:
    """Return label -> (engine, version, words) for versions that ``texts`` give another name in brackets."""
    out: dict[str, tuple[str, str, str]] = {}
    for text, mentions in texts:
        for mention in mentions:
            if mention.kind == "engine" and (found := LABELLED.match(text, mention.end)):
                words = text[mention.start : found.end()]
                out.setdefault(found["label"].strip().lower(), (mention.name, found["version"], words))
    return out
