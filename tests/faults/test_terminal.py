"""Hostile text in all that is stored, printed by the installed command in a real terminal and into every file: nothing of it acts."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as Tree

import pytest
from markdown_it import MarkdownIt
from sametrack.store.database import open_database

sys.path.insert(0, str(Path(__file__).parent))
from terminal import ACTING, acting, in_terminal

COMMAND: Final = str(Path(sys.executable).with_name("sametrack"))
PAYLOADS: Final = (
    "\x1b]8;;javascript:alert(1)\x1b\\click\x1b]8;;\x1b\\", "\x1b]52;c;cHduZA==\x07", "\x1b[2J\x1b[H", "\x9b2J", "\x9d52;c;cHduZA==\x9c", "\x1b]0;pwned\x07", "\x1bP+q544e\x1b\\", "a\rb\x08\x08c", "\0", "\x7f",
    "\u202eright to left\u202c", "\u2066isolated\u2069", "\u200b\u200d\ufeff", "\U000e0041\U000e0042", "[/]", "[/bold]", "[bold red]x[/bold red]", "[link=javascript:alert(1)]x[/link]", ":boom:",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "![x](javascript:alert(1))", "[x](javascript:alert(1))", "<javascript:alert(1)>", "&lt;script&gt;", "`|` || x", "${x}", "%s%n{0}", "=HYPERLINK(\"x\")", "@SUM(1)",
    "\n=1+1", "\ufffe\uffff", "a" + "\u0300" * 300,
)  # fmt: skip
SAYS: Final = "On H100 GPUs vLLM {payload} is 2.5x faster than TGI {payload}, and Llama 3.1 70B {payload} runs at FP8 with 1,200 tokens/s."


def entity(text: str) -> str:
    """The text as HTML that a reader turns back into it."""
    return "".join(f"&#{ord(c)};" if ord(c) < 32 or ord(c) > 126 or c in "<>&\"'" else c for c in text)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Posts, a page, a feed and an edit, all of them full of it."""
    folder = tmp_path_factory.mktemp("hostile")
    for n, payload in enumerate(PAYLOADS):
        said = SAYS.format(payload=payload)
        (folder / f"{n}.md").write_bytes(f"# News {payload}\n\n{said}\n\n| a {payload.strip()} | tokens/s |\n|-|-|\n| vLLM {payload.strip()} | 12{n} |\n".encode())  # fmt: skip
        title = entity(payload)
        (folder / f"{n}.html").write_text(
            f'<html><head><title>{title}</title><meta name=author content="{title}"></head><body><article><h1>{title}</h1><p>{entity(said)}</p></article></body></html>'
        )
    entries = "".join(
        f'<entry><title type="html">{entity(entity(p))}</title><link href="https://h{n}.example/{n}?a=&lt;b&gt;\u202e"/><id>{n}</id><author><name>{p if p.isprintable() and "<" not in p and "&" not in p else "x"}</name></author>'
        f'<content type="html">{entity(entity("<p>" + SAYS.format(payload=entity(p)) + "</p>"))}</content></entry>'
        for n, p in enumerate(PAYLOADS)
    )
    (folder / "feed.xml").write_text(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>&#27;[2J [/] &lt;script&gt;</title><id>x</id>{entries}</feed>'.replace("&#27;", "[/]"))  # fmt: skip
    path = folder.parent / "hostile.db"
    for times in range(2):
        done = subprocess.run(
            [COMMAND, "--db", str(path), "ingest", str(folder)], capture_output=True, check=False, timeout=120
        )
        assert done.returncode in (0, 3), done.stderr
        assert b"Traceback" not in done.stderr
        for n in range(len(PAYLOADS)) if not times else ():
            post = folder / f"{n}.md"
            post.write_bytes(post.read_bytes().replace(b"2.5x", b"3.5x"))
    return path


@pytest.fixture(scope="module")
def ids(database: Path) -> list[str]:
    with open_database(database) as db:
        found = [stored.uid for stored in db.claims()]
    assert len(found) > 2 * len(PAYLOADS)
    return found


COMMANDS: Final = (
    ("digest", "--all"), ("digest",), ("claims",), ("tracks",), ("search", "vLLM"), ("search", "\x1b[2J \u202e [/]"), ("changes",), ("doctor",), ("sources", "list"), ("sources", "proposed"), ("rules",),
    ("check", "\x1b]52;c;x\x07[/].md"), ("show", "\x1b[2J[/]"), ("sources", "check", "\x1b[2J[/]"), ("digest", "--week", "\x1b[2J"),
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_acts_on_a_terminal(command: tuple[str, ...], database: Path) -> None:
    status, printed = in_terminal([COMMAND, "--db", str(database), *command])
    assert status in (0, 1, 2, 3)
    assert "Traceback" not in printed
    assert acting(printed) == []


def test_nothing_acts_beside_a_progress_bar(database: Path, tmp_path: Path) -> None:
    for target in (str(database.parent / "hostile0"), "\x1b[2J[/]"):
        status, printed = in_terminal([COMMAND, "--db", str(tmp_path / "x.db"), "ingest", target])
        assert status in (0, 3)
        assert acting(printed, progress=True) == []


def test_nothing_of_posts_and_claims_acts_on_a_terminal(database: Path, ids: list[str]) -> None:
    posts = [
        str(path) for path in sorted((database.parent / "hostile0").glob("*.*")) if path.suffix in (".md", ".html")
    ]
    assert posts
    for command in (["check", *posts], ["extract", *posts], ["compare", ids[0], ids[-1]], *(["show", ident] for ident in ids[:: len(ids) // 6])):  # fmt: skip
        status, printed = in_terminal([COMMAND, "--db", str(database), *command])
        assert status in (0, 3)
        assert printed
        assert acting(printed) == [], command[:2]


class Tags(HTMLParser):
    """What a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "img", "svg", "iframe", "object", "style", "form", "meta", "link"):
            self.bad.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (name in ("href", "src") and not str(value).startswith(("http://", "https://", "#"))):  # fmt: skip
                self.bad.append(f"{name}={value}")


def acts_in_a_page(markup: str) -> list[str]:
    tags = Tags()
    tags.feed(markup)
    return tags.bad


def as_page(markdown: str) -> str:
    return MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table").render(markdown)


@pytest.mark.parametrize("form", ["markdown", "json", "terminal"])
def test_nothing_acts_in_a_digest(form: str, database: Path) -> None:
    done = subprocess.run([COMMAND, "--db", str(database), "digest", "--all", "--format", form], capture_output=True, check=True, timeout=60)  # fmt: skip
    text = done.stdout.decode()
    assert ACTING.findall(text) == []
    if form == "markdown":
        assert acts_in_a_page(as_page(text)) == []
    if form == "json":
        assert json.loads(text)


def test_nothing_acts_in_an_exported_file(database: Path, tmp_path: Path) -> None:
    done = subprocess.run([COMMAND, "--db", str(database), "export", str(tmp_path)], capture_output=True, check=False, timeout=60)  # fmt: skip
    assert done.returncode == 0, done.stderr
    texts = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir() if path.suffix != ".parquet"}
    assert {"claims.csv", "claims.jsonl", "claims.md", "feed.atom", "feed.json"} <= texts.keys()
    for name, text in texts.items():
        assert ACTING.findall(text.replace("\r\n", "\n")) == [], name
    assert acts_in_a_page(as_page(texts["claims.md"])) == []
    for row in csv.reader(io.StringIO(texts["claims.csv"])):
        assert not [cell for cell in row if cell[:1] in ("=", "+", "@", "\t", "\r") or (cell[:1] == "-" and not cell[1:2].isdigit())]  # fmt: skip
    for line in texts["claims.jsonl"].splitlines():
        assert json.loads(line)
    feed = Tree.fromstring(texts["feed.atom"])  # noqa: S314  # our own
    contents = [node.text or "" for node in feed.iter("{http://www.w3.org/2005/Atom}content")]
    contents += [item["content_html"] for item in json.loads(texts["feed.json"])["items"]]
    assert contents
    assert [bad for content in contents for bad in acts_in_a_page(content)] == []
