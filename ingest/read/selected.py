"""A source's own selectors, for pages no general rule reads well: what to keep, what to drop, where the date stands."""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import Tag
from soupsieve import SelectorSyntaxError

from ...store.errors import ReadError
from .article import drop_silent
from .dates import parse_date
from .hints import Hints
from .inline import is_gone

MOST = 2000


def selected(soup: BeautifulSoup, hints: Hints, url: str) -> Tag | None:
    """Return the element that holds what ``keep`` names, in reading order, without what ``drop`` names; None without keep.

    Raises ReadError where a selector is none, or ``keep`` fits nothing: the page changed its shape.
    """
    for selector in hints.drop:
        for tag in _select(soup, selector, url):
            if not is_gone(tag):
                tag.decompose()
    if not hints.keep:
        return None
    wanted = {id(tag): tag for selector in hints.keep for tag in _select(soup, selector, url)}
    if not wanted:
        raise ReadError(f"{url}: nothing in it fits keep = {', '.join(hints.keep)}; the page changed, mend the source")
    holder = soup.new_tag("article")
    for tag in soup.find_all(True):
        if id(tag) in wanted and not any(id(above) in wanted for above in tag.parents):
            holder.append(tag.extract())
    drop_silent(holder)
    return holder


def selected_date(soup: BeautifulSoup, hints: Hints, url: str) -> str | None:
    """Return the ISO date at ``date``: its ``datetime`` or ``content``, else its text."""
    for tag in _select(soup, hints.date, url) if hints.date else []:
        for told in (tag.get("datetime"), tag.get("content"), tag.get_text(" ", strip=True)):
            if told and (date := parse_date(str(told))):
                return date
    return None


def _select(soup: BeautifulSoup, selector: str, url: str) -> list[Tag]:
    try:
        return list(soup.select(selector, limit=MOST))
    except (SelectorSyntaxError, NotImplementedError, ValueError):
        raise ReadError(f"{url}: {selector!r} is no CSS selector; mend the source") from None
