"""Where a text names a word of the vocabulary: longest spelling first, whole words, addresses left out.

The patterns are generated from the tables as prefix trees, which makes them some thirty times as fast as a plain
alternation. Models have a grammar (family, version, variant, size, active size) because nobody can list them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Final

from ...store.vocabulary import Entry, Vocabulary
from .modelnames import ModelGrammar, grammar_of, served_names
from .openings import Openings, first_run, openings_of

URL: Final = re.compile(r"(?:https?://|www\.)[^\s)\]>\"']{1,600}")
GGUF: Final = re.compile(r"(?<![A-Za-z0-9])(?:I?Q\d(?:_[A-Z0-9]{1,3}){1,3}|I2_S|TQ\d_\d|Q8_0)(?![A-Za-z0-9])", re.I)
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


class Matcher:
    """The compiled spellings of one kind."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Compile one pattern for spellings that match in any case and one for those that do not."""
        self.loose: dict[str, Entry] = {}
        self.exact: dict[str, Entry] = {}
        for entry in entries:
            for surface in entry.surfaces:
                if entry.attributes.get("case"):
                    self.exact[surface] = entry
                else:
                    self.loose[surface.lower()] = entry
        self.firsts, self.marks = _beginnings([*self.loose, *self.exact])
        self.patterns = [
            (_pattern(words, flags), words)
            for words, flags in ((self.loose, re.I), (self.exact, re.RegexFlag(0)))
            if words
        ]

    def find(self, text: str, kind: str, openings: Openings) -> list[Mention]:
        """Return the mentions of this kind in ``text``, sorted, none overlapping another."""
        places = openings.places(self.firsts)
        marked = any(mark in text for mark in self.marks)
        if not places and not marked:
            return []
        found = []
        for pattern, words in self.patterns:
            if marked:
                matches = list(pattern.finditer(text))
            else:
                matches = [m for place in places if (m := pattern.match(text, place))]
            for match in matches:
                spelling = BLANKS.sub(" ", match[1])
                entry = words.get(spelling) or words.get(spelling.lower())
                if entry is not None:
                    found.append(Mention(kind, entry.name, match.start(1), match.end(1), match[1], entry))
        return _apart(found) if found else found


@dataclass(frozen=True, slots=True)
class Matchers:
    """The compiled spellings of a vocabulary: the kinds that are listed, and the grammar of models."""

    listed: dict[str, Matcher]
    models: ModelGrammar
    firsts: frozenset[str]

    def may_find(self, text: str, openings: Openings) -> bool:
        """Whether ``text`` can name anything at all: it holds what a word begins with."""
        return not self.firsts.isdisjoint(openings.runs) or "_" in text or not text.isascii()


BLANKS: Final = re.compile(r"\s+")


def _beginnings(spellings: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The first runs of spellings, with their plurals, and the first characters of those that begin with neither."""
    firsts, marks = set(), set()
    for spelling in spellings:
        first = first_run(spelling)
        if first is None:
            marks.add(spelling[0])
        else:
            firsts |= {first, first + "s"}
    return frozenset(firsts), tuple(marks)


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
    listed = {kind: Matcher(vocabulary.entries(kind)) for kind in kinds}
    models = grammar_of(vocabulary)
    return Matchers(listed, models, models.firsts.union(*(matcher.firsts for matcher in listed.values())))


def find_mentions(text: str, vocabulary: Vocabulary, kinds: frozenset[str] | None = None) -> list[Mention]:
    """Return the mentions of ``kinds`` (all when None) in ``text``, sorted by start; words in addresses do not count."""
    matchers = _matchers(vocabulary)
    if "://" in text or "www." in text:
        text = URL.sub(lambda match: " " * len(match[0]), text)
    openings = openings_of(text)
    if not matchers.may_find(text, openings):
        return list(_served(text, [])) if kinds is None or "model" in kinds else []
    found: list[Mention] = []
    for kind, matcher in matchers.listed.items():
        if kinds is None or kind in kinds:
            found += matcher.find(text, kind, openings)
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
