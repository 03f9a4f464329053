"""Track fields that a claim's own words state, for claims that hold only the guide's fields.

``read_words`` looks at the subject, at the words next to the value and, for prose, at the whole sentence; what is
found fills a field only where the claim leaves it unsaid. The patterns are the table derived.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

_TOKEN: Final = re.compile(r"[a-z0-9$][a-z0-9._$=/-]*[a-z0-9]|[a-z0-9]")
_PIECE: Final = re.compile(r"[-/=_]")
_NUMBER: Final = re.compile(r"\d")
_COUNT: Final = re.compile(r"([\d,.]+)([km]?)")
_SCALE: Final = {"": 1.0, "k": 1e3, "m": 1e6}


class Pattern(NamedTuple):
    """One row of derived.toml."""

    field: str
    value: str
    number: bool
    match: re.Pattern[str]
    reads: frozenset[str]


class Words(NamedTuple):
    """The words of a claim that the patterns look at; ``row`` and ``sentence`` exclude each other."""

    subject: str
    near: str
    sentence: str
    row: str
    accelerator: str


def _load() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "derived.toml").read_text(encoding="utf-8"))


_TABLES: Final = _load()
_PATTERNS: Final = tuple(
    Pattern(
        row["field"], row["value"], row.get("number", False), re.compile(row["match"], re.I), frozenset(row["reads"])
    )
    for row in _TABLES["pattern"]
)


def _index(key: str) -> Mapping[str, tuple[int, ...]]:
    table: dict[str, list[int]] = {}
    for number, row in enumerate(_TABLES["pattern"]):
        for word in row.get(key, ()):
            table.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in table.items()}


_BY_WORD: Final = _index("words")
_BY_PREFIX: Final = _index("prefixes")
_WAYS: Final[Mapping[str, frozenset[str]]] = {way: frozenset(words) for way, words in _TABLES["direction"].items()}
_OPERATIONS: Final = {word: name for name, words in _TABLES["operations"].items() for word in words}
_CONTENTS: Final = frozenset(_TABLES["contents"]["words"])
FILLER: Final = frozenset(_TABLES["subject"]["filler"])
PRECISION_WORDS: Final = frozenset(_TABLES["subject"]["precision"])
OWN_BASELINE: Final = frozenset(_TABLES["subject"]["own_baseline"])


@lru_cache(maxsize=8192)
def tokens(text: str) -> frozenset[str]:
    """Return the words of ``text``, lower case, whole and split at hyphens and slashes."""
    whole = _TOKEN.findall(text.lower())
    out = set(whole)
    for token in whole:
        if "-" in token or "/" in token or "=" in token:
            out.update(part for part in _PIECE.split(token) if part)
    return frozenset(out)


def near(quote: str, value_text: str, offset: int | None = None) -> str:
    """Return the words that follow the value up to the next number, at most 60 characters."""
    start = offset if offset is not None else quote.find(value_text)
    if start < 0 or not value_text:
        return ""
    end = start + len(value_text)
    tail = quote[end : end + 60]
    stop = _NUMBER.search(tail)
    return tail[: stop.start()] if stop else tail


def _candidates(found: Iterable[str]) -> list[int]:
    numbers: set[int] = set()
    for token in found:
        numbers.update(_BY_WORD.get(token, ()))
        numbers.update(_BY_PREFIX.get(token[:2], ()))
    return sorted(numbers)


def as_count(text: str) -> float | None:
    """Read ``4K``, ``2,000`` or ``1M`` as a number (K is a thousand); None where it is none."""
    match = _COUNT.fullmatch(text.strip().lower())
    if match is None:
        return None
    try:
        return float(match[1].replace(",", "").rstrip(".")) * _SCALE[match[2]]
    except ValueError:
        return None


def _value(pattern: Pattern, match: re.Match[str]) -> str | float | None:
    if pattern.value != "$1":
        return pattern.value
    group = next((part for part in match.groups() if part), "")
    return as_count(group) if pattern.number else " ".join(group.upper().split())


@lru_cache(maxsize=8192)
def read_words(words: Words) -> Mapping[str, str | float]:
    """Return the track fields that the words state; the earlier pattern of derived.toml wins, the subject first."""
    out: dict[str, str | float] = {}
    parts = words._asdict()
    found = {name: tokens(text) for name, text in parts.items() if text}
    for source, text in parts.items():
        if not text:
            continue
        for number in _candidates(found[source]):
            pattern = _PATTERNS[number]
            if source not in pattern.reads or pattern.field in out:
                continue
            match = pattern.match.search(text)
            value = _value(pattern, match) if match else None
            if value is not None:
                out[pattern.field] = value
    return out


@lru_cache(maxsize=8192)
def operation(subject: str) -> str | None:
    """Return the operation a subject names, None where it names none or several."""
    names = {_OPERATIONS[word] for word in tokens(subject) if word in _OPERATIONS}
    return names.pop() if len(names) == 1 else None


@lru_cache(maxsize=8192)
def content(subject: str) -> frozenset[str]:
    """Return the kinds of content a subject names."""
    return tokens(subject) & _CONTENTS


def direction(text: str) -> str | None:
    """Return which way a change goes, ``cut`` or ``rise``; None where the words say neither or both."""
    found = [way for way, words in _WAYS.items() if tokens(text) & words]
    return found[0] if len(found) == 1 else None
