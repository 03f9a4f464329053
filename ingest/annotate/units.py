"""Unit spellings of the vocabulary, ready to match behind a number; what only looks like a unit is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from ...store.vocabulary import Vocabulary

DECIMAL: Final = re.compile(r"\d\.\d{1,4}$")
FIRST: Final = re.compile(r"\\.|\[[^\]]+\]|.", re.S)
"""The first literal of a pattern."""
BLANKS: Final = re.compile(r"\s+")
BITS: Final = re.compile(r"[KMGT]i?b")
FACTOR: Final = re.compile(r"\s?\(?\d")
COUNTED: Final = re.compile(r"\s?[A-Z]{1,3}\d|[A-Za-z]")
"""What behind a multiplication sign makes it a count of things (8×vLLM pods, 8x H100) and no multiple."""
PER_TAIL: Final = re.compile(
    r"\s?(?:/|\(?per[- ](?:decode |prefill |single |output )?|\bon each |\ba )(?P<per>[A-Za-z]+(?:\d{1,4}[A-Za-z]{0,2}(?: (?:nodes?|servers?)\b)?)?)\)?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class UnitWord:
    """What a spelling means: a unit of the guide, the factor that brings the number to it, and a denominator."""

    unit: str
    scale: float = 1.0
    per: str | None = None


class Units:
    """The unit spellings of a vocabulary, ready to match behind a number."""

    def __init__(self, words: Mapping[str, UnitWord], denominators: Mapping[str, str]) -> None:
        """Compile ``words`` (spelling -> meaning) and ``denominators`` (word -> gpu, node, user, request)."""
        self.words = {spelling.lower(): word for spelling, word in words.items()}
        self.exact = dict(words)
        self.denominators = {word.lower(): per for word, per in denominators.items()}
        spelled = sorted(words, key=len, reverse=True)
        self.pattern = re.compile(
            r"(?:[\s\-]|\*{1,2}|`){0,3}(?P<unit>" + by_first_letter(_flexible(s) for s in spelled) + r")", re.I
        )

    def match(self, text: str, position: int) -> tuple[UnitWord, int] | None:
        """Return the unit that stands at ``position`` and its end, or None."""
        found = self.pattern.match(text, position)
        if found is None:
            return None
        spelling = BLANKS.sub(" ", found["unit"])
        if len(spelling) == 1 and spelling not in self.exact:
            return None  # the j of a formula, the S of a name
        word = self.exact.get(spelling) or self.words[spelling.lower()]
        if BITS.match(spelling):
            return None  # bits, not bytes
        end = found.end()
        if end < len(text) and spelling[-1].isalpha() and (text[end].isalnum() or text[end] == "_"):
            return None
        if (
            spelling == "X"
            and text[end - 2].isdigit()
            and not DECIMAL.search(text, max(0, position - 6), position)
            and text[max(0, position - 3) : position].isdigit()
        ):
            return None  # the tail of a name: 7950X
        if (
            spelling == "s"
            and text[end - 2].isdigit()
            and (text.startswith(" of ", end) or text[max(0, position - 4) : position].isdigit())
        ):
            return None  # a plural: 100s of, 4090s
        if word.unit == "x" and FACTOR.match(text, end):
            return None
        if word.unit == "x" and COUNTED.match(text, end) and not DECIMAL.search(text, max(0, position - 6), position):
            return None
        if (
            word.per is None
            and (tail := PER_TAIL.match(text, end))
            and (per := self.denominators.get(tail["per"].lower().split()[-1].removesuffix("s")))
        ):
            return replace(word, per=per), tail.end()
        return word, end


def by_first_letter(bodies: Iterable[str]) -> str:
    """Join patterns that begin with a literal so that at each place only those of its letter are tried, in their order."""
    by: dict[str, list[tuple[str, str]]] = {}
    for body in bodies:
        first = FIRST.match(body)
        letter = first[0] if first is not None else ""
        by.setdefault(letter.lower(), []).append((letter, body[len(letter) :]))
    return "|".join(f"{same[0][0]}(?:{'|'.join(rest for _, rest in same)})" for same in by.values())


def _flexible(spelling: str) -> str:
    body = re.escape(spelling).replace(r"\ ", r"\s")
    return body + (r"(?![A-Za-z0-9])" if spelling[-1].isalnum() else "")


@lru_cache(maxsize=4)
def units_of(vocabulary: Vocabulary) -> Units:
    """Return the unit matcher of a vocabulary."""
    words: dict[str, UnitWord] = {}
    for entry in vocabulary.entries("unit"):
        scale, per = entry.attributes.get("scale", 1.0), entry.attributes.get("per")
        word = UnitWord(str(entry.attributes.get("unit", entry.name)), float(scale), str(per) if per else None)
        words.update(dict.fromkeys(entry.surfaces, word))
    denominators = {
        surface: entry.name for entry in vocabulary.entries("denominator") for surface in (entry.name, *entry.surfaces)
    }
    devices = (e for e in vocabulary.entries("accelerator") if not e.attributes.get("host"))
    named = dict.fromkeys((surface for entry in devices for surface in (entry.name, *entry.surfaces)), "gpu")
    return Units(words, {**named, **(denominators or DENOMINATORS)})


DENOMINATORS: Final = {
    "gpu": "gpu", "gpus": "gpu", "device": "gpu", "accelerator": "gpu", "chip": "gpu", "npu": "gpu", "node": "node",
    "server": "node", "user": "user", "request": "request", "req": "request", "sequence": "request",
}  # fmt: skip
