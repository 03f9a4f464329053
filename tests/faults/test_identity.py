"""Addresses move, GUIDs change, posts are renamed: no item is doubled, none is lost, none changes without end."""

from __future__ import annotations

import html
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sametrack.digest.cli.root import run
from sametrack.ingest.sources.watchlist import Watched
from sametrack.store.claim import Claim
from sametrack.store.database import open_database
from sametrack.store.document import Document
from sametrack.store.errors import RunawayError
from sametrack.store.vocabulary import Vocabulary

sys.path.insert(0, str(Path(__file__).parents[1]))
from internet import Internet, ingest
from loopback import Loopback

SOURCE = Watched("feed", "https://f.example/feed", "feed")
WORDS = "nothing else was changed in this release of ours " * 20


@dataclass(frozen=True)
class Post:
    n: int
    link: str
    guid: str
    title: str = "Post"
    date: str | None = "2026-04-0{n}T00:00:00Z"
    said: str = WORDS

    def xml(self) -> str:
        dated = f"<updated>{self.date.format(n=self.n)}</updated>" if self.date else ""
        body = html.escape(f"<p>On {self.n}x H100 vLLM is {self.n}x faster than before.</p><p>{self.said}</p>")
        return (
            f'<entry><title>{self.title} {self.n}</title><link href="{html.escape(self.link)}"/><id>{html.escape(self.guid)}</id>'
            f'{dated}<content type="html">{body}</content></entry>'
        )


POSTS = [Post(n, f"https://f.example/posts/{n}", f"g{n}") for n in (3, 2, 1)]
UNDATED = [replace(p, date=None) for p in POSTS]
CHANGELOG = [Post(n, f"https://f.example/changelog#v{n}", f"g{n}") for n in (3, 2, 1)]
HOME = [Post(n, "https://f.example/", f"g{n}") for n in (3, 2, 1)]


def feed(posts: Sequence[Post]) -> str:
    entries = "".join(post.xml() for post in posts)
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>f</id>{entries}</feed>'


def brought(path: Path, *listings: Sequence[Post]) -> list[tuple[int, int]]:
    """Ingest the listings one after another, a day apart; return what was new and changed in each."""
    counts = []
    with Loopback() as site:
        net = Internet(site)
        for day, posts in enumerate(listings, 10):
            net.put(SOURCE.url, feed(posts))
            (result,) = ingest(path, net, [SOURCE], f"2026-04-{day}T00:00:00+00:00").values()
            assert result.errors == []
            counts.append((result.documents_new, result.documents_changed))
    return counts


def moved(posts: Sequence[Post], old: str, new: str) -> list[Post]:
    return [replace(p, link=p.link.replace(old, new)) for p in posts]


def named(posts: Sequence[Post], guid: str) -> list[Post]:
    return [replace(p, guid=guid.format(n=p.n)) for p in posts]


