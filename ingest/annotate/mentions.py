"""Where a text names a word of the vocabulary: longest spelling first, whole words, addresses left out.

The patterns are generated from the tables as prefix trees, which makes them some thirty times as fast as a plain
alternation. Models have a grammar (family, version, variant, size, active size) because nobody can list them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ...store.vocabulary import Entry, Vocabulary
from .modelnames import ModelGrammar, grammar_of

URL: Final = re.compile(r"(?:https?://|www\.)[^\s)\]>\"']{1,600}")
GGUF: Final = re.compile(r"(?<![A-Za-z0-9])(?:I?Q\d(?:_[A-Z0-9]{1,3}){1,3}|I2_S|TQ\d_\d|Q8_0)(?![A-Za-z0-9])")
VENDOR: Final = r"(?:(?:NVIDIA|AMD|Intel|Huawei|Google|Instinct|Tesla|Ascend|GeForce|GPUs?)[ -]){0,2}"
COUNT_BEFORE: Final = re.compile(
    r"(?:(?<![\w.])(?:(?P<nodes>\d{1,3})\s?(?:[x×*]|nodes?(?: of|,? each with|,? with| ×| x|[^.;\d]{0,60}? each (?:having|with|equipped with)))\s?)?"
    r"(?P<digits>\d{1,4})\s?(?:[x×*]\s?|[- ]?)|"
    r"\b(?P<word>a single|single|one|two|four|eight|sixteen|an?)[ -]|\b(?P<device>device: ?))" + VENDOR + "$",
    re.I,
)
COUNT_AFTER: Final = re.compile(
    r"^(?:[- ](?:SXM\d?|PCIe|NVL|\d+\s?GB?|HBM3e?))*(?:\s?GPUs?)?\s?(?:[x×]\s?(?P<digits>\d{1,3})\b|\(TP(?P<tp>\d+)\))"
)
MACHINE: Final = re.compile(
    r"\w+(?:[- ]?NVL\d+)?(?:[- ](?:NVL\d+|HGX|DGX))?[- ](?:NVL\d+|systems?|nodes?|servers?|clusters?|instances?|racks?|machines?|box)\b|\w+[- ]?NVL\d"
)
"""A device's name that stands for a machine of several: "a GB200 NVL72 system" is not one device."""
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
        self.firsts, self.marks = _first_tokens([*self.loose, *self.exact])
        self.patterns = [
            (_pattern(words, flags), words)
            for words, flags in ((self.loose, re.I), (self.exact, re.RegexFlag(0)))
            if words
        ]

    def find(self, text: str, kind: str) -> list[Mention]:
        """Return the mentions of this kind in ``text``, sorted, none overlapping another."""
        low, tokens = tokens_of(text)
        places = sorted({place for first in self.firsts.intersection(tokens) for place in _places(low, first)})
        if not places and not self.marks:
            return []
        found = []
        for pattern, words in self.patterns:
            matches = [m for place in places if (m := pattern.match(text, place))]
            if any(mark in text for mark in self.marks) or (places and len(low) != len(text)):
                matches = list(pattern.finditer(text))
            for match in matches:
                spelling = BLANKS.sub(" ", match[1])
                entry = words.get(spelling) or words.get(spelling.lower())
                if entry is not None:
                    found.append(Mention(kind, entry.name, match.start(1), match.end(1), match[1], entry))
        return _apart(found) if found else found


TOKEN: Final = re.compile(r"[a-z0-9]+")
COUNTED_TOKEN: Final = re.compile(r"\d+x(?=[a-z0-9])")
BLANKS: Final = re.compile(r"\s+")


@lru_cache(maxsize=512)
def tokens_of(text: str) -> tuple[str, set[str]]:
    """Return ``text`` in lower case and its runs of letters and digits.

    A word can only begin where its first run does, so that patterns are tried at few places instead of at every character.
    """
    low = text.lower()
    tokens = set(TOKEN.findall(low))
    tokens |= {token[count.end() :] for token in tokens if token[0].isdigit() and (count := COUNTED_TOKEN.match(token))}
    return low, tokens  # of 8xH100 the device too


def _places(text: str, token: str) -> Iterator[int]:
    place = text.find(token)
    while place >= 0:
        yield place
        place = text.find(token, place + 1)


def _first_tokens(spellings: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The first runs of spellings, with their plurals, and the first characters of those that begin with neither."""
    firsts, marks = set(), set()
    for spelling in spellings:
        match = TOKEN.match(spelling.lower())
        if match is None:
            marks.add(spelling[0])
        else:
            firsts |= {match[0], match[0] + "s"}
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
def _matchers(vocabulary: Vocabulary) -> tuple[dict[str, Matcher], ModelGrammar]:
    kinds = ("accelerator", "engine", "metric", "dataset", "precision")
    matchers = {kind: Matcher(vocabulary.entries(kind)) for kind in kinds}
    return matchers, grammar_of(vocabulary)


def find_mentions(text: str, vocabulary: Vocabulary, kinds: frozenset[str] | None = None) -> list[Mention]:
    """Return the mentions of ``kinds`` (all when None) in ``text``, sorted by start; words in addresses do not count."""
    matchers, grammar = _matchers(vocabulary)
    if "://" in text or "www." in text:
        text = URL.sub(lambda match: " " * len(match[0]), text)
    found: list[Mention] = []
    for kind, matcher in matchers.items():
        if kinds is None or kind in kinds:
            found += matcher.find(text, kind)
    if kinds is None or "precision" in kinds:
        found += [
            Mention("precision", m[0], m.start(), m.end(), m[0], Entry("precision", m[0], (m[0],), {}))
            for m in GGUF.finditer(text)
        ]
    if kinds is None or "model" in kinds:
        found += [
            Mention("model", name, start, end, text[start:end], entry) for name, start, end, entry in grammar.find(text)
        ]
    return sorted(found, key=lambda m: (m.start, m.end))


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
        if before["word"] and MACHINE.match(text, mention.start):
            return None
        number = int(before["digits"]) if before["digits"] else NUMBERS[before["word"].lower()]
        number *= int(before["nodes"] or 1)
        return number if 0 < number <= 4096 else None
    if after := COUNT_AFTER.match(text[mention.end : mention.end + 40]):
        return int(after["digits"] or after["tp"])
    return None
