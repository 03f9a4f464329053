"""The database: ours or left untouched; searched with any words; corrections win."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sametrack.digest.cli.root import run
from sametrack.store.database import open_database
from sametrack.store.errors import StoreError

TEXT = "# News\n\nOn H100 the new kernel is 2.5x faster than the old kernel.\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(TEXT)
    assert run(["ingest", str(tmp_path / "a.md")]) == 0
    return tmp_path / "test.db"


@pytest.mark.parametrize("data", [b"just text, no database at all", b"SQLite format 3\0" + b"x" * 200])
def test_a_file_that_is_no_database_is_told_and_left_untouched(
    data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "foreign.db"
    target.write_bytes(data)
    assert run(["--db", str(target), "claims"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "Traceback" not in told
    assert target.read_bytes() == data


def test_another_programs_database_is_left_untouched(tmp_path: Path) -> None:
    target = tmp_path / "other.db"
    with sqlite3.connect(target) as db:
        db.execute("CREATE TABLE theirs (x)")
    before = target.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        open_database(target)
    assert target.read_bytes() == before


def test_a_newer_database_is_refused(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreError, match="newer"):
        open_database(path)


def test_a_folder_and_a_missing_database_are_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder"):
        open_database(tmp_path)
    with pytest.raises(StoreError, match="no database here"):
        open_database(tmp_path / "none.db", create=False)


@pytest.mark.parametrize("text", ['2.5x ("H100', "' OR 1=1 --", "kernel*", "NEAR(", "\0", '"'])
def test_any_words_can_be_searched(text: str, path: Path) -> None:
    with open_database(path) as database:
        database.search(text)
        assert [s.claim.value for s in database.search("kernel faster")] == [2.5]


def test_corrections_win_survive_reading_again_and_cannot_be_overwritten(path: Path) -> None:
    with open_database(path) as database:
        (stored,) = database.claims()
        database.sql.execute(
            "INSERT INTO corrections (claim, facet, value, why, who, made_at) VALUES (?, 'accelerator', 'H200', 'typo', 'me', '2026-01-01')",
            (stored.uid,),
        )
        assert database.claim(stored.uid).claim.accelerator == "H200"
        with pytest.raises(sqlite3.Error, match="append-only"):
            database.sql.execute("UPDATE corrections SET value = 'A100'")
    assert run(["reread"]) == 0
    with open_database(path) as database:
        assert database.claim(stored.uid).claim.accelerator == "H200"


def test_a_transaction_that_fails_leaves_nothing(path: Path) -> None:
    with open_database(path) as database:

        def half_done() -> None:
            with database.transaction():
                database.sql.execute("DELETE FROM claims")
                raise ValueError("stop")

        with pytest.raises(ValueError, match="stop"):
            half_done()
        assert len(database.claims()) == 1
        assert database.problems() == []


def test_tables_and_views_are_the_interface(path: Path) -> None:
    with sqlite3.connect(path) as db:
        names = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
        assert db.execute("SELECT metric, value, accelerator FROM claims_readable").fetchall() == [
            ("speed", 2.5, "H100")
        ]
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert {"sources", "fetches", "documents", "revisions", "claims", "claim_facets", "releases", "release_items", "threads",
            "challenges", "corrections", "claims_readable", "tracks"} <= names  # fmt: skip
