"""Result files of vllm bench serve, sglang bench_serving, GuideLLM and AIPerf -> sheets: a user's own measurements.

What a key means stands in ``tools.toml``, by definition and not by label. The arrays of single requests (lengths, times,
generated texts) are dropped before anything is kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from ...store.errors import ReadError
from ...store.vocabulary import Vocabulary
from ..annotate.mentions import find_mentions
from .conditions import conditions_of
from .sheet import Sheet

STATISTIC: Final = re.compile(r"(mean|median|max|min|std|p\d+(?:\.\d+)?)_(\w+)$")
STATISTICS: Final = {"avg": "mean", "mean": "mean", "median": "median", "p50": "median", "min": "min", "max": "max", "p90": "p90",
                     "p95": "p95", "p99": "p99", "p999": "p99.9"}  # fmt: skip
KINDS: Final = frozenset({"model", "precision"})


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Return ``tools.toml``: a table a tool."""
    return tomllib.loads(files(__package__).joinpath("tools.toml").read_text(encoding="utf-8"))


def runs_of(values: Sequence[Any], name: str) -> list[dict[str, Any]] | None:
    """Return the runs in parsed JSON (a value, or a value a line), or None where no tool we know wrote them.

    Raises ReadError where a tool did, in a version whose format is unknown.
    """
    if not values or not all(isinstance(value, dict) for value in values):
        return None
    if len(values) == 1 and isinstance(values[0].get("benchmarks"), list):
        return _guidellm(values[0], name)
    runs: list[dict[str, Any]] = []
    for number, value in enumerate(values):
        tool = next((t for t, means in table().items() if all(key in value for key in means["signature"])), None)
        if tool is None:
            if runs:
                raise ReadError(f"{name}: line {number + 1} is no run of {runs[0]['tool']}; mend the file")
            return None
        lacking = [key for key in table()[tool]["needs"] if key not in value]
        if lacking:
            raise ReadError(
                f"{name}: a result of {tool} without {lacking[0]}; its version is not one this version knows"
            )
        runs.append({"tool": tool, "number": number, "of": len(values), "run": _without_requests(value)})
    return runs


def _guidellm(value: dict[str, Any], name: str) -> list[dict[str, Any]] | None:
    about = value.get("metadata")
    if not isinstance(about, dict) and "args" not in value:
        return None
    runs = []
    for number, benchmark in enumerate(value["benchmarks"]):
        metrics = benchmark.get("metrics") if isinstance(benchmark, dict) else None
        if not isinstance(metrics, dict) or not isinstance(metrics.get("requests_per_second"), dict):
            raise ReadError(f"{name}: a result of GuideLLM without metrics; its version is not one this version knows")
        run = _without_requests(benchmark) | {"metadata": about or {}, "run_args": value.get("args") or {}}
        runs.append({"tool": "GuideLLM", "number": number, "of": len(value["benchmarks"]), "run": run})
    if not runs:
        raise ReadError(f"{name}: a result of GuideLLM without a benchmark; run it again")
    return runs


def _without_requests(value: Any) -> Any:
    """The run without the arrays of its single requests."""
    if isinstance(value, dict):
        return {
            k: _without_requests(v)
            for k, v in value.items()
            if not (isinstance(v, list) and len(v) > 8) and k != "requests"
        }
    return value


def identity(row: Mapping[str, Any], name: str, number: int) -> str:
    """Return the address of a run: its file's, and which of several it is."""
    return name if row.get("of") == 1 else f"{name}#{number + 1}"


def sheet_of(row: dict[str, Any], name: str, vocabulary: Vocabulary) -> Sheet:
    """Return the sheet of one run."""
    tool, run = str(row["tool"]), row["run"]
    means = table()[tool]
    conditions = conditions_of(tool, run)
    sheet = Sheet(name, "", "own measurement", conditions.date)
    for label, value in conditions.facts.items():
        sheet.fact(label, value)
    sheet.fact("tool", tool)
    sheet.settle("tool", tool, "tool")
    for field, value, label, note in conditions.settled:
        sheet.settle(field, value, label, note)
    _model(sheet, run, means, vocabulary)
    engine = means.get("engines", {}).get(str(run.get("backend") or ""))
    sheet.settle("engine", engine, "backend")
    sheet.settle(
        "subject", engine or sheet.facts.get("backend") or tool, "backend" if "backend" in sheet.facts else "tool"
    )
    sheet.settle("setup", f"run {row.get('number', 0) + 1}", "tool")
    if tool in ("GuideLLM", "AIPerf"):
        _nested(sheet, run["metrics"] if tool == "GuideLLM" else run, means)
    else:
        _flat(sheet, run, means)
    if not sheet.figures:
        raise ReadError(f"{name}: a result of {tool} without one number; its version is not one this version knows")
    held = {f.name: f.value for f in sheet.facets}
    sheet.title = f"{tool}: {held.get('model') or held.get('subject')}" + (
        f", concurrency {held['concurrency']:g}" if "concurrency" in held else ""
    )
    return sheet


def _model(sheet: Sheet, run: dict[str, Any], means: Mapping[str, Any], vocabulary: Vocabulary) -> None:
    for path in means["model"]:
        value = reach(run, path)
        text = str(value[0] if isinstance(value, list) and value else value or "")
        if not text:
            continue
        sheet.fact("model", text)
        found = find_mentions(text, vocabulary, KINDS)
        sheet.settle("model", next((m.name for m in found if m.kind == "model"), text.rsplit("/", 1)[-1]), "model")
        sheet.settle("precision", next((m.name for m in found if m.kind == "precision"), None), "model")
        return


def _flat(sheet: Sheet, run: Mapping[str, Any], means: Mapping[str, Any]) -> None:
    for key, value in run.items():
        if value is None or isinstance(value, str | list | dict | bool):
            continue
        if key in means["figures"]:
            sheet.measure(key, value, dict(means["figures"][key]))
        elif (found := STATISTIC.fullmatch(key)) and found[2] in means["latencies"]:
            if found[1] == "p50" and f"median_{found[2]}" in run:
                continue
            sheet.measure(key, value, {"statistic": STATISTICS.get(found[1], found[1]), **means["latencies"][found[2]]})


def _nested(sheet: Sheet, metrics: Mapping[str, Any], means: Mapping[str, Any]) -> None:
    for key, value in metrics.items():
        if not isinstance(value, dict):
            continue
        successful = value.get("successful")
        whole: dict[str, Any] = successful if isinstance(successful, dict) else value
        numbers = {**(whole.get("percentiles") or {}), **{k: v for k, v in whole.items() if k != "percentiles"}}
        if key in means["figures"] and isinstance(numbers.get("mean", numbers.get("avg")), int | float):
            sheet.measure(f"{key} mean", numbers.get("mean", numbers.get("avg")), dict(means["figures"][key]))
        elif key in means["latencies"]:
            for name, statistic in STATISTICS.items():
                if isinstance(numbers.get(name), int | float) and not (name == "p50" and "median" in numbers):
                    sheet.measure(f"{key} {name}", numbers[name], {"statistic": statistic, **means["latencies"][key]})


def reach(value: Any, path: str) -> Any:
    """Return what stands at a dotted path of nested objects, or None."""
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value
