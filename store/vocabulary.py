"""The field's words as data: accelerators, models, engines, metrics, units, data sets, precisions, publishers.

Each table is a TOML file beside this module; a user's folder may hold files of the same names, whose entries replace or
extend ours. Everything is checked on load, because a doubled spelling would quietly file a claim under the wrong name.
"""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from .errors import VocabularyError

HOME: Final = Path(__file__).parent
TABLES: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "accelerators": ("accelerator", frozenset({"vendor", "architecture", "memory_gb", "host", "case"})),
    "datasets": ("dataset", frozenset({"accuracy", "case"})),
    "engines": ("engine", frozenset({"role", "case"})),
    "metrics": ("metric", frozenset({"family", "direction", "case", "weak"})),
    "models": ("model", frozenset({"needs", "variants", "sized", "marked", "letter", "spelled", "case"})),
    "precisions": ("precision", frozenset({"bits", "method", "case"})),
    "publishers": ("publisher", frozenset({"hosts", "project"})),
    "units": ("unit", frozenset({"unit", "scale", "per", "case"})),
}
"""File stem -> (kind, fields an entry may hold beside ``surfaces``)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the field: its kind, canonical name, the spellings it is found by, and what else is known of it."""

    kind: str
    name: str
    surfaces: tuple[str, ...]
    attributes: Mapping[str, Any]


class Vocabulary:
    """All entries by kind, with a fingerprint that changes when any word does."""

    def __init__(self, entries: tuple[Entry, ...], fingerprint: str) -> None:
        """Index ``entries``; use ``load_vocabulary`` to get a checked one."""
        self.fingerprint = fingerprint
        self._kinds: dict[str, dict[str, Entry]] = {}
        for entry in entries:
            self._kinds.setdefault(entry.kind, {})[entry.name] = entry

    def entries(self, kind: str) -> tuple[Entry, ...]:
        """Return the entries of one kind, in the order of their table."""
        return tuple(self._kinds.get(kind, {}).values())

    def entry(self, kind: str, name: str) -> Entry | None:
        """Return the entry with this canonical name, or None."""
        return self._kinds.get(kind, {}).get(name)


@lru_cache(maxsize=4)
def load_vocabulary(overlay: Path | None = None) -> Vocabulary:
    """Load and check the built-in tables, and those of the ``overlay`` folder over them.

    Raises VocabularyError naming file, entry and what is wrong.
    """
    entries: dict[tuple[str, str], Entry] = {}
    digest = hashlib.sha256()
    for stem, (kind, allowed) in TABLES.items():
        for folder in (HOME, overlay):
            path = folder / f"{stem}.toml" if folder else None
            if path is None or not path.is_file():
                continue
            data = path.read_bytes()
            digest.update(stem.encode() + b"\0" + data)
            for entry in _parse(path.name, kind, allowed, data):
                entries[kind, entry.name] = entry
    _check_surfaces(tuple(entries.values()))
    return Vocabulary(tuple(entries.values()), digest.hexdigest()[:16])


def _parse(file: str, kind: str, allowed: frozenset[str], data: bytes) -> list[Entry]:
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{file}: not TOML ({error}); mend the line it names") from None
    return [_entry(file, kind, allowed, name, raw) for name, raw in table.items()]


def _entry(file: str, kind: str, allowed: frozenset[str], name: str, raw: object) -> Entry:
    if not isinstance(raw, dict):
        raise VocabularyError(f"{file}: {name} must be a table, such as {name} = {{ surfaces = [...] }}")
    unknown = set(raw) - allowed - {"surfaces", "own"}
    if unknown:
        raise VocabularyError(f"{file}: {name} has unknown fields {', '.join(sorted(unknown))}")
    surfaces = raw.get("surfaces", [])
    if not isinstance(surfaces, list) or not all(isinstance(s, str) and s for s in surfaces):
        raise VocabularyError(f"{file}: {name}: surfaces must be a list of non-empty texts")
    own = [] if raw.get("own") is False or name in surfaces else [name]
    for text in (name, *surfaces):
        if unicodedata.normalize("NFC", text) != text or text != text.strip():
            raise VocabularyError(f"{file}: {name}: write {text!r} in NFC, without spaces at its ends")
    attributes = {key: value for key, value in raw.items() if key in allowed}
    return Entry(kind, name, (*own, *surfaces), attributes)


def _check_surfaces(entries: tuple[Entry, ...]) -> None:
    seen: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        for surface in entry.surfaces:
            cased = entry.kind == "unit" or bool(entry.attributes.get("case"))
            key = (entry.kind, surface if cased else surface.lower())
            if (other := seen.get(key)) is not None and other is not entry:
                raise VocabularyError(f"{entry.kind} {surface!r} stands under both {other.name} and {entry.name}")
            seen[key] = entry
