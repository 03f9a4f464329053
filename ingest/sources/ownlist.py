"""The user's own watch list, a file beside the config: lines are put in and taken out, everything else stays as written."""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from pathlib import Path
from typing import Final

from ...store.errors import StoreError, VocabularyError
from .watchlist import Watched, line_of, load_watchlist

HEAD: Final = (
    "# Your own sources, one a line, in the shape of the built-in list; { off = true } switches a built-in one off.\n"
)


def put(path: Path, watched: Watched) -> None:
    """Add ``watched`` or replace the line of its name; raises StoreError or VocabularyError, the file then as before."""
    _write(path, [*_without(path, watched.name), line_of(watched)])


def take(path: Path, name: str) -> None:
    """Remove a source: its own line where it has one, and a built-in one by switching it off."""
    lines = _without(path, name)
    if name in load_watchlist():
        lines.append(f'"{name}" = {{ off = true }}')
    _write(path, lines)


def _without(path: Path, name: str) -> list[str]:
    try:
        lines = path.read_text("utf-8").splitlines() if path.is_file() else HEAD.splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path}: cannot be read ({error}); mend or remove it") from None
    key = re.compile(rf'\s*(?:"{re.escape(name)}"|{re.escape(name)})\s*=')
    table = re.compile(rf'\s*\[\s*(?:"{re.escape(name)}"|{re.escape(name)})\s*\]')
    if any(table.match(line) for line in lines):
        raise VocabularyError(f"{path}: {name} is written over several lines; change it there by hand")
    return [line for line in lines if not key.match(line)]


def _write(path: Path, lines: list[str]) -> None:
    """Replace the file at once, by one that can be read."""
    text = "\n".join(lines) + "\n"
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"{path}: not TOML ({error}); mend the line it names") from None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as beside:
            beside.write(text)
            beside.flush()
            os.fsync(beside.fileno())
        Path(beside.name).replace(path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}); check the folder") from None
