"""Exports: whole, inert, the same bytes again, and yesterday's untouched where today's cannot be written."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from markdown_it import MarkdownIt
from sametrack.digest.cli.root import run
from sametrack.digest.export import Held, feeds, files_of
from sametrack.digest.export.records import COLUMNS, csv_lines
from sametrack.digest.files import replace_file
from sametrack.digest.sanitise import web_address
from sametrack.ingest.sources.opml import from_opml
from sametrack.store.claim import Claim
from sametrack.store.database import open_database
from sametrack.store.rows import DocumentRow, StoredClaim

NAMES = {"claims.csv", "claims.jsonl", "claims.md", "feed.atom", "feed.json", "sources.opml"}
TEXT = "# Two kernels\n\nOn H100 the new kernel is 2.5x faster than the old kernel.\n\nOn 8x H200 vLLM serves 1,500 tokens/s.\n"
EVIL = (
    '---\ntitle: \'=HYPERLINK("https://x.example";"go") <script>alert(1)</script> [a](javascript:alert(2)) \u202e\'\n'
    "author: '@SUM(1)'\n---\n\n=1+1 | <img src=x onerror=alert(3)> On H100 vLLM is 2.5x faster than `TGI`, \u200bsays "
    + "a very long sentence " * 30
    + ".\n"
)


@pytest.fixture
def held(tmp_path: Path) -> Path:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_text(TEXT)
    (tmp_path / "posts" / "evil.md").write_text(EVIL)
    assert run(["-q", "ingest", str(tmp_path / "posts")]) == 0
    return tmp_path


def export(folder: Path) -> dict[str, bytes]:
    assert run(["export", str(folder)]) == 0
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_every_file_tells_the_claims_that_are_held(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = export(held / "out")
    assert set(files) - {"claims.parquet"} == NAMES
    assert capsys.readouterr().out.count("\n") == 1
    with open_database(held / "test.db") as database:
        claims = {s.uid: s.claim for s in database.claims()}
    assert len(claims) == 3
    rows = list(csv.DictReader(files["claims.csv"].decode().splitlines()))
    assert [tuple(row) for row in rows] == [COLUMNS] * 3
    assert {row["id"]: float(row["value"]) for row in rows} == {uid: c.value for uid, c in claims.items()}
    lines = [json.loads(line) for line in files["claims.jsonl"].splitlines()]
    assert {o["id"]: (o["value"], o.get("accelerator")) for o in lines} == {
        uid: (c.value, c.accelerator) for uid, c in claims.items()
    }
    for uid, claim in claims.items():
        assert uid[:8] in files["claims.md"].decode(), claim
    assert len(from_opml(files["sources.opml"], "sources.opml")) > 5


def test_feeds_are_feeds_with_an_identity_that_stays(held: Path) -> None:
    files = export(held / "out")
    feed = feedparser.parse(files["feed.atom"])
    assert feed.version == "atom10"
    assert not feed.bozo
    other = json.loads(files["feed.json"])
    assert other["version"] == "https://jsonfeed.org/version/1.1"
    assert [e.id for e in feed.entries] == [i["id"] for i in other["items"]]
    assert all(e.id.startswith("tag:") and e.updated and e.title for e in feed.entries)
    assert any("2.5x" in e.content[0].value for e in feed.entries)
    before = {e.id for e in feed.entries}
    (held / "posts" / "a.md").write_text(TEXT.replace("2.5x", "2.6x"))
    assert run(["-q", "ingest", str(held / "posts")]) == 0
    assert {e.id for e in feedparser.parse(export(held / "out")["feed.atom"]).entries} == before


def row(name: str, seen: str, changed: str, *, kind: str = "post", publisher: str | None = "Ada") -> DocumentRow:
    url = f"https://{name}.example/post" if name != "file" else "posts/file.md"
    return DocumentRow(1, url, name, None, publisher, None, "2026-03-31", kind, False, "page", seen, changed, "x")


def claim(document: DocumentRow, value: float) -> StoredClaim:
    stated = Claim(
        doc=document.url, quote=f"{value} tok/s", value_text=f"{value}", value=value, unit="tok/s", metric="output_throughput",
        subject="vLLM", engine="vLLM", accelerator="H100",
    )  # fmt: skip
    return StoredClaim(1, f"{document.title}0000000", stated, document, "current", document.first_seen)


def exported(*documents: DocumentRow) -> dict[str, str]:
    """Return the files of these documents, each with one claim but the one without."""
    claims = {d.url: [claim(d, 1_000_000.0)] if d.title != "without" else [] for d in documents}
    held = Held(documents, lambda: (c for d in documents for c in claims[d.url]), lambda d: claims[d.url])
    files = {n: b"".join([data] if isinstance(data, bytes) else data) for n, data in files_of(held).items()}
    return {name: data.decode() for name, data in files.items() if name != "claims.parquet"}


EARLY = row("early", "2026-04-01T00:00:00+00:00", "2026-04-09T00:00:00+00:00")
LATE = row("late", "2026-04-05T00:00:00+00:00", "2026-04-05T00:00:00+00:00", publisher=None)
NONE = row("without", "2026-04-06T00:00:00+00:00", "2026-04-10T00:00:00+00:00")
RESULT = row("result", "2026-04-07T00:00:00+00:00", "2026-04-11T00:00:00+00:00", kind="result")


def test_feeds_hold_posts_with_claims_the_newest_first_with_when_they_came_and_changed() -> None:
    files = exported(EARLY, LATE, NONE, RESULT)
    feed, other = feedparser.parse(files["feed.atom"]), json.loads(files["feed.json"])["items"]
    assert feed.feed.updated == EARLY.changed_at
    assert [(e.link, e.published, e.updated, e.author) for e in feed.entries] == [
        (LATE.url, LATE.first_seen, LATE.changed_at, "not stated"),
        (EARLY.url, EARLY.first_seen, EARLY.changed_at, "Ada"),
    ]
    assert [(i["url"], i["date_published"], i["date_modified"], i.get("authors")) for i in other] == [
        (LATE.url, LATE.first_seen, LATE.changed_at, None),
        (EARLY.url, EARLY.first_seen, EARLY.changed_at, [{"name": "Ada"}]),
    ]
    assert [line for line in files["claims.md"].splitlines() if line.startswith("##")] == [
        "## 2026\\-03\\-31 Ada: [result](<https://result.example/post>)",
        "## 2026\\-03\\-31 : [late](<https://late.example/post>)",
        "## 2026\\-03\\-31 Ada: [early](<https://early.example/post>)",
    ]


def test_a_feed_holds_the_newest_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST", 1)
    assert [e.title for e in feedparser.parse(exported(EARLY, LATE)["feed.atom"]).entries] == ["late"]


def test_a_claim_is_told_with_what_it_is_of_and_a_number_as_a_number() -> None:
    file = row("file", "2026-04-01", "2026-04-01")
    files = exported(EARLY, file)
    for text in (files["claims.md"], json.loads(files["feed.json"])["items"][0]["content_html"]):
        assert "output throughput, vLLM, H100" in text
    one, other = csv.DictReader(files["claims.csv"].splitlines())
    assert (one["value"], one["url"], other["url"]) == ("1000000", EARLY.url, "posts/file.md")
    long = replace(EARLY, url="https://early.example/" + "x" * 400)
    assert json.loads(exported(long)["claims.jsonl"])["url"] == long.url
    assert "model" not in json.loads(files["claims.jsonl"].splitlines()[0])
    (third,) = csv.DictReader(csv_lines([claim(EARLY, 0.1 + 0.2)]))
    assert float(third["value"]) == 0.1 + 0.2


def test_nothing_in_a_fetched_text_acts(held: Path) -> None:
    files = export(held / "out")
    files.pop("claims.parquet", None)
    for name, data in files.items():
        text = data.decode()
        assert not set(text) & {"\x1b", "\x07", "\u202e", "\u200b"}, name
    page = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(files["claims.md"].decode())
    assert not any(live in page for live in ("<script", "<img", 'href="javascript'))
    for feed in (files["feed.atom"].decode(), *[i["content_html"] for i in json.loads(files["feed.json"])["items"]]):
        assert "<script" not in feed
        assert "<img" not in feed
    raw = feedparser.parse(files["feed.atom"], sanitize_html=False)
    assert not any("<img" in e.content[0].value or "<script" in e.content[0].value for e in raw.entries)
    for row in csv.DictReader(files["claims.csv"].decode().splitlines()):
        assert not any(cell.startswith(("=", "+", "@", "-", "\t", "\r")) for cell in row.values())
        assert len(row["quote"]) <= 301
    assert any(row["title"].startswith("'=") for row in csv.DictReader(files["claims.csv"].decode().splitlines()))
    assert max(len(json.loads(line)["quote"]) for line in files["claims.jsonl"].splitlines()) <= 300
    assert b"a very long sentence " * 20 not in b"".join(files.values())


ACTING = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
    "  =",
    "\r=",
    "\u200b=",
    "\ufeff+",
    "\u202e@",
    "\t=",
    "\n=",
    "\0=",
]


@pytest.mark.parametrize("place", ["title", "author", "quote"])
def test_no_cell_of_the_csv_begins_a_formula(place: str, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    starts = STARTS[:13] if place == "quote" else STARTS  # a tab makes code of a paragraph, a NUL no text of a file
    for number, start in enumerate(starts):
        post = {"title": "News", "author": "Ada", "quote": ""} | {place: f"{start}cmd|' /C calc'!A0 {number} "}
        front = "".join(f"{key}: {json.dumps(post[key])}\n" for key in ("title", "author"))
        text = f"---\n{front}---\n\n{post['quote']}on H100 vLLM is 2.5x faster than TGI.\n"
        (tmp_path / "posts" / f"{number}.md").write_text(text, newline="")
    assert run(["-q", "ingest", str(tmp_path / "posts")]) == 0
    rows = list(csv.DictReader(io.StringIO(export(tmp_path / "out")["claims.csv"].decode(), newline="")))
    assert len(rows) == len(starts)
    for row in rows:
        for name, cell in row.items():
            assert not cell.lstrip(' "').startswith(ACTING), name
            assert not re.search(r"[\t\r\n\0]", cell), name
        assert place == "author" or "cmd|" in row[place], "defused, not dropped"


@pytest.mark.parametrize("cell", ["a;=1+1", 'a;"=1+1"', "a;@SUM(1)", "a;;-1", "a;\uff1d1"])
def test_no_cell_begins_a_formula_where_semicolons_part_cells(cell: str, held: Path) -> None:
    (held / "posts" / "c.md").write_text(
        f"---\ntitle: {json.dumps(cell)}\n---\n\nOn B200 SGLang is 3.5x faster than TGI.\n"
    )
    assert run(["-q", "ingest", str(held / "posts")]) == 0
    line = next(x for x in export(held / "out")["claims.csv"].decode().splitlines() if "B200" in x)
    assert not [part for part in line.split(";")[1:] if part.lstrip("\"'").startswith(ACTING)]


@pytest.mark.parametrize("cell", ["2.5x faster; 3x later", "a = b", "1,500", "x; y"])
def test_harmless_words_stay_as_they_are(cell: str, held: Path) -> None:
    (held / "posts" / "c.md").write_text(
        f"---\ntitle: {json.dumps(cell)}\n---\n\nOn B200 SGLang is 3.5x faster than TGI.\n"
    )
    assert run(["-q", "ingest", str(held / "posts")]) == 0
    assert cell in {row["title"] for row in csv.DictReader(export(held / "out")["claims.csv"].decode().splitlines())}


def test_the_same_claims_give_the_same_bytes(held: Path) -> None:
    assert export(held / "one") == export(held / "two")


def test_an_empty_database_exports_empty_files(tmp_path: Path) -> None:
    open_database(tmp_path / "test.db").sql.close()
    files = export(tmp_path / "out")
    assert files["claims.csv"].decode() == "".join(csv_lines([])) == ",".join(COLUMNS) + "\n"
    assert not feedparser.parse(files["feed.atom"]).bozo


@pytest.mark.parametrize("fails_at", [1, 4])
def test_a_failing_write_leaves_the_earlier_export(
    fails_at: int, held: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = export(held / "out")
    (held / "posts" / "a.md").write_text(TEXT.replace("2.5x", "3.5x"))
    assert run(["-q", "ingest", str(held / "posts")]) == 0
    calls = iter(range(100))

    def full(_: int) -> None:
        if next(calls) + 1 >= fails_at:
            raise OSError(28, "No space left on device")

    capsys.readouterr()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert run(["export", str(held / "out")]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "No space left" in told
    assert {p.name: p.read_bytes() for p in (held / "out").iterdir()} == before
    assert export(held / "out") != before


def test_a_disk_that_is_full_leaves_the_earlier_export(held: Path) -> None:
    before = export(held / "out")
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from sametrack.digest.cli.root import run; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "sys.exit(run(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "export", str(held / "out")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert {p.name: p.read_bytes() for p in (held / "out").iterdir()} == before


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_written_file_has_the_mode_of_any_new_one_where_only_names_can_change_modes(
    mask: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fchmod", raising=False)  # as on Windows before Python 3.13
    before = os.umask(mask)
    try:
        replace_file(tmp_path / "out.md", "told")
    finally:
        os.umask(before)
    assert (tmp_path / "out.md").read_text() == "told"
    assert (tmp_path / "out.md").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_file_where_the_folder_should_be_is_told(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (held / "out").write_text("mine")
    assert run(["export", str(held / "out")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert (held / "out").read_text() == "mine"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://x.example/a?b=1#c", "https://x.example/a?b=1#c"),
        ('https://x.example/"><script>', "https://x.example/%22%3E%3Cscript%3E"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://[x", None),
        ("posts/a.md", None),
    ],
)
def test_only_a_web_address_is_linked(url: str, address: str | None) -> None:
    assert web_address(url) == address


def test_parquet_has_the_columns_of_the_csv(held: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra parquet is not installed")
    files = export(held / "out")
    table = parquet.read_table(held / "out" / "claims.parquet")
    assert tuple(table.column_names) == COLUMNS
    rows = list(csv.DictReader(files["claims.csv"].decode().splitlines()))
    assert table["value"].to_pylist() == [float(row["value"]) for row in rows]
    assert table["model"].to_pylist() == [row["model"] or None for row in rows]
    assert export(held / "again")["claims.parquet"] == files["claims.parquet"]


def test_without_pyarrow_the_rest_is_exported_and_that_is_said(
    held: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert set(export(held / "out")) == NAMES
    assert "sametrack[parquet]" in capsys.readouterr().out
