"""The disclosure rules: what is wrong, why it matters, what to add, where the rule comes from; and running them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final, Literal

from . import gains, history, method, stated, wording
from .findings import Check
from .post import Post, Spot

Severity = Literal["error", "warning", "info"]
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")

CHECKS: Final[Mapping[str, Check]] = {
    "D01": gains.relative_only, "D02": gains.up_to, "D03": gains.baseline_version, "D04": wording.unnamed_rival,
    "D05": stated.hardware, "D06": stated.model_and_precision, "D07": gains.unequal_precision, "D08": stated.lengths,
    "D09": stated.load, "D10": stated.bare_rate, "D11": method.single_run, "D12": method.short_run,
    "D13": method.self_run_rival, "D14": method.asymmetric_tuning, "D15": method.stale_rival, "D16": method.cache_hidden,
    "D17": method.speculation_hidden, "D18": stated.per_gpu_counts, "D19": method.one_axis, "D20": gains.percent_or_times,
    "D21": gains.mean_of_ratios, "D22": gains.microbenchmark, "D23": wording.simulated, "D24": gains.bundle,
    "D25": gains.better_rival, "D26": stated.statistic, "D27": method.no_reproduction, "D28": method.no_quality,
    "D29": wording.figure_only, "D30": stated.price, "D31": wording.superlative, "D32": history.superseded,
    "D33": history.drift, "D34": history.edited, "D35": wording.borrowed_authority, "D36": method.interest,
    "D37": wording.mlperf_form, "D38": method.errors_hidden, "D39": wording.phases_apart, "D40": method.patched,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LintRule:
    """One disclosure rule. ``accepts`` and ``refuses`` are small drafts: a test runs the rule on both."""

    code: str
    severity: Severity
    title: str
    sentence: str
    why: str
    add: str
    source: str
    accepts: Mapping[str, Any]
    refuses: Mapping[str, Any]
    check: Check


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's finding in one post, with the words it points at; ``spots`` are more places of the same fault."""

    rule: LintRule
    spot: Spot
    detail: str = ""
    spots: tuple[Spot, ...] = ()


def _load() -> tuple[LintRule, ...]:
    raw = tomllib.loads((files(__package__) / "catalogue.toml").read_text("utf-8"))
    return tuple(LintRule(code=code, check=CHECKS[code], **entry) for code, entry in sorted(raw.items()))


RULES: Final[tuple[LintRule, ...]] = _load()


def lint(post: Post) -> tuple[Finding, ...]:
    """Return every finding of every rule, errors first, in the order of the codes."""
    found = [Finding(rule, hit.spot, hit.detail, hit.spots) for rule in RULES for hit in rule.check(post)]
    return tuple(sorted(found, key=lambda f: (SEVERITIES.index(f.rule.severity), f.rule.code)))
