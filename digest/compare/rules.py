"""The comparability rules: what each reads, what it says, where it comes from.

Calling two unlike claims alike is the one unforgivable error, so a field that one side does not state is *unsaid*,
never *the same*. A rule compares fields and knows neither names nor screens; ``bearing.toml`` says where it blocks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal

from ...store.claim import Claim

Finding = tuple[Literal["same", "differs", "unsaid"], str, str | None, str | None]
Judge = Callable[[Claim, Claim], list[Finding]]

FAMILIES: Final = {
    "output_throughput": "serving_throughput", "input_throughput": "serving_throughput", "total_throughput": "serving_throughput",
    "token_throughput": "serving_throughput", "request_throughput": "serving_throughput", "sample_throughput": "serving_throughput",
    "throughput": "serving_throughput", "speed": "serving_throughput", "ttft": "serving_latency", "tpot": "serving_latency",
    "itl": "serving_latency", "e2e_latency": "serving_latency", "rtf": "serving_latency", "latency": "kernel", "bandwidth": "kernel",
    "flops": "kernel", "utilization": "kernel", "overhead": "kernel", "other": "kernel", "memory": "memory", "capacity": "memory",
    "cost": "cost", "energy": "cost", "accuracy": "accuracy", "acceptance_length": "acceptance", "acceptance_rate": "acceptance",
    "cache_hit_rate": "cache", "startup_time": "startup", "training_time": "training", "training_throughput": "training",
}  # fmt: skip
SCOPES: Final = {"output_throughput": "output", "input_throughput": "input", "total_throughput": "total"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue: its code, its sentence, the fields it reads, its source, and the pure judgement."""

    code: str
    sentence: str
    fields: tuple[str, ...]
    source: str
    judge: Judge
    always: str = ""
    """B or c where the rule bears on every family alike; empty where ``bearing.toml`` says."""


def family(claim: Claim) -> str:
    """Return the metric family whose bearing applies to ``claim``."""
    return FAMILIES.get(claim.metric, "kernel")


@lru_cache(maxsize=1)
def bearing() -> dict[str, dict[str, str]]:
    """Return {family: {rule code: how it bears}}."""
    return tomllib.loads((files(__package__) / "bearing.toml").read_text("utf-8"))


def stated(value: object) -> str | None:
    """Return a field's value as text; numbers without a needless fraction."""
    if value is None:
        return None
    return f"{value:g}" if isinstance(value, float | int) else str(value)


def _field(name: str, tolerance: float = 0.0) -> Judge:
    def judge(a: Claim, b: Claim) -> list[Finding]:
        left, right = getattr(a, name), getattr(b, name)
        if left is None or right is None:
            return [("unsaid", name, stated(left), stated(right))]
        if isinstance(left, float | int) and isinstance(right, float | int):
            same = abs(left - right) <= tolerance * max(abs(left), abs(right))
        else:
            same = str(left).casefold() == str(right).casefold()
        return [("same" if same else "differs", name, stated(left), stated(right))]

    return judge


def _shown(name: str) -> Judge:
    """As ``_field``, but says nothing where neither side states it: a caveat needs a side that speaks."""
    inner = _field(name)

    def judge(a: Claim, b: Claim) -> list[Finding]:
        return [] if getattr(a, name) is None and getattr(b, name) is None else inner(a, b)

    return judge


def _all(*judges: Judge) -> Judge:
    return lambda a, b: [finding for judge in judges for finding in judge(a, b)]


def _normaliser(a: Claim, b: Claim) -> list[Finding]:
    """Per GPU, node or user against another; one unsaid denominator against a stated one is unsaid, none at all the system."""
    left, right = a.normaliser or a.per, b.normaliser or b.per
    if left is None and right is None:
        return []
    if left is None or right is None:
        return [("differs", "per", left or "system", right or "system")]
    return [("same" if left == right else "differs", "per", left, right)]


def _scope(a: Claim, b: Claim) -> list[Finding]:
    if a.unit != "tok/s" and b.unit != "tok/s":
        return []
    left, right = (c.token_scope or SCOPES.get(c.metric) for c in (a, b))
    if left is None or right is None:
        return [("unsaid", "token_scope", left, right)]
    return [("same" if left == right else "differs", "token_scope", left, right)]


def _load(a: Claim, b: Claim) -> list[Finding]:
    """Concurrency, batch or rate: one of them stated on both sides settles the operating point."""
    names = ("concurrency", "batch_size", "request_rate", "load")
    both = [n for n in names if getattr(a, n) is not None and getattr(b, n) is not None]
    if both:
        return [finding for n in both for finding in _field(n)(a, b)]
    said = [next((f"{n} {stated(getattr(c, n))}" for n in names if getattr(c, n) is not None), None) for c in (a, b)]
    return [("unsaid", "concurrency", said[0], said[1])]


def _metric(a: Claim, b: Claim) -> list[Finding]:
    if family(a) == family(b) and _throughput(a) and _throughput(b) and "token_throughput" in (a.metric, b.metric):
        return [("same", "metric", a.metric, b.metric)]
    findings = _field("metric")(a, b)
    return findings + (
        [("differs", "unit", a.unit, b.unit)] if findings[0][0] == "same" and _dimension(a) != _dimension(b) else []
    )


def _throughput(claim: Claim) -> bool:
    return claim.unit == "tok/s" and claim.metric != "training_throughput"


