"""Front matter: the YAML or TOML block at the head of a Markdown file, each value with the line it stands on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from .clean import one_line
from .linemarks import Lines

_FENCES = {"---": re.compile(r"^(?:---|\.\.\.)[ \t]*$"), "+++": re.compile(r"^\+\+\+[ \t]*$")}
_PAIR = re.compile(r"^([A-Za-z][\w-]*)[ \t]*[:=][ \t]*(.+?)[ \t]*$")
_MAX_LINES = 400
_MAX_VALUE = 2000


@dataclass(frozen=True, slots=True)
class Value:
    """One value of front matter as text, and its lines as ``Block.lines`` wants them."""

    text: str
    lines: Lines = ()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the head of a file says, by lower-case key, and the body with the 1-based line it starts on."""

    values: Mapping[str, Value] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1

    def first(self, *keys: str) -> Value | None:
        """Return the first of ``keys`` that has a value."""
        return next((self.values[key] for key in keys if key in self.values and self.values[key].text), None)


def split_front_matter(text: str) -> FrontMatter:
    """Split cleaned ``text`` into its front matter and its body; without front matter all of it is body."""
    lines = text.split("\n")
    closing = _FENCES.get(lines[0].rstrip())
    end = next((n for n, line in enumerate(lines[1 : _MAX_LINES + 1], 1) if closing and closing.match(line)), None)
    if end is None:
        return FrontMatter(body=text)
    head = lines[1:end]
    if lines[0].startswith("+"):
        values, names = _from_toml(head)
    else:
        values, names = _from_yaml(head)
    if not values and not any(_PAIR.match(line) for line in head):
        return FrontMatter(body=text)  # a thematic break, not front matter
    return FrontMatter(values, names, "\n".join(lines[end + 1 :]), end + 2)


_Parsed = tuple[dict[str, Value], dict[str, tuple[str, ...]]]


def _from_yaml(head: list[str]) -> _Parsed:
    try:
        root = yaml.compose("\n".join(head), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return _from_pairs(head)
    if not isinstance(root, yaml.MappingNode):
        return _from_pairs(head)
    values: dict[str, Value] = {}
    names: dict[str, tuple[str, ...]] = {}
    for key, node in root.value:
        name = str(key.value).lower() if isinstance(key, yaml.ScalarNode) else ""
        if isinstance(node, yaml.ScalarNode) and name:
            first, last = node.start_mark.line, max(node.end_mark.line, node.start_mark.line)
            values[name] = _placed(str(node.value), head[first : last + 1], first + 2)
        elif isinstance(node, yaml.SequenceNode) and name:
            names[name] = tuple(filter(None, (_name_of(item) for item in node.value[:50])))
    return values, names


def _name_of(node: yaml.Node) -> str:
    """Return a list entry's name: itself, or the ``name`` (else ``user``) of a mapping."""
    if isinstance(node, yaml.ScalarNode):
        return one_line(str(node.value))
    if isinstance(node, yaml.MappingNode):
        pairs = {str(k.value): str(v.value) for k, v in node.value if isinstance(v, yaml.ScalarNode)}
        return one_line(pairs.get("name") or pairs.get("user") or "")
    return ""


def _from_toml(head: list[str]) -> _Parsed:
    try:
        table = tomllib.loads("\n".join(head))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return _from_pairs(head)
    starts = {match[1]: n for n, line in reversed(list(enumerate(head))) if (match := _PAIR.match(line))}
    values: dict[str, Value] = {}
    names: dict[str, tuple[str, ...]] = {}
    for key, value in table.items():
        if isinstance(value, list):
            names[key.lower()] = tuple(one_line(str(item)) for item in value[:50] if not isinstance(item, dict))
        elif not isinstance(value, dict):
            at = starts.get(key)
            values[key.lower()] = _placed(str(value), head[at:] if at is not None else [], (at or 0) + 2)
    return values, names


def _from_pairs(head: list[str]) -> _Parsed:
    """Read ``key: value`` lines one by one, for front matter that is no valid YAML or TOML."""
    values: dict[str, Value] = {}
    for n, line in enumerate(head):
        match = _PAIR.match(line)
        if match:
            values.setdefault(match[1].lower(), _placed(match[2].strip("\"'"), [line], n + 2))
    return values, {}


def _placed(text: str, source: list[str], line: int) -> Value:
    """Return ``text`` on one line and, word by word, the lines that hold it; ``source`` begins on ``line``."""
    text = one_line(text, _MAX_VALUE)
    lines: list[tuple[int, int]] = []
    at, column, offset = 0, 0, 0
    for word in text.split(" "):
        places = ((n, source[n].find(word, column if n == at else 0)) for n in range(at, len(source)))
        place = next(((n, found) for n, found in places if found >= 0), None)
        if place is not None:  # a word the source writes with an escape is skipped, the next one is found again
            at, column = place[0], place[1] + len(word)
            if not lines or lines[-1][1] != line + at:
                lines.append((offset, line + at))
        offset += len(word) + 1
    return Value(text, tuple(lines))
