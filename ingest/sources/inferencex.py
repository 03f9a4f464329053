"""InferenceX's perf-changelog.yaml -> a changelog: an entry a section, named by its pull request, an item a line.

Entries are ``{config-keys, description, pr-link}``, appended in time, without dates.
"""

from __future__ import annotations

import html
import re
from typing import Any, Final

import yaml

from ...store.document import DocumentKind
from ...store.errors import ReadError
from ..fetch.urls import canonical
from ..read import Hints
from .arriving import Answer, Arriving, Listing
from .watchlist import Watched

MOST: Final = 20_000
PULL: Final = re.compile(r"/pull/(\d+)")


def perf_changelog(watched: Watched, answer: Answer) -> Listing:
    """Return the changelog a watched file is; raises ReadError where it has another shape."""
    return changelog(answer.data, canonical(watched.url), watched.project or "InferenceX")


def changelog(data: bytes, url: str, project: str) -> Listing:
    """Return the changelog in ``data`` as one document; raises ReadError where it is none."""
    hints = Hints(title=f"{project} performance changelog", kind=DocumentKind.CHANGELOG)
    text = changelog_text(data, url).encode("utf-8", "replace")
    return Listing([Arriving(url, text, "perf-changelog.html", "source", "text/html; charset=utf-8", hints)])


def is_perf_changelog(data: bytes) -> bool:
    """Return whether ``data`` begins as such a file does."""
    return data.lstrip()[:40].replace(b" ", b"").startswith((b"-config-keys:", b"-description:", b"-pr-link:"))


def changelog_text(data: bytes, url: str) -> str:
    """Return the entries as HTML, newest first: heading ``#PR configurations``, its lines as a list.

    HTML has no lines: those of a text made here would be no lines of the file.
    """
    try:
        rows = yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # both are safe loaders
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        where = " ".join(str(error).split())[:80]
        raise ReadError(f"{url}: is no YAML that can be read ({where}); try again later") from None
    if not isinstance(rows, list) or not any(isinstance(r, dict) and "description" in r for r in rows):
        raise ReadError(f"{url}: is no performance changelog any more; look for a newer sametrack")
    entries = [row for row in rows[:MOST] if isinstance(row, dict)]
    return f"<article>{''.join(_entry(row) for row in reversed(entries))}</article>\n"


def _entry(row: dict[str, Any]) -> str:
    keys = ", ".join(str(key) for key in _listed(row.get("config-keys")))
    pull = PULL.search(str(row.get("pr-link") or ""))
    items = "".join(f"<li>{html.escape(' '.join(str(line).split()))}</li>" for line in _listed(row.get("description")))
    name = f"{'#' + pull[1] if pull else '#?'} {keys or 'all configurations'}"
    return f"<h2>{html.escape(name)}</h2>\n<ul>{items}</ul>\n"


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]
