"""A table as its reader sees it: columns with a label and a role, body rows with the group they stand under.

Roles: ``result`` (the header says that its numbers are measured), ``open`` (numbers whose metric rows, caption or
units must tell), ``setting`` (swept or configured), ``name`` (says whose the row is), ``note`` and ``blank``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from ...store.document import Cell, Table
from ...store.vocabulary import Vocabulary
from .cells import Number, is_empty, parse_cell
from .headers import CONDITION, MEASURING, Label, clean, read_label
from .labelunits import CLASSES
from .lexicon import load_lexicon

Role = Literal["result", "open", "setting", "name", "note", "blank"]
NOTE_LENGTH: Final = 60
SPOKEN: Final = re.compile(r"[A-Za-z]{3}.*[A-Za-z]{3}|[A-Za-z]{5}")
BARE: Final = re.compile(r"[^A-Za-z]*(?:[kKMx%](?![A-Za-z])[^A-Za-z]*)*")
"""A cell without words."""
LATE_RATE: Final = re.compile(r"\b(?:qps|rps)\b", re.I)


@dataclass(slots=True)
class Column:
    """One column: its header's words, what they say, and what its cells hold."""

    index: int
    label: Label
    role: Role = "open"
    unit: str | None = None
    """The unit that most of its cells carry, if they do."""


@dataclass(slots=True)
class Row:
    """One body row: its cells, the text of each with blanks filled from above where a name carries on, its group."""

    index: int
    cells: tuple[Cell, ...]
    texts: list[str]
    group: str = ""
    numbers: dict[int, Sequence[Number]] = field(default_factory=dict)


@dataclass(slots=True)
class Grid:
    """A run of body rows under one header."""

    columns: list[Column]
    rows: list[Row]
    vocabulary: Vocabulary

    def names(self) -> list[Column]:
        """The columns that say whose a row is."""
        return [column for column in self.columns if column.role == "name"]

    def leading(self) -> list[Column]:
        """The naming columns left of the first number."""
        out: list[Column] = []
        for column in self.columns:
            if column.role in ("result", "open"):
                break
            if column.role == "name":
                out.append(column)
        return out


def grids(table: Table, vocabulary: Vocabulary) -> list[Grid]:
    """Cut ``table`` into grids: a body row that only labels columns starts a new one."""
    head = table.header_rows
    while head < len(table.rows) - 1 and _relabels([cell.text.strip() for cell in table.rows[head]], vocabulary):
        head += 1
    headers = _headers(table.rows[:head])
    out: list[Grid] = []
    rows: list[Row] = []
    group = ""
    for offset, cells in enumerate(table.rows[head:], start=head):
        texts = [cell.text.strip() for cell in cells]
        if (name := _group(cells)) is not None:
            group = name
            continue
        if rows and _relabels(texts, vocabulary):
            out.append(_grid(headers, rows, vocabulary))
            headers, rows, group = texts, [], ""
            continue
        rows.append(Row(offset, cells, texts, group))
    if rows:
        out.append(_grid(headers, rows, vocabulary))
    return out


def _headers(rows: Sequence[tuple[Cell, ...]]) -> list[str]:
    """One text a column: its header cells from the top, each said once, blanks of a spanning row filled rightwards."""
    if not rows:
        return []
    columns: list[list[str]] = [[] for _ in rows[0]]
    for number, row in enumerate(rows):
        texts = [clean(cell.text) for cell in row]
        if len({text for text in texts if text}) == 1 and len(rows) > 1 and len(texts) > 2 and number == 0:
            continue  # a title across the table
        last = ""
        for index, text in enumerate(texts):
            last = text or last
            below = any(clean(later[index].text) for later in rows[number + 1 :])
            said = text or (last if below and number < len(rows) - 1 and any(texts[:index]) else "")
            if said and said not in columns[index]:
                columns[index].append(said)
    return [" ".join(parts) for parts in columns]


def _group(cells: tuple[Cell, ...]) -> str | None:
    """The text of a row that holds only one: it names the rows below it."""
    said = {cell.text.strip() for cell in cells if cell.text.strip()}
    if len(said) != 1 or len(cells) < 3 or not cells[0].text.strip():
        return None
    text = said.pop()
    if is_empty(text) or parse_cell(text, load_lexicon()):
        return None
    return clean(text)


def _relabels(texts: list[str], vocabulary: Vocabulary) -> bool:
    """Whether a body row is a header again: no numbers, and at least two cells that name metrics or parameters."""
    said = [text for text in texts if text and not is_empty(text)]
    if len(said) < 2 or any(parse_cell(text, load_lexicon()) for text in said):
        return False
    labels = [read_label(text, vocabulary) for text in said if len(text) < NOTE_LENGTH]
    return sum(bool(label.measured or label.parameter is not None) for label in labels) * 2 >= len(said) > 2


