"""The database: ours or left untouched; searched with any words; corrections win."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sametrack.digest.cli.root import run
from sametrack.store.challenges import Challenge
from sametrack.store.changes import Change
from sametrack.store.database import Database, open_database
from sametrack.store.document import Section
from sametrack.store.errors import StoreError
from sametrack.store.matching import Kept, successors
from sametrack.store.rows import ClaimFilter
from sametrack.store.watching import Polled, SourceItem

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


@pytest.fixture
def held(path: Path) -> Iterator[Database]:
    with open_database(path) as database:
        yield database


def test_a_source_keeps_its_name_and_validators_through_failures_and_works_again(held: Database) -> None:
    url = "https://a.example/feed"
    ident = held.source(url, "feed", "mine", "Alpha")["id"]
    assert held.source(url, "auto")["title"] == "mine"  # given once without a name
    assert held.source(url, "page", "mine", "Beta")["project"] == "Beta"
    held.source_succeeded(ident, Polled(etag='"1"', next_due="2026-04-02"), "2026-04-01")
    held.source_failed(ident, "HTTP 500")
    held.source_failed(ident, "HTTP 502", "2026-04-03")
    row = held.source(url, "page", "mine", "Beta")
    assert (row["etag"], row["failures"], row["last_error"], row["next_due"], row["last_success"]) == ('"1"', 2, "HTTP 502", "2026-04-03", "2026-04-01")  # fmt: skip
    held.source_failed(ident, "HTTP 500")
    assert held.source(url, "page", "mine", "Beta")["next_due"] == "2026-04-03"
    held.sources_unchanged([(ident, "2026-04-09")], "2026-04-04")
    row = held.source(url, "page", "mine", "Beta")
    assert (row["etag"], row["failures"], row["last_error"], row["next_due"], row["last_success"]) == ('"1"', 0, None, "2026-04-09", "2026-04-04")  # fmt: skip


def test_an_item_keeps_the_moment_it_was_first_seen(held: Database) -> None:
    ident = held.source("https://a.example/feed", "feed")["id"]
    first = SourceItem("https://a.example/1", "s1", None, None, None, "2026-04-01", "2026-04-01", "{}")
    held.keep_items(ident, [first])
    held.keep_items(ident, [replace(first, stamp="s2", etag='"2"', first_seen="2026-05-01", asked="2026-05-01")])
    assert held.items(ident) == [replace(first, stamp="s2", etag='"2"', asked="2026-05-01")]


def test_waits_replace_each_other_and_no_other_mark(held: Database) -> None:
    held.set_mark("digest", "2026-04-01")
    held.keep_waits({"a.example": "2026-04-02", "b.example": "2026-04-03"})
    held.keep_waits({"b.example": "2026-04-04"})
    assert held.waits() == {"b.example": "2026-04-04"}
    assert held.mark("digest") == "2026-04-01"


def test_windows_end_before_their_end(held: Database) -> None:
    (document,) = held.documents()
    seen = document.first_seen
    assert held.documents(since=seen) == [document]
    assert held.documents(until=seen) == []
    held.record_changes(
        document.id, [Change("title", None, None, "a", "b"), Change("value", "value", "u1", "1", "2")], seen
    )
    assert [c.change.kind for c in held.changes(since=seen)] == ["title", "value"]
    assert held.changes(until=seen) == []
    assert [c.change.kind for c in held.changes(claim="u1")] == ["value"]


def test_a_release_keeps_its_first_sight_and_is_found_by_its_project_or_the_beginning_of_its_name(
    held: Database,
) -> None:
    (document,) = held.documents()
    one, two = Section("1.0", "2026-04-01", 0, 1, False), Section("1.1", None, 1, 2, True)
    held.put_releases(document.id, "vLLM Ascend", [one], [("1.0", "fix", "A hang", 0)], "2026-04-02")
    held.put_releases(document.id, "vLLM Ascend", [two, one], [("1.0", "fix", "A hang", 0)], "2026-05-02")
    found = held.releases("VLLM")
    assert [(r.version, r.first_seen, r.prerelease, len(r.items)) for r in found] == [
        ("1.0", "2026-04-02", False, 1),
        ("1.1", "2026-05-02", True, 0),
    ]
    assert held.releases("vLLM Ascend") == found
    assert held.releases("vLLM Asc") == held.releases("LLM") == []
    assert [r.version for r in held.releases(since="2026-05-01")] == ["1.1"]
    assert [r.version for r in held.releases(since="2026-04-01", until="2026-04-02")] == ["1.0"]  # made in it


def test_comments_that_changed_replace_those_held(held: Database) -> None:
    (document,) = held.documents()
    held.sql.execute("INSERT INTO threads (document, links) VALUES (?, '[]')", (document.id,))
    one = Challenge("1", "mention", "q", "text", "https://a.example/1", links=("https://b.example",))
    held.put_challenges(document.id, [one, replace(one, comment="2")])
    held.put_challenges(document.id, [replace(one, kind="reproduced")])
    assert [h.challenge for h in held.challenges()] == [replace(one, kind="reproduced")]


def test_a_claim_is_found_by_the_beginning_of_its_id_where_that_is_its_alone(held: Database) -> None:
    (stored,) = held.claims()
    assert held.claim(stored.uid[:6]).uid == held.claim(f" {stored.uid.upper()} ").uid == stored.uid
    names = [row[1] for row in held.sql.execute("PRAGMA table_info(claims)") if row[1] not in ("id", "uid")]
    columns = ", ".join(f'"{name}"' for name in names)
    copy = f"INSERT INTO claims (uid, {columns}) SELECT ?, {columns} FROM claims WHERE id = ?"  # noqa: S608
    held.sql.execute(copy, (stored.uid[:-1] + ("0" if stored.uid[-1] != "0" else "1"), stored.id))
    with pytest.raises(StoreError, match="ambiguous"):
        held.claim(stored.uid[:6])
    assert held.claim(stored.uid).uid == stored.uid
    for none in ("zz", "", "%", stored.uid + "0"):
        with pytest.raises(StoreError, match="no claim"):
            held.claim(none)


def test_the_newest_claims_are_posts_before_result_rows(path: Path, tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text(TEXT.replace("2.5x", "3.5x"))
    assert run(["-q", "ingest", str(tmp_path / "b.md")]) == 0
    with open_database(path) as database:
        assert [s.claim.value for s in database.newest_claims(ClaimFilter(), 5)] == [3.5, 2.5]
        assert [s.claim.value for s in database.newest_claims(ClaimFilter(), 1)] == [3.5]
        database.sql.execute("UPDATE documents SET kind = 'result' WHERE url LIKE '%b.md'")
        assert [s.claim.value for s in database.newest_claims(ClaimFilter(), 5)] == [2.5, 3.5]


def test_a_claims_history_is_every_number_it_had(path: Path, tmp_path: Path) -> None:
    for value in ("2.6x", "2.7x"):
        (tmp_path / "a.md").write_text(TEXT.replace("2.5x", value))
        assert run(["-q", "ingest", str(tmp_path / "a.md")]) == 0
    with open_database(path) as database:
        (stored,) = database.claims()
        assert [s.claim.value for s in database.history(stored.uid)] == [2.6, 2.5]


def kept(uid: str, quote: str, position: int, unit: str = "x", number: str = "1") -> Kept:
    return Kept(position, uid, quote, unit, "speed", position, number)


@pytest.mark.parametrize(
    ("gone", "fresh", "found"),
    [
        ([kept("a", "Alpha is 2x faster", 1)], [kept("b", "Alpha is 3x faster", 1)], {"b": "a"}),
        ([kept("a", "Alpha is 2x faster", 1)], [kept("b", "It costs 3x more in all regions", 1)], {}),
        ([kept("a", "Alpha is 2x faster", 1)], [kept("b", "Alpha is 3x faster", 1, "%")], {}),  # another unit
        ([kept("a", "Alpha is 2x faster", 1)], [kept("b", "Alpha is 2x faster", 1, "%")], {"b": "a"}),  # read otherwise
        ([kept("a", "Alpha | 2 | 3", 1)], [kept("b", "Alpha | 2 | 3", 1, number="2")], {}),  # its row's other cell
        ([kept("a", "Alpha is 2x faster", 1)], [kept("b", "Alpha is 3x faster", 90)], {}),  # far away
        ([kept("a", "Alpha is 2x faster", 1), kept("c", "Alpha is 2x faster", 9)], [kept("b", "Alpha is 3x faster", 8)], {"b": "c"}),
        ([kept("a", "Alpha is 2x faster", 1)], [kept("b", "Alpha is 3x faster", 1), kept("c", "Alpha is 3x faster", 2)], {"b": "a"}),
    ],
)  # fmt: skip
def test_which_claim_replaced_which(gone: list[Kept], fresh: list[Kept], found: dict[str, str]) -> None:
    assert successors(gone, fresh) == found
