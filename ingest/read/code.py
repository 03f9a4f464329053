"""Code blocks: their text line for line, and the language the page says they are in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4.element import NavigableString, Tag

from .inline import class_names, is_hidden
from .linemarks import without_marks

_LANGUAGE = re.compile(r"^(?:language-|lang-|highlight-source-|brush:\s*|sourceCode-)([\w+#.-]+)$", re.IGNORECASE)
_LEADING = re.compile("^(?:[\ue000\ue010-\ue019]*[ \\t]*\n)+")  # blank lines, their marks with them
_GUTTER = re.compile(r"gutter|linenos?|line-numbers?|lntd?-?num", re.IGNORECASE)


def code_text(element: Tag) -> str:
    """Return the text of a ``<pre>`` with its line breaks; a gutter of line numbers is no part of it."""
    pieces: list[str] = []
    walk: list[Iterator[object]] = [iter(element.contents)]
    while walk:
        node = next(walk[-1], None)
        if node is None:
            walk.pop()
        elif isinstance(node, Tag):
            if node.name == "br":
                pieces.append("\n")
            elif not is_hidden(node) and not _GUTTER.search(" ".join(map(str, class_names(node)))):
                walk.append(iter(node.contents))
                if node.name in ("div", "li", "p", "tr") and pieces and not _ends_line(pieces):
                    pieces.append("\n")
        elif type(node) is NavigableString:
            pieces.append(str(node))
    return _LEADING.sub("", "".join(pieces))


def _ends_line(pieces: list[str]) -> bool:
    return without_marks(pieces[-1])[-1:] in ("\n", "")


def language_of(element: Tag) -> str | None:
    """Return a code block's language from the classes of the block, of the code in it, or of the box round it."""
    inner = element.find("code")
    boxes = [element, inner, element.parent, element.parent.parent if element.parent else None]
    for box in boxes:
        if not isinstance(box, Tag):
            continue
        for name in (box.get("data-lang"), box.get("data-language"), *class_names(box)):
            match = _LANGUAGE.match(str(name)) if name else None
            if match or (name and name == box.get("data-lang")):
                language = match[1] if match else str(name)
                return None if language.lower() in ("plaintext", "text", "none", "default") else language.lower()[:40]
    return None
