"""What a source's answer holds, adapter by adapter: entries of feeds, releases, folders, maps, archives, and what the list says of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sametrack.ingest.read import Hints
from sametrack.ingest.schedule import too_often
from sametrack.ingest.sources import github, hackernews, reddit
from sametrack.ingest.sources.adapters import ask, is_crawled, listing_of
from sametrack.ingest.sources.arriving import Answer, Arriving, Listing
from sametrack.ingest.sources.feed import entries
from sametrack.ingest.sources.ownlist import put, take
from sametrack.ingest.sources.targets import files_of, listing_of_file
from sametrack.ingest.sources.watchlist import Watched, load_watchlist, named
from sametrack.store.document import DocumentKind
from sametrack.store.errors import ReadError, VocabularyError

LONG = "<p>" + "word " * 200 + "</p>"
ATOM = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Alpha &amp; Co</title><id>f</id>{}</feed>'


def atom(inner: str, link: str = "https://a.example/one", *, networked: bool = True) -> Arriving:
    entry = f'<entry><title>One</title><link href="{link}"/><id>tag:1</id>{inner}</entry>'
    (found,) = entries(ATOM.format(entry).encode(), "https://a.example/feed", networked=networked).arriving
    return found


def html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@pytest.mark.parametrize(
    ("inner", "representation", "follow"),
    [
        (f'<content type="html">{html(LONG)}</content>', "feed", None),
        ('<content type="html">Short, and all there is.</content>', "feed", None),
        (f'<summary type="html">{html(LONG)}</summary>', "feed", None),
        ("<summary>Read on.</summary>", "summary", "https://a.example/one"),
        ("", "summary", "https://a.example/one"),
    ],
)
def test_an_entry_without_a_body_of_its_own_is_followed_to_its_page(
    inner: str, representation: str, follow: str | None
) -> None:
    one = atom(inner)
    assert (one.representation, one.follow, one.partial) == (representation, follow, follow is not None)
    kept = atom(inner, networked=False)  # a file never causes a fetch
    assert (kept.representation, kept.follow, kept.partial) == (representation, None, follow is not None)


def test_a_releases_entry_is_a_release_and_whole_however_short() -> None:
    one = atom("<summary>- Faster</summary>", "https://github.com/o/e/releases/tag/v1.0")
    assert (one.representation, one.partial, one.hints.kind, one.hints.version) == (
        "feed",
        False,
        DocumentKind.RELEASE,
        "v1.0",
    )
    assert atom("<summary>- Faster</summary>").hints.kind is None


def test_an_entry_gives_its_longest_body_its_date_its_author_and_its_feeds_name() -> None:
    both = f'<content type="text">short</content><content type="html">{html(LONG)}</content><author><name>Ada</name></author>'
    one = atom(f"{both}<updated>2026-04-02T00:00:00Z</updated>")
    assert b"word word" in one.data
    assert (one.hints.published, one.hints.author, one.hints.publisher) == (
        "2026-04-02T00:00:00+00:00",
        "Ada",
        "Alpha & Co",
    )
    assert atom(f"{both}<published>2026-04-01T00:00:00Z</published><updated>2026-04-02T00:00:00Z</updated>").hints.published == "2026-04-01T00:00:00+00:00"  # fmt: skip
    rss = '<rss version="2.0"><channel><title>R</title><item><title>x</title><guid>https://r.example/1</guid></item></channel></rss>'
    assert [a.url for a in entries(rss.encode(), "u", networked=True).arriving] == ["https://r.example/1"]
    stamps = {
        atom(f"{both}<updated>{day}T00:00:00Z</updated>").stamp for day in ("2026-04-02", "2026-04-03", "2026-04-02")
    }
    assert len(stamps) == 2


def json_feed(*items: dict[str, Any]) -> Listing:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": list(items)}
    return entries(json.dumps(feed).encode(), "https://j.example/feed.json", networked=True)


@pytest.mark.parametrize(
    ("item", "url", "words", "author"),
    [
        ({"url": "https://j.example/1", "content_html": LONG, "author": {"name": "Ada"}}, "https://j.example/1", b"word word", "Ada"),
        ({"external_url": "https://e.example/2", "id": "2", "content_text": "a < b\n\nnext"}, "https://e.example/2", b"<p>a &lt; b</p><p>next</p>", None),
        ({"id": "https://j.example/3", "summary": "In <short>"}, "https://j.example/3", b"In &lt;short&gt;", None),
        ({"url": "https://j.example/4", "content_text": "x", "authors": [{"name": "Ada"}, {}, {"name": "Bob"}]}, "https://j.example/4", b"x", "Ada, Bob"),
    ],
)  # fmt: skip
def test_an_item_of_a_json_feed(item: dict[str, Any], url: str, words: bytes, author: str | None) -> None:
    (one,) = json_feed(item).arriving
    assert (one.url, one.hints.author) == (url, author)
    assert words in one.data
    assert json_feed(item, {"id": "no address"}).skipped["broken entries"] == 1


ENGINE = Watched("e", "https://github.com/own/engine", "releases", "Engine")
RELEASE = {
    "tag_name": "v1",
    "body": "- x",
    "html_url": "https://github.com/own/engine/releases/tag/v1",
    "published_at": "2026-04-01",
}


def releases(row: dict[str, Any], link: str = "") -> Listing:
    return github.releases(ENGINE, Answer(ENGINE.url, json.dumps([row]).encode(), link=link))


def test_the_next_page_of_releases_is_asked_of_the_same_host_only() -> None:
    assert releases(RELEASE, f'<{github.API}/r?page=2>; rel="next"').more == (f"{github.API}/r?page=2",)
    assert releases(RELEASE, '<https://elsewhere.example/r>; rel="next"').more == ()
    assert releases(RELEASE, f'<{github.API}/r?page=1>; rel="prev"').more == ()


def test_a_release_that_is_no_early_one_any_more_is_another_state_of_it() -> None:
    (early,), (full,) = (releases(RELEASE | {"prerelease": early}).arriving for early in (True, False))
    assert early.stamp != full.stamp
    assert (early.hints.prerelease, full.hints.prerelease) == (True, False)
    assert releases(RELEASE | {"draft": True}).skipped == {"drafts": 1}


def test_posts_of_a_folder_come_newest_first() -> None:
    folder = Watched("p", "https://github.com/own/site/tree/main/blog", "posts", page="https://p.example/{stem}/")
    rows = [
        {"name": f"2026-0{n}-p.md", "type": "file", "sha": str(n), "download_url": f"https://raw.example/{n}"}
        for n in (1, 3, 2)
    ]
    found = listing_of(folder, Answer(folder.url, json.dumps(rows).encode())).arriving
    assert [a.url for a in found] == [f"https://p.example/2026-0{n}-p/" for n in (3, 2, 1)]


MAP = Watched("m", "https://m.example/posts/", "sitemap", follow="/posts/")
ARCHIVE = Watched("a", "https://m.example/posts", "archive", follow="/posts")


def test_a_map_gives_its_posts_changed_last_first_and_not_itself() -> None:
    rows = "".join(f"<url><loc>https://m.example/posts/{p}</loc><lastmod>{d}</lastmod></url>" for p, d in (("1", "2026-01-01"), ("2", "2026-02-01"), ("", "2026-03-01")))  # fmt: skip
    found = listing_of(MAP, Answer(MAP.url, f"<urlset>{rows}</urlset>".encode())).arriving
    assert [a.follow for a in found] == ["https://m.example/posts/2", "https://m.example/posts/1"]
    with pytest.raises(ReadError, match="names no post"):
        listing_of(MAP, Answer(MAP.url, b"<urlset><url><loc>https://m.example/posts/</loc></url></urlset>"))


@pytest.mark.parametrize(
    ("following", "more"), [("/posts?page=2", ("https://m.example/posts?page=2",)), ("https://x.example/posts", ())]
)
def test_an_archives_next_page_is_one_of_its_own_site(following: str, more: tuple[str, ...]) -> None:
    page = f'<a href="/posts/one">One</a><a href="/posts/one#again">One</a><a href="/about">About</a><a rel="next" href="{following}">Older</a>'
    found = listing_of(ARCHIVE, Answer(ARCHIVE.url, page.encode()))
    assert "https://m.example/posts/one" in [a.url for a in found.arriving]
    assert len({a.url for a in found.arriving}) == len(found.arriving)
    assert found.more == more


def test_what_the_list_says_of_a_source_goes_with_all_it_brings() -> None:
    answer = Answer("https://a.example/x", f"<html><body>{LONG}</body></html>".encode(), "text/html")
    page = Watched("p", "https://a.example/x", "page", "Alpha", None, ("main",), (".ad",), "time")
    (one,) = listing_of(page, answer).arriving
    assert one.hints == Hints(owner="Alpha", project="Alpha", keep=("main",), drop=(".ad",), date="time")
    (other,) = listing_of(Watched("p", "https://a.example/x", "page", "Alpha", "Ada"), answer).arriving
    assert (other.hints.owner, other.hints.project) == ("Ada", "Alpha")
    (bare,) = listing_of(Watched("p", "https://a.example/x", "page"), answer).arriving
    assert bare.hints == Hints()
    (log,) = listing_of(Watched("c", "https://a.example/x", "changelog"), answer).arriving
    assert log.hints.kind is DocumentKind.CHANGELOG


def test_robots_txt_is_for_who_follows_links_and_not_for_interfaces_or_where_it_is_switched_off() -> None:
    page = Watched("p", "https://a.example/", "archive", follow="x")
    assert is_crawled(page, "https://a.example/x")
    assert not is_crawled(page, f"{github.API}/repos/o/e")
    assert not is_crawled(
        Watched("p", "https://a.example/", "archive", follow="x", robots=False), "https://a.example/x"
    )


def test_a_token_goes_to_the_api_and_a_bad_one_nowhere() -> None:
    assert ask(ENGINE, {}).url == "https://github.com/own/engine/releases.atom"
    asked = ask(ENGINE, {"GITHUB_TOKEN": "abc"})
    assert (asked.url.startswith(github.API), asked.headers["Authorization"]) == (True, "Bearer abc")
    assert "Authorization" not in ask(ENGINE, {"GITHUB_TOKEN": "a\nb"}).headers


def test_a_name_is_a_source_unless_a_file_is_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    source = Watched("mine", "https://a.example/feed", "feed")
    assert named({"mine": source}, ["mine", "https://a.example/feed/", "other"]) == [source, source, "other"]
    (tmp_path / "mine").write_text("x")
    assert named({"mine": source}, ["mine"]) == ["mine"]
    (found,) = named({}, ["https://github.com/own/engine/releases"])
    assert isinstance(found, Watched)
    assert (found.kind, found.url, found.project) == ("releases", "https://github.com/own/engine", "engine")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("limit = 0", "limit must be a number above 0"), ("limit = true", "limit must be a number above 0"),
        ("every_h = 99999", "every_h must be a number above 0"), ('robots = "no"', "robots must be true or false"),
        ("publisher = 5", "publisher must be a text"), ('keep = [""]', "keep must be a list"),
    ],
)  # fmt: skip
def test_a_setting_that_is_none_is_told(line: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(f'"a" = {{ kind = "feed", url = "https://a.example", {line} }}')
    with pytest.raises(VocabularyError, match=words):
        load_watchlist(tmp_path / "s.toml")


def test_a_built_in_source_is_switched_off_and_on_again_and_a_table_is_left_to_its_writer(tmp_path: Path) -> None:
    file, built_in = tmp_path / "s.toml", next(iter(load_watchlist()))
    put(file, Watched("mine", "https://a.example/feed", "feed"))
    take(file, built_in)
    assert (built_in in load_watchlist(file), "mine" in load_watchlist(file)) == (False, True)
    put(file, load_watchlist()[built_in])
    assert built_in in load_watchlist(file)
    take(file, "mine")
    assert "mine" not in load_watchlist(file)
    assert '"mine"' not in file.read_text()
    written = '[mine]\nkind = "feed"\nurl = "https://a.example/feed"\n'
    file.write_text(written)
    with pytest.raises(VocabularyError, match="several lines"):
        take(file, "mine")
    assert file.read_text() == written


def test_a_comments_links_to_other_threads_are_none_and_a_thread_has_a_bottom() -> None:
    links = "".join(
        f'<a href="{u}">x</a>' for u in ("https://a.example/x", "https://www.reddit.com/r/L/comments/abc/y/")
    )
    entry = f"<entry><id>t1_a</id><content type='html'>{html(links)}</content></entry>"
    facts = reddit.facts_by_comment(ATOM.format(entry).encode())
    assert facts["t1_a"].links == ("https://a.example/x",)
    deep: dict[str, Any] = {"id": 100, "text": "last", "children": []}
    for ident in range(99, 0, -1):
        deep = {"id": ident, "text": f"say {ident}", "created_at": "", "children": [deep]}
    said = [block.text for block in hackernews.read_item(json.dumps(deep).encode(), "x").blocks]
    assert (said[0], said[-1], len(said)) == ("say 1", f"say {hackernews.DEPTH + 1}", hackernews.DEPTH + 1)


def test_hidden_folders_and_pictures_are_no_files_of_a_folder_and_a_huge_file_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.md", "b.svg", ".git/c.md", "sub/d.md"):
        (tmp_path / "posts" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "posts" / name).write_text("# x\n")
    assert [p.name for p in files_of(str(tmp_path / "posts"))] == ["a.md", "d.md"]
    monkeypatch.setattr("sametrack.ingest.sources.targets.MAX_FILE", 3)
    with pytest.raises(ReadError, match="larger than"):
        listing_of_file(tmp_path / "posts" / "a.md", "a.md")


def test_an_item_that_changes_with_every_look_is_taken_once_a_week_in_the_end() -> None:
    now = "2026-04-10T00:00:00+00:00"
    assert not too_often(23, "2026-04-09T00:00:00+00:00", now)
    assert too_often(24, "2026-04-09T00:00:00+00:00", now)
    assert not too_often(24, "2026-04-02T00:00:00+00:00", now)
