"""The items of a release -> what kind of change each is, by the table ``release_kinds.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ...store.document import Block, BlockKind, Section
from ...store.errors import VocabularyError

_FILE = "release_kinds.toml"
KINDS = ("breaking", "performance", "feature", "model support", "hardware support", "fix", "noise")
_FIELDS = frozenset({"name", "headings", "tags", "words"})
# "[Bugfix][V1] ...", "feat(api)!: ...", "**Perf**: ..."
_BRACKETS = re.compile(r"^(?:#\d+\s)?\W{0,4}((?:\[[\w /&+-]{1,30}\]\s*){1,4})")
_COMMIT = re.compile(r"^(?:#\d+\s)?\W{0,4}([A-Za-z][\w /]{1,20})(?:\([^)]{1,40}\))?(!?):\s")


@dataclass(frozen=True, slots=True)
class ReleaseItem:
    """One change of a release: its kind (one of ``KINDS``), its text, and the index of its block in the document."""

    kind: str
    text: str
    block: int


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    headings: re.Pattern[str]
    tags: frozenset[str]
    words: re.Pattern[str]


def items_of(blocks: Sequence[Block], section: Section) -> list[ReleaseItem]:
    """Return the changes that ``section`` of a document with ``blocks`` lists, in order."""
    items: list[ReleaseItem] = []
    above = blocks[section.first].path if section.first < len(blocks) else ()
    for n in range(section.first, min(section.last, len(blocks))):
        block = blocks[n]
        if block.kind is BlockKind.LIST_ITEM:
            items.append(ReleaseItem(classify(block.text, block.path[len(above) :]), block.text, n))
    return items


def classify(text: str, headings: Sequence[str] = ()) -> str:
    """Return the kind of a change from its ``text`` and the ``headings`` it stands under, outermost first.

    What nothing in the table fits is noise: a digest that calls everything a feature is not read.
    """
    tags, breaking = _tags(text)
    if breaking:
        return "breaking"
    kinds = _kinds()
    for kind in kinds:
        if not kind.tags.isdisjoint(tags):
            return kind.name
    for heading in reversed(headings):
        for kind in kinds:
            # "Features" heads lists of everything: there the words know better.
            if kind.headings.search(heading) and kind.name != "feature":
                return kind.name
    for kind in kinds:
        if kind.words.search(text):
            return kind.name
    return "feature" if any(kinds[-1].headings.search(heading) for heading in headings) else "noise"


def _tags(text: str) -> tuple[set[str], bool]:
    brackets = _BRACKETS.match(text)
    if brackets:
        return {tag.strip().lower() for tag in re.findall(r"\[([^\]]+)\]", brackets[1])}, False
    commit = _COMMIT.match(text)
    return ({commit[1].strip().lower()}, commit[2] == "!") if commit else (set(), False)


@lru_cache(maxsize=1)
def _kinds() -> tuple[_Kind, ...]:
    rows = tomllib.loads(files(__package__).joinpath(_FILE).read_text(encoding="utf-8")).get("kind", [])
    names = [row.get("name") for row in rows]
    if sorted(names) != sorted(KINDS):
        raise VocabularyError(f"{_FILE}: the kinds must be {', '.join(KINDS)}, each once")
    return tuple(_checked(row) for row in rows)


def _checked(row: dict[str, object]) -> _Kind:
    lists: dict[str, list[str]] = {}
    for key in ("headings", "tags", "words"):
        value = row.get(key)
        if not isinstance(value, list) or len(set(map(str, value))) != len(value) or set(row) != _FIELDS:
            raise VocabularyError(f"{_FILE}: {row['name']}: {key} must be a list without repetitions")
        lists[key] = [str(word) for word in value]
    return _Kind(str(row["name"]), _phrases(lists["headings"]), frozenset(lists["tags"]), _phrases(lists["words"]))


def _phrases(phrases: Sequence[str]) -> re.Pattern[str]:
    parts = (re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for phrase in phrases)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)
