"""Line marks: how a source line travels through rendering and parsing inside the text itself.

A mark is an opening private-use character and the line number in private-use digits. Reading drops private-use
characters from what it fetches (``clean``), so a mark is always ours; ``unmarked`` takes them out again and says at
which offset of the text each line begins.
"""

from __future__ import annotations

import re

from .clean import clean

_DIGITS = {ord("0") + digit: chr(0xE010 + digit) for digit in range(10)}
_PLAIN = {ord(mark): chr(plain) for plain, mark in _DIGITS.items()}
_MARK = re.compile("\ue000([\ue010-\ue019]{1,9})")
_SPACE = re.compile(r"\s+")

Lines = tuple[tuple[int, int], ...]


def mark(line: int) -> str:
    """Return the mark that says: from here on the text stands on source line ``line`` (1-based)."""
    return "\ue000" + str(line).translate(_DIGITS)


def unmarked(raw: str, *, collapse: bool = True) -> tuple[str, Lines]:
    """Return ``raw`` without marks, and its lines as ``Block.lines`` wants them.

    With ``collapse`` every run of white space becomes one space and the ends are trimmed; without (code), white space
    stays as it is and only the blank lines at the end go.
    """
    pieces: list[str] = []
    lines: list[tuple[int, int]] = []
    length = 0
    parts = _MARK.split(raw)
    for index, part in enumerate(parts):
        if index % 2:
            _begin(lines, length, int(part.translate(_PLAIN)))
            continue
        # Parsing decodes character references, so what must not be in text can be in it again.
        piece = clean(part)
        piece = _SPACE.sub(" ", piece) if collapse else piece
        if collapse and piece.startswith(" ") and (length == 0 or pieces[-1].endswith(" ")):
            piece = piece[1:]
        if piece:
            pieces.append(piece)
            length += len(piece)
    text = "".join(pieces)
    text = text.rstrip() if collapse else text.rstrip("\n ")
    return text, _distinct(lines, len(text))


def without_marks(raw: str) -> str:
    """Return ``raw`` with its marks taken out and nothing else changed."""
    return _MARK.sub("", raw)


def _begin(lines: list[tuple[int, int]], offset: int, line: int) -> None:
    while lines and lines[-1][0] >= offset:
        lines.pop()
    lines.append((offset, line))


def _distinct(lines: list[tuple[int, int]], length: int) -> Lines:
    kept: list[tuple[int, int]] = []
    for offset, line in lines:
        if offset < max(length, 1) and (not kept or kept[-1][1] != line):
            kept.append((offset, line))
    return tuple(kept)
