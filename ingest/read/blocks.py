"""The one reader of blocks: an element of a page, or Markdown rendered to HTML, becomes blocks in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from ...store.document import Block, BlockKind
from .captions import attach_captions, is_caption
from .code import code_text, language_of
from .elements import BLOCK_ELEMENTS
from .grid import read_table, table_rows
from .inline import BREAK, class_names, collect, is_hidden, text_of
from .linemarks import unmarked, without_marks

MAX_BLOCKS = 50_000
_MAX_DEPTH = 120  # deeper than this an element's text is read as one paragraph
_MAX_TEXT = 500_000  # characters a block
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PICTURES = frozenset({"canvas", "iframe", "object", "svg", "video"})
_LISTS = frozenset({"ul", "ol", "menu"})
_EMPTY_ELEMENTS = re.compile(r"</?(?:source|track|wbr)\b[^<>]*>", re.IGNORECASE)
_PARAGRAPHS = re.compile(rf"{BREAK}(?:[\s\ue000\ue010-\ue019]*{BREAK})+")
_POINTLESS_ALT = re.compile(
    r"^(?:images?|img|pic(?:ture)?|photo|fig(?:ure)?|logo|screenshot|alt(?:[ _-]?text)?|icon|badge|chart|plot|table)?"
    r"[\s_-]*\d*\.?$|^\S+\.(?:png|jpe?g|svg|gif|webp)$",
    re.IGNORECASE,
)
_BADGE = re.compile(
    r"shields\.io|/badge|badgen\.net|fury\.io|\.github\.io/badge|/actions/workflows/|deepwiki", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Context:
    """Where the walk is: what loose text becomes, how deep in lists, in elements, under which caption."""

    kind: BlockKind = BlockKind.PARAGRAPH
    depth: int = 0
    nesting: int = 0
    lead: int | None = None
    caption: str | None = None


@dataclass(slots=True)
class _Walk:
    blocks: list[Block] = field(default_factory=list)
    path: list[tuple[int, str]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    images: list[Tag] = field(default_factory=list)
    item: int | None = None  # the list item last opened: what a list inside it is introduced by
    after_image: bool = False


def parse_html(source: str) -> BeautifulSoup:
    """Parse cleaned HTML; never raises for what it holds."""
    # The parser takes these for elements with content and would hide what follows them.
    source = _EMPTY_ELEMENTS.sub("", source)
    return BeautifulSoup(source, "lxml", multi_valued_attributes={"*": ["class", "rel"]})


def read_blocks(root: Tag) -> tuple[Block, ...]:
    """Return the blocks of ``root`` in reading order, captions attached to their tables."""
    walk = _Walk()
    _flow(walk, root, _Context())
    return tuple(attach_captions(walk.blocks))


def _flow(walk: _Walk, element: Tag, context: _Context) -> None:
    """Walk the children of a container: loose text and inline elements gather, block elements flush and follow."""
    if context.nesting > _MAX_DEPTH:
        walk.pieces.append(text_of(element))
        _flush(walk, context)
        return
    inner = replace(context, nesting=context.nesting + 1)
    for child in list(element.children):
        if len(walk.blocks) >= MAX_BLOCKS:
            return
        if isinstance(child, Tag):
            _child(walk, child, inner)
        elif type(child) is NavigableString:
            walk.pieces.append(str(child))
    _flush(walk, inner)


def _child(walk: _Walk, child: Tag, context: _Context) -> None:
    if is_hidden(child):
        walk.after_image = walk.after_image or child.name in _PICTURES
        return
    name = child.name
    handler = _HANDLERS.get(name)
    if handler is None and (name in ("br", "img") or (name not in BLOCK_ELEMENTS and not _holds_blocks(child))):
        collect(child, walk.pieces, walk.images)
        return
    _flush(walk, context)
    if handler is not None:
        handler(walk, child, context)
    else:
        _flow(walk, child, context)


def _holds_blocks(element: Tag) -> bool:
    return any(isinstance(node, Tag) and node.name in BLOCK_ELEMENTS for node in element.descendants)


def _flush(walk: _Walk, context: _Context) -> None:
    """Make blocks of the text gathered so far, and of the images met in it."""
    if not walk.pieces and not walk.images:
        return
    raw, images = "".join(walk.pieces), walk.images
    walk.pieces, walk.images = [], []
    for part in _PARAGRAPHS.split(raw):
        kind = context.kind
        if images and kind is BlockKind.PARAGRAPH and _follows_break(part):
            kind = BlockKind.CAPTION
        _emit(walk, kind, part.replace(BREAK, " "), context)
    _alts(walk, images)


def _follows_break(part: str) -> bool:
    """Text on a line of its own behind an image, in the image's own paragraph, is the image's caption."""
    return without_marks(part).lstrip().startswith(BREAK)


def _emit(walk: _Walk, kind: BlockKind, raw: str, context: _Context) -> None:
    text, lines = unmarked(raw[:_MAX_TEXT])
    if not text:
        return
    if kind is BlockKind.PARAGRAPH and is_caption(text):
        kind = BlockKind.CAPTION
    level, lead = 0, None
    if kind is BlockKind.LIST_ITEM:
        level, lead = context.depth, context.lead
        walk.item = len(walk.blocks)
    walk.after_image = False
    _append(walk, Block(kind, text, _path(walk), lines, level=level, lead=lead))


def _append(walk: _Walk, block: Block) -> None:
    if len(walk.blocks) < MAX_BLOCKS:
        walk.blocks.append(block)


def _path(walk: _Walk) -> tuple[str, ...]:
    return tuple(text for _, text in walk.path)


def _alts(walk: _Walk, images: list[Tag]) -> None:
    for image in images:
        text, lines = unmarked(str(image.get("alt") or "")[:_MAX_TEXT])
        source = str(image.get("src") or image.get("data-src") or "")
        walk.after_image = True
        if not _POINTLESS_ALT.match(text) and not _BADGE.search(source):
            _append(walk, Block(BlockKind.ALT, text, _path(walk), lines))


def _paragraph(walk: _Walk, element: Tag, context: _Context) -> None:
    under_image = walk.after_image and context.kind is BlockKind.PARAGRAPH and _is_aside(element)
    _flow(walk, element, replace(context, kind=BlockKind.CAPTION) if under_image else context)


def _is_aside(element: Tag) -> bool:
    """Say whether a paragraph sets all of its text apart (emphasis, small print), as a caption below an image does."""
    if "caption" in " ".join(map(str, class_names(element))).lower():
        return True
    loose = (str(child) for child in element.children if type(child) is NavigableString)
    tags = [child.name for child in element.children if isinstance(child, Tag)]
    return (
        not any(without_marks(text).strip() for text in loose)
        and bool(tags)
        and set(tags) <= {"em", "i", "small", "br"}
    )


def _heading(walk: _Walk, element: Tag, _: _Context) -> None:
    level = _HEADINGS[element.name]
    pieces: list[str] = []
    images: list[Tag] = []
    collect(element, pieces, images)
    text, lines = unmarked("".join(pieces).replace(BREAK, " ")[:_MAX_TEXT])
    if text:
        while walk.path and walk.path[-1][0] >= level:
            walk.path.pop()
        walk.after_image = False
        _append(walk, Block(BlockKind.HEADING, text, _path(walk), lines, level=level))
        walk.path.append((level, text))
    _alts(walk, images)


def _list(walk: _Walk, element: Tag, context: _Context) -> None:
    if _is_contents(element):
        return
    lead = walk.item if context.depth else None
    if lead is None and walk.blocks and walk.blocks[-1].kind is BlockKind.PARAGRAPH:
        lead = len(walk.blocks) - 1
    inner = replace(context, kind=BlockKind.LIST_ITEM, depth=context.depth + 1, lead=lead)
    _flow(walk, element, inner)
    walk.item = None if not context.depth else lead


def _is_contents(element: Tag) -> bool:
    """Say whether a list only leads to places on the same page: it repeats the headings, numbers and all."""
    anchors = element.find_all("a", limit=3)
    if len(anchors) < 3 or not all(str(anchor.get("href") or "").startswith("#") for anchor in anchors):
        return False
    linked = sum(len(anchor.get_text(strip=True)) for anchor in element.find_all("a", href=re.compile("^#")))
    return linked * 10 >= len(without_marks(element.get_text(strip=True))) * 9


def _definitions(walk: _Walk, element: Tag, context: _Context) -> None:
    """A definition list: every term is a paragraph that introduces its definitions."""
    for child in element.children:
        if not isinstance(child, Tag) or is_hidden(child):
            continue
        if child.name == "dd":
            last = walk.blocks[-1].kind if walk.blocks else None
            lead = len(walk.blocks) - 1 if last is BlockKind.PARAGRAPH else None
            _flow(walk, child, replace(context, kind=BlockKind.LIST_ITEM, depth=context.depth + 1, lead=lead))
        else:
            _flow(walk, child, replace(context, kind=BlockKind.PARAGRAPH))


def _figure(walk: _Walk, element: Tag, context: _Context) -> None:
    caption = element.find("figcaption")
    text = _text(caption) if isinstance(caption, Tag) else None
    _flow(walk, element, replace(context, caption=text, kind=BlockKind.PARAGRAPH))


def _caption(walk: _Walk, element: Tag, context: _Context) -> None:
    _flow(walk, element, replace(context, kind=BlockKind.CAPTION))


def _text(element: Tag) -> str | None:
    return unmarked(text_of(element).replace(BREAK, " "))[0] or None


def _code(walk: _Walk, element: Tag, _: _Context) -> None:
    text, lines = unmarked(code_text(element)[:_MAX_TEXT], collapse=False)
    if text.strip():
        walk.after_image = False
        _append(walk, Block(BlockKind.CODE, text, _path(walk), lines, language=language_of(element)))


def _table(walk: _Walk, element: Tag, context: _Context) -> None:
    if _is_layout(element):
        _flow(walk, element, context)
        return
    own = element.find("caption", recursive=False)
    caption = _text(own) if isinstance(own, Tag) else None
    if isinstance(own, Tag):
        _caption(walk, own, context)
    read = read_table(element, caption or context.caption)
    if read is not None:
        walk.after_image = False
        _append(walk, Block(BlockKind.TABLE, read.text, _path(walk), read.lines, table=read.table))
        _alts(walk, list(read.images))
    else:
        images = [image for image in element.find_all("img") if isinstance(image, Tag)]
        _alts(walk, images)


def _is_layout(element: Tag) -> bool:
    """Say whether a table only arranges: one cell, or parts of the page (headings, code, other tables) in cells."""
    if element.get("role") == "presentation":
        return True
    rows = table_rows(element)
    if not rows:
        return True
    if len(rows) == 1 and len([cell for cell in rows[0][0].children if isinstance(cell, Tag)]) <= 1:
        return True
    return element.find(["table", "pre", "h1", "h2", "h3", "h4"]) is not None


def _rule(walk: _Walk, _element: Tag, _: _Context) -> None:
    walk.after_image = False


_Handler = Callable[[_Walk, Tag, _Context], None]
_HANDLERS: dict[str, _Handler] = {
    **dict.fromkeys(_HEADINGS, _heading),
    **dict.fromkeys(_LISTS, _list),
    "dl": _definitions,
    "figcaption": _caption,
    "figure": _figure,
    "hr": _rule,
    "p": _paragraph,
    "pre": _code,
    "table": _table,
}
