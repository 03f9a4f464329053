"""The watch list as data, the ``sources`` commands, and when a source is due."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from sametrack.digest.cli.root import run
from sametrack.ingest.fetch.waiting import wait_s
from sametrack.ingest.schedule import after_failure, after_success, is_due, to_revisit
from sametrack.ingest.sources.opml import from_opml, to_opml
from sametrack.ingest.sources.watchlist import Watched, line_of, load_watchlist
from sametrack.store.errors import ReadError, VocabularyError

sys.path.insert(0, str(Path(__file__).parent))
from loopback import Answer, Loopback

NOW = "2026-04-10T00:00:00+00:00"
FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><item><title>One</title><link>{}/one</link><description>{}</description></item></channel></rss>'


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for the config, and a watch list of nothing but our own."""
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    own = tmp_path / "config" / "sources.toml"
    own.parent.mkdir()
    own.write_text("".join(f'"{name}" = {{ off = true }}\n' for name in load_watchlist()))
    return own


def test_the_built_in_list_is_alphabetical_and_names_what_the_field_is_watched_by() -> None:
    file = Path(__file__).resolve().parents[1] / "ingest" / "sources" / "sources.toml"
    lines = [line for line in file.read_text("utf-8").splitlines() if line.startswith('"')]
    names = [line.split('"')[1] for line in lines]
    assert names == sorted(set(names))
    assert sum("off = true" not in line for line in lines) == len(load_watchlist())
    told = {w.project or w.publisher for w in load_watchlist().values()}
    assert told >= {
        "SGLang", "Miles", "vLLM", "DeepSeek", "DeepGEMM", "DeepEP", "FlashInfer", "TensorRT-LLM", "TileLang", "slime", "LMDeploy",
        "llama.cpp", "KTransformers", "Mooncake", "LMCache", "llm-d", "AIBrix", "Dynamo", "AITER", "LMSYS", "PyTorch", "NVIDIA",
        "ROCm", "Hugging Face", "SemiAnalysis", "InferenceX",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('"a" = { kind = "feed" }', "url must be a web address"),
        ('"a" = { kind = "feed", url = "file:///etc/passwd" }', "url must be a web address"),
        ('"a" = { kind = "feed", url = "http://a:99999/" }', "url must be a web address"),
        ('"a" = { kind = "feed", url = "http://[::1/x" }', "url must be a web address"),
        ('"a" = { kind = "newsletter", url = "https://a.example" }', "kind must be one of"),
        ('"a" = { kind = "feed", url = "https://a.example", colour = "red" }', "unknown fields colour"),
        ('"a" = { kind = "sitemap", url = "https://a.example" }', "say with follow"),
        ('"a" = { kind = "sitemap", url = "https://a.example", follow = "(" }', "no regular expression"),
        ('"a" = { kind = "posts", url = "https://a.example", page = "https://a.example/x" }', "{stem}"),
        ('"a" = { kind = "feed", url = "https://a.example", keep = "main" }', "must be a list"),
        ('"a" = "https://a.example"', "must be a table"),
        ('"a" = ', "not TOML"),
    ],
)
def test_a_list_that_is_none_is_told(line: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(line)
    with pytest.raises(VocabularyError, match=r"sources\.toml") as told:
        load_watchlist(tmp_path / "sources.toml")
    assert words in str(told.value)


def test_a_source_written_as_a_line_reads_back_as_itself(tmp_path: Path) -> None:
    source = Watched("x.y", "https://a.example/s.xml", "sitemap", 'P "q" \\', keep=("main > p",), follow=r"/20\d\d/", limit=7, every_h=1.5, own=True)  # fmt: skip
    (tmp_path / "s.toml").write_text(line_of(source) + "\n")
    assert load_watchlist(tmp_path / "s.toml")["x.y"] == source


def test_add_finds_the_feed_says_what_it_brings_and_ingest_without_arguments_takes_what_is_due(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Loopback() as site:
        allow = f"127.0.0.1:{site.port}"
        head = '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments"/><link rel="alternate" type="application/rss+xml" href="/the-feed"/>'
        site.answers["/"] = Answer(f"<!doctype html><html><head>{head}</head><body><p>Hello</p></body></html>".encode(), headers={"Content-Type": "text/html"})  # fmt: skip
        site.answers["/comments"] = Answer(FEED.format(site.url, "no").encode())
        site.answers["/the-feed"] = Answer(
            FEED.format(site.url, "On H100 vLLM is 2x faster than before. " + "word " * 200).encode()
        )
        assert run(["sources", "add", site.url + "/", "--name", "mine", "--allow-address", allow]) == 0
        told = capsys.readouterr().out
        assert f"mine: feed at {site.url}/the-feed" in told
        assert "would bring 1 documents" in told
        assert run(["sources", "check", "--allow-address", allow]) == 0
        assert "One" in capsys.readouterr().out
        assert run(["ingest"]) == 0
        assert "mine: 1 new" in capsys.readouterr().out
        assert run(["ingest"]) == 0
        assert "no source is due" in capsys.readouterr().out
        assert run(["ingest", "mine"]) == 0
        assert "mine: not modified" in capsys.readouterr().out
    assert run(["sources", "list", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["sources"]
    assert (row["name"], row["kind"], row["claims"], row["finding"]) == ("mine", "feed", 1, None)
    assert row["next_due"] > row["last_success"]
    assert run(["sources", "remove", "mine"]) == 0
    assert '"mine"' not in config.read_text()


def page(body: str = "<p>Hello</p>") -> Answer:
    return Answer(f"<!doctype html><html><body>{body}</body></html>".encode(), headers={"Content-Type": "text/html"})


@pytest.mark.parametrize(
    ("answers", "url", "told"),
    [
        ({"/blog": page(), "/blog/feed.xml": Answer(FEED.format("http://x.example", "word " * 200).encode())}, "/blog", "feed at {}/blog/feed.xml"),
        ({"/blog": page(), "/atom.xml": Answer(FEED.format("http://x.example", "word " * 200).encode())}, "/blog", "feed at {}/atom.xml"),
        ({"/blog/": page(), "/sitemap.xml": Answer(b"<urlset><url><loc>http://127.0.0.1/x</loc></url></urlset>")}, "/blog/", "page at {}/blog/"),
        ({"/CHANGELOG.md": Answer(b"# Changelog\n\n## 1.0\n\n- A\n")}, "/CHANGELOG.md", "page at {}/CHANGELOG.md"),
        ({"/perf.yaml": Answer(b"- config-keys: [a]\n  description: [b]\n")}, "/perf.yaml", "perf-changelog at {}/perf.yaml"),
        ({"/f.json": Answer(b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "http://x.example/1"}]}')}, "/f.json", "feed at {}/f.json"),
    ],
)  # fmt: skip
def test_add_finds_what_is_behind_an_address(
    answers: dict[str, Answer], url: str, told: str, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = config.read_text()
    with Loopback() as site:
        site.answers.update(answers)
        assert run(["sources", "add", site.url + url, "--dry-run", "--allow-address", f"127.0.0.1:{site.port}"]) == 0
        assert told.format(site.url) in capsys.readouterr().out
    assert config.read_text() == before


def test_add_takes_a_sites_map_where_there_is_no_feed(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Loopback() as site:
        site.answers["/blog/"] = page()
        site.answers["/sitemap.xml"] = Answer(
            f"<urlset><url><loc>{site.url}/blog/a</loc></url><url><loc>{site.url}/b</loc></url></urlset>".encode()
        )
        assert (
            run(["sources", "add", site.url + "/blog/", "--name", "m", "--allow-address", f"127.0.0.1:{site.port}"])
            == 0
        )
    assert "would bring 1 documents, 1 of them fetched on their own" in capsys.readouterr().out
    assert load_watchlist(config)["m"].kind == "sitemap"


def test_an_address_that_gives_nothing_is_not_added(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = config.read_text()
    with Loopback() as site:
        assert run(["sources", "add", site.url + "/x", "--allow-address", f"127.0.0.1:{site.port}"]) == 3
    assert "HTTP 404" in capsys.readouterr().err
    assert config.read_text() == before


def test_a_failing_and_a_moved_source_are_told_by_doctor(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Loopback() as site:
        allow = f'allow = "127.0.0.1:{site.port}"'
        site.answers["/old"] = Answer(b"x", 301, {"Location": "/new"})
        site.answers["/new"] = Answer(FEED.format(site.url, "word " * 300).encode())
        with config.open("a") as file:
            file.write(f'"moved" = {{ kind = "feed", url = "{site.url}/old", {allow} }}\n')
            file.write(f'"dead" = {{ kind = "feed", url = "{site.url}/gone", {allow} }}\n')
        assert run(["-q", "ingest"]) == 3
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.count("\n") == 1
        for _ in range(4):
            assert run(["-q", "ingest", "dead"]) == 3
    capsys.readouterr()
    assert run(["doctor"]) == 0
    told = capsys.readouterr()
    assert f"source moved: moved to {site.url}/new" in told.out
    assert "source dead: failed 5 times in a row" in told.out
    assert "sources remove dead" in told.out


def test_check_stores_nothing(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Loopback() as site:
        config.write_text(
            config.read_text() + f'"f" = {{ kind = "feed", url = "{site.url}/f", allow = "127.0.0.1:{site.port}" }}\n'
        )
        assert run(["sources", "check", "f"]) == 3
        assert "f: " in capsys.readouterr().err
        assert site.asked == [("/f", 404)]
    assert not (tmp_path / "test.db").exists()


def test_opml_goes_out_and_comes_in_again(config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources = [
        Watched("a", "https://a.example/feed?x=1&y=2", "feed", None, "A & B"),
        Watched("e", "https://github.com/o/e", "releases", "E"),
    ]
    text = to_opml([*sources, Watched("m", "https://m.example/sitemap.xml", "sitemap", follow="x")])
    assert [(w.name, w.url, w.kind, w.project, w.publisher) for w in from_opml(text.encode(), "x")] == [
        (s.name, s.url, s.kind, s.project, s.publisher) for s in sources
    ]
    nowhere = '<outline xmlUrl="http://a:99999/"/><outline xmlUrl="http://[::1/x"/></body>'
    (tmp_path / "in.opml").write_text(text.replace("</body>", nowhere))
    assert run(["sources", "import", str(tmp_path / "in.opml")]) == 0
    assert run(["sources", "import", str(tmp_path / "in.opml")]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("0 sources")
    assert set(load_watchlist(config)) == {"a", "e"}
    assert run(["sources", "export"]) == 0
    assert "releases.atom" in capsys.readouterr().out


@pytest.mark.parametrize(
    "data", [b"<html/>", b"no", b'<!DOCTYPE o [<!ENTITY e SYSTEM "file:///etc/passwd">]><opml>&e;</opml']
)
def test_what_is_no_opml_is_told(data: bytes) -> None:
    with pytest.raises(ReadError, match="is no OPML"):
        from_opml(data, "x.opml")


def test_a_weekly_source_is_due_daily_a_busy_one_hourly_and_a_cache_holds_longer() -> None:
    weekly = [f"2026-03-{d:02}" for d in (1, 8, 15, 22, 29)]
    hourly = [f"2026-04-09T{h:02}:00:00+00:00" for h in range(12)]
    assert "2026-04-10T21" <= after_success(NOW, weekly, {}, url="u") <= "2026-04-11T00:00:00+00:00"
    assert "2026-04-10T00:54" <= after_success(NOW, hourly, {}, url="u") <= "2026-04-10T01:00:00+00:00"
    assert after_success(NOW, hourly, {"cache-control": "public, max-age=172800"}, url="u") > "2026-04-11T19"
    assert after_success(NOW, hourly, {"cache-control": "no-cache, max-age=172800"}, url="u") < "2026-04-10T02"
    assert after_success(NOW, hourly, {"cache-control": "max-age=99999999999"}, url="u") < "2026-04-18"
    assert after_success(NOW, [], {}, url="u", every_h=2) < "2026-04-10T02:00:01"


def test_failures_wait_longer_and_never_less_than_asked() -> None:
    assert [after_failure(NOW, n)[:13] for n in (1, 2, 3)] == ["2026-04-10T01", "2026-04-10T02", "2026-04-10T04"]
    assert after_failure(NOW, 50) == "2026-04-17T00:00:00+00:00"
    assert after_failure(NOW, 1, 7200) == "2026-04-10T02:00:00+00:00"
    assert is_due(None, NOW)
    assert is_due(NOW, NOW)
    assert not is_due("2026-04-10T00:00:01+00:00", NOW)


def test_pages_are_looked_at_again_while_they_are_young() -> None:
    assert to_revisit("2026-04-08T00:00:00+00:00", "2026-04-08T00:00:00+00:00", NOW)
    assert not to_revisit("2026-04-09T12:00:00+00:00", "2026-04-09T12:00:00+00:00", NOW)
    assert not to_revisit("2026-03-01T00:00:00+00:00", "2026-04-05T00:00:00+00:00", NOW)
    assert not to_revisit("2025-01-01T00:00:00+00:00", "2025-01-01T00:00:00+00:00", NOW)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "120"}, 120),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "99999999999"}, 31 * 86_400),
        ({"retry-after": "Fri, 10 Apr 2026 01:00:00 GMT", "date": "Fri, 10 Apr 2026 00:30:00 GMT"}, 1800),
        ({"retry-after": "Fri, 10 Apr 2026 01:00:00 GMT"}, 3600),
        ({"retry-after": "Fri, 10 Apr 2020 01:00:00 GMT"}, 0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1775782800"}, 3600),
        ({"x-ratelimit-remaining": "7", "x-ratelimit-reset": "1775782800"}, None),
    ],
)
def test_how_long_a_server_asks_to_be_left_alone(headers: dict[str, str], seconds: float | None) -> None:
    assert wait_s(headers, now=1775779200.0) == seconds
