"""A discussion and the posts it is about, over the network: challenges on claims, the rival proposed, accepted, ingested."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from sametrack.digest.cli.root import run
from sametrack.ingest.fetch import Fetcher
from sametrack.ingest.pipeline import Pipeline
from sametrack.ingest.sources import githubthreads, hackernews, targets
from sametrack.store.database import open_database
from sametrack.store.vocabulary import load_vocabulary

sys.path.insert(0, str(Path(__file__).parent))
from loopback import Answer, Loopback

OWN = """<html><head><title>Alpha 1.0</title></head><body><article><h1>Alpha 1.0</h1>
<p>Alpha serves Llama 3.1 8B in FP8 on one H100 with an output throughput of 1,200 tokens/s, 2.7x the throughput of Beta.</p>
<p>Run it with vllm serve and the flags of our repository. Prompts have 1,000 input tokens and answers 500 output tokens.</p></article></body></html>"""
RIVAL = """<html><head><title>Beta answers</title></head><body><article><h1>Beta answers</h1>
<p>Beta serves Llama 3.1 8B in FP8 on one H100 with an output throughput of 1,350 tokens/s.</p></article></body></html>"""


def comment(ident: int, author: str | None, text: str | None, *children: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": ident,
        "author": author,
        "text": text,
        "created_at": f"2026-05-0{ident % 9 + 1}T00:00:00Z",
        "parent_id": 1,
        "children": list(children),
    }


def item(site: str) -> bytes:
    link = f'<a href="{site}/blog/beta">here</a>'
    return json.dumps({
        "id": 1, "title": "Alpha 1.0 is out", "url": f"{site}/blog/alpha", "author": "op", "created_at": "2026-05-01T00:00:00Z", "points": 9,
        "children": [
            comment(2, "ann", "<p>I could not reproduce the 1,200 tokens/s on my H100, I get half.</p>"),
            comment(3, "bob", "<p>The 2.7x is unfair: Beta ran with default settings.</p>", comment(4, None, None)),
            comment(5, "cid", f"<p>The rival post is {link}.</p>"),
            comment(6, "dot", "<p>I can confirm, I see the same 1,200 here.</p>"),
            comment(7, "eve", "<p>Nice logo. Is there a Linux package?</p>"),
        ]}).encode()  # fmt: skip


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Any:
    with Loopback() as served:
        served.answers |= {
            "/items/1": Answer(item(served.url), headers={"Content-Type": "application/json"}),
            "/blog/alpha": Answer(OWN.encode(), headers={"Content-Type": "text/html"}),
            "/blog/beta": Answer(RIVAL.encode(), headers={"Content-Type": "text/html"}),
        }
        monkeypatch.setattr(hackernews, "API", f"{served.url}/items/")
        yield served


ITEM = "https://news.ycombinator.com/item?id=1"


def ingest(site: Loopback, *what: str) -> int:
    return run(["-q", "ingest", *what, "--allow-address", f"127.0.0.1:{site.port}"])


@pytest.mark.parametrize("order", [0, 1])
def test_the_story_of_a_contested_post(
    site: Loopback, order: int, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wanted = [f"{site.url}/blog/alpha", ITEM]
    assert ingest(site, *(wanted[::-1] if order else wanted)) == 0
    assert run(["digest", "--all", "--json"]) == 0
    digest = json.loads(capsys.readouterr().out)["digest"]
    with open_database(tmp_path / "test.db") as database:
        claims = {s.claim.value: s.uid for s in database.claims() if s.document.kind != "thread"}
    said = {uid: [c["kind"] for c in d["comments"]] for d in digest["contested"] for uid in d["claims"]}
    assert said[claims[1200]] == ["irreproducible", "reproduced"]
    assert said[claims[2.7]] == ["unfair_configuration"]
    assert not any(c["author"] == "eve" for d in digest["contested"] for c in d["comments"])

    assert run(["show", claims[1200]]) == 0
    card = capsys.readouterr().out
    assert "could not be reproduced" in card
    assert "reproduction: independently reproduced" in card
    assert "independently failed" in card
    assert run(["show", claims[2.7], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["claim"]["reproduction"]["name"] == "command given"

    assert run(["sources", "proposed", "--json"]) == 0
    proposed = json.loads(capsys.readouterr().out)["proposed"]
    assert [p["url"] for p in proposed] == [f"{site.url}/blog/beta"]
    assert proposed[0]["said_by"] == "cid"
    assert run(["sources", "proposed", "--accept", "1"]) == 0
    name = capsys.readouterr().out.split(":")[0]
    assert ingest(site, name) == 0
    assert run(["sources", "proposed"]) == 0
    assert "nothing is proposed" in capsys.readouterr().out
    assert run(["digest", "--all"]) == 0
    out = capsys.readouterr().out
    assert "CONTESTED" in out
    assert "comparable pair" in out


def test_a_thread_that_vanished_is_one_line_and_what_was_held_stays(
    site: Loopback, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert ingest(site, ITEM) == 0
    site.answers["/items/1"] = Answer(b'{"status":404,"error":"Not Found"}', 404)
    assert ingest(site, ITEM) == 3
    told = capsys.readouterr().err.strip()
    assert "404" in told
    assert "\n" not in told
    with open_database(tmp_path / "test.db") as database:
        assert len(database.challenges()) == 5


def test_what_is_not_proposed_cannot_be_accepted(site: Loopback, capsys: pytest.CaptureFixture[str]) -> None:
    assert ingest(site, ITEM) == 0
    for what in ("99", "https://nobody.example/linked"):
        assert run(["sources", "proposed", "--accept", what]) == 1
        assert "is not proposed" in capsys.readouterr().err


def test_rereading_a_thread_changes_no_row(site: Loopback, tmp_path: Path) -> None:
    assert ingest(site, ITEM) == 0
    with open_database(tmp_path / "test.db") as database:
        before = [tuple(r) for r in database.sql.execute("SELECT * FROM challenges")]
        list(Pipeline(database, Fetcher(), load_vocabulary()).reread())
        assert [tuple(r) for r in database.sql.execute("SELECT * FROM challenges")] == before


FEED = """<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>t</id><updated>2026-04-26T00:00:00Z</updated>{}</feed>"""
ENTRY = """<entry><title>{0}</title><link href="https://www.{0}.example/Blog/one/"/><id>{0}</id><content type="html"><![CDATA[
<p>Llama 3.1 8B in FP8 on one H100, 1,000 input and 500 output tokens, concurrency 8.</p>
<table><tr><th>Engine</th><th>Output throughput (tok/s/GPU)</th></tr><tr><td>{0}</td><td>{1}</td></tr></table>]]></content></entry>"""


@pytest.mark.parametrize(("links", "answer"), [(("vLLM", "SGLang"), "a comparable pair exists"), (("vLLM",), "")])
def test_posts_of_before_the_window_that_a_thread_links_in_another_spelling_are_judged(
    links: tuple[str, ...], answer: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    entries = "".join(ENTRY.format(name, value) for name, value in (("vLLM", "1,200"), ("SGLang", "1,350")))
    (tmp_path / "feed.atom").write_text(FEED.format(entries))
    assert run(["-q", "ingest", str(tmp_path / "feed.atom")]) == 0
    with open_database(tmp_path / "test.db") as database:
        database.sql.execute("UPDATE documents SET first_seen = '2020-01-01'")
        database.sql.execute("UPDATE claims SET first_seen = '2020-01-01'")
    said = " and ".join(f'<a href="http://{name}.example/blog/one">{name}</a>' for name in links)
    thread = {"id": 1, "title": "Who won", "author": "op", "created_at": "2026-05-01T00:00:00Z", "children": [], "text": f"<p>{said}</p>"}  # fmt: skip
    (tmp_path / "thread.json").write_text(json.dumps(thread))
    assert run(["-q", "ingest", str(tmp_path / "thread.json")]) == 0
    capsys.readouterr()
    assert run(["digest", "--format", "markdown"]) == 0
    out = capsys.readouterr().out.partition("## Discussed")[2]
    assert [name for name in ("vLLM", "SGLang") if f"{name}.example/Blog/one".lower() in out.lower()] == list(links)
    assert ("comparable pair" in out) == bool(answer)
    assert answer in out


ISSUE = {
    "id": 900, "number": 7, "title": "Blog numbers cannot be had", "html_url": "https://github.com/o/alpha/issues/7", "user": {"login": "ann"},
    "comments_url": "https://api.github.com/repos/o/alpha/issues/7/comments", "events_url": "https://api.github.com/x", "comments": 2,
    "created_at": "2026-05-01T00:00:00Z", "body": "I could not reproduce the 1,200 tokens/s of https://alpha.example/blog/one on H100.\n\n```\nvllm serve m\n```",
}  # fmt: skip
REPLIES = [
    {"id": 901, "issue_url": "https://api.github.com/repos/o/alpha/issues/7", "html_url": "https://github.com/o/alpha/issues/7#issuecomment-901",
     "user": {"login": "bob"}, "created_at": "2026-05-02T00:00:00Z", "body": "> I could not reproduce the 1,200\n\nWhat batch size did you use?"},
    {"id": 902, "issue_url": "https://api.github.com/repos/o/alpha/issues/7", "html_url": "https://github.com/o/alpha/issues/7#issuecomment-902",
     "user": None, "created_at": "2026-05-03T00:00:00Z", "body": ""},
]  # fmt: skip
REDDIT = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>
<entry><id>t3_abc</id><author><name>/u/ann</name></author><title>Alpha is fast</title><updated>2026-05-01T00:00:00+00:00</updated>
<link href="https://www.reddit.com/r/LocalLLaMA/comments/abc/alpha/"/><content type="html">&lt;p&gt;See &lt;a href="https://alpha.example/blog/one"&gt;here&lt;/a&gt;&lt;/p&gt;</content></entry>
<entry><id>t1_def</id><author><name>/u/bob</name></author><title>bob on Alpha</title><updated>2026-05-02T00:00:00+00:00</updated>
<link href="https://www.reddit.com/r/LocalLLaMA/comments/abc/alpha/def/"/><content type="html">&lt;blockquote&gt;&lt;p&gt;I can confirm&lt;/p&gt;&lt;/blockquote&gt;&lt;p&gt;That comparison is unfair.&lt;/p&gt;</content></entry></feed>"""


