"""The watch list at work: one site of each kind, ingested by one run, then again, then after edits."""

from __future__ import annotations

import re
import sqlite3
import sys
from pathlib import Path

import pytest
from sametrack.ingest.pipeline import Pipeline
from sametrack.ingest.sources.watchlist import Watched
from sametrack.store.database import open_database
from sametrack.store.vocabulary import load_vocabulary

sys.path.insert(0, str(Path(__file__).parent))
from internet import Internet, ingest
from loopback import Loopback

HOST = "https://blog.example"
ATOM = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title><id>x</id>{entries}</feed>'
ENTRY = (
    '<entry><title>{title}</title><link href="{link}"/><id>{link}</id><updated>{date}T00:00:00Z</updated>{body}</entry>'
)
RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>R</title><link>https://r.example</link>{}</channel></rss>'
)
RDF = (
    '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://d.example"><title>D</title></channel>{}</rdf:RDF>'
)
MAP = '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
GITHUB = "https://api.github.com/repos/own"


def sentence(value: int) -> str:
    return f"On a single H100 vLLM v0.6.0 serves Llama 3.1 8B at FP8 with an output throughput of {value} tokens/s."


def page(title: str, value: int) -> str:
    return f"<!doctype html><html><body><main><article><h1>{title}</h1><p>{sentence(value)}</p></article></main></body></html>"


def content(value: int) -> str:
    return f'<content type="html">&lt;p&gt;{sentence(value)}&lt;/p&gt;</content>'


SOURCES = [
    Watched("atom", f"{HOST}/atom.xml", "feed"),
    Watched("rss", "https://r.example/rss", "feed"),
    Watched("rdf", "https://d.example/rdf", "feed"),
    Watched("json", "https://j.example/feed.json", "feed"),
    Watched("summaries", "https://s.example/feed", "feed"),
    Watched("releases", "https://github.com/own/engine", "releases", "Engine"),
    Watched("posts", "https://github.com/own/site/tree/main/blog", "posts", page="https://p.example/blog/{stem}/"),
    Watched("changelog", "https://github.com/own/lib/blob/main/CHANGELOG.md", "changelog", "Lib"),
    Watched("perf", "https://raw.githubusercontent.com/own/bench/main/perf-changelog.yaml", "perf-changelog", "Bench"),
    Watched("map", "https://m.example/sitemap.xml", "sitemap", follow=r"/posts/"),
    Watched("archive", "https://a.example/archive", "archive", follow=r"/20\d\d/"),
    Watched("page", "https://one.example/notes", "page"),
]


