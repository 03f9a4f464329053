"""What other languages leave in Markdown: comments, Liquid, Hugo short codes, MDX components.

All of it goes, line breaks apart; what a reader would have seen stays: a figure's alternative text and caption, a
table's title. One pass from left to right; nothing is searched for twice, so a page full of openings without an end
costs nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from .linemarks import mark

_OPENING = re.compile(r"`+|<!--|\{/\*|\{%|\{\{|\{[:#]|<JsonLd\b|</?(?=>)|</?[A-Za-z][\w.]*")
_ATTRIBUTE = re.compile(
    r"""([A-Za-z][\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|\{\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`)\s*\})"""
)
_BRACED = re.compile(r"""=\s*\{""")
_COMPONENT = re.compile(r"[A-Z][a-z]\w*(?:\.\w+)*$")
_PICTURES = frozenset({"figure", "image", "img", "diagram", "photo", "picture"})
_TAG_LIMIT = 4000
_WASTE_LIMIT = 200_000  # characters scanned in vain for the end of tags, all together


def without_embedded(lines: list[str], code: Sequence[bool], first_line: int = 1) -> list[str]:
    """Return ``lines`` with what is embedded in them taken out; lines marked in ``code`` are left alone."""
    out: list[str] = []
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and code[end] == code[start]:
            end += 1
        stretch = lines[start:end]
        if not code[start]:
            stretch = _Scanner("\n".join(stretch), start + first_line).run().split("\n")
        out.extend(stretch)
        start = end
    return out


class _Scanner:
    """One pass over a stretch of text that starts on source line ``line``."""

    def __init__(self, text: str, line: int) -> None:
        self.text = text
        self.line = line
        self.line_start = 0
        self.before = ""  # the line before `line`
        self.counted = 0  # the offset that `line` is the line of
        self.copied = 0
        self.out: list[str] = []
        self.absent: set[str] = set()
        self.waste = 0

    def run(self) -> str:
        position = 0
        while match := _OPENING.search(self.text, position):
            position = self._at(match)
        self.out.append(self.text[self.copied :])
        return "".join(self.out)

    def _at(self, match: re.Match[str]) -> int:
        opening = match[0]
        start = match.start()
        if opening[0] == "`":
            end = self._find(opening, match.end(), same_line=True)
            return end if end > 0 else match.end()
        handler = _HANDLERS.get(opening)
        if handler is not None:
            return handler(self, start)
        if opening in ("<", "</"):
            return self._replace(start, match.end() + 1, "")
        return self._tag(start, match.end(), opening)

    def _find(self, closing: str, start: int, *, same_line: bool = False) -> int:
        """Return the offset after the next ``closing``, or -1."""
        if same_line:
            line_end = self.text.find("\n", start)
            found = self.text.find(closing, start, line_end if line_end >= 0 else len(self.text))
        elif closing in self.absent:
            return -1
        else:
            found = self.text.find(closing, start)
            if found < 0:
                self.absent.add(closing)
        return found + len(closing) if found >= 0 else -1

    def _line_at(self, offset: int) -> int:
        """Return the source line of ``offset``, which never goes back."""
        self.line += self.text.count("\n", self.counted, offset)
        line_start = self.text.rfind("\n", self.counted, offset) + 1
        if line_start:
            before = self.text.rfind("\n", 0, line_start - 1) + 1
            self.before, self.line_start = self.text[before : line_start - 1], line_start
        self.counted = max(self.counted, offset)
        return self.line

    def _replace(self, start: int, end: int, new: str) -> int:
        line = self._line_at(start)
        breaks = self.text.count("\n", start, end)
        # A blank line ends a block of HTML: inside one, a line that becomes empty keeps a line mark.
        own = self.text[self.line_start : start].lstrip()
        in_html = own.startswith("<") or (not own and (self.before.lstrip().startswith("<") or new.startswith("<")))
        self.out.append(self.text[self.copied : start])
        self.out.append(new or (mark(line) if in_html else ""))
        self.out.append("".join("\n" + mark(line + 1 + n) for n in range(breaks)) if in_html else "\n" * breaks)
        self.copied = end
        return end

    def drop_through(self, closing: str, start: int) -> int:
        end = self._find(closing, start + 2)
        return self._replace(start, end, "") if end > 0 else start + 2

    def drop_on_line(self, closing: str, start: int) -> int:
        end = self._find(closing, start + 2, same_line=True)
        return self._replace(start, end, "") if end > 0 else start + 2

    def braces(self, start: int) -> int:
        """``{{ ... }}``: a Hugo short code keeps its figure or title, a Liquid value goes, mathematics stays."""
        end = self._find("}}", start + 2, same_line=True)
        if end < 0:
            return start + 2
        inside = self.text[start + 2 : end - 2]
        if inside[:1] in "<%":
            return self._replace(start, end, self._short_code(inside.strip("<>%/ "), start))
        if "\\" in inside or "{" in inside or not re.match(r"\s*[\w.'\"-]", inside):
            return start + 2
        return self._replace(start, end, "")

    def _short_code(self, inside: str, start: int) -> str:
        name, _, rest = inside.partition(" ")
        shown = {
            m[1].lower(): next((g for g in m.groups()[1:] if g is not None), "") for m in _ATTRIBUTE.finditer(rest)
        }
        if name.lower() in _PICTURES:
            return _figure(shown, self._line_at(start))
        # Not HTML: that would turn the table on the next line into HTML too.
        return shown.get("title", "") if name == "table" else ""

    def _tag(self, start: int, after_name: int, opening: str) -> int:
        name = opening.lstrip("</")
        end = self._tag_end(after_name)
        if end < 0:
            return after_name
        tag = self.text[start:end]
        if not _COMPONENT.match(name):
            return self._replace(start, end, _plain_tag(tag)) if _BRACED.search(tag) else after_name
        shown: dict[str, tuple[str, int]] = {}
        for found in _ATTRIBUTE.finditer(tag):
            group = next(i for i in range(2, 7) if found[i] is not None)
            shown[found[1].lower()] = (found[group], start + found.start(group))
        if name.split(".")[-1].lower() in _PICTURES or "caption" in shown:
            marked = {
                key: (mark(self._line_at(at)) if key != "src" else "") + text
                for key, (text, at) in sorted(shown.items(), key=_by_place)
            }
            return self._replace(start, end, _figure(marked, 0))
        return self._replace(start, end, "")

    def _tag_end(self, position: int) -> int:
        """Return the offset after the ``>`` that ends a tag whose attributes may hold quotes and braces, or -1."""
        if self.waste > _WASTE_LIMIT:
            return -1
        depth = 0
        limit = min(position + _TAG_LIMIT, len(self.text))
        at = position
        while at < limit:
            char = self.text[at]
            if char in "\"'" and (depth or self.text[at - 1] in "= "):
                at = self.text.find(char, at + 1, limit)
                if at < 0:
                    break
            elif char == "{":
                depth += 1
            elif char == "}":
                depth -= 1
            elif char == ">" and depth <= 0:
                return at + 1
            elif (char == "<" and depth <= 0) or self.text.startswith("\n\n", at):
                break
            at += 1
        self.waste += (at if at > 0 else limit) - position
        return -1


def _by_place(item: tuple[str, tuple[str, int]]) -> int:
    return item[1][1]


def _figure(shown: dict[str, str], line: int) -> str:
    """Return a figure on one line of HTML: alternative text, then caption (or title)."""
    begin = mark(line) if line else ""
    alt = html.escape(shown.get("alt", ""))
    caption = html.escape(shown.get("caption") or shown.get("title") or "")
    captioned = f"<figcaption>{begin}{caption}</figcaption>" if caption else ""
    source = f' src="{html.escape(shown["src"])}"' if shown.get("src") else ""
    return f'<figure><img{source} alt="{begin}{alt}">{captioned}</figure>'


def _plain_tag(tag: str) -> str:
    """Return a JSX tag as HTML would have it: values in braces go, strings in braces become strings."""
    kept = " ".join(
        f'{found[1]}="{html.escape(next((g for g in found.groups()[1:] if g is not None), ""))}"'
        for found in _ATTRIBUTE.finditer(tag)
    )
    name = re.match(r"</?[A-Za-z][\w.]*", tag)
    close = " /" if tag.endswith("/>") else ""
    return f"{name[0] if name else '<span'}{' ' if kept else ''}{kept.replace(chr(10), ' ')}{close}>"


_HANDLERS: dict[str, Callable[[_Scanner, int], int]] = {
    "<!--": lambda scanner, start: scanner.drop_through("-->", start),
    "{/*": lambda scanner, start: scanner.drop_through("*/}", start),
    "<JsonLd": lambda scanner, start: scanner.drop_through("</JsonLd>", start),
    "{%": lambda scanner, start: scanner.drop_on_line("%}", start),
    "{:": lambda scanner, start: scanner.drop_on_line("}", start),
    "{#": lambda scanner, start: scanner.drop_on_line("}", start),
    "{{": lambda scanner, start: scanner.braces(start),
}
