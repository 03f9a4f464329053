"""What the installed command takes of memory at its highest, on what is built to take much: below 400 MB, all processes together."""

from __future__ import annotations

import gzip
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from behaviours import BOMB, flooding
from contents import SAID, feed, html
from memory import Peaks, measured
from wire import Serve, Talk, Wire, response

MOST: Final = 400_000_000
SIZE: Final = 19_000_000


def many(part: bytes, before: bytes = b"<html>") -> bytes:
    return before + part * (SIZE // len(part))


def answering(body: bytes, kind: str = "text/html", *headers: str) -> Serve:
    return lambda _, talk: talk.send(response(body, f"Content-Type: {kind}", *headers))


def entries(count: int) -> bytes:
    one = feed("giant", said=SAID)
    head, rest = one.split("<entry>", 1)
    entry, tail = rest.split("</entry>", 1)
    return (head + "".join(f"<entry>{entry.replace('/p', f'/{n}')}</entry>" for n in range(count)) + tail).encode()


CASES: Final[Mapping[str, Serve]] = {
    "gzip bomb": answering(BOMB, "text/html", "Content-Encoding: gzip"),
    "endless body": flooding(b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 65536),
    "a page of 19 MB, packed": answering(gzip.compress(many(b"a ", b"<html><p>")), "text/html", "Content-Encoding: gzip"),
    "one tag of 19 MB": answering(many(b"a=1 ", b"<html><p ")),
    "19 MB of tags": answering(many(b"<p>x")),
    "19 MB of nesting": answering(many(b"<div>")),
    "19 MB of rows": answering(many(b"<tr><td>1<td>2 ms", b"<table>")),
    "spans of a million cells": answering(many(b"<tr><td colspan=1000 rowspan=1000>1", b"<table>")[:2_000_000]),
    "19 MB of Markdown rows": answering(many(b"|1|2 ms|\n", b"|a|b|\n|-|-|\n"), "text/markdown"),
    "a giant feed": answering(entries(60_000), "application/atom+xml"),
    "an entry of 15 MB": answering(feed("entry", said="word " * 3_000_000).encode(), "application/atom+xml"),
    "19 MB of JSON": answering(b"[" + many(b'{"a":1},', b"") + b"{}]", "application/json"),
}  # fmt: skip
FEW: Final = ("gzip bomb", "19 MB of tags", "19 MB of JSON")


def ingested(place: Path, serve: Serve, paths: list[str]) -> Peaks:
    with Wire(serve) as wire:
        command = [str(Path(sys.executable).with_name("sametrack")), "--db", str(place / "x.db"), "ingest",
                   *(wire.url + path for path in paths), "--allow-address", f"127.0.0.1:{wire.port}"]  # fmt: skip
        return measured(command)


linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="memory is limited and measured by Linux's own means"
)


@linux
@pytest.mark.parametrize("name", [n if n in FEW else pytest.param(n, marks=pytest.mark.slow) for n in CASES])
def test_all_processes_together_stay_below_400_mb(name: str, tmp_path: Path) -> None:
    peaks = ingested(tmp_path, CASES[name], ["/"])
    assert peaks.status in (0, 3), peaks.told
    assert peaks.told.count("\n") <= 2
    assert max(peaks.each.values()) < MOST
    assert peaks.together < MOST
    assert peaks.seconds < 40


@linux
@pytest.mark.slow
def test_many_large_sources_beside_each_other_take_no_more(tmp_path: Path) -> None:
    """What several sources hold at once stands in files: before it did, twenty took gigabytes."""
    body = many(b"x" * 19_000)
    page = html("")

    def serve(_: Wire, talk: Talk) -> None:
        talk.send(response(page if talk.path == "/honest" else body, "Content-Type: text/html"))

    peaks = ingested(tmp_path, serve, [*(f"/{n}" for n in range(20)), "/honest"])
    assert peaks.status in (0, 3), peaks.told
    assert peaks.together < MOST
    with sqlite3.connect(tmp_path / "x.db") as db:
        held = db.execute(
            "SELECT COUNT(*) FROM claims c JOIN documents d ON d.id = c.document WHERE d.url LIKE '%honest'"
        )
        assert held.fetchone() == (1,)
