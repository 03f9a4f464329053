"""What an adapter hands on: bytes to read, and what is already known of them."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ..fetch.urls import address_of
from ..read import Hints

LINK: Final = re.compile(r'href="(https?:[^"]{1,1000})"')


@dataclass(frozen=True, slots=True)
class Arriving:
    """One document's bytes.

    ``follow`` is an address to fetch its text from, where the listing held none or only a summary; ``followed_as`` the
    representation that then is. ``stamp`` is what the listing says of the item's state: the same stamp, the same item;
    ``guid`` what it calls the item, where it does.
    """

    url: str
    data: bytes
    name: str
    representation: str
    content_type: str | None = None
    hints: Hints = field(default_factory=Hints)
    partial: bool = False
    follow: str | None = None
    followed_as: str = "page"
    stamp: str | None = None
    guid: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source answered, for its adapter to read: decoded bytes and lower-case headers."""

    url: str
    data: bytes
    content_type: str | None = None
    link: str = ""
    """The Link header, which names a next page."""


@dataclass(slots=True)
class Listing:
    """What one answer holds: documents, in its order (newest first where it has one), and pages of the same listing."""

    arriving: list[Arriving] = field(default_factory=list)
    more: tuple[str, ...] = ()
    skipped: Counter[str] = field(default_factory=Counter)


def addresses(written: Iterable[str]) -> tuple[str, ...]:
    """Return those of ``written`` that are web addresses, in their canonical form, in order and once each."""
    return tuple(dict.fromkeys(url for one in written if (url := address_of(one)) is not None))


def linked(markup: str) -> tuple[str, ...]:
    """Return the web addresses that a comment's HTML links to, as :func:`addresses` does; whoever writes it may write any."""
    return addresses(map(html.unescape, LINK.findall(markup)))
