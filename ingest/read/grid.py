"""An HTML table -> a grid in which every span is resolved, with what labels what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4.element import Tag

from ...store.document import Cell, Table
from .inline import BREAK, collect
from .linemarks import Lines, unmarked

_MAX_SPAN = (1000, 100)  # rows, columns: what HTML and the table readers of others allow
_MAX_CELLS = 200_000
_PARTS = frozenset({"thead", "tbody", "tfoot"})
_NUMBER = re.compile(r"^[~≈<>≤≥=$€£(+\-−–±*]*\s*\d[\d.,]*")
_STACKED = re.compile(rf"(?<=[\d%xX×sBKM)])\s*{BREAK}\s*(?=[\ue000\ue010-\ue019]*[~<>+\-−(]?\d)")
JOINER = " | "


@dataclass(slots=True)
class _Place:
    """A cell on its way into the grid: its text with the lines it stands on."""

    text: str
    lines: Lines
    header: bool
    row_header: bool
    repeated: bool = False


@dataclass(slots=True)
class _Grid:
    rows: list[list[_Place | None]] = field(default_factory=list)
    head: int = 0  # rows of the table's head
    images: list[Tag] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table as read: the grid, the block's text and lines, and the images that stood in its cells."""

    table: Table
    text: str
    lines: Lines
    images: tuple[Tag, ...]


def read_table(element: Tag, caption: str | None = None) -> ReadTable | None:
    """Read a ``<table>``; None where no cell holds text (a table that only arranges pictures)."""
    grid = _fill(element)
    width = max((len(row) for row in grid.rows), default=0)
    rows = [[place or _Place("", (), False, False) for place in row + [None] * (width - len(row))] for row in grid.rows]
    kept = [n for n, row in enumerate(rows) if any(place.text for place in row)]
    head = sum(1 for n in kept if n < grid.head)
    rows = [rows[n] for n in kept]
    if not rows:
        return None
    header_rows = _header_rows(rows, head)
    cells, text, lines = _laid_out(rows, header_rows)
    table = Table(cells, header_rows, _header_columns(rows[header_rows:]), caption)
    return ReadTable(table, text, lines, tuple(grid.images))


def table_rows(element: Tag) -> list[tuple[Tag, bool]]:
    """Return the rows of this table, not of those in its cells, each with whether it stands in the head."""
    rows: list[tuple[Tag, bool]] = []
    for child in element.children:
        if not isinstance(child, Tag):
            continue
        if child.name == "tr":
            rows.append((child, False))
        elif child.name in _PARTS:
            rows += [
                (row, child.name == "thead") for row in child.children if isinstance(row, Tag) and row.name == "tr"
            ]
    return rows


def _fill(element: Tag) -> _Grid:
    grid = _Grid()
    rows = table_rows(element)
    total = 0
    for index, (row, in_head) in enumerate(rows):
        _row(grid, index)
        column = 0
        for cell in row.children:
            if not isinstance(cell, Tag) or cell.name not in ("td", "th"):
                continue
            while column < len(grid.rows[index]) and grid.rows[index][column] is not None:
                column += 1
            down, across = _span(cell, "rowspan", 0), _span(cell, "colspan", 1)
            down = min(down or len(rows), len(rows) - index)
            if total + down * across > _MAX_CELLS:
                down = across = 1
            total += down * across
            if total > _MAX_CELLS:
                return grid
            _place(grid, (index, column), (down, across), _read_cell(grid, cell, in_head))
            column += across
        grid.head += in_head and grid.head == index
    return grid


def _row(grid: _Grid, index: int) -> list[_Place | None]:
    while len(grid.rows) <= index:
        grid.rows.append([])
    return grid.rows[index]


def _place(grid: _Grid, at: tuple[int, int], span: tuple[int, int], place: _Place) -> None:
    copy = _Place(place.text, place.lines, place.header, place.row_header, repeated=True)
    for down in range(span[0]):
        row = _row(grid, at[0] + down)
        for across in range(span[1]):
            column = at[1] + across
            row.extend([None] * (column + 1 - len(row)))
            if row[column] is None:
                row[column] = copy if down or across else place


