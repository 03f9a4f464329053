"""The article in a page: which element holds the text, and what stands in it that is not the author's.

A page repeats other posts' numbers (teasers, related posts) and its own (structured data, tables of contents). What is
dropped here yields no claim; what is dropped wrongly is a claim lost: so words in class names never drop an element
that holds most of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from bs4 import BeautifulSoup
from bs4.element import Tag

from .elements import (
    ARTICLE_BODY,
    ARTICLE_FRAME,
    CHROME_ELEMENTS,
    CHROME_HEADINGS,
    CHROME_PAIRS,
    CHROME_ROLES,
    CHROME_WORDS,
    SILENT_ELEMENTS,
)
from .inline import BREAK, class_names, is_gone, is_hidden, text_of
from .linemarks import unmarked

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_MOST = 0.5  # of the text: what holds more than this is not round the text
_LITTLE = 200  # letters that a post has at least
_SHORT = 0.35  # of the frame's text: a body with less is a teaser or one section


def choose_article(soup: BeautifulSoup) -> Tag:
    """Return the element that holds the article, chrome taken out of it; the whole page where nothing stands out."""
    drop_silent(soup)
    frame = _largest(soup, ARTICLE_FRAME, int(_length(soup) * _SHORT)) or soup
    body = _body(frame)
    _drop_chrome(body)
    _drop_listed_posts(body)
    return body


def _largest(scope: Tag, selectors: Iterable[str], least: int) -> Tag | None:
    """Return the largest element of the first selector that matches one with more than ``least`` letters."""
    for selector in selectors:
        tags = list(scope.select(selector, limit=200))
        if not tags:
            continue
        lengths = [_length(tag) for tag in tags]
        length = max(lengths)
        tag = tags[lengths.index(length)]
        others = sum(lengths) - length
        # Many articles of like size are a list of posts; the page is then read as a whole.
        if selector == "article" and len(tags) > 2 and others > length * 2:
            continue
        if length > least or (tag.find("h1") and length > _LITTLE):
            return tag
    return None


def _body(frame: Tag) -> Tag:
    body = _largest(frame, ARTICLE_BODY, int(_length(frame) * _SHORT))
    if body is None:
        return frame
    heading = frame.find("h1")
    if isinstance(heading, Tag) and not body.find("h1") and _before(heading, body):
        body.insert(0, heading.extract())
    return body


def _before(heading: Tag, body: Tag) -> bool:
    return any(node is body for node in heading.next_elements)


def _length(tag: Tag) -> int:
    """Return how many letters a reader reads in ``tag``: those of scripts and the like are not counted."""
    total = 0
    for text in tag.find_all(string=True):
        if text.parent is None or text.parent.name not in SILENT_ELEMENTS:
            total += len(text.strip())
    return total


def drop_silent(root: Tag) -> None:
    """Drop from ``root`` what no reader reads: scripts, hidden elements, copies for machines."""
    for tag in root.find_all(True):
        if not is_gone(tag) and is_hidden(tag) and tag.name not in ("nav", "button"):
            tag.decompose()


def _drop_chrome(body: Tag) -> None:
    most = _length(body) * _MOST
    for tag in body.find_all(True):
        if is_gone(tag) or tag is body:
            continue
        if tag.name == "header":
            _keep_headings(tag)
        elif _is_chrome(tag) and _length(tag) <= most:
            tag.decompose()


def _keep_headings(header: Tag) -> None:
    """An article's header holds its title among date, author and reading time: only the title is text."""
    kept = [tag.extract() for tag in header.find_all(["h1", "h2"])]
    for tag in kept:
        header.insert_before(tag)
    header.decompose()


def _is_chrome(tag: Tag) -> bool:
    if tag.name in CHROME_ELEMENTS or str(tag.get("role") or "").lower() in CHROME_ROLES:
        return True
    if tag.name in ("pre", "code", "table", "tr", "td", "th", "p", "h1", "h2", "h3", "h4", "em", "strong", "img"):
        return False
    return any(_names_chrome(name) for name in (*class_names(tag), str(tag.get("id") or "")))


def _names_chrome(name: str) -> bool:
    # Tailwind's variants (md:sidebar-x, [&_nav]:hidden) style; they name nothing.
    if not name or ":" in name or "[" in name:
        return False
    words = [word.lower() for word in _WORD.findall(name)]
    if any(f"{first}-{second}" in CHROME_PAIRS for first, second in pairwise(words)):
        return True
    return (
        bool(words)
        and (words[0] in CHROME_WORDS or words[-1] in CHROME_WORDS)
        and words[0] not in ("no", "has", "with")
    )


def _drop_listed_posts(body: Tag) -> None:
    """Drop what follows a heading such as "Related posts", up to a heading as high."""
    most = _length(body) * _MOST
    for heading in body.find_all(["h2", "h3", "h4", "h5", "h6"]):
        if is_gone(heading):
            continue
        text = unmarked(text_of(heading).replace(BREAK, " "))[0].strip(" :!.…").lower()
        if text not in CHROME_HEADINGS:
            continue
        following: list[Tag] = []
        for sibling in heading.find_next_siblings():
            if isinstance(sibling, Tag):
                if sibling.name and re.fullmatch(r"h[1-6]", sibling.name) and sibling.name <= heading.name:
                    break
                following.append(sibling)
        if sum(map(_length, following)) <= most:
            for tag in (heading, *following):
                tag.decompose()
