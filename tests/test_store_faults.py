"""Databases of earlier releases are brought up to date; files that are not ours, newer, locked or closed to us stay as they are."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sametrack.digest.cli.root import run
from sametrack.store import opening, schema
from sametrack.store.database import open_database
from sametrack.store.errors import StoreError
from sametrack.store.schema import SCHEMA_VERSION

FROZEN = Path(__file__).parent / "schemas" / "1-corrected.sql"
POST = "# News\n\nOn H100 the new kernel is 2.5x faster than the old kernel.\n"


def released(path: Path) -> Path:
    """Make the database that the first release left behind."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript(FROZEN.read_text("utf-8"))
    return path


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text(POST)
    assert run(["-q", "ingest", str(tmp_path / "posts")]) == 0
    return tmp_path / "test.db"


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def told_in_one_line(capsys: pytest.CaptureFixture[str], path: Path, *command: str) -> str:
    capsys.readouterr()
    assert run(["--db", str(path), *command]) not in (0, 2)
    told = capsys.readouterr().err
    assert told.count("\n") == 1, told
    assert "Traceback" not in told
    return told


def test_a_released_database_is_migrated_and_says_what_it_said(tmp_path: Path) -> None:
    path = released(tmp_path / "old.db")
    with open_database(path) as database:
        assert database.sql.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert database.problems() == []
        claims = {s.claim.value: s for s in database.claims()}
        assert sorted(claims) == [1.3, 2.5, 1500.0]
        assert (claims[1500.0].claim.model, claims[1500.0].claim.accelerator_count) == ("Llama 3.1 70B", 8)
        assert claims[2.5].claim.accelerator == "H200"  # as a person corrected it
        (correction,) = database.corrections(claims[2.5].uid)
        assert (correction.who, correction.why) == ("reader", "the figure says H200")
        assert [(r.version, r.first_seen != "") for r in database.releases(None)] == [("1.2.0", True), ("1.1.0", True)]
        assert [s.claim.value for s in database.search("old kernel")] == [2.5]
    assert run(["--db", str(path), "reread"]) == 0
    with open_database(path) as database:
        assert {s.uid for s in database.claims()} == {s.uid for s in claims.values()}
        assert database.claim(claims[2.5].uid).claim.accelerator == "H200"


def test_keys_of_what_was_corrected_are_made_again_once_and_others_kept(tmp_path: Path) -> None:
    """Schema 8 kept the key of a later reading of the corrected words as it was before the correction."""
    with contextlib.closing(sqlite3.connect(tmp_path / "old.db")) as db:
        db.executescript((FROZEN.parent / "8.sql").read_text("utf-8"))
        db.executescript(
            "CREATE TEMP TABLE other AS SELECT * FROM claims WHERE status = 'current';"
            "UPDATE other SET id = 9, uid = 'other', quote = 'other ' || quote, replaces = NULL; INSERT INTO claims SELECT * FROM other;"
            "DELETE FROM track_pending; INSERT INTO track_keys SELECT 9, track, made_with FROM track_keys;"
        )
    with open_database(tmp_path / "old.db") as database:
        assert [s.claim.accelerator for s in database.claims()] == ["H200", "H100"]
        assert database.pending_keys(10) == [1, 2]
        assert [row[0] for row in database.sql.execute("SELECT claim FROM track_keys")] == [9]


def test_corrections_that_went_astray_are_back_on_their_numbers(tmp_path: Path) -> None:
    """Schema 9 carried one to the cell beside its number, and left one behind when its words were read as before."""
    with contextlib.closing(sqlite3.connect(tmp_path / "old.db")) as db:
        db.executescript((FROZEN.parent / "9.sql").read_text("utf-8"))
        keyed = {row[0] for row in db.execute("SELECT claim FROM track_keys")}
    with open_database(tmp_path / "old.db") as database:
        claims = {s.id: (s.claim.value, s.claim.unit, s.claim.accelerator) for s in database.claims()}
        assert claims[1] == (1500.0, "tok/s", "H200")
        assert [claims[n][:2] for n in (2, 7, 5, 8)] == [(999, "tok/s"), (35, "ms"), (410, "tok/s"), (35, "ms")]
        waiting = set(database.pending_keys(10))
        assert waiting >= {1, 2, 7}
        kept = {row[0] for row in database.sql.execute("SELECT claim FROM track_keys")}
        assert kept == keyed - waiting
        assert {3, 4, 5, 8}.isdisjoint(waiting)
        numbers = [row[0] for row in database.sql.execute("SELECT number FROM claims ORDER BY id")]
    assert run(["--db", str(tmp_path / "old.db"), "-q", "reread"]) == 0
    with open_database(tmp_path / "old.db") as database:
        assert [row[0] for row in database.sql.execute("SELECT number FROM claims ORDER BY id")] == numbers
        assert [s.claim.value for s in database.claims() if s.id in (2, 7)] == [999, 35]


