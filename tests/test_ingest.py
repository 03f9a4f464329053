"""The main job through the installed command's own code: what comes in, once, and what a failure costs."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sametrack.digest.cli.root import run
from sametrack.ingest.annotate import annotate
from sametrack.ingest.fetch import Fetcher
from sametrack.ingest.fetch.guard import is_public
from sametrack.ingest.pipeline import Pipeline
from sametrack.store.claim import Claim
from sametrack.store.database import open_database
from sametrack.store.document import Document
from sametrack.store.errors import FetchError
from sametrack.store.rows import ClaimFilter
from sametrack.store.vocabulary import Vocabulary, load_vocabulary

sys.path.insert(0, str(Path(__file__).parent))
from loopback import Answer, Loopback

POST = "# Engine news\n\nOn a single H100 with Llama 3.1 8B at FP8, vLLM v0.6.0 reaches {} tokens/s of output throughput.\n"
ENTRY = """<entry><title>Post {n}</title><link href="{base}/post{n}"/><id>{base}/post{n}</id><updated>2026-04-0{n}T00:00:00Z</updated>
<content type="html">&lt;p&gt;On H100 GPUs vLLM serves Llama 3.1 8B with a throughput of {value} tokens/s in this run.&lt;/p&gt;</content></entry>"""
FEED = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Engine blog</title><id>x</id>{}</feed>'


def feed(base: str, *values: int) -> bytes:
    return FEED.format("".join(ENTRY.format(n=n, base=base, value=v) for n, v in enumerate(values, 1))).encode()


def rows(path: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as db:
        names = [
            r[0]
            for r in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%' ORDER BY 1"
            )
        ]
        return [(name, *row) for name in names for row in db.execute(f"SELECT * FROM {name}")]  # noqa: S608


def test_a_folder_ingested_twice_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "2026-04-01-news.md").write_text(POST.format(2300))
    (folder / "data.csv").write_text("a,b\n1,2\n")
    assert run(["ingest", str(folder)]) == 0
    first = rows(tmp_path / "test.db")
    assert "skipped 1 .csv" in capsys.readouterr().out
    assert run(["ingest", str(folder)]) == 0
    assert rows(tmp_path / "test.db") == first
    with open_database(tmp_path / "test.db") as database:
        (stored,) = database.claims()
        claim = database.claim(stored.uid).claim
    assert (claim.value, claim.unit, claim.metric, claim.model, claim.accelerator, claim.engine, claim.precision) == (
        2300, "tok/s", "output_throughput", "Llama 3.1 8B", "H100", "vLLM", "FP8",
    )  # fmt: skip
    assert claim.line == 3
    assert {f.name: f.origin for f in claim.facets}["accelerator"] == "sentence"


def test_a_feed_is_asked_again_with_its_validator_and_nothing_is_parsed(tmp_path: Path) -> None:
    with Loopback() as site, open_database(tmp_path / "f.db") as database:
        site.answers["/feed"] = Answer(
            feed(site.url, 100, 200), etag='"one"', headers={"Content-Type": "application/atom+xml"}
        )
        fetcher = Fetcher(allow=frozenset({("127.0.0.1", site.port)}))
        (first,) = Pipeline(database, fetcher, load_vocabulary()).run([site.url + "/feed"])
        assert (first.documents_new, first.claims_new, first.errors) == (2, 2, [])

        def never(*_: object) -> list[object]:
            raise AssertionError("parsed again")

        (second,) = Pipeline(database, fetcher, load_vocabulary(), annotator=never).run([site.url + "/feed"])  # type: ignore[arg-type]
        assert second.not_modified
        assert site.asked == [("/feed", 200), ("/feed", 304)]


def test_an_edited_entry_is_a_new_revision_and_the_card_shows_both_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Loopback() as site:
        allow = ["--allow-address", f"127.0.0.1:{site.port}"]
        for etag, values in (('"one"', (100, 200)), ('"two"', (100, 250))):
            site.answers["/feed"] = Answer(feed(site.url, *values), etag=etag)
            assert run(["ingest", site.url + "/feed", *allow]) == 0
    with open_database(tmp_path / "test.db") as database:
        assert sorted(s.claim.value for s in database.claims()) == [100, 250]
        (edit,) = [seen.change for seen in database.changes() if seen.change.kind == "value"]
        assert "200" in str(edit.old)
        assert "250" in str(edit.new)
    capsys.readouterr()
    assert run(["show", str(edit.claim)]) == 0
    card = capsys.readouterr().out
    assert "250 tok/s" in card
    assert "before:" in card
    assert "200 tok/s" in card


def test_a_summary_is_followed_to_its_page(tmp_path: Path) -> None:
    with Loopback() as site, open_database(tmp_path / "s.db") as database:
        entry = f'<entry><title>Short</title><link href="{site.url}/p"/><id>p</id><summary>Read on.</summary></entry>'
        site.answers["/feed"] = Answer(FEED.format(entry).encode())
        page = "<html><body><main><h1>Long</h1><p>On H100 vLLM is 2x faster than before.</p></main></body></html>"
        site.answers["/p"] = Answer(page.encode(), headers={"Content-Type": "text/html"})
        fetcher = Fetcher(allow=frozenset({("127.0.0.1", site.port)}))
        (result,) = Pipeline(database, fetcher, load_vocabulary()).run([site.url + "/feed"])
        assert result.errors == []
        assert [s.claim.value for s in database.claims(ClaimFilter())] == [2.0]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(b"gone", 404), "HTTP 404"),
        (Answer(b"oops", 500), "HTTP 500"),
        (Answer(b""), "answered with nothing"),
        (Answer(b"<feed xmlns='http://www.w3.org/2005/Atom'></feed>"), "no entries"),
        (Answer(b"\x89PNG\r\n\x1a\n\0\0"), "no document"),
        (Answer(b"x", 302, {"Location": "file:///etc/passwd"}), "no web address"),
        (Answer(b"x", 302, {"Location": "http://10.0.0.1/"}), "private address"),
    ],
)
def test_a_failing_source_is_one_clear_line_and_the_others_are_ingested(
    answer: Answer, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.md").write_text(POST.format(10))
    with Loopback() as site:
        site.answers["/bad"] = answer
        status = run(
            ["ingest", site.url + "/bad", str(tmp_path / "good.md"), "--allow-address", f"127.0.0.1:{site.port}"]
        )
    told = capsys.readouterr()
    assert status == 3
    assert words in told.err
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err
    assert "1 new" in told.out


NOWHERE = ["http://a:99999/", "http://[::1/x", "http://a:x/?token=secret", "http:///x", "ftp://a.example/x"]


def test_what_is_no_address_is_one_line_each_and_the_others_are_ingested(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.md").write_text(POST.format(10))
    with Loopback() as site:
        site.answers["/good"] = Answer(
            f"<h1>News</h1><p>{POST.format(20)}</p>".encode(), headers={"Content-Type": "text/html"}
        )
        good = [site.url + "/good", str(tmp_path / "good.md")]
        assert run(["ingest", *NOWHERE, *good, "--allow-address", f"127.0.0.1:{site.port}"]) == 3
    told = capsys.readouterr()
    assert told.out.count(": 1 new") == 2
    assert "secret" not in told.err + told.out
    lines = told.err.splitlines()
    assert len(lines) == len(NOWHERE)
    assert all("no web address" in line for line in lines)
    with sqlite3.connect(tmp_path / "test.db") as db:
        assert db.execute("SELECT count(*) FROM sources").fetchone() == (1,)


@pytest.mark.parametrize("command", [["extract"], ["check"], ["sources", "add"]])
@pytest.mark.parametrize("url", NOWHERE)
def test_what_is_no_address_is_told_by_whatever_fetches(
    url: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, url]) == 3
    assert capsys.readouterr().err.count("no web address") == 1


def test_private_addresses_are_refused_without_being_asked(capsys: pytest.CaptureFixture[str]) -> None:
    with Loopback() as site:
        site.answers["/"] = Answer(b"secret")
        assert run(["ingest", site.url + "/"]) == 3
        assert site.asked == []
    assert "private address" in capsys.readouterr().err


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "0.0.0.0", "fe80::1%eth0"],  # noqa: S104
)  # fmt: skip
def test_addresses_that_lead_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_a_public_address_is_public() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1::1")


def test_a_slow_server_ends_at_the_deadline() -> None:
    with Loopback() as site:
        site.answers["/slow"] = Answer(b"late", wait=1.5)
        fetcher = Fetcher(allow=frozenset({("127.0.0.1", site.port)}), deadline_s=0.3)
        with pytest.raises(FetchError, match="no whole answer"):
            fetcher.get(site.url + "/slow")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.md", b"", "is empty"),
        ("binary.md", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "no document"),
        ("broken.atom", b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>", "feed with no"),
    ],
)
def test_bad_files_are_told_and_cost_nothing(
    name: str, data: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    assert run(["ingest", str(tmp_path / name)]) == 3
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == 1


def test_a_missing_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ingest", "/nowhere/at/all.md"]) == 3
    assert "no such file" in capsys.readouterr().err


def test_reread_keeps_ids_and_changes_nothing_with_the_same_words(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(POST.format(70))
    run(["ingest", str(tmp_path / "a.md")])
    before = rows(tmp_path / "test.db")
    assert run(["reread"]) == 0
    assert rows(tmp_path / "test.db") == before


def test_the_installed_command_answers_its_version() -> None:
    done = subprocess.run([sys.executable, "-c", "import sys; sys.argv = ['sametrack', '--version']; from sametrack.digest.cli import main; main(); print('click' in sys.modules)"], capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout.split() == ["sametrack", "0.1.0", "False"]


def test_a_changelog_without_a_version_is_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_text(POST.format(2300))
    assert run(["ingest", str(tmp_path / "CHANGELOG.md")]) == 0
    with open_database(tmp_path / "test.db") as database:
        assert [stored.claim.value for stored in database.claims()] == [2300]


def test_a_file_whose_bytes_and_words_are_as_before_is_not_read_again(tmp_path: Path) -> None:
    (post := tmp_path / "post.md").write_text("# News\n\nOn one H100 vLLM serves 2,300 tok/s.\n", "utf-8")
    read: list[str] = []

    def counted(document: Document, words: Vocabulary) -> list[Claim]:
        read.append(document.url)
        return annotate(document, words)

    def told() -> tuple[int, int]:
        (result,) = Pipeline(database, Fetcher(), load_vocabulary(), annotator=counted).run([str(post)])
        return result.documents_same, len(read)

    with open_database(tmp_path / "db") as database:
        assert told() == (0, 1)
        assert told() == (1, 1)
        database.sql.execute("UPDATE documents SET read_with = 'an older one'")
        assert told() == (0, 2)
        post.write_text(post.read_text("utf-8") + "\nMore.\n", "utf-8")
        assert told()[1] > 2
        list(Pipeline(database, Fetcher(), load_vocabulary(), annotator=counted).reread())
        assert len(read) > 3
