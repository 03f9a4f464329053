"""Where a text names a word of the vocabulary: longest spelling first, whole words, addresses left out.

The patterns are generated from the tables as prefix trees, which makes them some thirty times as fast as a plain
alternation. Models have a grammar (family, version, variant, size, active size) because nobody can list them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Final

from ...store.vocabulary import Entry, Vocabulary
from .modelnames import ModelGrammar, grammar_of, served_names
from .openings import Openings, first_run, openings_of

URL: Final = re.compile(r"(?:https?://|www\.)[^\s)\]>\"']{1,600}")
GGUF: Final = re.compile(r"(?<![A-Za-z0-9])(?:I?Q\d(?:_[A-Z0-9]{1,3}){1,3}|I2_S|TQ\d_\d|Q8_0)(?![A-Za-z0-9])", re.I)
HYPHENS: Final = str.maketrans("\u2010\u2011", "--")
VENDOR: Final = r"(?:(?:NVIDIA|AMD|Intel|Huawei|Google|Instinct|Tesla|Ascend|GeForce|GPUs?)[ -]){0,2}"
COUNT_BEFORE: Final = re.compile(
    r"(?:(?<![\w.])(?:(?P<nodes>\d{1,3})\s?(?:[x×*]|nodes?(?: of|,? each with|,? with| ×| x|[^.;\d]{0,60}? each (?:having|with|equipped with)))\s?)?"
    r"(?P<digits>\d{1,4})\s?(?:[x×*]\s?|[- ]?)|"
    r"\b(?P<word>a single|single|one|two|four|eight|sixteen|an?)[ -]|\b(?P<device>device: ?))" + VENDOR + "$",
    re.I,
)
COUNT_AFTER: Final = re.compile(
    r"^(?:[- ](?:\w{1,3}\b|SXM\d?|PCIe|NVL|\d+\s?GB?|HBM3e?|\(\d+\s?GB?\)))*(?:\s?GPUs?)?\s?"
    r"(?:[x×*]\s?(?P<digits>\d{1,3})\b|\(TP(?P<tp>\d+)\)|(?:system|node|server|machine) with (?P<held>\d{1,2}) (?:GPU|card|accelerator))"
)
MACHINE: Final = re.compile(
    r"\w+(?:[- ]?NVL\d+)?(?:[- ](?:NVL\d+|HGX|DGX))?[- ](?:NVL\d+|systems?|nodes?|servers?|clusters?|instances?|racks?|machines?|box)\b|\w+[- ]?NVL\d"
)
"""A device's name that stands for a machine of several: "a GB200 NVL72 system" is not one device."""
SPAN: Final = attrgetter("start", "end")
NUMBERS: Final = {"a single": 1, "single": 1, "one": 1, "two": 2, "four": 4, "eight": 8, "sixteen": 16, "a": 1, "an": 1}


@dataclass(frozen=True, slots=True)
class Mention:
    """A vocabulary word found at ``text[start:end]``; ``name`` is canonical, ``text`` as written."""

    kind: str
    name: str
    start: int
    end: int
    text: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Spellings:
    """Spellings that are found by one pattern, and the runs of letters and digits they begin with."""

    words: Mapping[str, Entry]
    pattern: re.Pattern[str]
    firsts: frozenset[str]


class Matcher:
    """The compiled spellings of one kind."""

    def __init__(self, kind: str, entries: Iterable[Entry]) -> None:
        """Compile one pattern for spellings that match in any case and one for those that do not."""
        self.kind = kind
        loose: dict[str, Entry] = {}
        exact: dict[str, Entry] = {}
        for entry in entries:
            for surface in entry.surfaces:
                if entry.attributes.get("case"):
                    exact[surface] = entry
                else:
                    loose[surface.lower()] = entry
        self.tables = [
            Spellings(words, _pattern(words, flags), _beginnings(words))
            for words, flags in ((loose, re.I), (exact, re.RegexFlag(0)))
            if words
        ]
        self.firsts = frozenset().union(*(table.firsts for table in self.tables))
        self.marks = tuple(spelling.lower() for spelling in (*loose, *exact) if first_run(spelling) is None)

    def find(self, text: str, openings: Openings, begun: Set[str]) -> list[Mention]:
        """Return the mentions of this kind in ``text``, sorted, none overlapping another; ``begun``: the runs in it that
        words of the vocabulary begin with."""
        marked = any(mark in openings.low for mark in self.marks) if self.marks else False
        if not marked and self.firsts.isdisjoint(begun):
            return []
        found = []
        for table in self.tables:
            if marked:
                matches = list(table.pattern.finditer(text))
            else:
                places = openings.places(table.firsts.intersection(begun))
                matches = [m for place in places if (m := table.pattern.match(text, place))]
            for match in matches:
                spelling = BLANKS.sub(" ", match[1])
                entry = table.words.get(spelling) or table.words.get(spelling.lower())
                if entry is not None:
                    found.append(Mention(self.kind, entry.name, match.start(1), match.end(1), match[1], entry))
        return _apart(found) if len(found) > 1 else found


@dataclass(frozen=True, slots=True)
class Matchers:
    """The compiled spellings of a vocabulary: the kinds that are listed, and the grammar of models."""

    listed: tuple[Matcher, ...]
    models: ModelGrammar
    firsts: frozenset[str]


