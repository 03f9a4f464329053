"""The rules of both catalogues as pages of one book: comparability (C) and disclosure (D), in one shape for every output."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from ..store.claim import FIELDS
from . import compare, lint
from .compare.catalogue import Example
from .compare.families import FAMILIES, VARY

_SHOWN: Final = 12
"""Fields of an example that are printed, at most: those in which its sides differ come first."""


@dataclass(frozen=True, slots=True)
class Page:
    """One rule for readers: ``details`` are (name, text) in the order they are read."""

    code: str
    title: str
    sentence: str
    source: str
    details: tuple[tuple[str, str], ...]


@cache
def pages() -> tuple[Page, ...]:
    """Return every rule, by code."""
    return tuple(sorted((*_comparability(), *_disclosure()), key=lambda page: page.code))


def _comparability() -> list[Page]:
    return [
        Page(rule.code, rule.title, rule.sentence, rule.source, (
            ("reads", ", ".join(rule.fields)), *_bearing(rule), ("excused by", _excused(rule.code)),
            ("accepts", _example(rule.accepts)), ("refuses", _example(rule.refuses)),
        ))
        for rule in compare.RULES
    ]  # fmt: skip


def _bearing(rule: compare.Rule) -> tuple[tuple[str, str], ...]:
    """How the rule bears, and on which families of metrics."""
    by: dict[str, list[str]] = {}
    for family, how in rule.bears.items():
        by.setdefault(how, []).append(FAMILIES[family])
    return tuple(
        (how, "every metric" if len(names) == len(FAMILIES) else "; ".join(names))
        for how, names in by.items()
        if how != "none"
    )


def _excused(code: str) -> str:
    named = [
        name
        for name in compare.VARIES
        if any(entry.split(".")[0] == code for entry in VARY[name].exempt | VARY[name].said)
    ]
    return ", ".join(f"--vary {name}" for name in named) or "nothing"


def _example(example: Example) -> str:
    """Both claims in the fields in which they differ, or in the first stated ones."""
    sides = [
        {name: getattr(claim, name) for name in FIELDS if getattr(claim, name) is not None}
        for claim in (example.a, example.b)
    ]
    apart = [name for name in {**sides[0], **sides[1]} if sides[0].get(name) != sides[1].get(name)]
    shown = apart or ["metric", "value", "unit"]
    told = [", ".join(f"{name} {_text(side.get(name))}" for name in shown[:_SHOWN]) for side in sides]
    return f"{told[0]} | {told[1]}" + (f" (--vary {example.vary})" if example.vary else "")


def _text(value: object) -> str:
    if value is None:
        return "not stated"
    return f"{value:g}" if isinstance(value, float | int) else str(value)


def _disclosure() -> list[Page]:
    return [
        Page(rule.code, rule.title, rule.sentence, rule.source, (
            ("severity", rule.severity), ("why", rule.why), ("add", rule.add),
            ("accepts", str(rule.accepts.get("text", ""))), ("refuses", str(rule.refuses.get("text", ""))),
        ))
        for rule in lint.RULES
    ]  # fmt: skip
