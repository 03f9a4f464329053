"""robots.txt: what it allows us, whatever it is and however its site answers; whom it bears on, and when it is asked again."""

from __future__ import annotations

import gzip
import itertools
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sametrack.digest.cli.root import run
from sametrack.ingest.allowance import Allowance
from sametrack.ingest.fetch import Fetcher
from sametrack.ingest.fetch.robots import MOST, Rules, text_of
from sametrack.ingest.pipeline import Pipeline
from sametrack.ingest.sources.watchlist import Watched
from sametrack.store.database import open_database
from sametrack.store.errors import FetchError, RefusedError
from sametrack.store.vocabulary import load_vocabulary

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))
from internet import Internet, ingest
from loopback import Answer, Loopback
from wire import Serve, Talk, Wire, response

EVERYBODY = "User-agent: *\n"
FEED = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>f</id>{}</feed>'
ENTRY = '<entry><title>P{n}</title><link href="{at}"/><id>{at}</id><updated>2026-04-01T00:00:00Z</updated><summary>On H100 vLLM is {n}x faster than before.</summary></entry>'
PAGE = "<!doctype html><html><body><main><h1>P</h1><p>On H100 vLLM is {n}x faster than before.</p></main></body></html>"


# what a file says


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        (EVERYBODY + "Disallow: /", "/a", False),
        (EVERYBODY + "Disallow:", "/a", True),
        (EVERYBODY + "Disallow: /private", "/private/x", False),
        (EVERYBODY + "Disallow: /private", "/public", True),
        ("User-agent: sametrack\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: sametrack\nDisallow: /", "/a", False),
        ("USER-AGENT: SameTrack/0.1 (bot)\nDISALLOW: /", "/a", False),
        ("User-agent: sametracker\nDisallow: /", "/a", True),
        ("User-agent: same\nDisallow: /", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: other\nUser-agent: sametrack\nDisallow: /", "/a", False),
        ("User-agent: other\nDisallow: /\nUser-agent: sametrack\nDisallow: /b", "/a", True),
        ("User-agent: sametrack\nDisallow: /b\nUser-agent: other\nDisallow: /\nUser-agent: sametrack\nDisallow: /c", "/c", False),
        ("User-agent: sametrack\nDisallow: /b\nUser-agent: *\nDisallow: /", "/a", True),
        ("Disallow: /", "/a", True),
        (EVERYBODY + "Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        (EVERYBODY + "Allow: /a\nDisallow: /a/b", "/a/b/c", False),
        (EVERYBODY + "Disallow: /a\nAllow: /a", "/a", True),
        (EVERYBODY + "Disallow: /*.pdf$", "/x/y.pdf", False),
        (EVERYBODY + "Disallow: /*.pdf$", "/x/y.pdf?z", True),
        (EVERYBODY + "Disallow: /*?print=", "/x?print=1", False),
        (EVERYBODY + "Disallow: /*?print=", "/x?page=1", True),
        (EVERYBODY + "Disallow: /caf%C3%A9", "/caf\xe9", False),
        (EVERYBODY + "Disallow: /a # not /b", "/b", True),
        ("\ufeff" + EVERYBODY + "Disallow: /", "/a", False),
        ("User-agent: *\r\nDisallow: /\r\n", "/a", False),
        ("User-agent: *\rDisallow: /\r", "/a", False),
        ("<!doctype html><html><body>User-agent * cannot find /</body></html>", "/a", True),
        ("\0\x01\xff{[" * 100, "/a", True),
    ],
)  # fmt: skip
def test_what_a_file_allows(text: str, path: str, allowed: bool) -> None:
    assert Rules(text_of(text.encode())).allow("https://a.example" + path) is allowed


@pytest.mark.parametrize(
    ("said", "delay_s"),
    [("5", 5.0), ("0.5", 0.5), ("", 0.0), ("-3", 0.0), ("nan", 0.0), ("inf", 0.0), ("soon", 0.0), ("86400", 60.0), ("1e308", 60.0)],
)  # fmt: skip
def test_a_crawl_delay_is_believed_up_to_a_minute(said: str, delay_s: float) -> None:
    assert Rules(f"{EVERYBODY}Crawl-delay: {said}\n").delay_s == delay_s