def test_a_migrated_database_has_the_tables_of_a_new_one(tmp_path: Path) -> None:
    shapes = []
    for path in (released(tmp_path / "old.db"), tmp_path / "new.db"):
        with open_database(path) as database:
            names = [r[0] for r in database.sql.execute("SELECT name FROM sqlite_master ORDER BY name")]
            columns = {n: [tuple(r)[1:] for r in database.sql.execute(f"PRAGMA table_info('{n}')")] for n in names}
            shapes.append((names, columns))
    assert shapes[0] == shapes[1]


def test_a_migration_that_fails_leaves_the_old_database_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = released(tmp_path / "old.db")
    with monkeypatch.context() as patched:
        patched.setattr(schema, "CHANGES", (*schema.CHANGES, "CREATE TABLE sources (twice)"))
        told_in_one_line(capsys, path, "claims")
    with contextlib.closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
        assert not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'changes'").fetchall()
        assert db.execute("SELECT COUNT(*) FROM claims").fetchone()[0] == 3
    with open_database(path) as database:
        assert len(database.claims()) == 3


def test_several_may_migrate_at_once(tmp_path: Path) -> None:
    path = released(tmp_path / "old.db")

    def count(_: int) -> int:
        with open_database(path) as database:
            return len(database.claims())

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(count, range(8))) == [3] * 8


def test_a_database_whose_making_was_cut_short_is_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "cut.db"
    with monkeypatch.context() as patched:
        patched.setattr(schema, "WATCHING", ("no statement at all",))
        with pytest.raises(StoreError):
            open_database(path)
    with open_database(path) as database:
        assert database.problems() == []
        assert database.claims() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [("PRAGMA user_version = 99", "newer sametrack"), ("PRAGMA application_id = 7", "another program")],
)
def test_a_newer_or_foreign_database_keeps_its_bytes(
    change: str, words: str, ours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with contextlib.closing(sqlite3.connect(ours, isolation_level=None)) as db:
        db.execute(change)
    before = ours.read_bytes()
    for command in (["claims"], ["ingest", str(tmp_path / "posts")], ["doctor"], ["reread"]):
        assert words in told_in_one_line(capsys, ours, *command)
    assert ours.read_bytes() == before


@pytest.mark.parametrize("command", [["claims"], ["ingest", "posts"], ["doctor"], ["export", "out"]])
def test_a_text_file_and_a_folder_are_told_by_every_command(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts").mkdir()
    text = tmp_path / "notes.db"
    text.write_text("my notes, which nobody may lose")
    assert "not a SQLite database" in told_in_one_line(capsys, text, *command)
    assert text.read_text() == "my notes, which nobody may lose"
    assert "is a folder" in told_in_one_line(capsys, tmp_path / "posts", *command)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["notes.db", "posts"]


@pytest.mark.parametrize("offset", [100, 4096, 20_000])
def test_a_damaged_database_is_told(
    offset: int, ours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = bytearray(ours.read_bytes())
    data[offset : offset + 3000] = b"\xa5" * 3000
    ours.write_bytes(data)
    assert run(["doctor"]) == 1
    for command in ("claims", "reread", "export"):
        assert run([command, *(["out"] if command == "export" else [])]) in (0, 1, 3)
    assert "Traceback" not in capsys.readouterr().err


def test_a_locked_database_is_told_and_nothing_is_written(
    ours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_MS", 50)
    (tmp_path / "posts" / "b.md").write_text(POST.replace("2.5x", "3.5x"))
    with locked(ours):
        before = ours.read_bytes()
        assert "another program is writing" in told_in_one_line(capsys, ours, "ingest", str(tmp_path / "posts"))
        assert ours.read_bytes() == before
    assert run(["-q", "ingest", str(tmp_path / "posts")]) == 0
    with open_database(ours) as database:
        assert [s.claim.value for s in database.claims()] == [2.5, 3.5]


def test_a_locked_database_is_not_migrated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_MS", 50)
    path = released(tmp_path / "old.db")
    before = path.read_bytes()
    with locked(path):
        assert "locked" in told_in_one_line(capsys, path, "claims")
    assert path.read_bytes() == before


def test_a_database_that_may_only_be_read_is_told_when_written(
    ours: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = ours.read_bytes()
    (tmp_path / "posts" / "b.md").write_text(POST.replace("2.5x", "3.5x"))
    ours.chmod(0o444)
    if os.access(ours, os.W_OK):
        pytest.skip("root may write everywhere")
    assert "readonly" in told_in_one_line(capsys, ours, "ingest", str(tmp_path / "posts"))
    assert run(["claims"]) == 0
    assert ours.read_bytes() == before


def test_a_text_that_comes_back_in_other_bytes_is_read_from_those(ours: Path, tmp_path: Path) -> None:
    back = POST.replace("\n\n", "\n\n\n")
    for text in (POST.replace("2.5x", "2.6x"), back):
        with contextlib.closing(sqlite3.connect(ours)) as db, db:  # what was seen was seen earlier
            db.execute("UPDATE revisions SET seen_at = '2026-01-0' || id")
        (tmp_path / "posts" / "a.md").write_text(text)
        assert run(["-q", "ingest", str(tmp_path / "posts")]) == 0
    with open_database(ours) as database:
        assert [body.data for body in database.bodies()] == [back.encode()]
