"""Markdown as posts are really written -> Markdown that GFM reads, with every line where it was.

Posts are kept as their site builders want them: HTML comments, Liquid tags, Hugo short codes, MDX components and
imports, MkDocs and MyST admonitions, tables whose separator row has the wrong number of columns. None of it may hide a
table or reach a reader as text, and no repair may add or remove a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .embedded import without_embedded
from .pipetables import repair_tables

_FENCE = re.compile(r"^(?P<lead>[ \t>]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)$")
_CLOSE = re.compile(r"^[ \t>]*(`{3,}|~{3,})[ \t]*$")
_QUOTED = re.compile(r"^[ \t]*>")
_HIGHLIGHT = re.compile(r"^[ \t]*\{%-?\s*highlight\s+(\w[\w+-]*)[^%]*%\}[ \t]*$")
_END_HIGHLIGHT = re.compile(r"^[ \t]*\{%-?\s*endhighlight\s*-?%\}[ \t]*$")
_ADMONITION = re.compile(r"^(?P<indent>[ ]*)(?:!!!|\?\?\?\+?|===[!+]?)[ ]+(?P<what>\S.*)$")
_TITLE = re.compile(r'"([^"]*)"')
_DIRECTIVE = re.compile(r"^\{(?P<name>[\w-]+)\}[ \t]*(?P<argument>.*)$")
_CODE_DIRECTIVES = frozenset({"code", "code-block", "code-cell", "literalinclude", "math", "mermaid", "sourcecode"})
_OPTION = re.compile(r"^[ \t]*:[\w-]+:(?:[ \t].*)?$")
_CONTAINER = re.compile(r"^[ \t]*:{3,}.*$")
_ALERT = re.compile(r"^([ \t>]*>[ \t]*)\[![A-Za-z]+\][ \t]*$")
_IMPORT = re.compile(
    r"""^(?:import\s+(?:[\w{*][^'"`]{0,300}\sfrom\s+)?|export\s[^'"`]{1,300}\sfrom\s+)['"][^'"]+['"];?[ \t]*$"""
)


@dataclass(slots=True)
class _Fence:
    """An open code fence: the marks that close it, whether it stands in a quotation, whether its lines are code."""

    marks: str
    quoted: bool
    code: bool = True
    options: bool = False  # still in the option lines at a directive's start


@dataclass(slots=True)
class _Lines:
    """The document's lines on their way through, which of them are code, and what is open."""

    out: list[str] = field(default_factory=list)
    code: list[bool] = field(default_factory=list)
    fence: _Fence | None = None
    indents: list[int] = field(default_factory=list)

    def put(self, line: str, *, code: bool = False) -> None:
        self.out.append(line)
        self.code.append(code)


def prepare(source: str, first_line: int = 1) -> str:
    """Return ``source`` (cleaned text that begins on ``first_line``) repaired for a GFM parser; no line moves."""
    state = _Lines()
    lines = source.split("\n")
    for index, line in enumerate(lines):
        _take(state, line, following=lines[index + 1] if index + 1 < len(lines) else "")
    lines = without_embedded(state.out, state.code, first_line)
    repair_tables(lines, state.code)
    return "\n".join(lines)


def _take(state: _Lines, line: str, following: str) -> None:
    line = _dedented(state, line)
    if state.fence is not None and not (state.fence.quoted and not _QUOTED.match(line)):
        _inside(state, state.fence, line)
        return
    state.fence = None
    opening = _FENCE.match(line)
    if opening:
        _open(state, opening, line)
    elif highlight := _HIGHLIGHT.match(line):
        state.fence = _Fence("{%", quoted=False)
        state.put(f"````{highlight[1]}", code=True)
    elif admonition := _ADMONITION.match(line):
        state.indents.append(len(admonition["indent"]))
        title = _TITLE.search(admonition["what"])
        # A title can only stand where a blank line keeps it apart from what it is the title of.
        keep = title and title[1].strip() and not following.strip()
        state.put(f"{admonition['indent']}**{title[1].strip()}**" if keep and title else "")
    elif _CONTAINER.match(line) or _IMPORT.match(line):
        state.put("")
    else:
        state.put(_ALERT.sub(r"\1", line))


def _dedented(state: _Lines, line: str) -> str:
    """Take the indentation of the admonitions that ``line`` stands in off it; leave those it does not."""
    if not state.indents or not line.strip():
        return line
    indent = len(line) - len(line.lstrip(" "))
    while state.indents and indent < state.indents[-1] + 4 * len(state.indents):
        state.indents.pop()
    return line[4 * len(state.indents) :]


def _open(state: _Lines, opening: re.Match[str], line: str) -> None:
    quoted = ">" in opening["lead"]
    directive = _DIRECTIVE.match(opening["info"])
    if directive is None:
        state.fence = _Fence(opening["fence"], quoted)
        state.put(line, code=True)
    elif directive["name"] in _CODE_DIRECTIVES:
        state.fence = _Fence(opening["fence"], quoted, options=True)
        state.put(f"{opening['lead']}{opening['fence']}{directive['argument']}", code=True)
    else:  # a MyST admonition or figure: what it holds is text
        state.fence = _Fence(opening["fence"], quoted, code=False, options=True)
        state.put("")


def _inside(state: _Lines, fence: _Fence, line: str) -> None:
    closing = _CLOSE.match(line)
    if fence.marks == "{%":
        if _END_HIGHLIGHT.match(line):
            state.fence = None
            line = "````"
        state.put(line, code=True)
    elif closing and closing[1].startswith(fence.marks):
        state.fence = None
        state.put(line if fence.code else "", code=fence.code)
    elif fence.options and _OPTION.match(line):
        state.put("", code=fence.code)
    else:
        fence.options = False
        state.put(line, code=fence.code)
