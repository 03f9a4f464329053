"""The items of a release -> what kind of change each is, by the table ``release_kinds.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from ...store.document import Block, BlockKind, Section
from ...store.errors import VocabularyError

_FILE: Final = "release_kinds.toml"
KINDS: Final = (
    "breaking",
    "known issue",
    "fix",
    "noise",
    "performance",
    "hardware support",
    "model support",
    "feature",
)
_LISTS: Final = ("headings", "tags", "words")
_OPTIONAL: Final = ("names", "starts", "weak", "yields")
# "[Bugfix][V1] ...", "feat(api)!: ...", "**Perf**: ...", "Feat/some branch ..."
_BRACKETS = re.compile(r"^(?:#\d+\s)?\W{0,4}((?:\[[\w /&+-]{1,30}\]\s*){1,4})")
_COMMIT = re.compile(r"^(?:#\d+\s)?\W{0,4}([A-Za-z][\w /-]{1,20})(?:\([^)]{1,40}\))?(!?):\s")
_BRANCH = re.compile(r"^(?:#\d+\s)?([A-Za-z]{2,10})/\w")
_READ: Final = 200
"""Letters of a change in which its kind is said; what follows are circumstances."""
_DONE: Final = re.compile(r"\b\w{2,20}ed\b|^--|^(?:add|drop|move|remove|rename|replace|use)\b", re.I)
"""How a change says what was done, so that it needs no heading."""
_BOTH: Final = re.compile(r"(?i)\bfeatures?\b.{0,20}\b(?:and|or|&)\s|\b(?:and|or|&)\s.{0,20}\bfeatures?\b")
"""A heading of features and something else: it decides nothing."""
_HEADLINE: Final = 140
_TELLS: Final = 4
"""Words of a heading that says what changed; fewer name a part."""
_SHORT: Final = 80
"""Letters of a change below which it is told with what stands above it."""
_NAME: Final = 6
"""Words of what is a name and says no change."""
_GROUP: Final = 60
"""Letters of a list item that only heads the items below it."""
_START: Final = r"^(?:#\d+\s)?(?:\[[^\]]{1,40}\]\s*|\w[^:\[\]]{0,45}(?:\([^)]{1,40}\))?!?:\s*){0,3}"
_SUPPORT: Final = r"(?:support|enabl|add|bring|introduc)\w*:?\s+(?:(?:for|the|new|initial|full|support|experimental|huggingface)\s+){0,4}"
_VERSION: Final = r"(?:[\s-]?v?\d[\w.-]{0,10}|[\s-](?:coder|large|mini|moe|next|omni|vision|vl|[a-z]?\d[\w.-]{0,6}|k\d[\w.-]{0,5})){0,3}"
_END: Final = r"(?=\s*(?:[,:;(]|\.(?:\s|$)|$|models?\b|and\b|series\b|family\b|gpus?\b))"
_MODELS: Final = r"(?:[\s-][\w.]{1,15}){0,3}?\s+(?:models?|series|family)\b"
_SUPPORTED: Final = r"(?:\s+model)?\s+(?:support(?=\s*(?:[:,;(]|\.(?:\s|$)|$))|(?:chips?\s+)?(?:is|are)\s+(?:now\s+|also\s+)?supported\b)"
"""How supporting a named thing is written: "Add support for NAME 3.1 models", "NAME-R1 support"."""


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
    weak: re.Pattern[str]
    tags: frozenset[str]
    words: re.Pattern[str]
    starts: re.Pattern[str]
    names: re.Pattern[str] | None
    yields: frozenset[str]


def items_of(blocks: Sequence[Block], section: Section) -> list[ReleaseItem]:
    """Return the changes that ``section`` of a document with ``blocks`` lists, in order.

    A short list item with items below it, named as a heading is, heads them and is no change itself.
    """
    items: list[ReleaseItem] = []
    above = blocks[section.first].path if section.first < len(blocks) else ()
    groups: dict[int, str] = {}
    parents: dict[int, str] = {}
    last = min(section.last, len(blocks))
    for n in range(section.first, last):
        block = blocks[n]
        if block.kind is not BlockKind.LIST_ITEM:
            if block.kind not in (BlockKind.PARAGRAPH, BlockKind.CODE):
                groups, parents = {}, {}
            continue
        groups = {level: text for level, text in groups.items() if level < block.level}
        deeper = n + 1 < last and blocks[n + 1].kind is BlockKind.LIST_ITEM and blocks[n + 1].level > block.level
        if deeper and len(block.text) <= _GROUP and _is_heading(block.text):
            groups[block.level] = block.text
            continue
        headings = (*block.path[len(above) :], *(groups[level] for level in sorted(groups)))
        kind = classify(block.text, headings)
        parents = {level: text for level, text in parents.items() if level < block.level}
        items.append(ReleaseItem(kind, _told(block.text, kind, headings, parents), n))
        parents[block.level] = block.text
    return items


def headlines_of(blocks: Sequence[Block], section: Section) -> list[tuple[str, int]]:
    """Return the headings by which a release tells its own story, with their blocks: those that name no kind of change."""
    return [
        (block.text, n)
        for n, block in enumerate(blocks[section.first : section.last], section.first)
        if n > section.first or block.kind is not BlockKind.HEADING
        if block.kind is BlockKind.HEADING and len(block.text) <= _HEADLINE and len(block.text.split()) >= _TELLS
        if not any(kind.headings.search(block.text) or kind.weak.search(block.text) for kind in _kinds().values())
    ]


def _told(text: str, kind: str, headings: Sequence[str], parents: Mapping[int, str]) -> str:
    """A short change with what it is of: the item above it, or, for a mere name that breaks, the heading."""
    if len(text) > _SHORT:
        return text
    above = parents[max(parents)].split(":")[0].split(", ")[0].strip() if parents else ""
    if not above and kind == "breaking" and headings and len(text.split()) <= _NAME and not _DONE.search(text):
        above = headings[-1]
    return f"{above}: {text}" if above and len(above) <= _GROUP else text


def classify(text: str, headings: Sequence[str] = ()) -> str:
    """Return the kind of a change from its ``text`` and the ``headings`` it stands under, outermost first.

    What nothing in the table fits is a feature: noise is named, not guessed.
    """
    tags, breaking = _tags(text)
    if breaking:
        return "breaking"
    kinds = _kinds()
    tagged = [kind.name for kind in kinds.values() if not kind.tags.isdisjoint(tags)]
    if tagged:
        return _supports(text) or tagged[0] if tagged[0] == "feature" else tagged[0]
    for heading in reversed(headings):
        if _BOTH.search(heading) or any(kind.weak.search(heading) for kind in kinds.values()):
            continue
        for kind in kinds.values():
            # "Features" heads lists of everything: there the words know better.
            if kind.headings.search(heading) and kind.name != "feature":
                said = _said(text)
                return said if said in kind.yields else kind.name
    said = _said(text)
    if said not in (None, "feature"):
        return str(said)
    weak = next((k.name for h in reversed(headings) for k in kinds.values() if k.weak.search(h)), None)
    return weak if weak and not _adds(text) else "feature"


def _said(text: str) -> str | None:
    """The kind the words of ``text`` say: how it begins, before what stands anywhere in it."""
    kinds, text = _kinds().values(), text[:_READ]
    begun = next((kind.name for kind in kinds if kind.starts.search(text)), None)
    if begun == "feature":
        return _supports(text) or begun
    return begun or next((k.name for k in kinds if k.words.search(text) or (k.names and k.names.search(text))), None)


def _supports(text: str) -> str | None:
    """The kind of a feature that is the support of a model or of hardware."""
    return next((k.name for k in _kinds().values() if k.names and k.names.search(text)), None)


def _adds(text: str) -> bool:
    found = _kinds()["feature"].words.search(text)
    return found is not None and found.start() < 3


def _is_heading(text: str) -> bool:
    return not _adds(text) and any(kind.headings.search(text) or kind.weak.search(text) for kind in _kinds().values())


def _tags(text: str) -> tuple[set[str], bool]:
    brackets = _BRACKETS.match(text)
    if brackets:
        return {tag.strip().lower() for tag in re.findall(r"\[([^\]]+)\]", brackets[1])}, False
    commit = _COMMIT.match(text)
    if commit:
        return {commit[1].strip().lower()}, commit[2] == "!"
    branch = _BRANCH.match(text)
    return ({branch[1].lower()}, False) if branch else (set(), False)


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, _Kind]:
    rows = tomllib.loads(files(__package__).joinpath(_FILE).read_text(encoding="utf-8")).get("kind", [])
    names = [row.get("name") for row in rows]
    if sorted(names) != sorted(KINDS):
        raise VocabularyError(f"{_FILE}: the kinds must be {', '.join(KINDS)}, each once")
    return {kind.name: kind for kind in map(_checked, rows)}


def _checked(row: dict[str, object]) -> _Kind:
    lists: dict[str, list[str]] = {}
    for key in (*_LISTS, *_OPTIONAL):
        value = row.get(key, [] if key in _OPTIONAL else None)
        if not isinstance(value, list) or len(set(map(str, value))) != len(value):
            raise VocabularyError(f"{_FILE}: {row['name']}: {key} must be a list without repetitions")
        lists[key] = [str(word) for word in value]
    if unknown := set(row) - {"name", *_LISTS, *_OPTIONAL}:
        raise VocabularyError(f"{_FILE}: {row['name']} has unknown fields {', '.join(sorted(unknown))}")
    if strangers := set(lists["yields"]) - set(KINDS):
        raise VocabularyError(f"{_FILE}: {row['name']} yields to unknown kinds {', '.join(sorted(strangers))}")
    return _Kind(
        str(row["name"]), _phrases(lists["headings"]), _phrases(lists["weak"]), frozenset(lists["tags"]),
        _phrases(lists["words"]), _begun(lists["starts"]), _named(lists["names"]), frozenset(lists["yields"]),
    )  # fmt: skip


def _phrases(phrases: Sequence[str]) -> re.Pattern[str]:
    if not phrases:
        return re.compile(r"(?!)")
    # not inside a path or a name: docs/source/x.md, ci_flag
    return re.compile(rf"(?<![\w/-])(?:{'|'.join(map(_pattern, phrases))})(?![\w/-]|\.\w)", re.IGNORECASE)


def _begun(phrases: Sequence[str]) -> re.Pattern[str]:
    """What an item that begins with one of ``phrases`` looks like, after its number, tag or label."""
    return re.compile(rf"{_START}(?:{'|'.join(map(_pattern, phrases)) or '(?!)'})(?![\w/-])", re.IGNORECASE)


def _named(names: Sequence[str]) -> re.Pattern[str] | None:
    """What supports one of ``names``: "Support for NAME", "NAME 3.1 support"."""
    if not names:
        return None
    name = f"(?:{'|'.join(map(_pattern, names))})"
    return re.compile(
        rf"{_START}(?:{_SUPPORT}{name}(?:{_VERSION}{_END}|{_MODELS})|{name}{_VERSION}{_SUPPORTED})", re.IGNORECASE
    )


def _pattern(phrase: str) -> str:
    escaped = re.escape(phrase).replace(r"\ \.\.\.\ ", r"\W+(?:[\w.,'/-]+\W+){0,8}?")
    return escaped.replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
