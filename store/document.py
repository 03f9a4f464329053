"""Documents as the reader leaves them: blocks of text that know their place.

Offsets are offsets into a block's ``text``. A table's text is its rows, one a line, cells joined by `` | ``.
These are pure values; identity and storage are ``database``'s business.
"""

from __future__ import annotations

import bisect
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is in the document; ``TITLE`` and ``SUMMARY`` come from front matter or the page's head."""

    TITLE = "title"
    SUMMARY = "summary"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    CAPTION = "caption"
    ALT = "alt"
    CODE = "code"


class DocumentKind(StrEnum):
    """What a document is; a changelog holds sections that are releases."""

    POST = "post"
    RELEASE = "release"
    CHANGELOG = "changelog"
    README = "readme"
    THREAD = "thread"
    COMMENT = "comment"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a table's grid. ``start``/``end`` are offsets into the table block's text.

    A cell that spans rows or columns fills every place it covers; all but the first are ``repeated``,
    so that one printed number is never read as two.
    """

    text: str
    start: int
    end: int
    header: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A grid with resolved spans: every row has the same number of cells.

    ``header_rows`` leading rows and ``header_columns`` leading columns label the others (0 where unknown).
    """

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int = 1
    header_columns: int = 0
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document: its kind, text, the headings above it (outermost first) and its source lines.

    ``lines`` maps offsets to 1-based source lines: ``((0, 12), (80, 13))`` says that the text from offset 0 stands on
    line 12 and from offset 80 on line 13. It is empty where the source has no lines (HTML) or they are not certain.
    ``level`` is a heading's level (1-6) or a list item's depth (1 for the outermost); ``lead`` the index of the
    paragraph that introduces a list, where there is one; ``language`` a code block's.
    """

    kind: BlockKind
    text: str
    path: tuple[str, ...] = ()
    lines: tuple[tuple[int, int], ...] = ()
    level: int = 0
    table: Table | None = None
    language: str | None = None
    lead: int | None = None

    def line_at(self, offset: int) -> int | None:
        """Return the 1-based source line that holds ``offset``, or None where the source has no certain lines."""
        index = bisect.bisect_right(self.lines, offset, key=lambda pair: pair[0]) - 1
        return self.lines[index][1] if index >= 0 else None


@dataclass(frozen=True, slots=True)
class Document:
    """One post, release, readme or thread as read: where it is from and its blocks in reading order.

    ``url`` is canonical, or the path below the argument for a file without one. ``published`` is ISO 8601
    (date, or date and time with zone). ``links`` are the addresses the text links to, in order, once each.
    ``figures`` are the image files it shows, by name, in order, ``drawings`` the labels of its SVG figures.
    ``partial`` marks a document of which only a summary is held.
    """

    url: str
    title: str
    kind: DocumentKind = DocumentKind.POST
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    blocks: tuple[Block, ...] = ()
    links: tuple[str, ...] = ()
    language: str | None = None
    partial: bool = False
    sections: tuple[Section, ...] = field(default=())
    figures: tuple[str, ...] = ()
    drawings: tuple[Block, ...] = ()

    @property
    def revision(self) -> str:
        """A hash of what a reader sees (title, block texts, figures): layout changes leave it alone."""
        digest = hashlib.sha256(b"1\0" + self.title.encode("utf-8", "surrogatepass"))
        for block in self.blocks:
            digest.update(f"\0{block.kind}\0{block.text}".encode("utf-8", "surrogatepass"))
        for figure in self.figures:
            digest.update(f"\0figure\0{figure}".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Section:
    """A release inside a changelog: its version, date and the blocks ``first`` (inclusive) to ``last`` (exclusive)."""

    version: str
    date: str | None
    first: int
    last: int
    prerelease: bool = False
