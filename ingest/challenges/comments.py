"""The comments of a thread, each with its own words: what it quotes, its code and its tables are not what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from ...store.document import Block, BlockKind, Document

WHO: Final = re.compile(r"(?P<author>.*) \((?P<ident>[\w-]+)\)$")
QUOTED: Final = re.compile(r"^\s*>")
CODE: Final = (BlockKind.CODE, BlockKind.TABLE)


@dataclass(slots=True)
class Comment:
    """One comment: who wrote it, where it stands, its paragraphs as (block, text), and whether it shows printed results."""

    ident: str
    author: str | None
    url: str
    paragraphs: list[tuple[int, str]] = field(default_factory=list)
    shows: bool = False

    @property
    def text(self) -> str:
        """The comment's own words."""
        return "\n".join(text for _, text in self.paragraphs)


def comments_of(document: Document) -> list[Comment]:
    """Return the comments of a thread in reading order; the opening post of a thread is one too."""
    out = []
    for who, blocks in groupby(enumerate(document.blocks), key=lambda pair: pair[1].path[:1]):
        found = WHO.match(who[0]) if who else None
        if found is None:
            continue
        author = None if found["author"] == "[deleted]" else found["author"]
        base = document.url.split("#")[0]
        url = f"{base.split('?id=')[0]}?id={found['ident']}" if "?id=" in base else f"{base}#{found['ident']}"
        comment = Comment(found["ident"], author, url)
        for index, block in blocks:
            _take(comment, index, block)
        out.append(comment)
    return out


def _take(comment: Comment, index: int, block: Block) -> None:
    if block.kind in CODE:
        comment.shows = True
    elif not QUOTED.match(block.text):
        comment.paragraphs.append((index, block.text))