SAME = {
    "all GUIDs": (POSTS, named(POSTS, "https://f.example/?p={n}")),
    "all GUIDs, undated": (UNDATED, named(UNDATED, "new {n}")),
    "http": (POSTS, moved(POSTS, "https://", "http://")),
    "www": (POSTS, moved(POSTS, "//f.", "//www.f.")),
    "a slash at the end": (POSTS, [replace(p, link=p.link + "/") for p in POSTS]),
    "trackers": (POSTS, [replace(p, link=p.link + f"?utm_source=rss{p.n}&ref=x&fbclid=9") for p in POSTS]),
    "a fragment for all": (POSTS, [replace(p, link=p.link + "#top") for p in POSTS]),
    "the host's case and a default port": (POSTS, moved(POSTS, "f.example", "F.EXAMPLE:443")),
    "the folder of all posts": (POSTS, moved(POSTS, "/posts/", "/blog/2026/")),
    "the folder, undated": (UNDATED, moved(UNDATED, "/posts/", "/blog/2026/")),
    "the site, and the GUIDs with it": (POSTS, named(moved(POSTS, "f.example", "new.example"), "https://new.example/posts/{n}")),
    "the site and GUIDs, undated": (UNDATED, named(moved(UNDATED, "f.example", "new.example"), "n{n}")),
    "one slug": (POSTS, [replace(POSTS[0], link="https://f.example/posts/renamed"), *POSTS[1:]]),
    "one GUID and slug": (POSTS, [replace(POSTS[0], link="https://f.example/posts/renamed", guid="x"), *POSTS[1:]]),
    "the order": (POSTS, POSTS[::-1]),
    "an entry twice": (POSTS, [POSTS[0], *POSTS]),
    "an entry twice, by another spelling": (POSTS, [*POSTS, *moved(POSTS[:1], "https:", "http:")]),
    "an entry twice, with www": (POSTS, [*POSTS, *moved(POSTS[:1], "//f.", "//www.f.")]),
    "an entry twice, with a slash": (POSTS, [*POSTS, replace(POSTS[0], link=POSTS[0].link + "/")]),
    "no GUIDs": (POSTS, named(POSTS, "")),
    "one GUID for all": (named(POSTS, "x"), named(POSTS, "y")),
    "one page for all": (CHANGELOG, CHANGELOG),
    "one page for all, and its scheme": (CHANGELOG, moved(CHANGELOG, "https://", "http://")),
    "one place on one page for all": (moved(CHANGELOG, "#v", "#top?"), moved(CHANGELOG, "#v", "#top?")),
    "the same fragment for all": ([replace(p, link="https://f.example/changelog#top") for p in CHANGELOG], [replace(p, link="https://f.example/changelog#top") for p in CHANGELOG]),
    "the home page for all": (HOME, HOME),
    "the home page for all, and no GUIDs": (named(HOME, ""), named(HOME, "")),
    "the home page for all, in another order": (HOME, HOME[::-1]),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_what_changed_beside_the_words_doubles_and_loses_nothing(name: str, tmp_path: Path) -> None:
    before, after = SAME[name]
    assert brought(tmp_path / "i.db", before, after, after, before) == [(3, 0), (0, 0), (0, 0), (0, 0)]
    with open_database(tmp_path / "i.db") as database:
        assert len(database.documents()) == 3
        assert len(list(database.claims())) == 3


NEW = Post(4, "https://f.example/posts/4", "g4")
OTHER = {
    "a new post": (POSTS, [NEW, *POSTS[:2]]),
    "a new post where all GUIDs are one": (named(POSTS, "x"), named([NEW, *POSTS[:2]], "x")),
    "a new post where GUIDs are places": (
        [replace(p, guid=str(i)) for i, p in enumerate(POSTS)], [replace(p, guid=str(i)) for i, p in enumerate([NEW, *POSTS[:2]])],
    ),
    "the newest alone, by one GUID": (POSTS[:1], named([NEW], "g3")),
    "a second post of one title and day": (POSTS, [replace(POSTS[0], link="https://f.example/other", guid="o"), *POSTS]),
    "a post that says little, as the last one did": (
        [replace(p, date=None, said="") for p in POSTS],
        [replace(NEW, n=3, date=None, said=""), *[replace(p, date=None, said="") for p in POSTS[1:]]],
    ),
    "an entry of the one page": (CHANGELOG, [Post(4, "https://f.example/changelog#v4", "g4"), *CHANGELOG[:2]]),
    "an entry of the one page, in a window of one": (
        CHANGELOG, [Post(4, "https://f.example/changelog#v4", "g4")],
    ),
    "an entry of the home page": (HOME, [Post(4, "https://f.example/", "g4"), *HOME[:2]]),
    "a second entry of a page that had one": (HOME[2:], HOME[1:]),
    "a second entry of a page that had one, and no GUIDs": (named(HOME[2:], ""), named([replace(HOME[1], link=HOME[1].link + "#2"), HOME[2]], "")),
    "another query": (POSTS, [replace(POSTS[0], n=4, link="https://f.example/posts/3?page=2", guid="q"), *POSTS]),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER)
def test_what_is_another_item_is_not_taken_for_one_that_is_known(name: str, tmp_path: Path) -> None:
    before, after = OTHER[name]
    assert brought(tmp_path / "o.db", before, after, after) == [(len(before), 0), (1, 0), (0, 0)]


def test_guids_that_are_places_tell_nothing_however_long_they_are_known(tmp_path: Path) -> None:
    posts = [replace(POSTS[0], n=n, link=f"https://f.example/posts/{n}") for n in range(1, 7)]
    windows = [[replace(p, guid=str(i)) for i, p in enumerate(posts[n : n + 2][::-1])] for n in range(5)]
    assert brought(tmp_path / "g.db", *windows) == [(2, 0), *[(1, 0)] * 4]


def test_entries_of_one_page_in_a_window_of_one_stay_apart(tmp_path: Path) -> None:
    windows = [
        [replace(CHANGELOG[0], n=n, link=f"https://f.example/changelog#v{n}", guid=f"g{n}")] for n in range(4, 8)
    ]
    assert brought(tmp_path / "w.db", CHANGELOG, *windows) == [(3, 0), *[(1, 0)] * 4]


def test_the_one_entry_of_a_page_stays_itself_without_guid_date_and_many_words(tmp_path: Path) -> None:
    bare = [replace(p, guid="", date=None, said="") for p in CHANGELOG]
    assert brought(tmp_path / "b.db", bare[2:], bare, bare) == [(1, 0), (2, 0), (0, 0)]


def test_the_one_entry_of_a_page_stays_itself_when_it_is_edited_and_gets_a_neighbour(tmp_path: Path) -> None:
    edited = replace(HOME[2], said=WORDS + "Really.")
    assert brought(tmp_path / "n.db", HOME[2:], [HOME[1], edited], [HOME[1], edited]) == [(1, 0), (1, 1), (0, 0)]


def test_summaries_that_share_a_page_are_read_from_the_feed_alone(tmp_path: Path) -> None:
    with Loopback() as site:
        net = Internet(site)
        short = "".join(p.xml().replace("content", "summary").replace(WORDS, "") for p in CHANGELOG)
        net.put(SOURCE.url, feed([]).replace("</feed>", short + "</feed>"))
        (result,) = ingest(tmp_path / "s.db", net, [SOURCE], "2026-04-10T00:00:00+00:00").values()
        assert (result.documents_new, result.claims_new, result.errors) == (3, 3, [])
        assert net.addresses() == [SOURCE.url]


def test_a_renamed_post_that_was_edited_is_an_edit_of_the_one_known_and_keeps_its_claims(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    renamed = replace(POSTS[0], link="https://f.example/posts/renamed", title="Errata of post", said=WORDS + "Really.")
    assert brought(path, POSTS, [renamed, *POSTS[1:]]) == [(3, 0), (0, 1)]
    with open_database(path) as database:
        assert sorted(d.url for d in database.documents()) == [f"https://f.example/posts/{n}" for n in (1, 2, 3)]
        assert len(list(database.claims())) == 3


def test_a_page_that_moved_is_revisited_where_it_is_now(tmp_path: Path) -> None:
    page = "<!doctype html><html><body><main><h1>P</h1><p>On H100 vLLM is {n}x faster than before.</p></main></body></html>"
    summary = '<entry><title>P</title><link href="{at}"/><id>g</id><updated>2026-04-01T00:00:00Z</updated><summary>Read on.</summary></entry>'
    path, old, new = tmp_path / "p.db", "https://f.example/old", "https://f.example/new"
    with Loopback() as site:
        net = Internet(site)
        for day, at, n in ((10, old, 2), (11, new, 3)):
            net.put(SOURCE.url, feed([]).replace("</feed>", summary.format(at=at) + "</feed>"))
            site.answers.pop("/f.example/old", None)
            net.put(at, page.format(n=n), kind="text/html", etag='"1"')  # the new site's own first one
            for hour in (0, 1, 2):
                (result,) = ingest(path, net, [SOURCE], f"2026-04-{day}T0{hour}:00:00+00:00").values()
                assert result.errors == []
        assert net.addresses().count(new) >= 1
    with open_database(path) as database:
        assert [(d.url, c.claim.value) for c in database.claims() if (d := c.document)] == [(old, 3.0)]


def test_an_archive_whose_links_are_written_otherwise_brings_nothing_twice(tmp_path: Path) -> None:
    page = "<!doctype html><html><body><main><h1>P</h1><p>On H100 vLLM is {n}x faster than before.</p></main></body></html>"
    source = Watched("a", "https://a.example/archive", "archive", follow=r"/posts/")
    counts = []
    with Loopback() as site:
        net = Internet(site)
        for day, shape in enumerate(
            ("https://a.example/posts/{n}", "http://a.example/posts/{n}/", "http://www.a.example/posts/{n}?ref=x"), 10
        ):
            links = [shape.format(n=n) for n in (2, 3)]
            net.put(source.url, "".join(f'<a href="{link}">P</a>' for link in links), kind="text/html")
            for n, link in zip((2, 3), links, strict=True):
                net.put(link, page.format(n=n), kind="text/html")
            (result,) = ingest(tmp_path / "a.db", net, [source], f"2026-04-{day}T00:00:00+00:00").values()
            counts.append((result.documents_new, result.documents_changed, result.errors))
    assert counts == [(2, 0, []), (0, 0, []), (0, 0, [])]


def test_the_releases_of_a_repository_that_moved_are_the_ones_known(tmp_path: Path) -> None:
    source = Watched("r", "https://github.com/own/engine", "releases", "Engine")
    counts = []
    with Loopback() as site:
        net = Internet(site)
        for day, home in ((10, "own/engine"), (11, "new/engine-next")):
            posts = [
                Post(n, f"https://github.com/{home}/releases/tag/v1.{n}", f"tag:github.com,2008:Repository/7/v1.{n}")
                for n in (2, 1)
            ]
            net.put("https://github.com/own/engine/releases.atom", feed(posts))
            (result,) = ingest(tmp_path / "r.db", net, [source], f"2026-04-{day}T00:00:00+00:00").values()
            counts.append((result.documents_new, result.documents_changed, result.errors))
    assert counts == [(2, 0, []), (0, 0, [])]


def test_an_item_that_changes_with_every_look_is_taken_so_often_and_then_once_a_week(tmp_path: Path) -> None:
    path, counts = tmp_path / "f.db", []
    with Loopback() as site:
        net = Internet(site)
        for look in range(80):
            net.put(SOURCE.url, feed([*POSTS[:2], replace(POSTS[2], said=f"{WORDS} Seen {look} times.")]))
            moment = f"2026-04-{1 + look // 8:02}T{look % 8 * 3:02}:00:00+00:00"
            (result,) = ingest(path, net, [SOURCE], moment).values()
            counts.append(result.documents_changed)
        assert (sum(counts), sum(counts[:25])) == (24, 24)
        net.put(SOURCE.url, feed([replace(p, said=WORDS + " Settled.") for p in POSTS]))
        (late,) = ingest(path, net, [SOURCE], "2026-04-20T00:00:00+00:00").values()
        assert late.documents_changed == 3, "after a week it is looked at again, others at once"
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT COUNT(*) FROM revisions").fetchone()[0] == 3 + 24 + 3


def test_an_item_that_could_not_be_read_so_often_has_not_changed_by_that(tmp_path: Path) -> None:
    def endless(_: Document, __: Vocabulary) -> list[Claim]:
        raise RunawayError("took too long")

    with Loopback() as site:
        net = Internet(site)
        net.put(SOURCE.url, feed(POSTS[:1]))
        for look in range(26):
            moment = f"2026-04-{1 + look // 8:02}T{look % 8 * 3:02}:00:00+00:00"
            (result,) = ingest(tmp_path / "f.db", net, [SOURCE], moment, annotator=endless).values()
            assert (result.documents_new, len(result.errors)) == (0, 1)
        for day, said in ((5, WORDS), (6, WORDS + " Edited.")):
            net.put(SOURCE.url, feed([replace(POSTS[0], said=said)]))
            (result,) = ingest(tmp_path / "f.db", net, [SOURCE], f"2026-04-0{day}T00:00:00+00:00").values()
            assert result.documents_new + result.documents_changed == 1


def test_a_thread_that_grows_with_every_look_is_taken_every_time(tmp_path: Path) -> None:
    source = Watched("hn", "https://hn.algolia.com/api/v1/search?query=x", "discussions")
    with Loopback() as site:
        net = Internet(site)
        for look in range(30):
            comments = [
                {
                    "id": n,
                    "type": "comment",
                    "author": "eve",
                    "text": f"Comment {n}",
                    "created_at": "2026-04-01T00:00:00Z",
                    "children": [],
                }
                for n in range(100, 101 + look)
            ]
            net.put(source.url, {"hits": [{"objectID": "7", "title": "T", "num_comments": look}]})
            net.put(
                "https://hn.algolia.com/api/v1/items/7",
                {
                    "id": 7,
                    "type": "story",
                    "title": "T",
                    "author": "ada",
                    "created_at": "2026-04-01T00:00:00Z",
                    "children": comments,
                },
            )
            (result,) = ingest(
                tmp_path / "t.db", net, [source], f"2026-04-{1 + look // 24:02}T{look % 24:02}:00:00+00:00"
            ).values()
            assert result.documents_new + result.documents_changed == 1, look


def test_a_file_of_entries_at_one_address_brings_them_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "feed.atom").write_text(feed(CHANGELOG))
    for told in ("3 new, 0 changed", "0 new, 0 changed, 3 as before"):
        assert run(["ingest", str(tmp_path / "feed.atom")]) == 0
        assert told in capsys.readouterr().out
