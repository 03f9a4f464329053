"""What a run of a benchmark tool was measured on: lengths, load, errors and version, wherever that tool writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Settled = tuple[str, str | float | None, str, str]


@dataclass(slots=True)
class Conditions:
    """Facts as printed, and the fields they settle: (field, value, label, how where it was derived)."""

    facts: dict[str, object] = field(default_factory=dict)
    settled: list[Settled] = field(default_factory=list)
    date: str | None = None

    def settle(self, name: str, value: str | float | None, label: str, note: str = "") -> None:
        """Let a fact settle a field, where it has a value."""
        self.settled.append((name, value, label, note))


def conditions_of(tool: str, run: Mapping[str, Any]) -> Conditions:
    """Return the conditions of one run."""
    conditions = Conditions()
    _READERS[tool](run, conditions)
    return conditions


def _flat(run: Mapping[str, Any], out: Conditions) -> None:
    """The two tools that write one flat object a run."""
    for label in ("backend", "num_prompts", "completed", "failed", "duration", "request_rate", "max_concurrency", "burstiness",
                  "dataset_name", "random_input_len", "random_output_len", "random_range_ratio", "total_input_tokens",
                  "total_output_tokens", "date"):  # fmt: skip
        out.facts[label] = run.get(label)
    done = _number(run.get("completed"))
    for side, name in (("total_input_tokens", "input_tokens"), ("total_output_tokens", "output_tokens")):
        if done and (total := _number(run.get(side))):
            out.settle(name, round(total / done, 1), side, "the mean of the requests that were completed")
    out.settle("dataset", run.get("dataset_name"), "dataset_name")
    if (ratio := run.get("random_range_ratio")) is not None and run.get("dataset_name") == "random":
        out.settle("length_distribution", f"random, range ratio {ratio}", "random_range_ratio")
    _load(out, run.get("max_concurrency"), run.get("request_rate"))
    _window(out, run)
    if found := re.match(r"(\d{4})(\d{2})(\d{2})", str(run.get("date") or "")):
        out.date = "-".join(found.groups())


def _guidellm(run: Mapping[str, Any], out: Conditions) -> None:
    settings = run.get("config") if isinstance(run.get("config"), dict) else run.get("args")
    strategy = (settings or {}).get("strategy") or {}
    out.facts |= {
        "strategy": strategy.get("type_"),
        "streams": strategy.get("streams"),
        "rate": strategy.get("rate"),
        "duration": run.get("duration"),
    }
    version = (run.get("metadata") or {}).get("guidellm_version")
    out.facts["guidellm_version"] = version
    out.settle("tool_version", version, "guidellm_version")
    for key, name in (("prompt_token_count", "input_tokens"), ("output_token_count", "output_tokens")):
        mean = ((run["metrics"].get(key) or {}).get("successful") or {}).get("mean")
        out.facts[key] = mean
        out.settle(name, _number(mean), key, "the mean of the requests that were completed")
    kind = str(strategy.get("type_") or "")
    _load(
        out,
        strategy.get("streams") if kind in ("concurrent", "synchronous") else None,
        strategy.get("rate"),
        "streams",
        "rate",
    )
    out.settle("load", {"synchronous": "single", "throughput": "offline"}.get(kind), "strategy")


def _aiperf(run: Mapping[str, Any], out: Conditions) -> None:
    generator = (run.get("input_config") or {}).get("loadgen") or {}
    out.facts |= {"concurrency": generator.get("concurrency"), "request_rate": generator.get("request_rate")}
    out.facts["aiperf_version"] = run.get("aiperf_version")
    out.settle("tool_version", run.get("aiperf_version"), "aiperf_version")
    for key, name in (("input_sequence_length", "input_tokens"), ("output_sequence_length", "output_tokens")):
        mean = (run.get(key) or {}).get("avg")
        out.facts[key] = mean
        out.settle(name, _number(mean), key, "the mean of the requests")
    _load(out, generator.get("concurrency"), generator.get("request_rate"), "concurrency")
    valid = (run.get("metadata") or {}).get("submission_valid")
    if valid is False or run.get("was_cancelled"):
        out.facts["submission_valid"] = valid
        out.settle("errors", "not valid by the tool's own account", "submission_valid")
    if failed := _number((run.get("error_request_count") or {}).get("avg")):
        out.facts["error_request_count"] = failed
        out.settle("errors", f"{failed:g} requests failed", "error_request_count")
    if found := re.match(r"\d{4}-\d{2}-\d{2}", str(run.get("start_time") or "")):
        out.date = found[0]


def _load(
    out: Conditions, concurrency: object, rate: object, at: str = "max_concurrency", rated: str = "request_rate"
) -> None:
    """Closed where requests in flight are fixed, open where they arrive at a rate, offline where all come at once."""
    if number := _number(concurrency):
        out.settle("concurrency", number, at)
        out.settle("load", "single" if number == 1 else "closed", at, "requests in flight are limited")
    elif offered := _number(rate):
        out.settle("request_rate", offered, rated)
        out.settle("load", "open", rated, "requests arrive at a rate")
    elif str(rate) in ("inf", "Infinity"):
        out.settle("load", "offline", rated, "all requests at once")


def _window(out: Conditions, run: Mapping[str, Any]) -> None:
    done, seconds, failed = _number(run.get("completed")), _number(run.get("duration")), _number(run.get("failed"))
    if done and seconds:
        out.settle("window", f"{done:g} requests in {seconds:.1f} s", "duration", "completed and duration of the run")
    if failed:
        out.settle("errors", f"{failed:g} requests failed", "failed")


def _number(value: object) -> float | None:
    """A positive finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e15:
        return None
    return float(value)


_READERS: Final[dict[str, Callable[[Mapping[str, Any], Conditions], None]]] = {
    "vllm bench serve": _flat, "sglang bench_serving": _flat, "GuideLLM": _guidellm, "AIPerf": _aiperf,
}  # fmt: skip
