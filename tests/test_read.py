"""Bytes -> Document: dates, charsets and kinds; what a page's head says; chrome, captions, code, tables and figures of its body."""

from __future__ import annotations

import pytest
from sametrack.ingest.read import read
from sametrack.ingest.read.dates import date_in_path, parse_date
from sametrack.ingest.read.decode import decode
from sametrack.ingest.read.figures import figure_name
from sametrack.ingest.read.kinds import document_kind, kind_of
from sametrack.store.document import Block, BlockKind, Document, DocumentKind

URL = "https://blog.alpha.example/posts/one"
WORDS = (
    "Alpha serves a large model on one device, and this paragraph says how it was set up and measured in a few words. "
)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-04-22", "2026-04-22"), ("2026-04-22T10:30:00Z", "2026-04-22T10:30:00+00:00"),
        ("2026-04-22T10:30:00+0200", "2026-04-22T10:30:00+02:00"), ("2026-04-22 10:30", "2026-04-22"),
        ("Wed, 22 Apr 2026 10:30:00 GMT", "2026-04-22T10:30:00+00:00"), ("April 22nd, 2026", "2026-04-22"),
        ("Apr. 2, 2026", "2026-04-02"), ("2 Sept. 2026", "2026-09-02"), ("22. April 2026", "2026-04-22"), ("2026/4/2", "2026-04-02"),
        ("2026年4月2日", "2026-04-02"), ("Published on May 3, 2026 by Ada", "2026-05-03"),
        ("April 2026", None), ("2026", None), ("2026-13-01", None), ("2026-02-30", None), ("1026-04-22", None), ("22/04/26", None),
        ("", None), (None, None), ("0.5.2026", None),
    ],
)  # fmt: skip
def test_a_full_date_is_read_and_no_other(text: str | None, date: str | None) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("/2026/04/22/slug", "2026-04-22"), ("2026-04-22-slug.md", "2026-04-22"), ("/blog/20260422/x", "2026-04-22"),
        ("/2026/04-22/x", None), ("/v2026042", None), ("/20269922/x", None), ("/1999-01-01-x", None),
    ],
)  # fmt: skip
def test_a_date_in_an_address(path: str, date: str | None) -> None:
    assert date_in_path(path) == date


@pytest.mark.parametrize(
    ("data", "content_type", "text"),
    [
        ("é".encode(), None, "é"), ("é".encode("utf-16"), None, "é"), ("\ufeffé".encode(), "text/plain; charset=latin-1", "é"),
        ("é".encode("latin-1"), "text/plain; charset=iso-8859-1", "é"), ("€".encode("cp1252"), "text/plain; charset=latin1", "€"),
        ("中".encode("gbk"), "text/html; charset=gb2312", "中"), ("é".encode(), "text/plain; charset=rot13", "é"),
        ("ééééé".encode() + b"\xff", None, "ééééé\ufffd"), (b'<meta charset="shift_jis">' + "日".encode("shift_jis"), None, '<meta charset="shift_jis">日'),
    ],
)  # fmt: skip
def test_bytes_are_text_in_the_charset_they_are_in(data: bytes, content_type: str | None, text: str) -> None:
    assert decode(data, content_type, html=data.startswith(b"<")) == text