def _span(cell: Tag, name: str, axis: int) -> int:
    """Return a span; 0 rows (to the table's end) stays 0, nonsense is 1."""
    value = str(cell.get(name, "1")).strip()
    if not re.fullmatch(r"\d{1,6}", value, re.ASCII):
        return 1
    number = min(int(value), _MAX_SPAN[axis])
    return number if number or name == "rowspan" else 1


def _read_cell(grid: _Grid, cell: Tag, in_head: bool) -> _Place:
    pieces: list[str] = []
    collect(cell, pieces, grid.images)
    raw = _STACKED.sub(" / ", "".join(pieces)).replace(BREAK, " ")
    text, lines = unmarked(raw)
    is_header = cell.name == "th"
    row_header = is_header and (not in_head or cell.get("scope") in ("row", "rowgroup"))
    return _Place(text, lines, is_header or in_head, row_header)


def _laid_out(rows: list[list[_Place]], header_rows: int) -> tuple[tuple[tuple[Cell, ...], ...], str, Lines]:
    """Return the cells with their offsets, the text they are offsets into, and its lines."""
    cells: list[tuple[Cell, ...]] = []
    texts: list[str] = []
    lines: list[tuple[int, int]] = []
    offset = 0
    for number, row in enumerate(rows):
        first = next((place.lines[0][1] for place in row if place.lines and not place.repeated), None)
        if first is not None:
            lines.append((offset, first))
        out: list[Cell] = []
        for place in row:
            lines += [(offset + at, line) for at, line in place.lines if at < max(len(place.text), 1)]
            header = place.header or number < header_rows
            out.append(Cell(place.text, offset, offset + len(place.text), header, place.repeated))
            offset += len(place.text) + len(JOINER)
        cells.append(tuple(out))
        texts.append(JOINER.join(place.text for place in row))
        offset += 1 - len(JOINER)
    return tuple(cells), "\n".join(texts), _distinct(lines)


def _distinct(lines: list[tuple[int, int]]) -> Lines:
    """One entry an offset, the last said winning, and none that only repeats the one before."""
    kept: list[tuple[int, int]] = []
    for offset, line in lines:
        if kept and kept[-1][0] == offset:
            kept.pop()
        if not kept or kept[-1][1] != line:
            kept.append((offset, line))
    return tuple(kept)


def is_number(text: str) -> bool:
    """Say whether a cell's text begins with a number, as a measurement does and a name seldom does."""
    return _NUMBER.match(text) is not None


def _header_rows(rows: list[list[_Place]], head: int) -> int:
    count = head
    while count == 0 and count < len(rows) and len(rows) > 1 and _labels_columns(rows, count):
        count += 1
    while not head and 0 < count < len(rows) - 1 and all(place.header or not place.text for place in rows[count]):
        count += 1
    # Where a header's cell spans columns, or is empty throughout, the row below says what each column is.
    # So it does where a header begins some columns in: the rows below it say more of each column.
    while 0 < count < len(rows) - 1 and _names_only(rows[count]):
        if not (_is_open(rows[count - 1]) or _is_indented(rows[count - 1])):
            break
        count += 1
    return count


def _labels_columns(rows: list[list[_Place]], at: int) -> bool:
    row = rows[at]
    if all(place.header or not place.text for place in row):
        return True
    below = [place for later in rows[at + 1 :] for place in later]
    return len(row) > 1 and _names_only(row) and any(is_number(place.text) for place in below)


def _is_open(row: list[_Place]) -> bool:
    across = any(place.repeated and row[n - 1].text == place.text for n, place in enumerate(row) if n)
    return across or not any(place.text for place in row)


def _is_indented(row: list[_Place]) -> bool:
    return len(row) > 3 and not any(place.text for place in row[:2])


def _names_only(row: list[_Place]) -> bool:
    return any(place.text and not place.repeated for place in row) and not any(
        is_number(place.text) for place in row if place.text and not place.repeated
    )


def _header_columns(body: list[list[_Place]]) -> int:
    """Leading columns of row headers; without any, leading columns of names in front of columns of numbers."""
    if not body:
        return 0
    width = len(body[0])
    marked = 0
    while marked < width - 1 and all(row[marked].row_header or not row[marked].text for row in body):
        marked += 1
    if marked:
        return marked
    for column in range(width):
        texts = [row[column].text for row in body if row[column].text]
        if sum(map(is_number, texts)) * 2 > len(texts):
            return column
    return 0