def serve(net: Internet, *, edited: bool) -> None:
    """Put one of each kind on the net; ``edited`` changes a number, a body or a file of some of them."""
    html, new = "text/html", 10 if edited else 0
    net.put(f"{HOST}/atom.xml", ATOM.format(title="A", entries="".join(
        ENTRY.format(title=f"Post {n}", link=f"{HOST}/p{n}", date=f"2026-04-0{n}", body=content(100 + n + (new if n == 1 else 0)))
        for n in (1, 2))), etag=f'"a{new}"')  # fmt: skip
    item = "<item><title>I{n}</title><link>https://r.example/i{n}</link><description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
    net.put(
        "https://r.example/rss",
        RSS.format("".join(item.format(n=n, text=sentence(200 + n) + " x" * 400) for n in (1, 2))),
    )
    net.put("https://d.example/rdf", RDF.format("".join(
        f'<item rdf:about="https://d.example/{n}"><title>D{n}</title><link>https://d.example/{n}</link>'
        f"<dc:date>2026-03-0{n}</dc:date><description>{sentence(300 + n)}{' y' * 400}</description></item>" for n in (1, 2))))  # fmt: skip
    net.put("https://j.example/feed.json", {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [
        {"id": "1", "url": "https://j.example/1", "title": "J1", "content_html": f"<p>{sentence(401 + new)}</p>", "date_published": "2026-04-03T00:00:00Z"},
        {"id": "https://j.example/2", "title": "J2", "content_text": sentence(402)}]}, kind="application/feed+json", etag=f'"j{new}"')  # fmt: skip
    net.put("https://s.example/feed", ATOM.format(title="S", entries="".join(
        ENTRY.format(title=f"S{n}", link=f"https://s.example/s{n}", date="2026-04-01", body="<summary>Read on.</summary>") for n in (1, 2))),
        etag='"s"')  # fmt: skip
    for n in (1, 2):
        value = 500 + n + (new if n == 2 else 0)
        net.put(f"https://s.example/s{n}", page(f"S{n}", value), kind=html, etag=f'"s{value}"')
    net.put("https://github.com/own/engine/releases.atom", ATOM.format(title="Release notes", entries="".join(
        ENTRY.format(title=f"Engine {tag}", link=f"https://github.com/own/engine/releases/tag/{tag}", date="2026-04-02",
                     body='<content type="html">&lt;ul&gt;&lt;li&gt;Faster decode%s&lt;/li&gt;&lt;/ul&gt;</content>' % (" again" if new and tag == "v1.1.0" else ""))
        for tag in ("v1.1.0", "v1.1.0rc1"))), etag=f'"r{new}"')  # fmt: skip
    files = [{"name": f"2026-04-0{n}-p.md", "type": "file", "sha": f"sha{n}{new if n == 2 else 0}",
              "download_url": f"https://raw.githubusercontent.com/own/site/main/blog/2026-04-0{n}-p.md"} for n in (1, 2)]  # fmt: skip
    net.put(
        f"{GITHUB}/site/contents/blog?ref=main", [*files, {"name": "img", "type": "dir", "sha": "d"}], etag=f'"c{new}"'
    )
    for n in (1, 2):
        net.put(f"https://raw.githubusercontent.com/own/site/main/blog/2026-04-0{n}-p.md",
                f"---\ntitle: P{n}\ndate: 2026-04-0{n}\n---\n\n{sentence(600 + n + (new if n == 2 else 0))}\n", kind="text/plain")  # fmt: skip
    top = "## [0.3.0] - 2026-04-20\n\n### Added\n\n- A scheduler\n\n" if new else ""
    net.put("https://raw.githubusercontent.com/own/lib/main/CHANGELOG.md",
            f"# Changelog\n\n{top}## [0.2.0] - 2026-04-01\n\n### Fixed\n\n- A hang\n\n## [0.1.0]\n\n- First\n", kind="text/plain")  # fmt: skip
    net.put("https://raw.githubusercontent.com/own/bench/main/perf-changelog.yaml",
            "- config-keys:\n    - a-fp8\n  description:\n    - Update image\n  pr-link: https://github.com/own/bench/pull/7\n", kind="text/plain")  # fmt: skip
    net.put("https://m.example/sitemap.xml", MAP.format("".join(
        f"<url><loc>https://m.example/{path}</loc><lastmod>{day}</lastmod></url>" for path, day in
        (("posts/1", "2026-01-01"), ("posts/2", "2026-02-02" if new else "2026-02-01"), ("about", "2026-03-01")))))  # fmt: skip
    net.put("https://m.example/posts/1", page("M1", 701), kind=html)
    net.put("https://m.example/posts/2", page("M2", 702 + new), kind=html)
    net.put(
        "https://a.example/archive",
        '<html><body><a href="/2025/old">Old</a><a href="/about">About</a></body></html>',
        kind=html,
    )
    net.put("https://a.example/2025/old", page("Old", 801), kind=html, etag='"old"')
    net.put("https://one.example/notes", page("Notes", 901 + new), kind=html, etag=f'"n{new}"')


def rows(path: Path, *, schedule: bool) -> list[tuple[object, ...]]:
    """Return every row of the database; without the schedule's own columns unless ``schedule``."""
    with sqlite3.connect(path) as db:
        names = [
            r[0]
            for r in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%' ORDER BY 1"
            )
        ]
        columns = {n: [f'"{c[1]}"' for c in db.execute(f"PRAGMA table_info({n})")] for n in names}
        kept = {
            n: [c for c in cs if schedule or n != "sources" or c not in ('"next_due"', '"last_success"')]
            for n, cs in columns.items()
        }
        return [(n, *row) for n in names for row in db.execute(f"SELECT {', '.join(kept[n])} FROM {n}")]  # noqa: S608


