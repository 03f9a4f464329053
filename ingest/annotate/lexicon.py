"""The words of table headers and row labels (columns.toml), compiled: metrics, parameters, statistics, units."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from ...store.errors import VocabularyError
from .openings import lowered
from .units import UnitWord, by_first_letter

KINDS: Final = ("metric", "change", "parameter", "label", "statistic", "unit", "short", "denominator")
JOINTS: Final = re.compile(r"[\s_\-]+")
_EDGE: Final = (r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one word means: the metric, field or statistic it names, its default unit and form."""

    kind: str
    name: str
    unit: str = ""
    form: str = ""
    metric: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A word of the lexicon in a text."""

    start: int
    end: int
    entry: Entry


class Lexicon:
    """The compiled words. One pattern a kind, the longest word first, so that a search is one pass over the text."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        """Compile the tables of ``columns.toml``; raises VocabularyError for an unknown table or a word said twice."""
        unknown = set(raw) - {*KINDS, "beside", "context", "refuse"}
        if unknown:
            raise VocabularyError(f"columns.toml: unknown table {sorted(unknown)[0]!r}; use one of {', '.join(KINDS)}")
        self._entries: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
        self.units: dict[str, UnitWord] = {}
        self._bracket_only: set[str] = set()
        spelled: dict[str, list[str]] = {kind: [] for kind in KINDS}
        for kind in KINDS:
            for table in raw.get(kind, ()):
                self._add(kind, table)
                spelled[kind] += table["words"]
        self._patterns = {kind: _pattern(words, loose=kind == "unit") for kind, words in spelled.items()}
        self.beside: dict[str, str] = dict(raw.get("beside", {}))
        self._shorts = frozenset(_folded(word) for word in self._entries["short"])
        self.contexts: dict[str, re.Pattern[str]] = {
            k: _pattern(w, fold=True) for k, w in raw.get("context", {}).items()
        }
        self.refused_headers = _pattern(raw.get("refuse", {}).get("headers", ()), fold=True)
        self.natural = {str(t["name"]): str(t.get("unit", "")) for t in raw.get("metric", ())}
        self.data_sheet = _pattern(raw.get("refuse", {}).get("data_sheet", ()), fold=True)
        self.sheet_corners = _pattern(raw.get("refuse", {}).get("sheet_corners", ()), fold=True)
        self.named_sheet = _pattern(raw.get("refuse", {}).get("named_sheet", ()), fold=True)
        self.refused_contexts = _pattern(raw.get("refuse", {}).get("contexts", ()), fold=True)

    def _add(self, kind: str, table: Mapping[str, Any]) -> None:
        name = str(table.get("name", table.get("field", table.get("form", table.get("unit", "")))))
        entry = Entry(kind, name, str(table.get("unit", "")), str(table.get("form", "")), str(table.get("metric", "")))
        for word in table["words"]:
            key = _folded(word)
            if key in self._entries[kind]:
                raise VocabularyError(f"columns.toml: {word!r} stands twice among the {kind} words; keep one")
            self._entries[kind][key] = entry
            if kind in ("unit", "short"):
                self.units[key] = UnitWord(entry.unit, float(table.get("scale", 1.0)))
                if table.get("only") == "bracket":
                    self._bracket_only.add(key)

    def find(self, kind: str, text: str) -> list[Found]:
        """Return the words of ``kind`` in ``text``, in reading order, longest at each place."""
        entries = self._entries[kind]
        return [
            Found(m.start(), m.end(), entry)
            for m in self._patterns[kind].finditer(lowered(text))
            if (entry := _lookup(entries, m[0])) is not None
        ]

    def unit(self, text: str) -> UnitWord | None:
        """Return the unit that ``text`` as a whole spells (short spellings allowed), or None."""
        return self.units.get(_folded(text))

    def find_unit(self, text: str) -> tuple[int, int, UnitWord] | None:
        """Return the first unit inside ``text`` that needs no brackets, as (start, end, unit)."""
        for match in self._patterns["unit"].finditer(lowered(text)):
            key = _folded(match[0])
            if key in self.units and key not in self._bracket_only:
                return match.start(), match.end(), self.units[key]
        tail = re.search(r"(?:,\s?|\s|_)(us|[a-zA-Z])$", text, re.I)
        if tail is not None and _folded(tail[1]) in self._shorts:
            return tail.start(1), tail.end(1), self.units[_folded(tail[1])]
        return None


def _folded(word: str) -> str:
    return JOINTS.sub("", word).lower().replace("μ", "µ")


def _lookup(entries: Mapping[str, Entry], word: str) -> Entry | None:
    key = _folded(word)
    found = entries.get(key)
    return found if found is not None else entries.get(key.removesuffix("s"))


def _pattern(words: Iterable[str], *, fold: bool = False, loose: bool = False) -> re.Pattern[str]:
    """One pattern of all words, for text in lower case; ``fold``: for any text; ``loose``: ``fwd_ms`` holds "ms".

    The edge stands before the alternatives, so that each begins with a letter that is compared first.
    """
    spelled = sorted(words, key=len, reverse=True)
    if not spelled:
        return re.compile(r"(?!)")
    inner = by_first_letter(_flexible(word, loose) for word in spelled if word[0].isalnum())
    marks = "|".join(_flexible(word, loose) for word in spelled if not word[0].isalnum())
    body = "|".join(part for part in (marks, f"{_EDGE[0]}(?:{inner})" if inner else "") if part)
    return re.compile(f"(?:{body})", re.IGNORECASE if fold else 0)


def _flexible(word: str, loose: bool) -> str:
    """Match the word with any of blank, hyphen, underscore or nothing between its parts, and a plural."""
    parts = [re.escape(part) for part in re.split(r"[\s_\-]+", word.lower())]
    body = r"[\s_\-]{0,2}".join(parts).replace("μ", "[µμ]").replace("µ", "[µμ]")
    if len(word) <= 2 and word.isalpha() and not loose:  # a name such as VLLM_EP is no parameter
        return rf"{body}(?<![a-z0-9_].{{{len(word)}}})(?![a-z0-9_])"
    end = r"s?" + _EDGE[1] if word[-1].isalpha() else (_EDGE[1] if word[-1].isdigit() else "")
    return body + end


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the built-in lexicon; raises VocabularyError where columns.toml is broken."""
    text = files(__package__).joinpath("columns.toml").read_text(encoding="utf-8")
    try:
        return Lexicon(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise VocabularyError(f"columns.toml cannot be read: {error}") from error