@pytest.mark.parametrize(
    ("name", "declared", "head", "kind"),
    [
        ("a.md", None, b"x", "markdown"), ("a.rst", None, b"x", "text"), ("a.csv", None, b"a,b", None), ("a.py", None, b"import x", None),
        ("https://x.example/a", "text/html; charset=utf-8", b"<p>x", "html"), ("https://x.example/a", "text/html", b"<?xml?><rss version='2.0'>", "feed"),
        ("https://x.example/a", "application/xml", b"<feed>", "feed"), ("https://x.example/a.xml", None, b"<urlset>", None),
        ("https://x.example/a", "text/plain", b"# Title", "markdown"), ("https://x.example/a", "text/plain", b"words", "text"),
        ("https://x.example/a", None, b"<!doctype html>", "html"), ("https://x.example/a", None, b'{"a": 1}', "json"),
        ("https://x.example/a", "image/png", b"x", None),
        ("a.md", None, b"\x89PNG\r\n", None), ("a.html", None, "<p>é".encode("utf-16"), "html"),
    ],
)  # fmt: skip
def test_which_reader_is_for_what(name: str, declared: str | None, head: bytes, kind: str | None) -> None:
    assert kind_of(name, declared, head) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("README.md", DocumentKind.README), ("CHANGELOG.md", DocumentKind.CHANGELOG), ("release-notes.md", DocumentKind.CHANGELOG),
        ("2026-04-22-release-notes.md", DocumentKind.POST), ("release_v1.2.md", DocumentKind.RELEASE), ("post.md", DocumentKind.POST),
        ("https://github.com/o/e/releases/tag/v1", DocumentKind.RELEASE), ("newsletter.md", DocumentKind.POST),
    ],
)  # fmt: skip
def test_what_a_document_is_by_its_name(name: str, kind: DocumentKind) -> None:
    assert document_kind(name, name) is kind


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/img/a.png", "a.png"), ("https://cdn.example/x/a-1024x576.png?v=2", "a.png"), ("a@2x.png", "a.png"), ("a-2048w.webp", "a.webp"),
        ("/_next/image?url=%2Fimg%2Fa.png&w=1920", "a.png"), ("a-v2.png", "a-v2.png"), ("plot-2024.png", "plot-2024.png"), ("http://[x", ""),
    ],
)  # fmt: skip
def test_which_file_an_image_is(address: str, name: str) -> None:
    assert figure_name(address) == name
    assert figure_name("data:image/png;base64,AA") != figure_name("data:image/png;base64,AB")


def page(body: str, head: str = "", url: str = URL) -> Document:
    html = f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>"
    return read(html.encode(), url=url, content_type="text/html")


def article(inner: str) -> Document:
    return page(f"<article><h1>Alpha 1.0</h1><p>{WORDS * 3}</p>{inner}</article>")


def of_kind(document: Document, kind: BlockKind) -> list[str]:
    return [block.text for block in document.blocks if block.kind is kind]


TITLED = f"<article><h1>Alpha is fast</h1><p>{WORDS * 3}</p></article>"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("", "Alpha is fast"),
        ("<title>Alpha is fast | Alpha Blog</title>", "Alpha is fast"),
        ('<title>Alpha is quick | Alpha</title><meta property="og:site_name" content="Alpha">', "Alpha is quick"),
        ('<title>Alpha is quick | Alpha Blog</title><meta property="og:site_name" content="Alpha">', "Alpha is quick"),
        ("<title>Alpha | quick</title>", "Alpha | quick"),
        ('<title>x</title><meta property="og:title" content="Alpha, at last">', "Alpha, at last"),
    ],
)
def test_a_pages_title_is_its_own_without_its_sites_name(head: str, title: str) -> None:
    assert page(TITLED, head).title == title


@pytest.mark.parametrize(
    ("head", "body", "url", "date"),
    [
        ('<meta property="article:published_time" content="2026-04-01">', "", URL, "2026-04-01"),
        ('<script type="application/ld+json">{"@type": "BlogPosting", "datePublished": "2026-04-02"}</script>', "", URL, "2026-04-02"),
        ('<script type="application/ld+json">{"@type": "Person", "datePublished": "2026-04-02"}</script>', "", URL, None),
        ('<script type="application/ld+json">{"@graph": [{"@type": ["WebPage"], "datePublished": "2026-04-02"}]}</script>', "", URL, "2026-04-02"),
        ("", '<time datetime="2026-04-03">April</time>', URL, "2026-04-03"),
        ("", '<span class="post-meta">Published April 4, 2026</span>', URL, "2026-04-04"),
        ("", '<span class="post-meta">Last updated April 4, 2026</span>', URL, None),
        ("", "<div>April 5, 2026</div>", URL, "2026-04-05"),
        ("", "<div>Copyright April 5, 2026</div>", URL, None),
        ("", "", "https://blog.alpha.example/2026/04/06/one", "2026-04-06"),
        ('<meta name="date" content="2026-04-01">', "", "https://blog.alpha.example/2026/04/06/one", "2026-04-01"),
    ],
)  # fmt: skip
def test_when_a_page_was_published(head: str, body: str, url: str, date: str | None) -> None:
    assert page(TITLED.replace("</h1>", f"</h1>{body}"), head, url).published == date


