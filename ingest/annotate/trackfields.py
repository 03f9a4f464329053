"""Track fields: serving mode, phase, speculation, caches, load, tool and the like, from a claim's words and its section.

A field is settled by the nearest text that states it; a text that states two different values settles nothing and ends the
search for that field. Nothing is taken from beyond the claim's own section: a wrong track calls unlike figures alike.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from .attached import beside, of_an_earlier
from .context import Context
from .contexts import Contexts
from .draft import Draft
from .quantities import SUFFIX, number_of

SCOPES: Final = {"output_throughput": "output", "input_throughput": "input", "total_throughput": "total"}
POOLS: Final = re.compile(r"\b(?:per|/) ?(prefill|decode)[- ]?GPU\b", re.I)
MEGAWATT: Final = re.compile(
    r"\btok\w*/s(?:ec)?/MW\b|\b(?:tok\w*/s(?:ec)?|tokens (?:per|a) second|TPS) per (?:utility )?(?:MW|megawatt)\b", re.I
)
DEGREES: Final = re.compile(r"\b(TP|PP|EP|DP|CP)[ =-]?(\d{1,3})\b")
NEAR: Final = frozenset({"sentence", "row label"})
OFF: Final = "off"
DRAFTING: Final = frozenset({"draft_tokens", "acceptance_length"})
"""What a run without speculation has none of."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One row of ``trackfields.toml``."""

    field: str
    value: str
    match: re.Pattern[str]
    far: bool
    number: bool
    letters: frozenset[str]


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    """Return the table's patterns."""
    rows = tomllib.loads((files(__package__) / "trackfields.toml").read_text("utf-8"))["pattern"]
    return tuple(
        Pattern(
            r["field"],
            r["value"],
            re.compile(r["match"], re.I | re.M),
            r["reach"] == "section",
            bool(r.get("number")),
            frozenset(r["letters"]),
        )
        for r in rows
    )


@lru_cache(maxsize=1)
def all_letters() -> frozenset[str]:
    """Return the letters of all patterns: what a text holds none of states no track field."""
    return frozenset().union(*(pattern.letters for pattern in patterns()))


@lru_cache(maxsize=4096)
def stated(text: str) -> tuple[tuple[str, str | float | None, str, bool], ...]:
    """Return (field, value, words, reaches into the section) for every track field ``text`` states; None: two values."""
    low = text.lower()
    held = {letters for letters in all_letters() if letters in low}
    found: dict[str, tuple[str | float | None, str, bool]] = {}
    for pattern in patterns() if held else ():
        if pattern.letters.isdisjoint(held):
            continue
        for match in pattern.match.finditer(text):
            value = _value(pattern, match)
            if value is None:
                continue
            before = found.get(pattern.field)
            same = before is None or before[0] == value
            found[pattern.field] = (
                value if same else None,
                match[0].strip(),
                pattern.far or bool(before and before[2]),
            )
    return tuple((name, *rest) for name, rest in found.items())


def _value(pattern: Pattern, match: re.Match[str]) -> str | float | None:
    if pattern.value == "$0":
        return match[0].strip()
    if pattern.value != "$1":
        return pattern.value
    group = next((g for g in match.groups() if g), None)
    if group is None or not pattern.number:
        return group
    number = number_of(group.rstrip("kKM"))
    return None if number is None else number * SUFFIX.get(group[-1].replace("K", "k"), 1.0)


def fill_track(draft: Draft, contexts: Contexts, sentence: str | None) -> None:
    """Settle the track fields of ``draft`` that its own words or its section state."""
    _follow(draft, sentence or str(draft.fields.get("subject", "")))
    closed: set[str] = set()
    for context in _near(draft, contexts, sentence):
        own = context.origin in NEAR
        for name, told, words, far in stated(context.text):
            if name in closed or name in draft.fields or not (own or far):
                continue
            value = told if context.at is None else _of_number(context, draft, name, told, words)
            if value is None:
                closed.add(name)
            else:
                draft.settle(name, value, context.origin, words)
    if draft.fields.get("spec_decode") == OFF:
        draft.drop(*DRAFTING)  # said of the other figure of the sentence or set-up


def _of_number(context: Context, draft: Draft, name: str, told: str | float | None, words: str) -> str | float | None:
    """What a sentence says of its number at ``context.at``: of two values the one beside it; not what is denied of an
    earlier number.
    """
    start = context.at or 0
    at = (start, start + draft.value_end - draft.value_start)
    if told is None:
        for text in beside(context.text, at):
            own = {field: value for field, value, _, _ in stated(text)}
            if name in own:
                return own[name]
        return None
    return None if told == OFF and of_an_earlier(context.text, words, start) else told


def _near(draft: Draft, contexts: Contexts, sentence: str | None) -> Iterator[Context]:
    if sentence is None:
        yield Context("row label", str(draft.fields.get("subject", "")))
        if draft.place == "table":
            yield Context(
                "row label", contexts.document.blocks[draft.block].text[draft.start : draft.end].split(" | ")[0]
            )
    for context in contexts.of(draft, sentence):
        if not context.far and context.origin != "title":
            yield context


def _follow(draft: Draft, words: str) -> None:
    """What follows from the guide's own fields: which tokens, per what, how it was loaded, the degrees of parallelism."""
    fields = draft.fields
    if (scope := SCOPES.get(str(fields.get("metric")))) is not None:
        draft.settle("token_scope", scope, "derived", str(fields["metric"]))
    if (pool := POOLS.search(words)) is not None:
        draft.settle("normaliser", f"{pool[1].lower()}_gpu", "sentence", pool[0])
    elif "per" not in fields and fields.get("unit") == "tok/s" and (megawatt := MEGAWATT.search(words)) is not None:
        draft.settle("normaliser", "mw", "sentence", megawatt[0])
    elif "per" in fields:
        draft.settle("normaliser", str(fields["per"]), "derived", str(fields["per"]))
    degrees = list(dict.fromkeys(f"{name}{count}" for name, count in DEGREES.findall(words)))
    if degrees and len({degree[:2] for degree in degrees}) == len(degrees):
        draft.settle("parallelism", "".join(degrees), "sentence", words)