def test_one_of_each_kind_arrives_once_then_nothing_then_exactly_the_edits(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    with Loopback() as site:
        net = Internet(site)
        serve(net, edited=False)
        first = ingest(path, net, SOURCES, "2026-04-10T00:00:00+00:00")
        assert {name: r.errors for name, r in first.items() if r.errors} == {}
        assert {name: r.documents_new for name, r in first.items()} == {
            "atom": 2, "rss": 2, "rdf": 2, "json": 2, "summaries": 2, "releases": 2, "posts": 2, "changelog": 1, "perf": 1,
            "map": 2, "archive": 1, "page": 1,
        }  # fmt: skip
        asked = net.addresses()
        assert len(asked) == len(set(asked))
        before = rows(path, schedule=False)

        second = ingest(path, net, SOURCES, "2026-04-10T06:00:00+00:00")
        assert all(r.not_modified for r in second.values()), second
        assert sorted(net.addresses()) == sorted(a for a in asked if "/s1" not in a and "/s2" not in a and "-p.md" not in a and "/posts/" not in a and "/2025/" not in a)  # fmt: skip
        assert rows(path, schedule=False) == before

        serve(net, edited=True)
        third = ingest(path, net, SOURCES, "2026-04-12T00:00:00+00:00")
        changed = {
            name: (r.documents_new, r.documents_changed)
            for name, r in third.items()
            if r.documents_new or r.documents_changed
        }
        assert changed == dict.fromkeys(
            ("atom", "json", "summaries", "releases", "posts", "changelog", "map", "page"), (0, 1)
        )
        assert {name: r.errors for name, r in third.items() if r.errors} == {}
        with open_database(path) as database:
            said = [(seen.change.old, seen.change.new) for seen in database.changes() if seen.change.kind == "value"]
            edits = {tuple(int(re.findall(r"throughput of (\d+)", str(words))[0]) for words in pair) for pair in said}
            versions = [(r.project, r.version, r.prerelease) for r in database.releases()]
            held = rows(path, schedule=True)
            assert [r.errors for r in Pipeline(database, net.fetcher(), load_vocabulary()).reread() if r.errors] == []
        assert rows(path, schedule=True) == held
    assert edits == {(101, 111), (401, 411), (502, 512), (602, 612), (702, 712), (901, 911)}
    assert set(versions) == {
        ("Engine", "1.1.0", False), ("Engine", "1.1.0rc1", True), ("Lib", "0.3.0", False), ("Lib", "0.2.0", False),
        ("Lib", "0.1.0", False), ("Bench", "#7", False),
    }  # fmt: skip


def test_with_a_token_releases_come_from_the_api_and_the_token_goes_nowhere_else(tmp_path: Path) -> None:
    path, secret = tmp_path / "t.db", "ghp_secretsecret"
    source = [Watched("engine", "https://github.com/own/engine", "releases", "Engine")]

    def release(n: int, body: str, **more: object) -> dict[str, object]:
        return {"tag_name": f"b{n}", "name": f"b{n}", "body": body, "draft": False, "prerelease": False, "author": {"login": "ada"},
                "published_at": f"2026-04-{n:02}T00:00:00Z", "html_url": f"https://github.com/own/engine/releases/tag/b{n}", **more}  # fmt: skip

    first, second = f"{GITHUB}/engine/releases?per_page=100", f"{GITHUB}/engine/releases?per_page=100&page=2"
    with Loopback() as site:
        net = Internet(site)
        pages = {"Link": f'<{second}>; rel="next", <{second}>; rel="last"'}
        net.put(
            first, [release(3, "- Faster", prerelease=True), release(2, "- Fix", draft=True)], etag='"1"', headers=pages
        )
        net.put(second, [release(1, "- First")])
        (one,) = ingest(path, net, source, "2026-05-01T00:00:00+00:00", {"GITHUB_TOKEN": secret}).values()
        assert (one.documents_new, one.errors, one.skipped["drafts"]) == (2, [], 1)
        assert {h["authorization"] for _, h in net.asked} == {f"Bearer {secret}"}
        net.asked.clear()
        (two,) = ingest(path, net, source, "2026-05-02T00:00:00+00:00", {"GITHUB_TOKEN": secret}).values()
        assert two.not_modified
        assert net.addresses() == [first]
        net.put(first, [release(3, "- Faster, said again", prerelease=True)], etag='"2"', headers=pages)
        (three,) = ingest(path, net, source, "2026-05-03T00:00:00+00:00", {"GITHUB_TOKEN": secret}).values()
        assert (three.documents_new, three.documents_changed) == (0, 1)
        assert net.addresses() == [first]
        elsewhere = "https://elsewhere.example/r"
        net.put(first, b"", status=302, headers={"Location": elsewhere})
        net.put(elsewhere, [release(4, "- No")])
        ingest(path, net, source, "2026-05-04T00:00:00+00:00", {"GITHUB_TOKEN": secret})
        assert [h.get("authorization") for url, h in net.asked if url == elsewhere] == [None]
    with open_database(path) as database:
        assert [(r.version, r.prerelease) for r in database.releases()][-2:] == [("b3", True), ("b1", False)]
    assert secret.encode() not in path.read_bytes()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status": 404, "body": b"no"}, "HTTP 404; check the address"),
        ({"status": 410, "body": b"no"}, "HTTP 410; it is gone, remove it"),
        ({"status": 401, "body": b"no"}, "HTTP 401; it needs a login"),
        ({"status": 429, "body": b"no", "headers": {"Retry-After": "7200"}}, "it asks us to wait 120 min"),
        ({"body": b" "}, "answered with nothing"),
        ({"body": page("P", 1), "kind": "text/html"}, "is a page now, no feed"),
        ({"body": b"\x89PNG\r\n\x1a\n\0\0"}, "no entries"),
        ({"body": b'{"version": "https://jsonfeed.org/version/1.1"}'}, "cannot be read"),
    ],
)
def test_a_failing_source_is_one_line_and_waits_while_the_others_come(
    answer: dict[str, object], words: str, tmp_path: Path
) -> None:
    bad = Watched("bad", "https://bad.example/feed", "feed")
    with Loopback() as site:
        net = Internet(site)
        serve(net, edited=False)
        net.put(bad.url, answer.pop("body"), **answer)  # type: ignore[arg-type]
        results = ingest(tmp_path / "b.db", net, [bad, *SOURCES[:3]], "2026-04-10T00:00:00+00:00")
    assert len(results["bad"].errors) == 1
    assert words in results["bad"].errors[0]
    assert "\n" not in results["bad"].errors[0]
    assert [r.documents_new for name, r in results.items() if name != "bad"] == [2, 2, 2]
    with open_database(tmp_path / "b.db") as database:
        (row,) = [r for r in database.sources() if r["url"] == bad.url]
    assert row["failures"] == 1
    assert row["next_due"] >= ("2026-04-10T02" if "wait" in words else "2026-04-10T01")


