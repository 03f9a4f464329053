"""What the fuzzing is made of: words of the trade among noise, pages, Markdown, tables and feeds, and ways to damage bytes."""

from __future__ import annotations

import html
import json
from typing import Final

from hypothesis import strategies as st

NEEDLE: Final = "On H100 GPUs vLLM is 2.5x faster than TGI in this run."
TRADE: Final = (
    "H100", "8x H200", "MI300X", "vLLM", "SGLang", "TensorRT-LLM", "TGI", "Llama 3.1 70B", "FP8", "throughput", "latency", "TTFT", "tokens/s", "tok/s/GPU", "ms", "µs",
    "%", "x", "×", "faster", "slower than", "up to", "from", "to", "and", "over", "vs.", "compared with", "reduces", "improves", "by", "p99", "batch size", "concurrency", "$", "GB", "~", "≈", "±", "(", ")", ",", ".",
    ":", "-", "–", "|", "→", "=", "1,200", "2.5", "2.5x", "0", "-3", "1e9", "1.2.3", "1/2", "½", "2²", "99.9%", "3-5x", "10k", "1M", "1.", ".5", "9" * 40, "٣", "inf", "NaN", "0x10", "v0.6.1", "2026-04-01", "input/output 128/2048",
)  # fmt: skip
ODD: Final = (
    "\0\x08\x1b\x7f\x85\x9b\u00a0\u00ad\u0300\u061c\u200b\u200d\u202e\u2028\u2066\ufeff\ufffe\U000e0041\U0001f680\u3000"
)


def words(most: int = 14) -> st.SearchStrategy[str]:
    """Words of the trade in no order, some noise among them."""
    noise = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from(ODD)), max_size=6)
    return st.lists(st.one_of(st.sampled_from(TRADE), st.sampled_from(TRADE), noise), max_size=most).map(" ".join)


INLINE: Final = (
    "b",
    "i",
    "code",
    "sup",
    "sub",
    "a",
    "span",
    "em",
    "del",
    "q",
    "mark",
    "svg",
    "math",
    "script",
    "style",
    "noscript",
    "template",
)
BLOCK: Final = ("p", "div", "li", "ul", "h2", "h3", "blockquote", "pre", "section", "figure", "figcaption", "dl", "dd", "details", "summary", "aside", "nav", "footer", "header", "form", "select", "iframe", "table", "tr", "td", "th", "caption", "thead")  # fmt: skip


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    """HTML, seldom well formed."""
    if depth == 0 or draw(st.booleans()):
        text = draw(words())
        return text if draw(st.booleans()) else html.escape(text)
    tag = draw(st.sampled_from(INLINE + BLOCK))
    attributes = draw(st.sampled_from(("", "", ' class="x"', ' colspan="3"', ' rowspan="0"', ' colspan="²"', ' hidden', ' style="display:none"', ' href="javascript:x"', ' a=">', " '\"")))  # fmt: skip
    inside = "".join(draw(st.lists(elements(depth - 1), max_size=3)))  # type: ignore[call-arg]
    return f"<{tag}{attributes}>{inside}" + (f"</{tag}>" if draw(st.integers(0, 4)) else "")


MARKS: Final = ("# ", "## ", "### ", "- ", "1. ", "> ", "    ", "```\n", "~~~", "---\n", "***", "| ", "[a]: ", "[^1]: ", "<div>", "<!-- ", ": ", "\\", "![](", "[x](", "`", "**", "$$", "=== ", "\t")  # fmt: skip


@st.composite
def markdown(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.tuples(st.sampled_from(("", "", "", *MARKS)), words()), max_size=12))
    return "\n".join(mark + text for mark, text in lines)


@st.composite
def table(draw: st.DrawFn) -> str:
    """A table in Markdown or HTML, with spans, too few or too many cells."""
    rows = draw(st.lists(st.lists(words(4), min_size=1, max_size=5), min_size=1, max_size=5))
    if draw(st.booleans()):
        lines = ["|" + "|".join(cell.replace("\n", " ") for cell in row) + "|" for row in rows]
        return "\n".join([lines[0], "|" + "-|" * len(rows[0]), *lines[1:]])
    spans = st.sampled_from(("", "", ' colspan="2"', ' rowspan="3"', ' colspan="99999"', ' rowspan="-1"'))
    cells = ["".join(f"<{draw(st.sampled_from(('td', 'th')))}{draw(spans)}>{html.escape(c)}" for c in row) for row in rows]  # fmt: skip
    return "<table>" + "".join(f"<tr>{row}" for row in cells) + "</table>"


def _entry(form: str, number: int, title: str, said: str) -> str:
    link, said, title = f"https://made.example/{number}", html.escape(html.escape(said)), html.escape(title)
    if form == "atom":
        return f'<entry><title>{title}</title><link href="{link}"/><id>{link}</id><updated>2026-04-01T00:00:00Z</updated><content type="html">{said}</content></entry>'
    return f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>Wed, 01 Apr 2026 00:00:00 GMT</pubDate><description>{said}</description></item>"


@st.composite
def feeds(draw: st.DrawFn) -> str:
    """A feed that is what it should be, but for what its entries say."""
    said = draw(st.lists(st.tuples(words(6), st.one_of(words(), elements())), min_size=1, max_size=5))
    form = draw(st.sampled_from(("atom", "rss", "json")))
    if form == "json":
        items = [{"id": f"https://made.example/{n}", "url": f"https://made.example/{n}", "title": t, "content_html": s} for n, (t, s) in enumerate(said)]  # fmt: skip
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Made", "items": items})
    inside = "".join(_entry(form, n, t, s) for n, (t, s) in enumerate(said))
    declared = draw(st.sampled_from(('<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-8"?>', '<?xml version="1.0" encoding="utf-16"?>', '<?xml version="1.0" encoding="us-ascii"?>', "")))  # fmt: skip
    if form == "atom":
        return f'{declared}<feed xmlns="http://www.w3.org/2005/Atom"><title>Made</title><id>m</id>{inside}</feed>'
    return f'{declared}<rss version="2.0"><channel><title>Made</title>{inside}</channel></rss>'


CODECS: Final = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1", "cp1252", "shift-jis", "gb18030", "koi8-r", "utf-32")  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> bytes:
    """The text in some encoding, then cut, with bytes flipped, doubled or left out."""
    codec = draw(st.sampled_from(CODECS))
    data = bytearray(draw(texts).encode(codec, "ignore"))
    if codec == "utf-16-be" and draw(st.booleans()):
        data[:0] = b"\xfe\xff"
    for _ in range(draw(st.integers(0, 3))):
        if not data:
            break
        at, kind = draw(st.integers(0, len(data) - 1)), draw(st.integers(0, 3))
        if kind == 0:
            del data[at:]
        elif kind == 1:
            data[at] = draw(st.integers(0, 255))
        elif kind == 2:
            del data[at : at + 20]
        else:
            data[at:at] = data[at : at + 40]
    return bytes(data)
