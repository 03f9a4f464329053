"""The tables of ``elements.toml``: what elements, classes and headings of pages are for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from ...store.errors import VocabularyError

_FILE = "elements.toml"


def _load() -> dict[str, dict[str, tuple[str, ...]]]:
    tables = tomllib.loads(files(__package__).joinpath(_FILE).read_text(encoding="utf-8"))
    return {
        name: {key: _words(f"{name}.{key}", value) for key, value in table.items()} for name, table in tables.items()
    }


def _words(where: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(word, str) and word.strip() for word in value):
        raise VocabularyError(f"{_FILE}: {where} must be a list of words")
    repeated = sorted({word for word in value if value.count(word) > 1})
    if repeated:
        raise VocabularyError(f"{_FILE}: {where} says {repeated[0]!r} twice")
    return tuple(value)


_TABLES: Mapping[str, Mapping[str, tuple[str, ...]]] = _load()
BLOCK_ELEMENTS = frozenset(_TABLES["elements"]["block"])
SILENT_ELEMENTS = frozenset(_TABLES["elements"]["silent"])
SILENT_CLASSES = frozenset(_TABLES["classes"]["silent"])
ARTICLE_BODY = _TABLES["article"]["body"]
ARTICLE_FRAME = _TABLES["article"]["frame"]
CHROME_ELEMENTS = frozenset(_TABLES["chrome"]["elements"])
CHROME_ROLES = frozenset(_TABLES["chrome"]["roles"])
CHROME_WORDS = frozenset(_TABLES["chrome"]["words"])
CHROME_PAIRS = frozenset(_TABLES["chrome"]["pairs"])
CHROME_HEADINGS = frozenset(_TABLES["chrome"]["headings"])