@pytest.mark.parametrize(
    ("source", "address", "body", "words"),
    [
        (SOURCES[5], "https://github.com/own/engine/releases.atom", "<html><body>Sign in</body></html>", "is a page now, no feed"),
        (SOURCES[6], f"{GITHUB}/site/contents/blog?ref=main", '{"message": "This repository moved"}', "in a shape we do not know"),
        (SOURCES[6], f"{GITHUB}/site/contents/blog?ref=main", "[]", "holds no Markdown file"),
        (SOURCES[8], SOURCES[8].url, "runs: 1\n", "is no performance changelog any more"),
        (SOURCES[9], SOURCES[9].url, page("Not found", 1), "is no sitemap"),
        (SOURCES[9], SOURCES[9].url, MAP.format("<url><loc>https://m.example/news/1</loc></url>"), "names no post that follow = '/posts/' fits"),
        (SOURCES[10], SOURCES[10].url, "<html><body>All new</body></html>", "links to no post that follow"),
        (SOURCES[11], SOURCES[11].url, RSS.format("<item><title>x</title><link>https://x.example</link></item>"), "is a feed now, no page"),
        (Watched("r", "https://example.org/x", "releases"), "", "", "write https://github.com/OWNER/NAME"),
    ],
)  # fmt: skip
def test_a_source_of_any_kind_that_changed_its_shape_is_one_line_that_says_so(
    source: Watched, address: str, body: str, words: str, tmp_path: Path
) -> None:
    with Loopback() as site:
        net = Internet(site)
        serve(net, edited=False)
        if address:
            net.put(address, body, kind="text/html" if body.startswith("<html") else None)
        results = ingest(tmp_path / "c.db", net, [source, SOURCES[0]], "2026-04-10T00:00:00+00:00")
    (error,) = results[source.name].errors
    assert words in error
    assert "\n" not in error
    assert results["atom"].documents_new == 2


