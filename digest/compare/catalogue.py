"""The rule catalogue: every rule with its sentence, fields, bearing, source and examples, as data with a function."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ...store.claim import Claim, claim_from_mapping
from . import rules_metric, rules_system, rules_workload
from .answers import Answers, Context
from .facts import Facts
from .families import FAMILIES, Bearing, bearing


@dataclass(frozen=True, slots=True)
class Example:
    """Two claims and what is varied between them."""

    a: Claim
    b: Claim
    vary: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One comparability rule. ``judge`` is pure: two claims' facts and their context to an answer."""

    code: str
    title: str
    sentence: str
    fields: tuple[str, ...]
    bears: Mapping[str, Bearing]
    judge: Callable[[Facts, Facts, Context], Answers]
    source: str
    accepts: Example
    refuses: Example


_JUDGES: Final[Mapping[str, Callable[[Facts, Facts, Context], Answers]]] = {
    "C01": rules_metric.metric_id,
    "C02": rules_metric.token_scope,
    "C03": rules_metric.normaliser,
    "C04": rules_metric.gpu_count,
    "C05": rules_metric.user_rate,
    "C06": rules_metric.latency_definition,
    "C07": rules_metric.statistic,
    "C08": rules_system.model,
    "C09": rules_system.weights,
    "C10": rules_system.precision,
    "C11": rules_system.hardware,
    "C12": rules_system.parallelism,
    "C13": rules_system.serving_mode,
    "C14": rules_system.speculation,
    "C15": rules_metric.lengths_of,
    "C16": rules_workload.length_distribution,
    "C17": rules_workload.content,
    "C18": rules_workload.cache,
    "C19": rules_workload.load_kind,
    "C20": rules_workload.operating_point,
    "C21": rules_workload.slo,
    "C22": rules_workload.window,
    "C23": rules_workload.client,
    "C24": rules_workload.version_skew,
    "C25": rules_workload.tuning,
    "C26": rules_workload.quality,
    "C27": rules_workload.stop_rule,
    "C28": rules_system.suite,
    "C29": rules_system.basis,
    "C30": rules_metric.phase,
    "C31": rules_metric.baseline,
    "C32": rules_metric.noise,
    "C33": rules_workload.training,
    "C34": rules_system.simulated,
    "C35": rules_system.locus,
    "C36": rules_workload.errors,
    "C37": rules_system.engine,
    "C38": rules_metric.form,
}


def _example(base: Mapping[str, Any], row: Mapping[str, Any]) -> Example:
    both = {**base, **row.get("both", {})}
    sides = [claim_from_mapping({**both, **row.get(side, {})}) for side in ("a", "b")]
    return Example(sides[0], sides[1], row.get("vary"))


def load_rules() -> tuple[Rule, ...]:
    """Read the catalogue. Raises KeyError where a rule has no function or lacks a part."""
    tables = tomllib.loads((Path(__file__).parent / "catalogue.toml").read_text(encoding="utf-8"))
    bases = tables["base"]
    rules = []
    for row in tables["rule"]:
        base = bases[row.get("base", "throughput")]
        code = row["code"]
        rules.append(
            Rule(
                code=code,
                title=row["title"],
                sentence=row["sentence"],
                fields=tuple(row["fields"]),
                bears={name: bearing(code, name) for name in FAMILIES},
                judge=_JUDGES[code],
                source=row["source"],
                accepts=_example(base, row["accepts"]),
                refuses=_example(base, row["refuses"]),
            )
        )
    return tuple(rules)


RULES: Final[tuple[Rule, ...]] = load_rules()