def _dimension(claim: Claim) -> str:
    groups = {
        "ms": "s",
        "us": "s",
        "KB": "B",
        "MB": "B",
        "GB": "B",
        "TB": "B",
        "TB/s": "GB/s",
        "GFLOPS": "TFLOPS",
        "PFLOPS": "TFLOPS",
    }
    return groups.get(claim.unit, claim.unit)


def _baseline(a: Claim, b: Claim) -> list[Finding]:
    """Gains compare only over the same measured baseline."""
    if a.form == "absolute" and b.form == "absolute":
        return []
    return _all(_field("baseline"), _shown("baseline_version"))(a, b)


def _simulated(a: Claim, b: Claim) -> list[Finding]:
    left = a.simulated or (a.basis if a.basis in ("estimated", "target") else "measured")
    right = b.simulated or (b.basis if b.basis in ("estimated", "target") else "measured")
    return [("same" if left == right else "differs", "basis", left, right)]


def _suite(a: Claim, b: Claim) -> list[Finding]:
    if a.suite is None and b.suite is None:
        return []
    return [("same" if a.suite == b.suite else "differs", "suite", a.suite or "none", b.suite or "none")]


def _bound(a: Claim, b: Claim) -> list[Finding]:
    loose = {"up_to", "at_least"}
    if a.bound == b.bound or not ({a.bound, b.bound} & loose):
        return []
    return [("differs", "bound", a.bound, b.bound)]


RULES: Final[tuple[Rule, ...]] = (
    Rule("C01", "Both claims measure the same thing.", ("metric", "unit"), "NIM 2.0 metrics; AIPerf", _metric, "B"),
    Rule("C02", "Input, output and total tokens are different counts.", ("token_scope",), "InferenceX process_result.py", _scope),
    Rule("C03", "Per GPU, per node, per user and system rates are different figures.", ("per",), "InferenceX-app pitfalls", _normaliser),
    Rule("C04", "Different accelerator counts scale differently.", ("accelerator_count",), "MLPerf messaging s.5", _field("accelerator_count")),
    Rule("C07", "A mean, a median and a percentile are different statistics.", ("statistic",), "Hoefler & Belli R8", _shown("statistic"), "s"),
    Rule("C08", "Both ran the same model.", ("model",), "MLPerf messaging s.4", _field("model")),
    Rule("C10", "Both ran at the same precision.", ("precision", "kv_precision"), "Bailey 1991, 1", _all(_field("precision"), _shown("kv_precision"))),
    Rule("C11", "Both ran on the same accelerator.", ("accelerator",), "Heiser: missing platform", _field("accelerator")),
    Rule("C12", "Parallelism differs between a tuned and a fixed configuration.", ("parallelism",), "Hoefler & Belli R9", _shown("parallelism")),
    Rule("C13", "Aggregated, disaggregated and phase-isolated serving are different set-ups.", ("serving_mode",), "LMSYS 2025-05-05", _shown("serving_mode")),
    Rule("C14", "Speculative decoding on and off, or by other methods, are different tracks.", ("spec_decode", "draft_tokens", "acceptance_length"),
         "MLPerf speculative decoding appendix", _all(_shown("spec_decode"), _shown("draft_tokens"), _shown("acceptance_length"))),
    Rule("C15", "Both processed the same lengths.", ("input_tokens", "output_tokens", "context_tokens"), "AA workloads; MLPerf token limits",
         _all(_field("input_tokens", 0.03), _field("output_tokens", 0.03), _shown("context_tokens"))),
    Rule("C17", "Both used the same kind of content.", ("dataset",), "golden acceptance README", _field("dataset")),
    Rule("C18", "Prefix reuse changes what is computed.", ("prefix_cache", "cache_hit_rate"), "MLPerf: no reuse across queries",
         _all(_shown("prefix_cache"), _shown("cache_hit_rate"))),
    Rule("C20", "Both were loaded alike.", ("concurrency", "batch_size", "request_rate", "load"), "MLPerf scenarios", _load),
    Rule("C21", "Throughput under a latency limit is not unconstrained throughput.", ("slo",), "MLPerf inference rules", _shown("slo")),
    Rule("C28", "A suite's results compare only inside the suite.", ("suite",), "MLPerf messaging s.3-5", _suite, "B"),
    Rule("C29", "Costs compare only on one price or power basis.", ("price_basis", "power_basis"), "MLPerf messaging s.6",
         _field("price_basis")),
    Rule("C30", "Prefill-only, decode and mixed runs are different phases.", ("phase",), "vLLM GB300 post", _shown("phase")),
    Rule("C31", "Gains compare only over the same baseline.", ("baseline", "baseline_version"), "Hoefler & Belli R1, R4", _baseline, "B"),
    Rule("C34", "Estimates, targets and simulations are no measurements.", ("basis", "simulated"), "SPEC: estimates", _simulated, "B"),
    Rule("C36b", "A bound is not a point.", ("bound",), "Hoefler & Belli R11", _bound, "c"),
    Rule("C37", "Both ran the same engine.", ("engine",), "compare one factor at a time (AgentX FAQ)", _field("engine"), "B"),
    Rule("C38", "An absolute figure is not a ratio or a change.", ("form",), "Hoefler & Belli R1", _field("form"), "B"),
)  # fmt: skip
