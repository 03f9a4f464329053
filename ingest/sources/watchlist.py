"""The watch list: the built-in table with the user's own over it, checked on load."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from ...store.errors import VocabularyError
from ..fetch.urls import address_of

FILE: Final = "sources.toml"
KINDS: Final = ("archive", "changelog", "discussions", "feed", "page", "perf-changelog", "posts", "releases", "sitemap")
REPOSITORY: Final = re.compile(r"https?://(?:www\.)?github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?(?:/releases)?/?$")
NAME: Final = re.compile(r"[\w][\w.+-]{0,60}")


@dataclass(frozen=True, slots=True)
class Watched:
    """One source. ``kind`` is one of ``KINDS``, or ``auto`` for an address given once on the command line.

    ``keep``, ``drop`` and ``date`` are CSS selectors of its pages; ``follow`` a regular expression on the addresses of a
    listing; ``page`` the address of a post with ``{stem}``; ``limit`` the pages fetched a run; ``every_h`` the hours
    between two looks, where the source's own rhythm is not to decide; ``allow`` a private ``HOST:PORT``; ``robots`` is False
    where its pages are fetched whatever their site's robots.txt says.
    """

    name: str
    url: str
    kind: str = "auto"
    project: str | None = None
    publisher: str | None = None
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    date: str | None = None
    follow: str | None = None
    page: str | None = None
    limit: int = 40
    every_h: float | None = None
    allow: str | None = None
    robots: bool = True
    own: bool = False


_FIELDS: Final = {f.name for f in fields(Watched)} - {"name", "own"}
_LISTS: Final = {"keep", "drop"}
_NUMBERS: Final = {"limit", "every_h"}


def load_watchlist(own: Path | None = None) -> dict[str, Watched]:
    """Return the watch list by name, alphabetically; ``own`` is the user's file, where there is one.

    Raises VocabularyError, with the file, the source and what is wrong, for a table that is none.
    """
    found = _parse(FILE, files(__package__).joinpath(FILE).read_bytes(), own=False)
    if own is not None and own.is_file():
        for name, watched in _parse(str(own), own.read_bytes(), own=True).items():
            found[name] = watched
    return {name: watched for name, watched in sorted(found.items()) if watched is not None}


def _parse(file: str, data: bytes, *, own: bool) -> dict[str, Watched | None]:
    try:
        table = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{file}: not TOML ({error}); mend the line it names") from None
    return {name: checked(file, name, raw, own=own) for name, raw in table.items()}


def checked(file: str, name: str, raw: object, *, own: bool = True) -> Watched | None:
    """Return the source ``raw`` describes, None for one that is switched off; raises VocabularyError."""
    where = f"{file}: {name}"
    if not isinstance(raw, Mapping):
        raise VocabularyError(f'{where} must be a table, such as {{ kind = "feed", url = "https://..." }}')
    if raw.get("off") is True:
        return None
    if not NAME.fullmatch(name):
        raise VocabularyError(f"{where}: name it with letters, digits, dots and hyphens")
    if unknown := set(raw) - _FIELDS:
        raise VocabularyError(f"{where} has unknown fields {', '.join(sorted(unknown))}")
    if raw.get("kind") not in KINDS:
        raise VocabularyError(f"{where}: kind must be one of {', '.join(KINDS)}")
    if address_of(str(raw.get("url", ""))) is None:
        raise VocabularyError(f"{where}: url must be a web address")
    values: dict[str, Any] = {key: _value(where, key, value) for key, value in raw.items()}
    watched = Watched(name=name, own=own, **values)
    _check(where, watched)
    return watched


def _value(where: str, key: str, value: object) -> object:
    if key in _LISTS:
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise VocabularyError(f"{where}: {key} must be a list of selectors")
        return tuple(value)
    if key == "robots":
        if not isinstance(value, bool):
            raise VocabularyError(f"{where}: robots must be true or false")
        return value
    if key in _NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 10_000:
            raise VocabularyError(f"{where}: {key} must be a number above 0")
        return value
    if not isinstance(value, str) or not value:
        raise VocabularyError(f"{where}: {key} must be a text")
    return value


def _check(where: str, watched: Watched) -> None:
    if watched.kind in ("archive", "sitemap") and watched.follow is None:
        raise VocabularyError(f"{where}: say with follow which of its links are posts")
    if watched.kind == "posts" and "{stem}" not in (watched.page or ""):
        raise VocabularyError(f"{where}: say with page where a post stands, with {{stem}} for its file's name")
    try:
        re.compile(watched.follow or "")
    except re.error as error:
        raise VocabularyError(f"{where}: follow is no regular expression ({error})") from None


def written(watched: Watched) -> dict[str, object]:
    """Return the table that says ``watched``, without what every source has."""
    values = {key: getattr(watched, key) for key in ("kind", "url", *sorted(_FIELDS - {"kind", "url"}))}
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in values.items()
        if value != Watched.__dataclass_fields__[key].default
    }


def line_of(watched: Watched) -> str:
    """Return the line of ``sources.toml`` that says ``watched``."""
    return f"{_toml(watched.name)} = {{ {', '.join(f'{k} = {_toml(v)}' for k, v in written(watched).items())} }}"


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:g}"
    text = "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08X}" for c in str(value)[:2000])
    return f'"{text}"'


def named(watchlist: Mapping[str, Watched], targets: Iterable[str]) -> list[str | Watched]:
    """Return ``targets`` with every name of the watch list, and every address it watches, replaced by its source.

    A name is not taken where a file or folder is called so. A repository's address stands for its releases.
    """
    by_url = {watched.url.rstrip("/"): watched for watched in reversed(list(watchlist.values()))}
    return [_named(watchlist, by_url, target) for target in targets]


def _named(watchlist: Mapping[str, Watched], by_url: Mapping[str, Watched], target: str) -> str | Watched:
    found = by_url.get(target.rstrip("/")) or (None if Path(target).exists() else watchlist.get(target))
    if found is None and (repository := REPOSITORY.match(target)):
        return Watched(target, f"https://github.com/{repository[1]}/{repository[2]}", "releases", repository[2])
    return found or target
