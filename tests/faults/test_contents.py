"""All hostile contents in one run beside honest sources: nothing raises, nothing hangs, what a reader sees is found."""

from __future__ import annotations

import math
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sametrack.ingest.fetch import Fetcher
from sametrack.ingest.isolation import Workers
from sametrack.ingest.pipeline import Pipeline
from sametrack.ingest.results import SourceResult
from sametrack.store.database import open_database
from sametrack.store.vocabulary import load_vocabulary

sys.path.insert(0, str(Path(__file__).parent))
from contents import CONTENTS, Content, html
from wire import Talk, Wire, response

LIMIT_S = 3.0
HONEST = 5


def serve(_: Wire, talk: Talk) -> None:
    place = talk.path.removeprefix("/case/")
    if place.isdigit():
        case = CONTENTS[int(place)]
        talk.send(response(case.body, f"Content-Type: {case.kind}"))
    else:
        talk.send(response(html("") if talk.path.startswith("/honest") else b"", "Content-Type: text/html"))


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[SourceResult]]]:
    """The database after one run over everything, and the results in the order of the cases, the honest ones last."""
    path = tmp_path_factory.mktemp("contents") / "all.db"
    words = load_vocabulary()
    with Wire(serve) as wire:
        fetcher = Fetcher(allow=frozenset({("127.0.0.1", wire.port)}), deadline_s=60)
        targets = [f"{wire.url}/case/{n}" for n in range(len(CONTENTS))] + [f"{wire.url}/honest/{n}" for n in range(HONEST)]  # fmt: skip
        with open_database(path) as database, Workers(words, limit_s=LIMIT_S) as reader:
            yield path, list(Pipeline(database, fetcher, words, reader=reader).run(targets))
        fetcher.close()


def claims_of(path: Path, source_end: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as db:
        return db.execute(
            "SELECT c.value, c.metric, d.published, d.title FROM claims c JOIN documents d ON d.id = c.document"
            " JOIN sources s ON s.id = d.source WHERE s.url LIKE '%' || ?",
            (source_end,),
        ).fetchall()


@pytest.mark.parametrize("number", range(len(CONTENTS)), ids=[case.name for case in CONTENTS])
def test_contents(number: int, ran: tuple[Path, list[SourceResult]]) -> None:
    path, results = ran
    case: Content = CONTENTS[number]
    for error in results[number].errors:
        assert "\n" not in error
        assert "Traceback" not in error
        assert "AssertionError" not in error
    if case.must == "claims":
        assert any(value == 2.5 for value, *_ in claims_of(path, f"/case/{number}")), results[number].errors


def test_the_honest_sources_of_the_run_are_all_there(ran: tuple[Path, list[SourceResult]]) -> None:
    path, results = ran
    assert not any(result.errors for result in results[-HONEST:])
    for n in range(HONEST):
        assert [value for value, *_ in claims_of(path, f"/honest/{n}")] == [2.5]


def test_the_database_is_sound_and_holds_only_finite_numbers(ran: tuple[Path, list[SourceResult]]) -> None:
    path, _ = ran
    with open_database(path) as database:
        assert database.problems() == []
        values = [stored.claim.value for stored in database.claims()]
    assert values
    assert all(value is None or math.isfinite(value) for value in values)


def test_hostile_dates_sort_sanely(ran: tuple[Path, list[SourceResult]]) -> None:
    path, _ = ran
    with sqlite3.connect(path) as db:
        dates = [row[0] for row in db.execute("SELECT published FROM documents WHERE published IS NOT NULL")]
    assert all(len(date) >= 10 and "0000" < date[:4] <= "9999" for date in dates)


@pytest.mark.parametrize("form", ["terminal", "markdown", "json"])
def test_nothing_of_it_acts_in_any_output(form: str, ran: tuple[Path, list[SourceResult]]) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("sametrack")), "--db", str(ran[0]), "digest", "--all", "--format", form],
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    out = done.stdout.decode()
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in "\u202e\u200b\ufeff" for c in out)
    if form == "markdown":
        assert "](javascript" not in out
        assert "<script" not in out


def test_a_runaway_is_ended_told_and_replaced() -> None:
    from sametrack.store.errors import ReadError

    with Workers(limit_s=1.0, size=1) as reader:
        start = time.monotonic()
        with pytest.raises(ReadError, match="x: took longer than 1 s to read; skipped"):
            reader.call("x", time.sleep, 60.0)
        assert time.monotonic() - start < 5
        assert reader.call("y", len, "four") == 4
        with pytest.raises(ReadError, match="more memory"):
            reader.call("x", bytearray, 2_000_000_000)
        with pytest.raises(ReadError, match=r"cannot be read \(ValueError"):
            reader.call("x", int, "no number")
        assert reader.call("y", len, "four") == 4


def test_a_worker_that_dies_is_replaced() -> None:
    import os

    from sametrack.store.errors import ReadError

    with Workers(size=1) as reader:
        with pytest.raises(ReadError, match="more time or memory"):
            reader.call("x", os._exit, 9)
        assert reader.call("y", len, "four") == 4