def test_a_date_of_another_post_is_not_the_pages() -> None:
    teaser = '<div><time datetime="2025-01-01">2025</time> Another post</div>'
    assert page(TITLED + teaser).published is None


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content="Ada">', "Ada"), ('<meta name="author" content="https://x.example/ada">', None),
        ('<meta name="twitter:data1" content="5 min read">', None), ('<meta name="twitter:data1" content="Ada">', "Ada"),
        ('<script type="application/ld+json">{"@type": "Article", "author": [{"name": "Ada"}, {"name": "Bob"}]}</script>', "Ada, Bob"),
    ],
)  # fmt: skip
def test_who_wrote_a_page(head: str, author: str | None) -> None:
    assert page(TITLED, head).author == author


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/posts/two", "https://blog.alpha.example/posts/two"), ("https://www.alpha.example/two", "https://www.alpha.example/two"),
        ("https://elsewhere.example.org/two", URL), ("javascript:alert(1)", URL), ("http://[x", URL),
    ],
)  # fmt: skip
def test_a_page_speaks_for_its_own_site_only(link: str, url: str) -> None:
    assert page(TITLED, f'<link rel="canonical" href="{link}">').url == url


def test_title_and_summary_are_read_once() -> None:
    told = page(TITLED, f'<title>Alpha is fast</title><meta name="description" content="{WORDS}">')
    assert [block.kind for block in told.blocks] == [BlockKind.TITLE, BlockKind.PARAGRAPH]
    other = page(
        TITLED, '<title>Alpha, a story</title><meta name="description" content="How a scheduler became simple.">'
    )
    assert [(b.kind, b.text) for b in other.blocks[:3]] == [
        (BlockKind.TITLE, "Alpha, a story"), (BlockKind.SUMMARY, "How a scheduler became simple."), (BlockKind.HEADING, "Alpha is fast"),
    ]  # fmt: skip


def test_what_stands_round_the_text_is_left_out_and_what_holds_the_text_is_not() -> None:
    side = '<aside>Beta is 9x faster</aside><div class="related-posts">Gamma is 8x faster</div><div class="no-sidebar">Kept</div>'
    told = article(f"{side}<h2>Related posts</h2><ul><li>Delta is 7x faster</li></ul><h2>Results</h2><p>Also kept</p>")
    text = " ".join(block.text for block in told.blocks)
    assert not [name for name in ("Beta", "Gamma", "Delta") if name in text]
    assert "Kept" in text
    assert "Also kept" in text
    assert "Alpha serves" in " ".join(b.text for b in page(f'<div class="sidebar"><p>{WORDS * 3}</p></div>').blocks)


TABLE = "<table><tr><th>engine</th><th>tok/s</th></tr><tr><td>Alpha</td><td>{}</td></tr></table>"


@pytest.mark.parametrize(
    ("body", "captions"),
    [
        (f"<p>Table 1: First</p>{TABLE.format(1)}<p>Words.</p><p>Table 2: Second</p>{TABLE.format(2)}", ["Table 1: First", "Table 2: Second"]),
        (f"{TABLE.format(1)}<p>Table 1: First</p>{TABLE.format(2)}<p>Table 2: Second</p>", ["Table 1: First", "Table 2: Second"]),
        (f"<p>Words.</p>{TABLE.format(1)}<p>Table 1: First</p>{TABLE.format(2)}<p>Words.</p>", ["Table 1: First", None]),
        (f"{TABLE.format(1).replace('<table>', '<table><caption>Own</caption>')}<p>Table 1: First</p>{TABLE.format(2)}<p>Table 2: Second</p>", ["Own", "Table 2: Second"]),
        (f"<p>Figure 1: A plot</p>{TABLE.format(1)}", [None]),
        (f"<p>Table 1 shows what we measured.</p>{TABLE.format(1)}", [None]),
        (f"<figure>{TABLE.format(1)}<figcaption>Measured on H100</figcaption></figure>", ["Measured on H100"]),
    ],
)  # fmt: skip
def test_a_caption_belongs_to_the_table_it_stands_beside(body: str, captions: list[str | None]) -> None:
    assert [b.table.caption for b in article(body).blocks if b.table] == captions