def understood(data: bytes, url: str) -> list[Any]:
    from sametrack.ingest.understand import understand

    words = load_vocabulary()
    return [understand(a, words) for a in targets.listing_of_bytes(data, url, None, networked=False).arriving]


def test_an_issue_and_its_comments_are_threads_whose_quotes_and_code_are_not_their_words() -> None:
    [issue] = understood(json.dumps(ISSUE).encode(), "https://github.com/o/alpha/issues/7")
    assert issue.document.url == "https://github.com/o/alpha/issues/7"
    assert [(c.kind, c.author, c.links) for c in issue.challenges] == [
        ("irreproducible", "ann", ("https://alpha.example/blog/one",))
    ]
    [replies] = understood(json.dumps(REPLIES).encode(), "https://github.com/o/alpha/issues/7#comments")
    assert replies.document.url == "https://github.com/o/alpha/issues/7#comments"
    assert [(c.kind, c.author) for c in replies.challenges] == [("asks_setting", "bob")]


def test_an_issue_is_asked_of_the_api_and_its_comments_follow_over_the_network_only() -> None:
    page = "https://github.com/o/alpha/issues/7"
    assert targets.address_to_fetch(page) == "https://api.github.com/repos/o/alpha/issues/7"
    arrived = targets.listing_of_bytes(json.dumps(ISSUE).encode(), page, None, networked=True).arriving
    assert [a.follow for a in arrived] == [None, "https://api.github.com/repos/o/alpha/issues/7/comments?per_page=100"]


