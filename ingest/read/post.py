"""A Markdown file -> Document: what its front matter says, then the blocks of its body."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from bs4.element import Tag

from ...store.document import Block, BlockKind, Document
from .blocks import parse_html, read_blocks
from .clean import one_line
from .dates import date_in_path, parse_date
from .drawings import drawings_of
from .figures import figures_of
from .frontmatter import FrontMatter, split_front_matter
from .hints import Hints
from .markdown import render

_SUMMARIES = ("subtitle", "summary", "description", "excerpt", "seodescription")
_DATES = ("date", "publishdate", "published", "published_at", "pubdate", "blog_date", "created")
_MAX_LINKS = 2000


def read_markdown(text: str, url: str, name: str, hints: Hints) -> Document:
    """Read cleaned Markdown; its blocks carry source lines."""
    front = split_front_matter(text)
    html = render(front.body, front.body_line)
    root = parse_html(f"<article>{html}</article>").find("article")
    body = read_blocks(root) if isinstance(root, Tag) else ()
    head = _front_blocks(front)
    title = front.first("title")
    author = front.first("author", "authors", "byline")
    publisher = front.first("publisher", "site_name")
    date = front.first(*_DATES)
    return Document(
        url=url,
        title=hints.title or (title.text if title else title_of(body, name or url)),
        author=hints.author or (author.text if author else _names(front)),
        publisher=hints.publisher or (publisher.text if publisher else None),
        published=hints.published
        or parse_date(date.text if date else None)
        or date_in_path(name or urlsplit(url).path),
        blocks=(*head, *shift_leads(body, len(head))),
        links=links_of(root, url) if isinstance(root, Tag) else (),
        figures=figures_of(root) if isinstance(root, Tag) else (),
        drawings=drawings_of(root) if isinstance(root, Tag) else (),
    )


def links_of(root: Tag, url: str) -> tuple[str, ...]:
    """Return the web addresses ``root`` links to, absolute, without fragments, in order and once each."""
    found: dict[str, None] = {}
    base = url if url.startswith(("http://", "https://")) else ""
    for anchor in root.find_all("a", href=True):
        try:
            address = urljoin(base, str(anchor["href"]).strip()).split("#")[0]
            is_web = urlsplit(address).scheme in ("http", "https") and bool(urlsplit(address).hostname)
        except ValueError:
            continue
        if is_web and len(address) <= 2000 and len(found) < _MAX_LINKS:
            found.setdefault(one_line(address, 2000))
    found.pop(base.split("#")[0], None)
    return tuple(found)


def _front_blocks(front: FrontMatter) -> list[Block]:
    blocks: list[Block] = []
    title = front.first("title")
    if title is not None:
        blocks.append(Block(BlockKind.TITLE, title.text, lines=title.lines))
    seen: set[str] = set()
    for key in _SUMMARIES:
        value = front.first(key)
        if value is not None and value.text not in seen:
            seen.add(value.text)
            blocks.append(Block(BlockKind.SUMMARY, value.text, lines=value.lines))
    return blocks


def shift_leads(blocks: tuple[Block, ...], offset: int) -> tuple[Block, ...]:
    """Return ``blocks`` as they stand behind ``offset`` others: ``lead`` counts from the document's first block."""
    if not offset:
        return blocks
    return tuple(block if block.lead is None else replace(block, lead=block.lead + offset) for block in blocks)


def title_of(body: tuple[Block, ...], name: str) -> str:
    """Return the title of a document that names none: its first heading (of level 1 if there is one), else its name."""
    headings = [block for block in body[:30] if block.kind is BlockKind.HEADING]
    first = next((block for block in headings if block.level == 1), headings[0] if headings else None)
    return one_line(first.text) if first else _named(name)


def _names(front: FrontMatter) -> str | None:
    names = front.names.get("authors") or front.names.get("author") or ()
    return ", ".join(names) or None


def _named(name: str) -> str:
    """Return a file's or address's name as a title, where the document says none."""
    stem = re.sub(r"\.\w{1,8}$", "", name.rstrip("/").rsplit("/", 1)[-1])
    return one_line(re.sub(r"[-_]+", " ", stem)) or one_line(name)