def table_of(inner: str) -> Block:
    (block,) = (b for b in article(f"<table>{inner}</table>").blocks if b.table)
    return block


@pytest.mark.parametrize(
    ("rows", "text", "heads"),
    [
        ("<tr><th>engine</th><th>tok/s</th></tr><tr><td>Alpha</td><td>5</td></tr>", "engine | tok/s\nAlpha | 5", (1, 1)),
        ("<tr><td>engine</td><td>tok/s</td></tr><tr><td>Alpha</td><td>5</td></tr>", "engine | tok/s\nAlpha | 5", (1, 1)),
        ("<tr><th rowspan=2>engine</th><th colspan=2>tok/s</th></tr><tr><th>in</th><th>out</th></tr><tr><td>Alpha</td><td>5</td><td>6</td></tr>",
         "engine | tok/s | tok/s\nengine | in | out\nAlpha | 5 | 6", (2, 1)),
        ("<tr><th>engine</th><th>tok/s</th></tr><tr><td>Alpha</td><td>5<br>6</td></tr>", "engine | tok/s\nAlpha | 5 / 6", (1, 1)),
        ("<tr><th>engine</th><th>tok/s</th></tr><tr><td>Alpha<br>One</td><td>5</td></tr>", "engine | tok/s\nAlpha One | 5", (1, 1)),
        ("<tr><td>Alpha</td><td>5</td></tr><tr><td>Beta</td><td>6</td></tr>", "Alpha | 5\nBeta | 6", (0, 1)),
        ("<tr><th>a</th><th>b</th></tr><tr><td rowspan=0>x</td><td>5</td></tr><tr><td>6</td></tr>", "a | b\nx | 5\nx | 6", (1, 1)),
    ],
)  # fmt: skip
def test_a_table_is_its_rows_with_every_span_resolved(rows: str, text: str, heads: tuple[int, int]) -> None:
    block = table_of(rows)
    assert block.text == text
    assert block.table is not None
    assert (block.table.header_rows, block.table.header_columns) == heads
    for row in block.table.rows:
        assert [block.text[cell.start : cell.end] for cell in row] == [cell.text for cell in row]


def test_code_keeps_its_lines_without_their_numbers_and_its_language() -> None:
    code = '<pre class="language-bash"><span class="code-gutter">1</span><code>vllm serve m<br>echo 2</code></pre>'
    (block,) = (b for b in article(code).blocks if b.kind is BlockKind.CODE)
    assert (block.text, block.language) == ("vllm serve m\necho 2", "bash")
    (plain,) = (
        b for b in article("<pre><code class='language-text'>x</code></pre>").blocks if b.kind is BlockKind.CODE
    )
    assert plain.language is None


def test_an_alternative_text_that_says_something_is_read() -> None:
    images = '<img alt="Throughput is 900 tok/s"><img alt="image"><img alt="Figure 3"><img alt="build passing" src="https://img.shields.io/x">'
    assert of_kind(article(images), BlockKind.ALT) == ["Throughput is 900 tok/s"]


def test_a_list_that_only_leads_into_the_page_is_left_out() -> None:
    links = "".join(f'<li><a href="{{}}{n}">Part {n} is 2x faster</a></li>' for n in range(3))
    assert of_kind(article(f"<ul>{links.format(*'###')}</ul>"), BlockKind.LIST_ITEM) == []
    assert len(of_kind(article(f"<ul>{links.format(*'///')}</ul>"), BlockKind.LIST_ITEM)) == 3


def test_a_heading_ends_those_as_deep_and_a_table_that_only_arranges_is_none() -> None:
    told = article("<h2>A</h2><h3>B</h3><p>one</p><h2>C</h2><p>two</p><table><tr><td><p>three</p></td></tr></table>")
    assert [(b.text, b.path) for b in told.blocks if b.text in ("one", "two", "three")] == [
        ("one", ("A", "B")), ("two", ("C",)), ("three", ("C",)),
    ]  # fmt: skip