def test_an_issue_is_read_with_its_comments_by_what_keeps_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page, said = "https://github.com/o/alpha/issues/7", "On one H100 Alpha serves Llama 3.1 8B at {} output tokens/s."
    with Loopback() as api:
        monkeypatch.setattr(githubthreads, "API", api.url)
        at = "/repos/o/alpha/issues/7"
        issue = ISSUE | {"comments_url": f"{api.url}{at}/comments", "body": said.format(600)}
        replies = [REPLIES[0] | {"body": said.format(700)}]
        api.answers |= {
            at: Answer(json.dumps(issue).encode()),
            f"{at}/comments?per_page=100": Answer(json.dumps(replies).encode()),
        }
        admitted = ["--allow-address", f"127.0.0.1:{api.port}"]
        assert run(["extract", "--jsonl", page, *admitted]) == 0
        told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert [(claim["doc"], claim["value"]) for claim in told] == [(page, 600.0), (f"{page}#comments", 700.0)]
        del api.answers[f"{at}/comments?per_page=100"]
        assert run(["extract", "--jsonl", page, *admitted]) == 3
        told = capsys.readouterr()
        assert json.loads(told.out)["value"] == 600.0
        assert told.err.count("\n") == told.err.count("HTTP 404") == 1


def test_a_reddit_thread_is_read_from_its_feed_and_is_off_by_default() -> None:
    from sametrack.ingest.sources.watchlist import load_watchlist

    [thread] = understood(REDDIT.encode(), "https://www.reddit.com/r/LocalLLaMA/comments/abc/.rss")
    assert thread.document.url == "https://www.reddit.com/r/LocalLLaMA/comments/abc"
    assert [(c.kind, c.author) for c in thread.challenges] == [("mention", "ann"), ("unfair_configuration", "bob")]
    assert not any("reddit" in w.url for w in load_watchlist().values())
    assert (
        targets.address_to_fetch("https://www.reddit.com/r/LocalLLaMA/comments/abc/alpha/")
        == "https://www.reddit.com/r/LocalLLaMA/comments/abc/.rss"
    )


