"""What the user named -> the bytes behind it: a file, a folder, an address."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ...store.errors import ReadError
from ..benchmarks import split
from ..read import kind_of
from . import githubthreads, hackernews, inferencex, reddit, threads
from .arriving import Arriving, Listing
from .feed import entries
from .github import raw_address
from .jsonfeed import is_json_feed

READ: Final = ("markdown", "html", "text")
MAX_FILE: Final = 20_000_000
MAX_ARCHIVE: Final = 200_000_000
ITEM: Final = re.compile(r"https?://(?:news\.ycombinator\.com/item\?id=|hn\.algolia\.com/api/v1/items/)(\d+)")


def is_address(target: str) -> bool:
    """Return whether ``target`` is a web address and no path."""
    return bool(re.match(r"[a-z][a-z0-9+.-]*://", target, re.I))


def address_to_fetch(target: str) -> str:
    """Return the address that answers for ``target``: a discussion's API, a file's own bytes on its host."""
    if (item := ITEM.match(target)) is not None:
        return hackernews.API + item[1]
    if (asked := githubthreads.api_address(target) or reddit.thread_feed(target)) is not None:
        return asked
    return raw_address(target)


def files_of(target: str) -> Iterator[Path]:
    """Yield the files of a path in a stable order, of a folder no pictures; raises ReadError where there is none."""
    path = Path(target)
    if not path.exists():
        raise ReadError(f"{target}: no such file or folder; check the path")
    if path.is_dir():
        yield from (
            p
            for p in sorted(path.rglob("*"))
            if p.is_file() and p.suffix != ".svg" and not any(part.startswith(".") for part in p.parts[1:])
        )
    else:
        yield path


def file_id(path: Path, target: str) -> str:
    """Return the identity of a file: its path below the argument, the argument's own name kept."""
    root = Path(target)
    return path.name if root.is_file() else f"{root.resolve().name}/{path.relative_to(root).as_posix()}"


def listing_of_file(path: Path, ident: str) -> Listing:
    """Return what a file holds; raises ReadError where it cannot be read."""
    try:
        most = MAX_ARCHIVE if path.suffix == ".zip" else MAX_FILE
        if path.stat().st_size > most:
            raise ReadError(f"{path}: larger than {most // 1_000_000} MB; not read")
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror}); check its permissions") from None
    return listing_of_bytes(data, ident, None, networked=False)


def from_stdin() -> Arriving:
    """Return the Markdown on the standard input; raises ReadError where it is too much."""
    data = sys.stdin.buffer.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise ReadError(f"the standard input: larger than {MAX_FILE // 1_000_000} MB; not read")
    return Arriving("-", data, "stdin.md", "source")


def listing_of_bytes(data: bytes, url: str, content_type: str | None, *, networked: bool) -> Listing:
    """Return the documents in ``data``: a feed's entries, a thread, the rows of a benchmark, a page.

    A file of unknown kind is skipped, counted by its suffix; raises ReadError where nothing can be read.
    """
    if not data.strip():
        raise ReadError(f"{url}: is empty; nothing to read")
    if threads.is_thread(data):
        return Listing([Arriving(url, data, url, "page", content_type), *_comments_on(data, networked=networked)])
    if inferencex.is_perf_changelog(data):
        return inferencex.changelog(data, url, "InferenceX")
    if (rows := split(data, url)) is not None:
        return Listing([Arriving(address, row, url, held, form) for address, form, row, held in rows])
    kind = kind_of(url, content_type, data[:4096])
    if kind == "feed" or is_json_feed(data):
        return entries(data, url, networked=networked)
    if kind in READ:
        return Listing([Arriving(url, data, url, "page" if networked else "source", content_type)])
    if networked or not skipped_kind(url):
        raise ReadError(f"{url}: is no document or feed we can read; name a page, a feed or Markdown")
    return Listing(skipped=Counter([skipped_kind(url)]))


def _comments_on(data: bytes, *, networked: bool) -> list[Arriving]:
    """The comments on an issue, which its API lists at an address of their own; a file never causes a fetch."""
    if not networked or data.lstrip()[:1] != b"{" or not githubthreads.is_thread(data):
        return []
    found = githubthreads.comments_address(data)
    return [Arriving(found[0], b"", found[0], "page", None, follow=found[1])] if found else []


def skipped_kind(name: str) -> str:
    """Return the suffix a skipped file is counted under, empty where it has none of the known data kinds."""
    suffix = Path(name).suffix.lower()
    return (
        suffix
        if suffix
        in {
            ".json",
            ".jsonl",
            ".yaml",
            ".yml",
            ".csv",
            ".tsv",
            ".xml",
            ".png",
            ".svg",
            ".jpg",
            ".gif",
            ".pdf",
            ".py",
            ".toml",
        }
        else ""
    )
