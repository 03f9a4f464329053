"""Tables that a tool printed into a code block: pipes, boxes or aligned columns -> a Table with offsets into the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ...store.document import Cell, Table

BARS: Final = "|│┃║"
RULE: Final = re.compile(r"^\s*[|│┃║+┌┬┐├┼┤└┴┘┏┳┓┡╇┩┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝═─━\-=:\s]{3,}$")
BAR: Final = re.compile(rf"[{BARS}]")
TITLE_GAP: Final = 3
DASHES: Final = re.compile(r"^\s*[-=─━]{3,}(?:\s+[-=─━]{2,})*\s*$")
COMMAND: Final = re.compile(
    r"^\s*(?:\$|>|#!|python|vllm|sglang|export|cd |curl|docker|\.?/|[A-Z_]+=|pip|git |--)|\\\s*$"
)


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table found in a text, with the line above it that names it (``""``: none) and the span it takes."""

    table: Table
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def is_rule(self) -> bool:
        return bool(RULE.match(self.text)) and bool(re.search(r"[-=─━═]{2,}", self.text))

    @property
    def is_row(self) -> bool:
        return len(BAR.findall(self.text)) >= 2 and not self.is_rule and not COMMAND.match(self.text)


def printed_tables(text: str) -> list[PrintedTable]:
    """Return the tables printed in ``text``, in order: piped and boxed ones, then those of aligned columns."""
    lines = _lines(text)
    found: list[PrintedTable] = []
    index = 0
    while index < len(lines):
        run = _run(lines, index)
        if run is None:
            index += 1
            continue
        stop, head = run
        table = _table(lines[index:stop], head)
        if table is not None:
            found.append(PrintedTable(table, _title(lines, index), lines[index].start, _end(lines, stop)))
        index = stop
    return found or _aligned(lines)


def _lines(text: str) -> list[_Line]:
    out, start = [], 0
    for line in text.split("\n"):
        out.append(_Line(start, line))
        start += len(line) + 1
    return out


def _end(lines: Sequence[_Line], stop: int) -> int:
    last = lines[stop - 1]
    return last.start + len(last.text)


def _run(lines: Sequence[_Line], index: int) -> tuple[int, int] | None:
    """The end of the table that begins at ``index`` and how many of its rows stand above the first inner rule."""
    if not (lines[index].is_row or (lines[index].is_rule and index + 1 < len(lines) and lines[index + 1].is_row)):
        return None
    stop, rows, head = index, 0, 0
    while stop < len(lines) and (lines[stop].is_row or lines[stop].is_rule):
        if lines[stop].is_row:
            rows += 1
        elif rows and not head:
            head = rows
        stop += 1
    return (stop, head) if rows >= 2 and head and head < rows else None


def _barred(line: _Line) -> list[tuple[int, int]]:
    """The spans of a row's cells: what stands between its bars."""
    marks = [m.start() for m in BAR.finditer(line.text)]
    edges = marks
    if line.text[: marks[0]].strip():
        edges = [-1, *edges]
    if line.text[marks[-1] + 1 :].strip():
        edges = [*edges, len(line.text)]
    return [(a + 1, b) for a, b in zip(edges, edges[1:], strict=False)]


def _table(lines: Sequence[_Line], head: int) -> Table | None:
    rows = [line for line in lines if line.is_row]
    grid = [[_cell(line, span) for span in _barred(line)] for line in rows]
    return _built(grid, head)


def _built(grid: list[list[Cell]], head: int) -> Table | None:
    """A Table of the rows that have the header's width; header words wrapped over several lines are joined."""
    width = max(len(row) for row in grid[:head])
    body = [row for row in grid[head:] if len(row) == width]
    if width < 2 or not body:
        return None
    stacked = [row for row in grid[:head] if len(row) == width]
    header = []
    for column in range(width):
        words = " ".join(row[column].text for row in stacked if row[column].text)
        header.append(Cell(words, stacked[0][column].start, stacked[0][column].end, True))
    return Table((tuple(header), *map(tuple, body)), 1)


def _cell(line: _Line, span: tuple[int, int]) -> Cell:
    raw = line.text[span[0] : span[1]]
    start = span[0] + len(raw) - len(raw.lstrip())
    text = raw.strip()
    return Cell(text, line.start + start, line.start + start + len(text))


def _title(lines: Sequence[_Line], index: int) -> str:
    """The line just above a table that names it: words, no command, no log line."""
    for near in range(index - 1, max(-1, index - 1 - TITLE_GAP), -1):
        text = lines[near].text.strip()
        if not text or DASHES.match(text):
            continue
        title = text.strip("=-* #").strip()
        words = re.findall(r"[A-Za-z]{2,}", title)
        return title if words and len(title) <= 120 and not COMMAND.match(text) and not lines[near].is_row else ""
    return ""


def _aligned(lines: Sequence[_Line]) -> list[PrintedTable]:
    """Tables of columns apart by blanks, a dashed line under their header."""
    found = []
    for index in range(1, len(lines) - 1):
        header = lines[index - 1]
        if not DASHES.match(lines[index].text) or not re.search(r"[A-Za-z]", header.text) or ":" in header.text:
            continue
        names = _columns(header)
        rows = []
        for line in lines[index + 1 :]:
            cells = _columns(line)
            if len(cells) != len(names) or not re.search(r"\d", line.text):
                break
            rows.append(cells)
        table = _built([names, *rows], 1) if len(names) >= 2 and rows else None
        if table is not None:
            found.append(PrintedTable(table, _title(lines, index - 1), header.start, rows[-1][-1].end))
    return found


def _columns(line: _Line) -> list[Cell]:
    return [_cell(line, m.span()) for m in re.finditer(r"\S+(?: \S+)*", line.text)]