BROKEN = ("http://[::1/x", "http://a.example:99999/", "http://a\u2100b.example/blog/x", "http:///x")


def test_links_that_lead_nowhere_cost_a_thread_nothing_else() -> None:
    """Whoever comments writes them; the others are kept, without what HTML writes otherwise and what only tracks."""
    good, kept = "https://alpha.example/blog?b=1&utm_source=x&a=2", "https://alpha.example/blog?a=2&b=1"
    links = [*BROKEN, good]
    markup = "".join(f'<a href="{link}">here</a>'.replace("&", "&amp;") for link in links)
    story = {"id": 1, "title": "t", "url": BROKEN[0], "created_at": "", "children": [comment(2, "ann", "I " + markup)]}
    issue = ISSUE | {"body": "I could not reproduce this: " + " ".join(links)}
    atom = REDDIT.replace(
        "&lt;/blockquote&gt;", "&lt;/blockquote&gt;" + markup.replace("&", "&amp;").replace("<", "&lt;")
    )
    for told, url in (
        (json.dumps(story), ITEM),
        (json.dumps(issue), "https://github.com/o/alpha/issues/7"),
        (atom, "x"),
    ):
        [thread] = understood(told.encode(), url)
        assert kept in thread.document.links
        assert not set(BROKEN) & set(thread.document.links)
        assert kept in thread.challenges[-1].links


def test_a_search_gives_threads_to_fetch_again_when_they_grow_and_a_changed_answer_is_told() -> None:
    from sametrack.ingest.sources.adapters import listing_of
    from sametrack.ingest.sources.arriving import Answer as Answered
    from sametrack.ingest.sources.watchlist import load_watchlist
    from sametrack.store.errors import ReadError

    watched = load_watchlist()["hn-vllm"]
    hits = {"hits": [{"objectID": "42", "title": "vLLM", "num_comments": 9}, {"objectID": None}, "odd"]}
    [found] = listing_of(watched, Answered(watched.url, json.dumps(hits).encode())).arriving
    assert (found.url, found.stamp) == ("https://news.ycombinator.com/item?id=42", "9")
    assert found.follow == hackernews.API + "42"
    for broken in (b'{"nbHits": 3}', b"<html>blocked</html>"):
        with pytest.raises(ReadError):
            listing_of(watched, Answered(watched.url, broken))
