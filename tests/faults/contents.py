"""Hostile contents: whole answers whose bodies are wrong. ``claims``: what a reader sees is found; ``survived``: no more is asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

SAID: Final = "On H100 GPUs vLLM is 2.5x faster than TGI in this run."
ATOM: Final = '<?xml version="1.0"{declared}?>{prolog}<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><id>x</id>{entries}</feed>'
ENTRY: Final = '<entry><title>{title}</title><link href="https://{host}/p"/><id>https://{host}/p</id><updated>{date}</updated><content type="html">&lt;p&gt;{said}&lt;/p&gt;</content></entry>'
XML: Final = "application/atom+xml"
HTML: Final = "text/html"
MARKDOWN: Final = "text/markdown"
JSON: Final = "application/json"


@dataclass(frozen=True)
class Content:
    name: str
    group: str
    body: bytes
    kind: str
    must: str = "survived"


def feed(name: str, *, declared: str = "", prolog: str = "", title: str = "News", date: str = "2026-04-01T00:00:00Z", said: str = SAID, more: str = "") -> str:  # fmt: skip
    """A feed of one entry; every case has a host of its own, so that cases cannot meet in one document."""
    host = "".join(c for c in name.lower() if c.isalnum() and c.isascii()) + ".example"
    return ATOM.format(
        declared=declared,
        prolog=prolog,
        entries=ENTRY.format(title=title, host=host, date=date, said=said) + more,
    )


def html(inside: str, said: str = SAID) -> bytes:
    return f"<!doctype html><html><body><main><article><h1>News</h1>{inside}<p>{said}</p></article></main></body></html>".encode("utf-8", "surrogatepass")  # fmt: skip


def markdown(inside: str) -> bytes:
    return f"# News\n\n{SAID}\n\n{inside}\n".encode("utf-8", "surrogatepass")


LOL: Final = '<!DOCTYPE l [<!ENTITY a "lol">' + "".join(f'<!ENTITY {c} "{("&" + p + ";") * 10}">' for p, c in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"  # fmt: skip
DATES: Final = (
    "", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59Z", "10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2038-01-19T03:14:08Z", "Thu, 01 Jan 1900 00:00:00 +9999", "Thu, 32 Jan 2026 25:61:61 GMT", "yesterday", "now", "2026", "20260401",
    "2026-04-01T00:00:00+99:99", "2026-04-01T00:00:00-24:00", "2026-W17-3", "2026-04-01 24:00:00", "1e308", "NaN", "9" * 400, "\u0662\u0660\u0662\u0666-04-01", "2026-04-01T00:00:60Z", "04/01/26", "Mon, 29 Feb 2027 00:00:00 GMT",
)  # fmt: skip
CHARSETS: Final = (
    "zip",
    "rot13",
    "idna",
    "hex",
    "base64",
    "punycode",
    "unicode_escape",
    "utf-7",
    "undefined",
    "mbcs",
    "nonsense",
    "../../etc",
    "utf-8;x=y",
    "ascii",
)
TITLES: Final = (
    "[/]", "[/0]", "[bold]x[/bold]", "&#27;]0;pwn&#7;", "=HYPERLINK(1)", "+1+cmd", "@SUM(1)", "-2+3", "\u202egnp", "\u009b2J", "a\u0300" * 5000, "\U000e0041\U000e0042", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "![x](javascript:alert(1))", "x" * 200_000, "`x` | y || z", "\u200b\u2060\ufeff", "&amp;#x1b;[31m", "%s%n%x{0}{title}", "\ufffe\uffff",
)  # fmt: skip

FEEDS: Final = [
    Content("entity bomb", "xml", feed("entity bomb", prolog=LOL, title="&i;").encode(), XML),
    Content("external entity", "xml", feed("external entity", prolog='<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>', title="&x;").encode(), XML),
    Content("parameter entity", "xml", feed("parameter entity", prolog='<!DOCTYPE l [<!ENTITY % x SYSTEM "http://127.0.0.1:1/x.dtd"> %x;]>').encode(), XML),
    Content("deep elements", "xml", feed("deep elements", more="<a>" * 5_000).encode(), XML),
    Content("deep in content", "xml", feed("deep in content", said="&lt;div&gt;" * 10_000 + SAID).encode(), XML),
    Content("many attributes", "xml", feed("many attributes", more="<entry " + " ".join(f'a{n}="1"' for n in range(5_000)) + "/>").encode(), XML),
    Content("many namespaces", "xml", feed("many namespaces", more="<entry " + " ".join(f'xmlns:a{n}="u{n}"' for n in range(5_000)) + "/>").encode(), XML),
    Content("UTF-16 with a mark", "xml", feed("UTF-16 with a mark").encode("utf-16"), XML, "claims"),
    Content("UTF-16 big", "xml", b"\xfe\xff" + feed("UTF-16 big").encode("utf-16-be"), XML, "claims"),
    Content("UTF-16 declared", "xml", feed("UTF-16 declared", declared=' encoding="utf-16"').encode("utf-16"), XML, "claims"),
    Content("UTF-8 with a mark", "xml", b"\xef\xbb\xbf" + feed("UTF-8 with a mark").encode(), XML, "claims"),
    Content("says latin is utf8", "xml", feed("says latin is utf8", declared=' encoding="utf-8"', title="caf\xe9").encode("latin-1"), XML, "claims"),
    Content("says utf8 is ascii", "xml", feed("says utf8 is ascii", declared=' encoding="us-ascii"', title="caf\xe9").encode(), XML, "claims"),
    Content("unknown encoding", "xml", feed("unknown encoding", declared=' encoding="klingon"').encode(), XML, "claims"),
    Content("codec zip declared", "xml", feed("codec zip declared", declared=' encoding="zip"').encode(), XML),
    Content("codec idna declared", "xml", feed("codec idna declared", declared=' encoding="idna"').encode(), XML),
    Content("truncated tail", "xml", feed("truncated tail", more="<entry><title>x</ti").removesuffix("</feed>").encode(), XML, "claims"),
    Content("unescaped ampersand", "xml", feed("unescaped ampersand", title="R & D").encode(), XML, "claims"),
    Content("unclosed element", "xml", feed("unclosed element", more="<author><name>x").encode(), XML, "claims"),
    Content("NUL bytes", "xml", feed("NUL bytes", title="a\0b").encode(), XML),
    Content("control bytes", "xml", feed("control bytes", title="a\x08\x1bb").encode(), XML, "claims"),
    Content("space before the declaration", "xml", b"\n\n " + feed("space before the declaration").encode(), XML, "claims"),
    Content("undefined entity", "xml", feed("undefined entity", title="a&nbsp;b").encode(), XML, "claims"),
    Content("a thousand entries of nothing", "xml", feed("a thousand entries of nothing", more="<entry/>" * 1000).encode(), XML, "claims"),
    Content("an entry linking to a script", "xml", feed("an entry linking to a script").replace('href="https', 'href="javascript').encode(), XML),
    Content("no entries", "xml", ATOM.format(declared="", prolog="", entries="").encode(), XML),
    Content("binary as a feed", "xml", bytes(range(256)) * 50, XML),
    *(Content(f"date {n:02}", "dates", feed(f"date {n:02}", date=date).encode(), XML, "claims") for n, date in enumerate(DATES)),
    *(Content(f"title {n:02}", "titles", feed(f"title {n:02}", title=title).encode("utf-8", "replace"), XML, "claims") for n, title in enumerate(TITLES)),
    *(Content(f"charset {name}", "charset", html(""), f"text/html; charset={name}", "claims") for name in CHARSETS),
]  # fmt: skip
PAGES: Final = [
    Content("1e5 attributes", "html", html("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>"), HTML),
    Content("1e4 nested divs", "html", html("<div>" * 5_000), HTML),
    Content("3e3 nested tables", "html", html("<table><tr><td>" * 3_000), HTML),
    Content("3e3 nested lists", "html", html("<ul><li>" * 3_000), HTML),
    Content("2e4 formatting elements", "html", html("<b><i>" * 3_000), HTML),
    Content("giant colspan", "html", html('<table><tr><th colspan="999999999">a</th></tr><tr><td rowspan="999999999">1</td></tr></table>'), HTML, "claims"),
    Content("many spans", "html", html("<table>" + '<tr><td colspan="1000" rowspan="1000">1</td></tr>' * 40 + "</table>"), HTML),
    Content("colspan no number", "html", html('<table><tr><th colspan="\u00b2">a</th></tr><tr><td rowspan="-3">1</td></tr></table>'), HTML, "claims"),
    Content("a comment that never ends", "html", html("") + b"<!--" + b"-" * 500_000, HTML),
    Content("script of a megabyte", "html", html("<script>" + "x<" * 500_000 + "</script>"), HTML, "claims"),
    Content("numeric entities", "html", html("<p>" + "&#0;&#x110000;&#xd800;&#99999999999;" * 1000 + "</p>"), HTML, "claims"),
    Content("1e5 links", "html", html('<a href="/x">y</a>' * 100_000), HTML),
    Content("a digit run", "numbers", html("", "9" * 500_000 + "x faster"), HTML),
    Content("a comma run", "numbers", html("", "1,2" * 200_000 + "x faster"), HTML),
    Content("a flood of numbers", "numbers", html("", "2.5x faster, " * 3_000), HTML),
    Content("a flood of units", "numbers", html("", "100 tokens/s " * 3_000), HTML),
    Content("infinite values", "numbers", html("", f"On H100 vLLM is {'9' * 400}x faster than TGI, 1e999 tokens/s, inf tokens/s, NaN tokens/s. " + SAID), HTML),
    Content("words without end", "numbers", html("", "on H100 with vLLM and " * 20_000), HTML),
    Content("one word of a megabyte", "numbers", html("", "a" * 1_000_000), HTML),
    Content("spaces without end", "numbers", html("", "2.5" + " " * 500_000 + "x"), HTML),
    Content("ranges without end", "numbers", html("", "1-" * 10_000), HTML),
    Content("dots without end", "numbers", html("", "1." * 200_000 + "x"), HTML),
    Content("latency units glued", "numbers", html("", "1ms" * 100_000), HTML),
    Content("parentheses", "numbers", html("", "(" * 100_000 + "2.5x" + ")" * 100_000), HTML),
]  # fmt: skip
TEXTS: Final = [
    Content("brackets", "markdown", markdown("[" * 50_000), MARKDOWN),
    Content("links in links", "markdown", markdown("[a](" * 20_000), MARKDOWN),
    Content("emphasis", "markdown", markdown("*a_ " * 30_000), MARKDOWN),
    Content("quotes in quotes", "markdown", markdown("> " * 10_000 + "x"), MARKDOWN),
    Content("lists in lists", "markdown", markdown("\n".join(" " * (2 * n) + "- x" for n in range(500))), MARKDOWN),
    Content("backticks", "markdown", markdown("".join("e" + "`" * n for n in range(600))), MARKDOWN),
    Content("a table of 1e4 columns", "markdown", markdown("|" * 10_000 + "\n" + "|-" * 10_000 + "|\n" + "|1" * 10_000), MARKDOWN),
    Content("a table of 5e3 rows", "markdown", markdown("|a|b|\n|-|-|\n" + "|1|2 ms|\n" * 5_000), MARKDOWN),
    Content("references", "markdown", markdown("".join(f"[a{n}]: /x\n" for n in range(20_000))), MARKDOWN),
    Content("html in markdown", "markdown", markdown("<div>" * 20_000), MARKDOWN),
    Content("entities", "markdown", markdown("&" * 100_000), MARKDOWN),
    Content("yaml aliases", "markdown", b"---\na: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 107)) + b"---\n" + markdown(""), MARKDOWN),
    Content("yaml objects", "markdown", b"---\na: !!python/object/apply:os.system ['false']\n---\n" + markdown(""), MARKDOWN),
    Content("yaml of depth", "markdown", b"---\na: " + b"[" * 5_000 + b"\n---\n" + markdown(""), MARKDOWN),
    Content("front matter that never ends", "markdown", b"---\n" + b"a: b\n" * 10_000 + markdown(""), MARKDOWN),
    Content("carriage returns", "markdown", markdown("").replace(b"\n", b"\r"), MARKDOWN),
    Content("lone surrogates", "markdown", markdown("\ud800\udfff"), MARKDOWN),
    Content("invalid UTF-8", "markdown", markdown("") + b"\xff\xfe\xc0\x80\xf5", MARKDOWN, "claims"),
    Content("NULs", "markdown", markdown("") + b"\0" * 50, MARKDOWN),
    Content("colons", "markdown", markdown(":" * 100_000), MARKDOWN),
    Content("autolinks", "markdown", markdown("<http://" * 20_000), MARKDOWN),
    Content("footnotes", "markdown", markdown("".join(f"[^{n}] " for n in range(5_000)) + "\n\n" + "".join(f"[^{n}]: [^{n + 1}]\n\n" for n in range(2_000))), MARKDOWN),
]  # fmt: skip


def json_feed(items: str) -> bytes:
    return f'{{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{items}]}}'.encode("utf-8", "surrogatepass")  # fmt: skip


def item(name: str, **more: object) -> str:
    return json.dumps({"id": f"https://{name}.example/p", "url": f"https://{name}.example/p", "title": "News", "content_html": f"<p>{SAID}</p>", **more})  # fmt: skip


OBJECTS: Final = [
    Content("a JSON feed", "json", json_feed(item("jsonfeed")), JSON, "claims"),
    Content("huge integers", "json", json_feed(item("hugeintegers") + ', {"id": ' + "9" * 5000 + "}"), JSON),
    Content("JSON of depth", "json", b"[" * 100_000, JSON),
    Content("objects of depth", "json", b'{"version":' * 50_000, JSON),
    Content("an item of depth", "json", json_feed(item("itemofdepth") + ', {"id": ' + "[" * 50_000 + "]" * 50_000 + "}"), JSON),
    Content("a lone surrogate", "json", json_feed(item("lonesurrogate", title="a\ud800b").replace("a\\ud800b", "a\\ud800b")), JSON, "claims"),
    Content("NaN and Infinity", "json", json_feed(item("nan") + ', {"id": NaN, "url": Infinity}'), JSON),
    Content("items no list", "json", b'{"version": "https://jsonfeed.org/version/1.1", "items": {"a": 1}}', JSON),
    Content("items of all kinds", "json", json_feed(item("items") + ', null, 1, "x", [], {}, true'), JSON, "claims"),
    Content("fields of wrong kinds", "json", json_feed(item("fields", title=[1], authors=7, date_published={"a": 1}, tags="x")), JSON),
    Content("a hostile date", "json", json_feed(item("hostiledate", date_published="9999999-99-99T99:99:99Z")), JSON, "claims"),
    Content("duplicate keys", "json", json_feed('{"id": "x", ' * 1 + item("duplicatekeys")[1:]), JSON, "claims"),
    Content("a thread that is none", "json", b'{"id": 1, "type": "story", "children": [{"children": 5}], "title": null}', JSON),
    Content("a thread of depth", "json", b'{"id": 1, "type": "story", "title": "t", "children": [' * 3000 + b"]}" * 3000, JSON),
    Content("a thread with an id of 100 digits", "json", b'{"id": ' + b"9" * 100 + b', "type": "story", "title": "t", "author": "a", "points": ' + b"9" * 100 + b', "children": []}', JSON),
    Content("cut JSON", "json", json_feed(item("cut"))[:-20], JSON),
    Content("JSON with a mark", "json", b"\xef\xbb\xbf" + json_feed(item("mark")), JSON, "claims"),
]  # fmt: skip
CONTENTS: Final = [*FEEDS, *PAGES, *TEXTS, *OBJECTS]
