"""An HTML page -> Document: the article in it, what its head says, the blocks."""

from __future__ import annotations

from bs4 import Tag

from ...store.document import Document
from .blocks import parse_html, read_blocks
from .hints import Hints
from .post import links_of


def read_page(text: str, url: str, name: str, hints: Hints) -> Document:
    """Read cleaned HTML."""
    soup = parse_html(text)
    root = soup.find("article") or soup.find("main") or soup.body or soup
    assert isinstance(root, Tag)
    blocks = read_blocks(root)
    return Document(url=url, title=hints.title or url, blocks=blocks, links=links_of(root, url))
