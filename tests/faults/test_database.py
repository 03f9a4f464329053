"""What can be wrong with a database file: told in one line, exit not 0, and the file as it was."""

from __future__ import annotations

import contextlib
import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sametrack.digest.cli.root import run
from sametrack.store.database import open_database
from sametrack.store.errors import StoreError
from sametrack.store.schema import SCHEMA_VERSION
from sametrack.store.turns import turn

POST = "# News\n\nOn H100 the new kernel is 2.5x faster than the old kernel.\n"
COMMANDS = (["ingest", "POST"], ["claims"], ["digest"], ["search", "x"], ["doctor"], ["tracks"], ["reread"])


@pytest.fixture
def post(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(POST)
    return tmp_path / "a.md"


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE theirs (x)")


def foreign_id(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA application_id = 7")


def newer(path: Path) -> None:
    open_database(path).sql.close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
        db.execute("PRAGMA journal_mode = DELETE")


def cut(path: Path) -> None:
    open_database(path).sql.close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA journal_mode = DELETE")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


FILES = {
    "text": lambda path: path.write_text("just text"),
    "an empty header": lambda path: path.write_bytes(b"SQLite format 3\0" + b"\0" * 84),
    "random bytes": lambda path: path.write_bytes(bytes(range(256)) * 64),
    "a header and noise": lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 64),
    "another program's": foreign,
    "another program's id": foreign_id,
    "a newer one": newer,
    "one cut short": cut,
}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_used_is_told_and_left_alone(
    name: str, command: list[str], post: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = tmp_path / "wrong.db"
    FILES[name](db)
    before = db.read_bytes()
    capsys.readouterr()
    assert run(["--db", str(db), *[str(post) if word == "POST" else word for word in command]]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1 or (command == ["doctor"] and not told), told
    assert not told or told.startswith(f"sametrack: {db}: ")
    assert db.read_bytes() == before


@pytest.mark.parametrize("name", ["text", "random bytes"])
def test_a_file_of_another_kind_is_told_as_what_it_is(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    FILES[name](tmp_path / "notes.txt")
    assert run(["--db", str(tmp_path / "notes.txt"), "claims"]) == 1
    assert "is not a SQLite database; it was left untouched, name another file" in capsys.readouterr().err


def test_a_second_run_waits_for_its_turn_and_is_told_when_it_gets_none(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with turn(path), pytest.raises(StoreError, match="another ingest has been at work"), turn(path, wait_s=0.3):
        pass
    with turn(path, wait_s=0.3):
        pass


def test_a_database_damaged_within_is_told_as_such(
    post: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "test.db"
    assert run(["ingest", str(post)]) == 0
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        size = int(db.execute("PRAGMA page_size").fetchone()[0])
        page = int(db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claims'").fetchone()[0])
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    capsys.readouterr()
    assert run(["claims"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert told.startswith(f"sametrack: {path}: cannot be read")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_file_is_told(post: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ingest", str(post)]) == 0
    (tmp_path / "test.db").chmod(0o400)
    assert run(["ingest", str(post)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_folder_that_cannot_be_made_is_told(post: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--db", str(post / "below" / "x.db"), "ingest", str(post)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_locked_database_is_told(
    post: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sametrack.store.opening.BUSY_MS", 100)
    assert run(["ingest", str(post)]) == 0
    post.write_text(POST.replace("2.5", "3.5"))
    capsys.readouterr()
    with sqlite3.connect(tmp_path / "test.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert run(["ingest", str(post)]) in (1, 3)
        other.execute("ROLLBACK")
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "another program is writing" in told
    assert run(["claims"]) == 0
    assert "2.5" in capsys.readouterr().out


def test_a_full_disk_is_told_and_costs_nothing(post: Path, tmp_path: Path) -> None:
    assert run(["ingest", str(post)]) == 0
    held = (tmp_path / "test.db").stat().st_size
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(40):
        (folder / f"{n}.md").write_text(POST + os.urandom(20_000).hex())

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (held + 40_000, held + 40_000))

    done = subprocess.run(
        [str(Path(sys.executable).with_name("sametrack")), "ingest", str(folder)], capture_output=True, text=True,
        preexec_fn=full, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode in (1, 3), done.stderr
    assert "Traceback" not in done.stderr
    assert all(line.startswith("sametrack: ") for line in done.stderr.splitlines())
    with open_database(tmp_path / "test.db") as database:
        assert database.problems() == []
        assert "a.md" in {d.url for d in database.documents()}


def test_every_released_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    scripts = sorted((Path(__file__).parents[1] / "schemas").glob("*.sql"))
    assert scripts
    fresh = tmp_path / "fresh.db"
    open_database(fresh).sql.close()
    for script in scripts:
        old = tmp_path / (script.stem + ".db")
        with sqlite3.connect(old) as db:
            db.executescript(script.read_text(encoding="utf-8"))
            kept = db.execute("SELECT uid FROM claims WHERE status = 'current' ORDER BY uid").fetchall()
        assert kept
        with open_database(old) as database:
            assert database.problems() == []
            assert [(s.uid,) for s in sorted(database.claims(), key=lambda s: s.uid)] == kept
        with sqlite3.connect(old) as db, sqlite3.connect(fresh) as new:
            assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
            columns = "SELECT m.name, p.name, p.type, p.\"notnull\" FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.name NOT LIKE '%fts%' ORDER BY 1, p.name"
            assert db.execute(columns).fetchall() == new.execute(columns).fetchall()
            rest = "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger', 'view') ORDER BY name"
            assert db.execute(rest).fetchall() == new.execute(rest).fetchall()


def test_a_backup_is_a_whole_database_and_never_replaces_another(
    post: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ingest", str(post)]) == 0
    copy = tmp_path / "copy.db"
    assert run(["doctor", "--backup", str(copy)]) == 0
    with open_database(copy, create=False) as database:
        assert len(database.claims()) == 1
    before = copy.read_bytes()
    capsys.readouterr()
    assert run(["doctor", "--backup", str(copy)]) == 1
    assert "exists" in capsys.readouterr().err
    assert copy.read_bytes() == before
    assert run(["doctor", "--backup", str(tmp_path / "none" / "x.db")]) == 1


def test_a_copy_of_a_damaged_database_is_no_backup(
    post: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ingest", str(post)]) == 0
    ours = tmp_path / "test.db"
    with contextlib.closing(sqlite3.connect(ours, isolation_level=None)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root, size = db.execute(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = 'bodies'"
        ).fetchone()
    data = bytearray(ours.read_bytes())
    data[(root - 1) * size : (root - 1) * size + 200] = b"\xff" * 200
    ours.write_bytes(data)
    capsys.readouterr()
    assert run(["doctor", "--backup", str(tmp_path / "copy.db")]) == 1
    assert not list(tmp_path.glob("copy.db*"))


def test_prune_drops_only_what_nothing_reads_any_more(post: Path, tmp_path: Path) -> None:
    assert run(["ingest", str(post)]) == 0
    post.write_text(POST.replace("2.5", "3.5"))
    assert run(["ingest", str(post)]) == 0
    assert run(["doctor", "--prune"]) == 0
    with open_database(tmp_path / "test.db") as database:
        assert database.problems() == []
        assert [body.data for body in database.bodies()] == [post.read_bytes()]
        assert [s.claim.value for s in database.claims()] == [3.5]
        assert len(database.history(database.claims()[0].uid)) >= 1
    assert run(["reread"]) == 0
    post.write_text(POST)
    assert run(["ingest", str(post)]) == 0
    with open_database(tmp_path / "test.db") as database:
        assert database.sql.execute("SELECT COUNT(*) FROM bodies WHERE length(gzip) = 0").fetchone()[0] == 0