BLANKS: Final = re.compile(r"\s+")


def _beginnings(spellings: Iterable[str]) -> frozenset[str]:
    """The first runs of spellings, with their plurals; none for a spelling that begins with a mark."""
    firsts = {first for spelling in spellings if (first := first_run(spelling)) is not None}
    return frozenset(firsts | {first + "s" for first in firsts})


def _apart(found: list[Mention]) -> list[Mention]:
    """Drop mentions that overlap a longer or earlier one."""
    out: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not out or mention.start >= out[-1].end:
            out.append(mention)
    return out


def _pattern(words: Iterable[str], flags: re.RegexFlag) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<![A-Za-z0-9_])|(?<=\d[x×]))({_trie(words)})(?=s?(?![A-Za-z0-9_]))", flags)


def _trie(words: Iterable[str]) -> str:
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _regex(tree)


def _regex(node: dict) -> str:  # type: ignore[type-arg]
    ends = "" in node
    branches = [(r"\s" if char == " " else re.escape(char)) + _regex(rest) for char, rest in node.items() if char]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 and not ends else "(?:" + "|".join(branches) + ")"
    return body + "?" if ends else body


@lru_cache(maxsize=4)
def _matchers(vocabulary: Vocabulary) -> Matchers:
    kinds = ("accelerator", "engine", "metric", "dataset", "precision")
    listed = tuple(Matcher(kind, vocabulary.entries(kind)) for kind in kinds)
    models = grammar_of(vocabulary)
    return Matchers(listed, models, models.firsts.union(*(matcher.firsts for matcher in listed)))


def plain_hyphens(text: str) -> str:
    """Return ``text`` with the hyphens of typesetters (``Qwen3‑VL``) as plain ones; no offset moves."""
    return text if text.isascii() else text.translate(HYPHENS)


def find_mentions(text: str, vocabulary: Vocabulary, kinds: frozenset[str] | None = None) -> list[Mention]:
    """Return the mentions of ``kinds`` (all when None) in ``text``, sorted by start; words in addresses do not count."""
    matchers = _matchers(vocabulary)
    text = plain_hyphens(text)
    if "://" in text or "www." in text:
        text = URL.sub(lambda match: " " * len(match[0]), text)
    openings = openings_of(text)
    begun = matchers.firsts.intersection(openings.runs)
    found: list[Mention] = []
    if begun or not text.isascii():
        for matcher in matchers.listed:
            if kinds is None or matcher.kind in kinds:
                found += matcher.find(text, openings, begun)
    if "_" in text and (kinds is None or "precision" in kinds):
        found += [
            Mention("precision", m[0].upper(), m.start(), m.end(), m[0], Entry("precision", m[0].upper(), (m[0],), {}))
            for m in GGUF.finditer(text)
        ]
    if any(m.entry.attributes.get("method") for m in found):
        found = _formats(found)
    if kinds is None or "model" in kinds:
        models = [
            Mention("model", name, start, end, text[start:end], entry)
            for name, start, end, entry in matchers.models.find(text, openings)
        ]
        found += [*models, *_served(text, models)]
    return sorted(found, key=SPAN) if len(found) > 1 else found


def _served(text: str, models: list[Mention]) -> Iterator[Mention]:
    """The models that a command serves by their repository, where no family of the vocabulary has their name."""
    for name, start, end in served_names(text):
        if not any(m.start < end and start < m.end for m in models):
            yield Mention("model", name, start, end, text[start:end], Entry("model", name, (name,), {"needs": "none"}))


def _formats(found: list[Mention]) -> list[Mention]:
    """Drop a way to quantize that is named right beside the format it gives (``GPTQ-Int4`` is INT4)."""
    formats = [m for m in found if m.kind == "precision" and not m.entry.attributes.get("method")]
    return [
        m
        for m in found
        if m.kind != "precision"
        or not m.entry.attributes.get("method")
        or not any(0 <= f.start - m.end <= 2 or 0 <= m.start - f.end <= 2 for f in formats)
    ]


def counted(text: str, mentions: Iterable[Mention]) -> list[tuple[Mention, int | None]]:
    """Return the accelerators among the ``mentions`` of ``text``, each with how many of them it says there are."""
    return [(m, _count(text, m)) for m in mentions if m.kind == "accelerator"]


def counted_accelerators(text: str, vocabulary: Vocabulary) -> list[tuple[Mention, int | None]]:
    """Return the accelerators ``text`` names, each with how many of them it says there are (None: not said)."""
    return counted(text, find_mentions(text, vocabulary, frozenset({"accelerator"})))


def _count(text: str, mention: Mention) -> int | None:
    if before := COUNT_BEFORE.search(text[max(0, mention.start - 120) : mention.start]):
        if before["device"]:
            return 1
        if not (before["word"] and MACHINE.match(text, mention.start)):
            number = int(before["digits"]) if before["digits"] else NUMBERS[before["word"].lower()]
            number *= int(before["nodes"] or 1)
            return number if 0 < number <= 4096 else None
    if after := COUNT_AFTER.match(text[mention.end : mention.end + 60]):
        return int(after["digits"] or after["tp"] or after["held"])
    return None
