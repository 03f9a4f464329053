"""Markdown -> HTML that carries its source lines, so that there is one reader of blocks and not two.

The lines travel as marks inside the text (``linemarks``): at the start of every paragraph, cell and code line, after
every line break, behind every construct that runs over a line's end. A number's line is therefore as certain as the
parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import cast

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick, escape, html_inline, image, link, newline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_inline

from .elements import BLOCK_ELEMENTS
from .linemarks import mark
from .prepare import prepare

_InlineRule = Callable[[StateInline, bool], bool]

_TAG_NAME = re.compile(r"</?([A-Za-z][\w-]*)")
_TAG_STOP = re.compile(r"[>\"']")
_ALT = re.compile(r"""(\salt\s*=\s*["'])""", re.IGNORECASE)
_BREAKING = frozenset({"br", "caption"})


def render(source: str, first_line: int = 1) -> str:
    """Return cleaned Markdown without front matter as HTML with line marks, counted from ``first_line``."""
    parser = _parser()
    env: dict[str, object] = {}
    tokens = parser.parse(prepare(source, first_line), env)
    for token in tokens:
        _mark_block(token, first_line)
    return cast(str, parser.renderer.render(tokens, parser.options, env))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("gfm-like", {"linkify": False, "html": True, "typographer": False})
    parser.use(footnote_plugin)
    parser.inline.ruler.at("newline", _newline)
    multi = {"backticks": backtick, "escape": escape, "html_inline": html_inline, "image": image, "link": link}
    multi["footnote_inline"] = footnote_inline
    for name, rule in multi.items():
        parser.inline.ruler.at(name, _noting_breaks(cast(_InlineRule, rule)))
    parser.add_render_rule("line", lambda *_: "")
    return parser


def _newline(state: StateInline, silent: bool) -> bool:
    at = state.pos
    if not newline(state, silent):
        return False
    if not silent:
        state.tokens[-1].meta["after"] = at + 1
    return True


def _noting_breaks(rule: _InlineRule) -> _InlineRule:
    """Wrap an inline rule: where what it took runs over a line's end, a token after it says where it ended."""

    def noting(state: StateInline, silent: bool) -> bool:
        start = state.pos
        if not rule(state, silent):
            return False
        if not silent and state.src.find("\n", start, state.pos) >= 0:
            if state.tokens[-1].type == "code_inline":  # the rule made its line breaks spaces
                state.tokens[-1].meta["source"] = state.src[start : state.pos].strip("`")
            # Not "text": neighbouring text tokens are joined and their notes lost.
            state.push("line", "", 0).meta["after"] = state.pos
        return True

    return noting


def _mark_block(token: Token, first_line: int) -> None:
    if token.map is None:
        return
    line = token.map[0] + first_line
    if token.type == "inline":
        token.children = _marked_children(token, line)
    elif token.type == "fence":
        token.content = _marked_lines(token.content, line + 1)
    elif token.type == "code_block":
        token.content = _marked_lines(token.content, line)
    elif token.type == "html_block":
        token.content = mark_html(token.content, line)


def _marked_children(token: Token, line: int) -> list[Token]:
    children = [_text(mark(line))]
    counted = 0
    for child in token.children or []:
        after = child.meta.get("after")
        if after is not None:
            line += token.content.count("\n", counted, after)
            counted = after
            if child.type == "hardbreak":
                children.append(child)
            children.append(_text("\n" + mark(line)))
            continue
        if child.type == "image":
            child.children = [_text(mark(line)), *(child.children or [])]
        elif child.type == "html_inline":
            child.content = _tag_with_marks(child.content, line)
        elif "source" in child.meta:
            child.content = _marked_lines(child.meta["source"], line)
        children.append(child)
        if child.type == "html_inline" and _parts_text(child.content):
            children.append(_text(mark(line)))
    return children


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _marked_lines(content: str, line: int) -> str:
    lines = content.split("\n")
    last = len(lines) - 1
    return "\n".join(text if n == last and not text else mark(line + n) + text for n, text in enumerate(lines))


def mark_html(content: str, line: int) -> str:
    """Return raw HTML with line marks in its text: after line breaks and tags that hold text, in alternative text.

    Marks never stand inside a tag, ``alt`` apart. One pass; an unclosed tag takes the rest, as it does for a browser.
    """
    out = [mark(line)]
    position = 0
    while position < len(content):
        start = content.find("<", position)
        start = len(content) if start < 0 else start
        text = content[position:start]
        out.append(_with_marks(text, line))
        line += text.count("\n")
        if start == len(content):
            break
        end = _tag_end(content, start)
        tag = content[start:end]
        position = end
        out.append(_tag_with_marks(tag, line))
        line += tag.count("\n")
        if _parts_text(tag) or "\n" in tag:
            out.append(mark(line))
    return "".join(out)


def _with_marks(text: str, line: int) -> str:
    parts: Sequence[str] = text.split("\n")
    return parts[0] + "".join(f"\n{mark(line + n)}{part}" for n, part in enumerate(parts[1:], 1))


def _tag_with_marks(tag: str, line: int) -> str:
    if tag[:4].lower() != "<img":
        return tag
    found = _ALT.search(tag)
    if found is None:
        return tag
    return tag[: found.end()] + mark(line + tag.count("\n", 0, found.end())) + tag[found.end() :]


def _parts_text(tag: str) -> bool:
    """Say whether text behind ``tag`` begins a block of its own, which then needs a mark of its own."""
    name = _TAG_NAME.match(tag)
    return name is not None and (name[1].lower() in BLOCK_ELEMENTS or name[1].lower() in _BREAKING)


def _tag_end(content: str, start: int) -> int:
    """Return the offset after the tag or comment at ``start``; after the ``<`` where it is none."""
    if content.startswith("<!--", start):
        end = content.find("-->", start)
        return end + 3 if end >= 0 else len(content)
    if not re.match(r"</?[A-Za-z]|<[!?]", content[start : start + 3]):
        return start + 1
    at = start + 1
    while stop := _TAG_STOP.search(content, at):
        if stop[0] == ">":
            return stop.end()
        closing = content.find(stop[0], stop.end()) if content[stop.start() - 1] in "= \t\n" else stop.start()
        if closing < 0:
            break
        at = closing + 1
    return len(content)