def test_of_a_large_file_whole_rules_are_read_up_to_the_limit() -> None:
    head = EVERYBODY.encode() + b"Disallow: /first\n"
    cut = head + b"#" * (MOST - len(head) - len(b"\nDisallow: /")) + b"\nDisallow: /private\nDisallow: /last\n"
    rules = Rules(text_of(cut + b"#\n" * 300_000))
    assert [rules.allow("https://a.example" + path) for path in ("/first", "/open", "/last")] == [False, True, True]


@pytest.mark.parametrize(
    "text",
    [
        EVERYBODY + "Disallow: /" + "a*" * 250_000 + "b",
        EVERYBODY + ("Disallow: /" + "a*" * 100 + "b\n") * 2_300,
        EVERYBODY + "Disallow: *aaab\n" * 31_000,
        EVERYBODY + ("Disallow: *" + "a" * 400 + "b" + "a" * 400 + "\n") * 600,
        EVERYBODY + ("Disallow: /" + "$" * 900 + "\n") * 500,
        "".join(f"User-agent:a{n}\n" for n in range(2_500)) + "Allow:/a\n" * 2_500,
        "".join(f"user agent a{n}\n" for n in range(2_500)) + "Allow:/a\n" * 2_500,
        "".join(f"User-agent:a{n}\n" for n in range(12_000)) * 2 + "Allow:/a\n",
        "user-agent" + " " * 500_000,
        "User-agent: *" + "*" * 490_000,
        EVERYBODY + "Disallow: /" + "%41" * 160_000,
    ],
    ids=["one chain of wildcards", "chains", "many wildcards", "long needles", "anchors", "names x rules", "names without colon",
         "names", "blanks", "stars", "escapes"],
)  # fmt: skip
def test_no_file_makes_forty_decisions_slow(text: str) -> None:
    start = time.process_time()
    rules = Rules(text_of(text.encode()))
    for n in range(40):
        rules.allow(f"https://a.example/{'a' * 7000}{n}")
    assert time.process_time() - start < 4


# how a site answers


@pytest.fixture
def closing() -> Iterator[list[Fetcher]]:
    made: list[Fetcher] = []
    yield made
    for fetcher in made:
        fetcher.close()


def site(robots: Serve) -> Serve:
    def serve(wire: Wire, talk: Talk) -> None:
        if talk.path.startswith("/robots.txt"):
            robots(wire, talk)
        else:
            talk.send(response(PAGE.format(n=2).encode(), "Content-Type: text/html"))

    return serve


def saying(text: str, *headers: str, status: str = "200 OK") -> Serve:
    return lambda _, talk: talk.send(response(text.encode(), *headers, status=status))


def hops(count: int, text: str) -> Serve:
    def serve(_: Wire, talk: Talk) -> None:
        at = int(talk.path.partition("?")[2] or 0)
        if at < count:
            talk.send(response(b"", f"Location: /robots.txt?{at + 1}", status="301 Moved"))
        else:
            talk.send(response(text.encode()))

    return serve


def hanging(_: Wire, talk: Talk) -> None:
    time.sleep(3)


