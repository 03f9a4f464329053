"""What a sentence states of conditions: lengths, load, counts, devices, models, precisions, versions."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final

from ...store.vocabulary import Vocabulary
from ..annotate.mentions import find_mentions
from ..annotate.parameters import find_parameters

Facts = frozenset[tuple[str, str]]
HARD: Final = frozenset({"accelerator", "precision", "dataset"})
"""What nobody names but as a condition; an engine or a model may also be thanked."""
VERSION: Final = re.compile(
    r"\bv\.?(\d{1,2}(?:\.\d{1,3}){1,2}(?:[.-]?(?:post|rc|dev)\d*)?)\b|\bversion (\d[\d.]*\d)\b", re.I
)
RANGE: Final = re.compile(r"\b(?:in|input|out|output|isl|osl)\s?\[\s?(\d[\d,]*)\s?,\s?(\d[\d,]*)\s?\]", re.I)


@lru_cache(maxsize=1)
def words() -> dict[str, list[str]]:
    """Return ``words.toml``."""
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def facts_of(text: str, vocabulary: Vocabulary) -> Facts:
    """Return the (kind, value) pairs ``text`` states; a device is told by its words, so GB300 NVL72 is not GB300."""
    found = {(name, f"{value:g}") for name, value, _, _ in find_parameters(text)}
    for mention in find_mentions(text, vocabulary):
        if mention.kind in (*HARD, "model", "engine"):
            found.add((mention.kind, re.sub(r"[^a-z0-9.]", "", mention.text.lower())))
    found |= {("version", match[1] or match[2]) for match in VERSION.finditer(text)}
    found |= {("length_range", f"{match[1]}-{match[2]}") for match in RANGE.finditer(text)}
    return frozenset(found)


def is_measured(facts: Facts) -> bool:
    """Return whether what is stated is a condition of a measurement by itself: more than a name that may be a credit."""
    return any(kind not in ("model", "engine", "version") for kind, _ in facts)


@lru_cache(maxsize=1)
def _errata() -> re.Pattern[str]:
    opening = "|".join(map(re.escape, words()["opening"]))
    phrases = "|".join(map(re.escape, words()["phrases"]))
    return re.compile(rf"^\W*(?:{opening})\b[^.]{{0,40}}?[:(,\]—–-]|\b(?:{phrases})\b", re.I)


def is_erratum(text: str) -> bool:
    """Return whether a sentence prints a correction or an update of the post."""
    return bool(_errata().search(text))
