"""An HTML page -> Document: the article in it, what its head says, the blocks."""

from __future__ import annotations

from dataclasses import replace

from ...store.document import Block, BlockKind, Document
from .article import choose_article
from .blocks import parse_html, read_blocks
from .drawings import drawings_of
from .figures import figures_of
from .hints import Hints
from .metadata import PageFacts, page_facts
from .post import links_of, shift_leads, title_of
from .selected import selected, selected_date

_TEASER = 60  # letters of a description that are enough to know it again in the text


def read_page(text: str, url: str, name: str, hints: Hints) -> Document:
    """Read a cleaned HTML page, or the fragment that a feed entry or a comment is; blocks have no lines."""
    soup = parse_html(text)
    facts = page_facts(soup, url)
    drawings = drawings_of(soup)  # before what is no text is dropped
    date = selected_date(soup, hints, url)
    root = selected(soup, hints, url) or choose_article(soup)
    body = read_blocks(root)
    title = hints.title or facts.title or title_of(body, name or url)
    body = _titled(body, facts.title or title)
    front = _front_blocks(facts, title, body)
    return Document(
        url=facts.canonical or url,
        title=title,
        author=hints.author or facts.author,
        publisher=hints.publisher or facts.publisher,
        published=hints.published or date or facts.published,
        blocks=(*front, *shift_leads(body, len(front))),
        links=links_of(root, url),
        figures=figures_of(root),
        drawings=drawings,
        language=facts.language,
    )


def _titled(body: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """Return ``body`` with the heading that opens it and repeats the title as the title, which heads no section.

    So a post reads the same as a page as in Markdown, where its title stands in the front matter.
    """
    first = body[0] if body else None
    if first is None or first.kind is not BlockKind.HEADING or first.text.casefold() != title.casefold():
        return body
    rest = (replace(b, path=b.path[1:]) if b.path[:1] == (first.text,) else b for b in body[1:])
    return (replace(first, kind=BlockKind.TITLE, level=0), *rest)


def _front_blocks(facts: PageFacts, title: str, body: tuple[Block, ...]) -> list[Block]:
    """Title and description as blocks, unless the text itself opens with them: nothing is to be read twice."""
    blocks: list[Block] = []
    plain = title.casefold()
    if facts.title and not any(
        block.kind in (BlockKind.TITLE, BlockKind.HEADING) and block.text.casefold() == plain for block in body[:5]
    ):
        blocks.append(Block(BlockKind.TITLE, title))
    told = facts.description or ""
    opening = told.casefold().rstrip(".… ")[:_TEASER]
    if opening and not any(opening in block.text.casefold() for block in body[:40]) and opening not in plain:
        blocks.append(Block(BlockKind.SUMMARY, told))
    return blocks
