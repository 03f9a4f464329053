"""Plain text and reStructuredText -> Document: headings by underline, lists, literal blocks, paragraphs.

reStructuredText is read as the text it is: directives and roles are dropped or unwrapped, its tables stay text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ...store.document import Block, BlockKind, Document
from .dates import date_in_path
from .hints import Hints
from .linemarks import mark, unmarked

_ADORNMENT = re.compile(r"^([=\-~^\"'`#*+.:_<>])\1{2,}[ \t]*$")
_ITEM = re.compile(r"^(\s*)(?:[-*+•]|\d{1,3}[.)]|#\.)\s+(?=\S)")
_DIRECTIVE = re.compile(r"^\s*\.\. (?!\[)(?:([\w:-]+)::\s*(.*)|_.*|\|.*)?$")
_OPTION = re.compile(r"^\s+:[\w -]+:")
_CODE = frozenset(
    {"code", "code-block", "sourcecode", "literalinclude", "highlight", "math", "raw", "mermaid", "prompt"}
)
_QUIET = frozenset({"toctree", "meta", "image", "include", "contents", "tags", "post"})
_ROLE = re.compile(r":[a-zA-Z][\w:+-]*:`([^`<]*?)(?:\s*<[^`>]*>)?`")
_LINK = re.compile(r"`([^`<]+?)\s*<[^`>\s]+>`__?")
_LITERAL = re.compile(r"``([^`]+)``")
_EMPHASIS = re.compile(r"(?<![\w*])\*{1,2}(?=\S)([^*\n]+?)(?<=\S)\*{1,2}(?![\w*])")


@dataclass(slots=True)
class _State:
    """The lines, the blocks made of them, and what is open."""

    lines: list[str]
    blocks: list[Block] = field(default_factory=list)
    path: list[tuple[int, str]] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)


def read_text(text: str, url: str, name: str, hints: Hints) -> Document:
    """Read cleaned plain text; its blocks carry source lines."""
    state = _State([line.expandtabs(4).rstrip() for line in text.split("\n")])
    at = 0
    while at < len(state.lines):
        at = _block(state, at)
    title = next((block.text for block in state.blocks if block.kind is BlockKind.HEADING), None)
    if title is None:
        title = state.blocks[0].text[:120] if state.blocks else name or url
    return Document(
        url=url,
        title=hints.title or title,
        author=hints.author,
        publisher=hints.publisher,
        published=hints.published or date_in_path(name or url),
        blocks=tuple(state.blocks),
    )


def _block(state: _State, at: int) -> int:
    """Read the block that begins at line index ``at``; return the index after it."""
    line = state.lines[at]
    if not line.strip():
        return at + 1
    after_heading = _heading(state, at)
    if after_heading:
        return after_heading
    directive = _DIRECTIVE.match(line)
    if directive:
        return _directive(state, at, directive)
    if _ITEM.match(line):
        return _item(state, at)
    if line.startswith("    ") and (at == 0 or not state.lines[at - 1].strip()) and _literal_before(state):
        return _code(state, at, None)
    end = at + 1
    while (
        end < len(state.lines)
        and state.lines[end].strip()
        and not _ITEM.match(state.lines[end])
        and not _heads(state, end)
    ):
        end += 1
    _emit(state, BlockKind.PARAGRAPH, state.lines[at:end], at)
    return end


def _heads(state: _State, at: int) -> bool:
    """Say whether line ``at`` is a heading's text (its underline follows)."""
    lines = state.lines
    if at + 1 >= len(lines) or not lines[at].strip() or _ADORNMENT.match(lines[at]):
        return False
    return _ADORNMENT.match(lines[at + 1]) is not None and len(lines[at + 1]) >= len(lines[at].strip()) * 0.6