@pytest.mark.parametrize(
    ("source", "address", "body"),
    [
        (SOURCES[3], SOURCES[3].url, '{"version": "https://jsonfeed.org/version/1.1", "items": [{"url": ["x"], "authors": 5}, 7, null]}'),
        (SOURCES[3], SOURCES[3].url, '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 5000),
        (SOURCES[0], SOURCES[0].url, ATOM.format(title="A", entries=ENTRY.format(title="x", link="http://[::1", date="2026", body=""))),
        (SOURCES[0], SOURCES[0].url, ATOM.format(title="A", entries=ENTRY.format(title="x", link="http://h:99999999/", date="x", body=""))),
        (SOURCES[9], SOURCES[9].url, MAP.format("<url><loc>http://h:99999999/posts/1</loc></url><url/>")),
        (SOURCES[10], SOURCES[10].url, "<html><body><a href='http://[/2025/x'>x</a><a href='http://h:9999999/2025/y'>y</a></body></html>"),
        (SOURCES[8], SOURCES[8].url, "- config-keys: {a: 1}\n  description: 5\n  pr-link: [1]\n- 3\n"),
    ],
)  # fmt: skip
def test_hostile_answers_cost_their_own_source_alone(source: Watched, address: str, body: str, tmp_path: Path) -> None:
    with Loopback() as site:
        net = Internet(site)
        serve(net, edited=False)
        net.put(address, body, kind="text/html" if body.startswith("<html") else None)
        results = ingest(tmp_path / "h.db", net, [source, SOURCES[1]], "2026-04-10T00:00:00+00:00")
    assert all("\n" not in error for error in results[source.name].errors)
    assert results["rss"].documents_new == 2


def test_a_broken_address_loses_its_own_entry_alone(tmp_path: Path) -> None:
    with Loopback() as site:
        net = Internet(site)
        entries = "".join(
            ENTRY.format(title="x", link=link, date="2026-04-01", body=content(5))
            for link in ("http://[::1", f"{HOST}/fine")
        )
        net.put(SOURCES[0].url, ATOM.format(title="A", entries=entries))
        (result,) = ingest(tmp_path / "e.db", net, SOURCES[:1], "2026-04-10T00:00:00+00:00").values()
    assert (result.documents_new, result.skipped["broken entries"], result.errors) == (1, 1, [])


def test_an_index_of_sitemaps_is_read_through(tmp_path: Path) -> None:
    index = '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'
    source = [Watched("map", "https://m.example/index.xml", "sitemap", follow="/posts/")]
    with Loopback() as site:
        net = Internet(site)
        serve(net, edited=False)
        maps = ("https://m.example/sitemap.xml", "https://elsewhere.example/sitemap.xml")
        net.put(source[0].url, index.format("".join(f"<sitemap><loc>{m}</loc></sitemap>" for m in maps)))
        (result,) = ingest(tmp_path / "i.db", net, source, "2026-04-10T00:00:00+00:00").values()
        assert (result.documents_new, result.errors) == (2, [])
        assert maps[1] not in net.addresses()


def test_a_page_a_listing_names_that_is_gone_is_told_once(tmp_path: Path) -> None:
    source = [Watched("map", "https://m.example/sitemap.xml", "sitemap", follow="/posts/")]
    with Loopback() as site:
        net = Internet(site)
        serve(net, edited=False)
        del site.answers["/m.example/posts/1"]
        (first,) = ingest(tmp_path / "g.db", net, source, "2026-04-10T00:00:00+00:00").values()
        (second,) = ingest(tmp_path / "g.db", net, source, "2026-04-10T05:00:00+00:00").values()
        (third,) = ingest(tmp_path / "g.db", net, source, "2026-04-10T09:00:00+00:00").values()
    assert (first.documents_new, len(first.errors)) == (1, 1)
    assert (second.documents_new, second.errors) == (0, [])
    assert third.not_modified


def test_what_exceeds_the_limit_comes_in_the_next_runs(tmp_path: Path) -> None:
    source = [Watched("map", "https://m.example/sitemap.xml", "sitemap", follow="/posts/", limit=1)]
    with Loopback() as site:
        net = Internet(site)
        serve(net, edited=False)
        results = [ingest(tmp_path / "l.db", net, source, f"2026-04-10T0{n}:00:00+00:00")["map"] for n in range(3)]
    assert [r.documents_new for r in results] == [1, 1, 0]
    assert results[2].not_modified or results[2].documents_same == 2