def dripping(_: Wire, talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    talk.drip(itertools.repeat(b"#", 100), 0.05)


NO = EVERYBODY + "Disallow: /"
SITES: dict[str, tuple[Serve, str]] = {
    "allows": (saying(EVERYBODY + "Allow: /"), "fetched"),
    "refuses": (saying(NO), "refused"),
    "refuses in HTML's name": (saying(NO, "Content-Type: text/html"), "refused"),
    "a page for everything": (saying(PAGE.format(n=2), "Content-Type: text/html"), "fetched"),
    "empty": (saying(""), "fetched"),
    "gzip": (lambda _, talk: talk.send(response(gzip.compress(NO.encode()), "Content-Encoding: gzip")), "refused"),
    "404": (saying(NO, status="404 Not Found"), "fetched"),
    "401": (saying(NO, status="401 Unauthorized"), "fetched"),
    "403": (saying(NO, status="403 Forbidden"), "fetched"),
    "410": (saying(NO, status="410 Gone"), "fetched"),
    "429": (saying("", status="429 Slow Down"), "HTTP 429"),
    "500": (saying("", status="500 Oops"), "HTTP 500"),
    "503": (saying(EVERYBODY, status="503 Busy"), "HTTP 503"),
    "304 unasked": (saying("", status="304 Not Modified"), "was not asked"),
    "a part": (saying(EVERYBODY, status="206 Partial Content"), "HTTP 206"),
    "hangs": (hanging, "no whole answer"),
    "drips": (dripping, "no whole answer"),
    "closes": (lambda _, talk: talk.link.close(), "cannot be fetched"),
    "an endless file": (saying("#" * 21_000_000), "larger than"),
    "a megabyte": (saying(NO + "\n" + "# padding\n" * 100_000), "refused"),
    "five redirects": (hops(5, NO), "refused"),
    "six redirects": (hops(6, NO), "fetched"),
    "redirects for ever": (lambda _, talk: talk.send(response(b"", "Location: /robots.txt", status="302 Found")), "fetched"),
    "leads inside": (lambda _, talk: talk.send(response(b"", "Location: http://10.0.0.1/", status="302 Found")), "private address"),
    "leads to no address": (lambda _, talk: talk.send(response(b"", "Location: file:///etc/passwd", status="302 Found")), "no web address"),
}  # fmt: skip


@pytest.mark.parametrize("name", SITES)
def test_how_a_site_answers(name: str, closing: list[Fetcher]) -> None:
    robots, must = SITES[name]
    with Wire(site(robots)) as wire:
        deadline_s = 0.7 if must == "no whole answer" else 10.0
        closing.append(Fetcher(allow=frozenset({("127.0.0.1", wire.port)}), deadline_s=deadline_s))
        (fetcher,) = closing
        if must == "fetched":
            assert fetcher.crawl(wire.url + "/a").status == 200
            assert fetcher.crawl(wire.url + "/b").status == 200
        else:
            for path in ("/a?token=secret", "/b"):
                with pytest.raises(FetchError) as told:
                    fetcher.crawl(wire.url + path)
                assert must in str(told.value)
                assert isinstance(told.value, RefusedError) is (must == "refused")
                assert "robots = false" in str(told.value)
                assert "secret" not in str(told.value)
                assert str(told.value).isprintable()
            assert not [path for path, _ in wire.asked if not path.startswith("/robots.txt")]
        asked = [path for path, _ in wire.asked if path == "/robots.txt"]
        assert len(asked) == (6 if name == "redirects for ever" else 1), "it is asked once a run, whatever it answers"
        assert fetcher.get(wire.url + "/named").status == 200


def test_a_wait_that_robots_txt_asks_for_is_kept_and_told(closing: list[Fetcher]) -> None:
    with Wire(site(saying("", "Retry-After: 3600", status="503 Busy"))) as wire:
        closing.append(Fetcher(allow=frozenset({("127.0.0.1", wire.port)})))
        with pytest.raises(FetchError) as told:
            closing[0].crawl(wire.url + "/a")
        assert told.value.wait_s == 3600
        with pytest.raises(FetchError, match="asks us to wait"):
            closing[0].crawl(wire.url + "/b")
        assert len(wire.asked) == 1


def test_each_hop_of_a_page_is_asked_for_at_its_own_site(closing: list[Fetcher]) -> None:
    with Wire(site(saying(NO))) as other:
        to = f"Location: {other.url}/private"

        def away(wire: Wire, talk: Talk) -> None:
            talk.send(
                response(b"", status="404 No") if "robots" in talk.path else response(b"", to, status="302 Found")
            )

        with Wire(away) as wire:
            closing.append(Fetcher(allow=frozenset({("127.0.0.1", wire.port), ("127.0.0.1", other.port)})))
            with pytest.raises(RefusedError):
                closing[0].crawl(wire.url + "/a")
    assert [path for path, _ in other.asked] == ["/robots.txt"]


@pytest.mark.parametrize(
    "url", ["http://a.example:99999/x", "ftp://a.example/x", "http://[::1/x", "http:///x", "javascript:1"]
)
def test_what_is_no_address_is_told(url: str, closing: list[Fetcher]) -> None:
    closing.append(Fetcher())
    with pytest.raises(FetchError):
        closing[0].crawl(url)


# whom it bears on


def put_feed(net: Internet, pages: dict[int, str], home: str = "https://s.example") -> None:
    """A feed of summaries at ``home`` whose pages stand at the paths of ``pages``."""
    net.put(f"{home}/feed", FEED.format("".join(ENTRY.format(n=n, at=home + path) for n, path in pages.items())))
    for n, path in pages.items():
        net.put(home + path, PAGE.format(n=n), kind="text/html")


SUMMARIES = Watched("s", "https://s.example/feed", "feed")


def test_refused_pages_are_one_line_and_their_summaries_stay(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    with Loopback() as loopback:
        net = Internet(loopback)
        put_feed(net, {2: "/open/a", 3: "/private/b", 4: "/private/c", 5: "/private/d"})
        net.put("https://s.example/robots.txt", EVERYBODY + "Disallow: /private")
        (first,) = ingest(path, net, [SUMMARIES], "2026-04-10T00:00:00+00:00").values()
        assert first.errors == [
            "https://s.example/private/b and 2 more: refused by its site's robots.txt; ask the site to allow sametrack,"
            " or set robots = false for the source where you may"
        ]
        assert (first.documents_new, first.claims_new) == (4, 4)
        assert net.addresses() == ["https://s.example/feed", "https://s.example/open/a"]
        with open_database(path) as database:
            assert {d.url[-1]: d.partial for d in database.documents()} == {"a": False, "b": True, "c": True, "d": True}

        (again,) = ingest(path, net, [SUMMARIES], "2026-04-10T12:00:00+00:00").values()
        assert (again.errors, again.not_modified) == ([], True)
        assert net.addresses() == ["https://s.example/feed"]
        assert net.robots == ["https://s.example/robots.txt"], "what it said counts for a day"

        net.put("https://s.example/robots.txt", EVERYBODY + "Disallow: /nothing")
        (third,) = ingest(path, net, [SUMMARIES], "2026-04-13T00:00:00+00:00").values()
        assert third.errors == []
        assert {a[-1] for a in net.addresses()} == {"d", "a", "b", "c"} | {"d"}
        assert len(net.robots) == 2
        with open_database(path) as database:
            assert not any(d.partial for d in database.documents())


def test_a_source_may_go_without_robots_txt(tmp_path: Path) -> None:
    with Loopback() as loopback:
        net = Internet(loopback)
        put_feed(net, {2: "/a"})
        net.put("https://s.example/robots.txt", NO)
        source = Watched("s", SUMMARIES.url, "feed", robots=False)
        (result,) = ingest(tmp_path / "n.db", net, [source], "2026-04-10T00:00:00+00:00").values()
        assert result.errors == []
        assert net.robots == []


def test_what_is_named_or_made_for_programs_is_fetched_without_asking(tmp_path: Path) -> None:
    github, raw = (
        "https://api.github.com/repos/own/site/contents/blog?ref=main",
        "https://raw.githubusercontent.com/own/site/main/blog/a.md",
    )
    hits = {"hits": [{"objectID": "7", "title": "T", "num_comments": 1}]}
    item = {
        "id": 7,
        "type": "story",
        "title": "T",
        "author": "ada",
        "created_at": "2026-04-01T00:00:00Z",
        "children": [],
    }
    with Loopback() as loopback:
        net = Internet(loopback)
        net.put("https://s.example/notes", PAGE.format(n=2), kind="text/html")
        net.put(github, [{"name": "a.md", "type": "file", "sha": "1", "download_url": raw}])
        net.put(raw, "# P\n\nOn H100 vLLM is 2x faster than before.\n", kind="text/plain")
        net.put("https://hn.algolia.com/api/v1/search?query=x", hits)
        net.put("https://hn.algolia.com/api/v1/items/7", item)
        for host in ("s.example", "api.github.com", "raw.githubusercontent.com", "hn.algolia.com"):
            net.put(f"https://{host}/robots.txt", NO)
        sources = [
            Watched("page", "https://s.example/notes", "page"),
            Watched("posts", "https://github.com/own/site/tree/main/blog", "posts", page="https://p.example/{stem}"),
            Watched("hn", "https://hn.algolia.com/api/v1/search?query=x", "discussions"),
        ]
        results = ingest(tmp_path / "d.db", net, sources, "2026-04-10T00:00:00+00:00")
    assert {name: (r.documents_new, r.errors) for name, r in results.items()} == dict.fromkeys(
        ("page", "posts", "hn"), (1, [])
    )
    assert net.robots == []


def test_maps_and_further_pages_of_a_listing_are_asked_for(tmp_path: Path) -> None:
    index = "<sitemapindex><sitemap><loc>https://m.example/private/map.xml</loc></sitemap></sitemapindex>"
    with Loopback() as loopback:
        net = Internet(loopback)
        net.put("https://m.example/sitemap.xml", index)
        net.put("https://m.example/private/map.xml", "<urlset><url><loc>https://m.example/p/1</loc></url></urlset>")
        net.put("https://m.example/robots.txt", EVERYBODY + "Disallow: /private")
        source = Watched("m", "https://m.example/sitemap.xml", "sitemap", follow="/p/")
        (result,) = ingest(tmp_path / "m.db", net, [source], "2026-04-10T00:00:00+00:00").values()
        assert [e for e in result.errors if "https://m.example/private/map.xml: refused" in e]
        assert net.addresses() == ["https://m.example/sitemap.xml"]


def test_addresses_that_are_guessed_are_asked_for_and_named_feeds_are_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    feed = Answer(FEED.format(ENTRY.format(n=2, at="https://a.example/p")).encode())
    with Loopback() as loopback:
        allow = ["--dry-run", "--allow-address", f"127.0.0.1:{loopback.port}"]
        loopback.answers["/robots.txt"] = Answer(NO.encode())
        loopback.answers["/"] = Answer(PAGE.format(n=2).encode(), headers={"Content-Type": "text/html"})
        loopback.answers["/feed.xml"] = loopback.answers["/named"] = feed
        assert run(["sources", "add", loopback.url + "/", *allow]) == 0
        assert "page at" in capsys.readouterr().out
        assert loopback.asked == [("/", 200)]
        assert len(loopback.robots) == 1
        named = '<html><head><link rel="alternate" type="application/atom+xml" href="/named"/></head></html>'
        loopback.answers["/"] = Answer(named.encode(), headers={"Content-Type": "text/html"})
        assert run(["sources", "add", loopback.url + "/", *allow]) == 0
        assert "/named" in capsys.readouterr().out


def test_from_outside_a_refusal_is_one_line_and_status_3(capsys: pytest.CaptureFixture[str]) -> None:
    with Loopback() as loopback:
        allow = ["--allow-address", f"127.0.0.1:{loopback.port}"]
        loopback.answers["/robots.txt"] = Answer(EVERYBODY.encode() + b"Disallow: /p")
        entries = "".join(ENTRY.format(n=n, at=f"{loopback.url}/p{n}") for n in (2, 3))
        loopback.answers["/feed"] = Answer(FEED.format(entries).encode())
        assert run(["ingest", loopback.url + "/feed", *allow]) == 3
        told = capsys.readouterr()
        assert told.err.count("\n") == 1
        assert "/p2 and 1 more: refused by its site's robots.txt; " in told.err
        assert "2 new" in told.out
        assert loopback.asked == [("/feed", 200)]
        assert run(["ingest", loopback.url + "/feed", *allow]) == 0
        assert len(loopback.robots) == 1


# when it is asked again


@pytest.mark.parametrize(
    ("headers", "hours", "asked"),
    [({}, 23, 1), ({}, 25, 2), ({"Cache-Control": "max-age=7200"}, 3, 2), ({"Cache-Control": "max-age=7200"}, 1, 1),
     ({"Cache-Control": "max-age=0"}, 0.5, 1), ({"Cache-Control": "max-age=0"}, 2, 2), ({"Cache-Control": "max-age=9999999"}, 25, 2), ({"Cache-Control": "no-cache"}, 2, 1)],
)  # fmt: skip
def test_what_a_robots_txt_said_counts_for_a_day_at_most_and_an_hour_at_least(
    headers: dict[str, str], hours: float, asked: int, tmp_path: Path
) -> None:
    with Loopback() as loopback:
        net = Internet(loopback)
        put_feed(net, {2: "/a"})
        net.put("https://s.example/robots.txt", EVERYBODY, etag='"1"', headers=headers)
        ingest(tmp_path / "a.db", net, [SUMMARIES], "2026-04-10T00:00:00+00:00")
        put_feed(net, {2: "/a", 3: "/b"})
        later = f"2026-04-{10 + int(hours // 24)}T{int(hours % 24):02}:{int(hours % 1 * 60):02}:00+00:00"
        (result,) = ingest(tmp_path / "a.db", net, [SUMMARIES], later).values()
        assert (result.documents_new, result.errors) == (1, [])
        assert [status for _, status in loopback.robots] == [200, 304][:asked]


def test_one_that_cannot_be_had_is_replaced_by_the_last_one_for_a_month_and_else_means_no(tmp_path: Path) -> None:
    path, broken = tmp_path / "b.db", Answer(b"", 503)
    with Loopback() as loopback:
        net = Internet(loopback)
        put_feed(net, {2: "/open"})
        net.put("https://s.example/robots.txt", EVERYBODY + "Disallow: /private")
        ingest(path, net, [SUMMARIES], "2026-04-10T00:00:00+00:00")
        loopback.answers["/s.example/robots.txt"] = broken
        put_feed(net, {2: "/open", 3: "/open2", 4: "/private"})
        (stale,) = ingest(path, net, [SUMMARIES], "2026-05-08T00:00:00+00:00").values()
        assert [e.split(":")[1] for e in stale.errors] == ["//s.example/private"]
        put_feed(net, {2: "/open", 3: "/open2", 4: "/private", 5: "/open3"})
        (old,) = ingest(path, net, [SUMMARIES], "2026-05-11T00:00:00+00:00").values()
        assert any("/open3: not asked, its site's robots.txt cannot be had (HTTP 503)" in e for e in old.errors)
        net.put("https://s.example/robots.txt", EVERYBODY)
        (healed,) = ingest(path, net, [SUMMARIES], "2026-05-11T01:00:00+00:00").values()
        assert (healed.errors, healed.documents_changed) == ([], 1), "what was not asked is asked at the next run"


def test_many_pages_of_many_sources_ask_once(tmp_path: Path) -> None:
    with Loopback() as loopback:
        net = Internet(loopback)
        put_feed(net, {n: f"/{n}" for n in range(2, 12)})
        loopback.answers["/s.example/robots.txt"] = Answer(EVERYBODY.encode(), wait=0.2)
        for n in range(6):
            loopback.answers[f"/s.example/feed?{n}"] = loopback.answers["/s.example/feed"]
        sources = [Watched(f"s{n}", f"https://s.example/feed?{n}", "feed") for n in range(6)]
        results = ingest(tmp_path / "m.db", net, sources, "2026-04-10T00:00:00+00:00")
        assert [r.errors for r in results.values()] == [[]] * 6
        assert len(net.robots) == 1


def test_a_crawl_delay_is_kept_and_a_run_takes_what_its_allowance_has_time_for(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    with Loopback() as loopback:
        net = Internet(loopback)
        put_feed(net, {n: f"/{n}" for n in range(2, 8)})
        net.put("https://s.example/robots.txt", EVERYBODY + "Crawl-delay: 20")
        for day, (new, same) in enumerate([(2, 0), (2, 2), (2, 4)], 10):
            (result,) = ingest(path, net, [SUMMARIES], f"2026-04-{day}T00:00:00+00:00").values()
            assert (result.documents_new, result.documents_same, result.errors) == (new, same, [])
            assert result.skipped == ({"left for the next run": 4 - same} if same < 4 else {})
            with open_database(path) as database:
                (row,) = database.sources()
            assert (row["next_due"] <= f"2026-04-{day}T01:00:00+00:00") is (same < 4), "what is left is fetched soon"
        assert [round(s) for s in net.slept if s > 1] == [20, 20, 20]


def test_pages_of_many_sites_whose_robots_txt_hangs_end_with_the_allowance(tmp_path: Path) -> None:
    links = "".join(f'<a href="http://127.0.0.{n}:PORT/p">x</a>' for n in range(2, 42))

    def serve(wire: Wire, talk: Talk) -> None:
        if talk.path == "/archive":
            talk.send(response(links.replace("PORT", str(wire.port)).encode(), "Content-Type: text/html"))
        else:
            time.sleep(3)

    with Wire(serve, "0.0.0.0") as wire, open_database(tmp_path / "h.db") as database:  # noqa: S104
        allow = frozenset((f"127.0.0.{n}", wire.port) for n in range(1, 42))
        fetcher = Fetcher(allow=allow, deadline_s=1.0)
        pipeline = Pipeline(database, fetcher, load_vocabulary(), allowance=lambda: Allowance(2.0, honest_s=0.1))
        start = time.monotonic()
        (result,) = pipeline.run([Watched("a", wire.url + "/archive", "archive", follow="/p$")])
        fetcher.close()
    assert time.monotonic() - start < 8  # of forty that would take 40
    assert len(result.errors) < 10
    assert result.skipped["left for the next run"] == 40 - len(result.errors)