def _heading(state: _State, at: int) -> int:
    """Read a heading with its underline (and overline); return the index after it, or 0."""
    lines = state.lines
    over = _ADORNMENT.match(lines[at])
    if over:
        closed = at + 2 < len(lines) and lines[at + 2] == lines[at] and lines[at + 1].strip() != ""
        if not closed:
            return 0 if "=" in lines[at].strip("=") else at + 1
        text, after, style = at + 1, at + 3, lines[at][0] * 2
    elif _heads(state, at):
        text, after, style = at, at + 2, lines[at + 1][0]
    else:
        return 0
    if style not in state.styles:
        state.styles.append(style)
    level = min(state.styles.index(style) + 1, 6)
    while state.path and state.path[-1][0] >= level:
        state.path.pop()
    _emit(state, BlockKind.HEADING, [lines[text].strip()], text, level=level)
    state.path.append((level, state.blocks[-1].text))
    return after


def _directive(state: _State, at: int, directive: re.Match[str]) -> int:
    """Drop a directive's own line and options; its content is code, text or nothing, by what it is."""
    name = directive[1] or ""
    indent = len(state.lines[at]) - len(state.lines[at].lstrip())
    end = at + 1
    while end < len(state.lines) and _OPTION.match(state.lines[end]):
        end += 1
    if name in _CODE:
        start = end
        while start < len(state.lines) and not state.lines[start].strip():
            start += 1
        return _code(state, start, directive[2] or None) if start < len(state.lines) else start
    if name and name not in _QUIET:
        if directive[2].strip() and name not in ("list-table", "figure", "table"):
            _emit(state, BlockKind.PARAGRAPH, [directive[2]], at)
        return end  # its indented content is read as text
    while end < len(state.lines) and (not state.lines[end].strip() or _indent(state.lines[end]) > indent):
        end += 1
    return end


def _item(state: _State, at: int) -> int:
    indent = _indent(state.lines[at])
    lead = None
    if state.blocks and state.blocks[-1].kind is BlockKind.LIST_ITEM:
        lead = state.blocks[-1].lead
    elif state.blocks and state.blocks[-1].kind is BlockKind.PARAGRAPH:
        lead = len(state.blocks) - 1
    end = at + 1
    while end < len(state.lines) and _indent(state.lines[end]) > indent and not _ITEM.match(state.lines[end]):
        if not state.lines[end].strip():
            break
        end += 1
    first = _ITEM.sub("", state.lines[at])
    _emit(state, BlockKind.LIST_ITEM, [first, *state.lines[at + 1 : end]], at, level=indent // 2 + 1, lead=lead)
    return end


def _code(state: _State, at: int, language: str | None) -> int:
    indent = _indent(state.lines[at])
    end = at
    while end < len(state.lines) and (not state.lines[end].strip() or _indent(state.lines[end]) >= max(indent, 1)):
        end += 1
    raw = "\n".join(mark(n + 1) + state.lines[n][indent:] for n in range(at, end))
    text, lines = unmarked(raw, collapse=False)
    if text.strip():
        path = tuple(title for _, title in state.path)
        state.blocks.append(Block(BlockKind.CODE, text, path, lines, language=language))
    return max(end, at + 1)


def _literal_before(state: _State) -> bool:
    return bool(state.blocks) and state.blocks[-1].text.endswith(":")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) if line.strip() else 0


def _emit(
    state: _State, kind: BlockKind, lines: list[str], at: int, *, level: int = 0, lead: int | None = None
) -> None:
    marked = "\n".join(mark(at + 1 + n) + line for n, line in enumerate(lines))
    text, places = unmarked(_plain(marked))
    if text:
        path = tuple(title for _, title in state.path)
        state.blocks.append(Block(kind, text, path, places, level=level, lead=lead))


def _plain(text: str) -> str:
    """Take reStructuredText's marks off: roles, links, literals, emphasis."""
    for pattern in (_ROLE, _LINK, _LITERAL, _EMPHASIS):
        text = pattern.sub(r"\1", text)
    return re.sub(r"::(?=\s*$)", ":", text)
