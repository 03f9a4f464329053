"""Pipe tables whose separator row GFM refuses: repaired, so that a slip of the author's hides no measurement.

GFM wants as many columns in the separator as in the header, and none of them empty. The header decides; where the rows
below have more cells, header and separator grow to the right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LEAD = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?")
_SEPARATOR = re.compile(r"^[|:\- \t]+$")
_PROPER = re.compile(r"^:?-+:?$")
_MAX_COLUMNS = 200


def repair_tables(lines: list[str], code: Sequence[bool]) -> None:
    """Mend in place the separator (and header) rows of pipe tables; ``code`` marks lines not to touch."""
    index = 1
    while index < len(lines):
        if code[index] or code[index - 1] or not _is_separator(lines[index]) or "|" not in lines[index - 1]:
            index += 1
            continue
        end = index + 1
        while end < len(lines) and not code[end] and "|" in lines[end]:
            end += 1
        _repair(lines, index, end)
        index = end


def cells_of(line: str) -> list[str]:
    """Return the cells of one row of a pipe table as GFM splits it: escaped pipes are text, outer pipes optional."""
    body = _LEAD.sub("", line, count=1).strip() if line.lstrip()[:1] != "-" else line.strip()
    cells = re.split(r"(?<!\\)\|", body)
    if cells and not cells[0].strip():
        cells.pop(0)
    if cells and not cells[-1].strip():
        cells.pop()
    return [cell.strip() for cell in cells]


def _is_separator(line: str) -> bool:
    body = line.lstrip(" \t>")
    return "-" in body and "|" in body and _SEPARATOR.match(body) is not None


def _repair(lines: list[str], at: int, end: int) -> None:
    header, separator = cells_of(lines[at - 1]), cells_of(lines[at])
    proper = all(_PROPER.match(cell) for cell in separator)
    if not header or _is_separator(lines[at - 1]) or (proper and len(header) == len(separator)):
        return
    width = min(max(len(header), *(len(cells_of(row)) for row in lines[at + 1 : end]), 0), _MAX_COLUMNS)
    lead = re.match(r"[ \t>]*", lines[at])
    lines[at] = (lead[0] if lead else "") + "|" + "---|" * width
    if width > len(header):
        row = lines[at - 1].rstrip()
        lines[at - 1] = (row if row.endswith("|") else row + " |") + " |" * (width - len(header))
