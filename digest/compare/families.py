"""Metric families, and how each rule bears on each: the tables of families.toml, loaded once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from ...store.claim import Claim

Bearing = Literal["blocking", "blocking if said", "caveat", "none"]

_LETTERS: Final[Mapping[str, Bearing]] = {"B": "blocking", "b": "blocking if said", "c": "caveat", "-": "none"}


class Metric(NamedTuple):
    """What a metric of the guide is: its family, what it counts, which tokens, and which way is better."""

    family: str
    kind: str
    scope: str | None
    better: Literal["higher", "lower"]


class Exemption(NamedTuple):
    """What a varied field changes: rules or fields that fall silent, those that do where both sides speak, those that
    only print, those that block after all."""

    exempt: frozenset[str]
    said: frozenset[str]
    caveat: frozenset[str]
    hold: frozenset[str]


def _load() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "families.toml").read_text(encoding="utf-8"))


_TABLES: Final = _load()

METRICS: Final[Mapping[str, Metric]] = {
    name: Metric(row["family"], row["kind"], row.get("scope"), row["better"])
    for name, row in _TABLES["metrics"].items()
}
VAGUE: Final[Mapping[str, frozenset[str]]] = {name: frozenset(kinds) for name, kinds in _TABLES["vague"].items()}
DEFINITIONS: Final[Mapping[str, Mapping[str, str]]] = _TABLES["definitions"]
UNITS: Final[Mapping[str, tuple[str, float]]] = {unit: (row[0], row[1]) for unit, row in _TABLES["units"].items()}
VARY: Final[Mapping[str, Exemption]] = {
    name: Exemption(*(frozenset(row.get(part, ())) for part in ("exempt", "said", "caveat", "hold")))
    for name, row in _TABLES["vary"].items()
}
PERPLEXITY: Final = frozenset(_TABLES["perplexity"]["sets"])
CLOSED_SUITES: Final[tuple[str, ...]] = tuple(_TABLES["suites"]["closed"])
"""Suites whose results compare with nothing but their own."""
FAMILIES: Final[Mapping[str, str]] = {name: row["name"] for name, row in _TABLES["bearing"].items() if name != "every"}
"""Family id -> what it is called."""

_OTHER: Final = METRICS["other"]


def metric_of(name: str) -> Metric:
    """Return what the metric is; an unknown id is judged as ``other``."""
    return METRICS.get(name, _OTHER)


def family(claim: Claim) -> str:
    """Return the claim's metric family: the row of the bearing table that rules read."""
    return metric_of(claim.metric).family


def better(claim: Claim) -> Literal["higher", "lower"]:
    """Return which way the claim's number is better; a ratio of a cost or time to its baseline stays ``lower``.

    A quality score is a perplexity on the sets of ``families.toml`` that are measured by nothing else.
    """
    if claim.metric == "accuracy" and claim.dataset in PERPLEXITY:
        return "lower"
    return metric_of(claim.metric).better


@cache
def bearing(code: str, family_id: str) -> Bearing:
    """Return how rule ``code`` bears on a family; a rule that no table names does not apply."""
    rows = _TABLES["bearing"]
    letter = rows.get(family_id, rows["other"]).get(code, rows["every"].get(code, "-"))
    return _LETTERS[letter]
