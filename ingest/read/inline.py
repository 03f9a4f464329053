"""The text of an element as a reader sees it: emphasis transparent, notes and copies gone, line breaks remembered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4.element import NavigableString, Tag

from .elements import BLOCK_ELEMENTS, SILENT_CLASSES, SILENT_ELEMENTS
from .linemarks import without_marks

BREAK = "\ue001"  # a <br>: private use, so never from outside

_NOTE = re.compile(r"[\s\[(]*(?:\d{1,3}|[a-e]|[*†‡§¶#]{1,3}|\^)(?:\s*,\s*\d{1,3})*[\s\])]*$")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def text_of(element: Tag) -> str:
    """Return all text below ``element``, marks and ``BREAK`` characters in it, white space as it is."""
    pieces: list[str] = []
    collect(element, pieces)
    return "".join(pieces)


def collect(element: Tag, pieces: list[str], images: list[Tag] | None = None) -> None:
    """Append the text below ``element`` to ``pieces`` and the images met to ``images``.

    A walk without recursion, for documents nested deeper than Python is.
    """
    walk: list[Iterator[object]] = [iter((element,))]
    while walk:
        node = next(walk[-1], None)
        if node is None:
            walk.pop()
        elif isinstance(node, Tag):
            if node.name == "img":
                if images is not None:
                    images.append(node)
            elif node.name == "br":
                pieces.append(BREAK)
            elif node.name in ("sup", "sub"):
                pieces.append(_raised(node, pieces))
            elif not is_hidden(node):
                walk.append(iter(node.contents))
                if node.name in BLOCK_ELEMENTS:
                    pieces.append(" ")
        elif type(node) is NavigableString:  # not a comment, a declaration, CDATA
            pieces.append(str(node))


def is_hidden(tag: Tag) -> bool:
    """Say whether no reader sees ``tag``: machine-readable, a mark of a note, a link to itself, hidden by style."""
    if tag.name in SILENT_ELEMENTS:
        return True
    attributes = tag.attrs
    if not attributes:
        return False
    if "hidden" in attributes or (tag.name in ("span", "a", "i") and attributes.get("aria-hidden") == "true"):
        return True
    style = attributes.get("style")
    if style and _HIDDEN.search(str(style)):
        return True
    return "class" in attributes and not SILENT_CLASSES.isdisjoint(class_names(tag))


def is_gone(tag: Tag) -> bool:
    """Say whether ``tag`` was dropped with what held it; its own property of that kind searches all that is below it."""
    return bool(vars(tag).get("_decomposed"))


def class_names(tag: Tag) -> list[str]:
    """Return the classes of ``tag``, one by one."""
    classes = tag.attrs.get("class", "")
    return classes.split() if isinstance(classes, str) else list(classes)


def _raised(tag: Tag, pieces: list[str]) -> str:
    """Return how raised or lowered text reads on the line: a note's mark is gone, a digit never joins a digit."""
    inner = "".join(part for child in tag.contents for part in _plain(child))
    raised = without_marks(inner).strip()
    before = _last_character(pieces)
    if tag.name == "sub":
        return f"_{raised}" if raised[:1].isalnum() and before.isalnum() else inner
    power = raised.lstrip("-−+")
    if before.isdigit() and power.isdigit() and not tag.find("a") and _is_power_base(pieces):
        return f"^{raised}"
    if tag.find("a", href=re.compile("^#")) or _NOTE.match(raised):
        return ""
    return f" {inner} " if before.isalnum() and raised[:1].isdigit() else inner


def _plain(child: object) -> list[str]:
    pieces: list[str] = []
    if isinstance(child, Tag):
        collect(child, pieces)
    elif type(child) is NavigableString:
        pieces.append(str(child))
    return pieces


def _last_character(pieces: list[str]) -> str:
    for piece in reversed(pieces):
        plain = without_marks(piece)
        if plain:
            return plain[-1]
    return ""


def _is_power_base(pieces: list[str]) -> bool:
    """A number raised is a power where its base is a bare 10 or 2; behind any other number it is a note's mark."""
    tail = without_marks("".join(pieces[-3:]))[-8:]
    return re.search(r"(?<![\w.,])(?:10|2|e)$", tail) is not None
