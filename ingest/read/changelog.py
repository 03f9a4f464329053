"""Changelogs -> the releases in them: a heading that names a version opens one, its level closes it."""

from __future__ import annotations

import re
from typing import Final

from ...store.document import BlockKind, Document, Section
from .dates import parse_date

VERSION: Final = re.compile(
    r"^\W{0,3}(?:(?:release|version|what's new in|[A-Za-z][\w.+-]{1,30})\s+){0,3}\W{0,2}v?(?P<version>\d{1,4}\.\d{1,4}(?:\.\d{1,4})*"
    r"(?:[.-]?(?P<pre>rc|alpha|beta|dev|a|b)[.-]?\d*|\.?post\d+)?)\b", re.I)  # fmt: skip

PULL: Final = re.compile(r"^(?P<version>#\d{1,7})\b")
"""A changelog without versions names its sections by pull request."""
DATED: Final = re.compile(r"\d{4}-\d{2}-\d{2}|[A-Z][a-z]{2,8} \d{1,2},? \d{4}")


def sections_of(document: Document) -> tuple[Section, ...]:
    """Return the releases of a changelog, in its order; a heading of the same or a higher level ends a release."""
    out: list[Section] = []
    for index, block in enumerate(document.blocks):
        if block.kind is not BlockKind.HEADING:
            continue
        found = VERSION.match(block.text) or PULL.match(block.text)
        if found is None:
            continue
        last = next(
            (n for n in range(index + 1, len(document.blocks))
             if document.blocks[n].kind is BlockKind.HEADING and document.blocks[n].level <= block.level),
            len(document.blocks),
        )  # fmt: skip
        out.append(Section(found["version"], _date(block.text), index, last, bool(found.groupdict().get("pre"))))
    return tuple(out)


def _date(heading: str) -> str | None:
    found = DATED.search(heading)
    return parse_date(found[0]) if found else None