def _grid(headers: list[str], rows: list[Row], vocabulary: Vocabulary) -> Grid:
    lexicon = load_lexicon()
    width = len(rows[0].cells)
    headers = headers + [""] * (width - len(headers))
    for row in rows:
        for index, cell in enumerate(row.cells):
            if not cell.repeated:
                row.numbers[index] = parse_cell(cell.text, lexicon)
    columns = [Column(index, read_label(headers[index][:200], vocabulary)) for index in range(width)]
    if set(list(lexicon.beside)[:2]) <= set(headers):
        for column in columns:
            if (name := lexicon.beside.get(column.label.text)) is not None:
                column.label = Label(column.label.text, parameter=name)
    for column in columns:
        _assign(column, rows, vocabulary)
    grid = Grid(columns, rows, vocabulary)
    _settle_first(grid)
    _fill_down(grid)
    return grid


def _is_worded(column: Column, rows: list[Row]) -> bool:
    """Whether words stand before most cells' numbers: ``offloading to CPU 100GB`` is a name."""
    led = [SPOKEN.search(r.texts[column.index][: n[0].start]) for r in rows if (n := r.numbers.get(column.index))]
    return sum(found is not None for found in led) * 2 > len(led)


def _lists_metrics(said: list[str], vocabulary: Vocabulary) -> bool:
    return sum(read_label(text[:200], vocabulary).measured for text in said) * 2 > len(said)


def _assign(column: Column, rows: list[Row], vocabulary: Vocabulary) -> None:
    """Give a column its role from its words and from what its cells hold."""
    label = column.label
    texts = [row.texts[column.index] for row in rows]
    said = [text for text in texts if text and not is_empty(text)]
    if not said:
        column.role = "blank"
        return
    parsed = [numbers for row in rows if (numbers := row.numbers.get(column.index))]
    units = [numbers[0].unit.unit for numbers in parsed if numbers[0].unit]
    column.unit = max(set(units), key=units.count) if len(units) * 2 >= len(said) else None
    numeric = len(parsed) * 2 >= len(said)
    spoken = sum(SPOKEN.search(text) is not None for text in said) * 2 > len(said)
    bare = sum(BARE.fullmatch(text) is not None for text in said) * 2 > len(said)
    if label.names == "note" or load_lexicon().refused_headers.fullmatch(label.text):
        column.role = "note"
    elif (column.index == 0 and spoken and (not column.unit or _is_worded(column, rows))) or (
        label.names not in (None, "metric") and not bare and (column.index == 0 or not column.unit)
    ):
        column.role = "name"
    elif label.text and all(text.lower().startswith(f"{label.text.lower()} ") for text in said):
        column.role = "name"  # "PCIe 4.0" under "PCIe"
    elif label.parameter is not None:
        offered = label.parameter == "request_rate" and column.unit == "req/s"
        measuring = (CLASSES.get(column.unit or "") in MEASURING or column.unit == "x") and not offered
        measuring = measuring and not CONDITION.search(label.text)
        column.role = "open" if measuring or (label.valued and numeric) else "setting"
        if not parsed and (spoken or _lists_metrics(said, vocabulary)):
            column.role = "name"
    elif parsed and (label.measured or label.form) and len(parsed) * 4 >= len(said):
        column.role = "result"
    elif not numeric:
        column.role = "note" if sum(map(len, said)) > NOTE_LENGTH * len(said) else "name"
    else:
        column.role = "open"


def _settle_first(grid: Grid) -> None:
    """A first column of bare numbers is swept, not measured; a bare QPS right of the results is measured."""
    for column in grid.columns:
        if column.role == "blank":
            continue
        if column.role == "open" and column.unit in (None, "tokens", "count") and len(grid.columns) > 1:
            column.role = "setting"
        break
    first = next((column for column in grid.columns if column.role != "blank"), None)
    if first is not None and first.role == "result" and _is_swept(first, grid):
        first.role = "setting"
    seen = False
    for column in grid.columns:
        if column.role == "result" and not column.label.form:
            seen = True
        elif (
            column.label.parameter == "request_rate"
            and LATE_RATE.search(column.label.text)
            and (seen or _is_unround(column, grid))
        ):
            column.role = "open"
            column.label = Label(column.label.text, metrics=("request_throughput",), default_unit="req/s")


def _is_unround(column: Column, grid: Grid) -> bool:
    """Whether a column's values came out of a measurement: most have two decimals that nobody would set."""
    values = [numbers[0].value for row in grid.rows if (numbers := row.numbers.get(column.index))]
    return sum(value * 20 != int(value * 20) for value in values) * 2 > len(values)


def _is_swept(column: Column, grid: Grid) -> bool:
    """Whether a first column of results is the axis along which the others were read: whole numbers in order."""
    values = [numbers[0] for row in grid.rows if (numbers := row.numbers.get(column.index))]
    others = any(c.role in ("result", "open") for c in grid.columns if c is not column)
    if len(values) < 2 or len(values) < len(grid.rows) or not others or any(n.unit for n in values):
        return False
    steps = [b.value - a.value for a, b in zip(values, values[1:], strict=False)]
    return all(n.value == int(n.value) for n in values) and (all(s > 0 for s in steps) or all(s < 0 for s in steps))


def _fill_down(grid: Grid) -> None:
    """Let a name left of the numbers carry on over the blanks below it."""
    for column in grid.columns:
        if column.role in ("result", "open"):
            break
        above, group = "", ""
        for row in grid.rows:
            text = row.texts[column.index]
            if row.group != group:
                above, group = "", row.group
            if not text and above:
                row.texts[column.index] = above
            above = text or above
