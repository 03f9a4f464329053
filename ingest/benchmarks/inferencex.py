"""InferenceX rows (the site's API answers and its database dumps) -> sheets.

Mapping: ``inferencex.toml``. The label "tok/s/user" has three definitions there: 1 / TPOT in the fixed-length benchmark,
1 / ITL or 1 / (E2EL / OSL) in the agentic one, so ``tool`` says which benchmark it was. The GPU count of an aggregated row
is its tensor parallelism: the app's own ``num_*_gpu`` multiplies tp by ep in older rows and is trusted in disaggregated ones.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from ...store.claim import Facet
from ...store.errors import ReadError
from .sheet import Sheet

SITE: Final = "https://inferencex.semianalysis.com"
OFFICIAL: Final = "https://github.com/SemiAnalysisAI/InferenceX/"
NEEDED: Final = ("hardware", "framework", "model", "precision", "metrics", "conc")
CONDITIONS: Final = (
    "model", "hardware", "framework", "image", "precision", "spec_method", "disagg", "is_multinode", "prefill_tp",
    "prefill_ep", "prefill_dp_attention", "prefill_num_workers", "decode_tp", "decode_ep", "decode_dp_attention",
    "decode_num_workers", "num_prefill_gpu", "num_decode_gpu", "benchmark_type", "offload_mode", "isl", "osl", "conc", "date", "run_url",
)  # fmt: skip
LATENCY: Final = re.compile(r"(mean|median|std|p\d+(?:\.\d+)?)_([a-z0-9]+)$")


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Return ``inferencex.toml``."""
    return tomllib.loads(files(__package__).joinpath("inferencex.toml").read_text(encoding="utf-8"))


def is_answer(value: object) -> bool:
    """Return whether parsed JSON is a list of benchmark rows."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(row, dict) and {"hardware", "framework", "metrics"} <= row.keys() for row in value[:3])
    )


def rows_of_dump(tables: Mapping[str, list[dict[str, Any]]], name: str) -> list[dict[str, Any]]:
    """Return the rows of a database dump, its tables joined as the API joins them; raises ReadError where one is missing."""
    for needed in ("configs", "workflow_runs", "benchmark_results"):
        if needed not in tables:
            raise ReadError(f"{name}: an InferenceX dump without {needed}.json; fetch it again")
    configs = {row.get("id"): row for row in tables["configs"]}
    runs = {row.get("id"): row for row in tables["workflow_runs"]}
    out = []
    for result in tables["benchmark_results"]:
        config, run = configs.get(result.get("config_id"), {}), runs.get(result.get("workflow_run_id"), {})
        address = str(run.get("html_url") or "")
        attempt = f"/attempts/{run['run_attempt']}" if address and run.get("run_attempt") else ""
        row = {**config, **result, "run_url": address + attempt}
        out.append({k: v for k, v in row.items() if k not in ("id", "config_id", "workflow_run_id", "server_log_id")})
    return out


def identity(row: Mapping[str, Any]) -> str:
    """Return the address of a row: its run's, and the configuration inside it."""
    parts = [
        str(row.get(name)) for name in CONDITIONS[:-1] if name not in ("image", "date") and row.get(name) is not None
    ]
    run = str(row.get("run_url") or f"{SITE}/{row.get('date')}")
    return f"{run}#{'-'.join(parts).replace(' ', '')}"


def sheet_of(row: dict[str, Any], name: str) -> Sheet:
    """Return the sheet of one row; raises ReadError where it lacks what every row has."""
    for needed in NEEDED:
        if row.get(needed) is None:
            raise ReadError(f"{name}: an InferenceX row without {needed}; the format is not one this version knows")
    if not isinstance(row["metrics"], dict):
        raise ReadError(
            f"{name}: an InferenceX row whose metrics are no object; the format is not one this version knows"
        )
    sheet = Sheet(identity(row), "", "InferenceX", str(row["date"])[:10] if row.get("date") else None)
    for label in CONDITIONS:
        sheet.fact(label, row.get(label))
    sheet.links = (str(row["run_url"]),) if row.get("run_url") else ()
    _system(sheet, row)
    _workload(sheet, row)
    _figures(sheet, row)
    held = {f.name: f.value for f in sheet.facets}
    lengths = f", {row['isl']}/{row['osl']}" if row.get("isl") else ""
    sheet.title = (
        f"InferenceX: {held.get('model')} {held.get('precision')} on {held.get('accelerator')}, {held.get('subject')}{lengths},"
        f" concurrency {row['conc']}"
    )
    return sheet


def _system(sheet: Sheet, row: dict[str, Any]) -> None:
    names = table()
    framework = names["frameworks"].get(row["framework"], {"engine": row["framework"]})
    sheet.settle("engine", framework["engine"], "framework")
    sheet.settle("subject", framework.get("name", framework["engine"]), "framework")
    image = str(row.get("image") or "")
    version = _found(framework.get("version"), image)
    sheet.settle("engine_version", version, "image")
    stack = _found(framework.get("stack"), image)
    sheet.settle("subject_version", stack if "name" in framework else version, "image")
    sheet.settle("model", names["models"].get(row["model"], row["model"]), "model")
    sheet.settle("accelerator", names["hardware"].get(row["hardware"], str(row["hardware"]).upper()), "hardware")
    sheet.settle("precision", str(row["precision"]).upper(), "precision")
    spec = str(row.get("spec_method") or "")
    sheet.settle("spec_decode", names["specs"].get(spec, spec), "spec_method")
    sheet.settle("parallelism", _parallelism(row), "decode_tp")
    if row.get("disagg"):
        total = row.get("num_prefill_gpu", 0) + row.get("num_decode_gpu", 0)
        sheet.settle("serving_mode", "disaggregated", "disagg")
        sheet.settle("accelerator_count", float(total) or None, "num_decode_gpu", "prefill and decode GPUs added")
        return
    sheet.settle("serving_mode", "aggregated", "disagg")
    if not row.get("is_multinode") and row.get("decode_tp"):
        says = row.get("num_decode_gpu")
        told = f"; num_decode_gpu says {says}, which is tp times ep" if says != row["decode_tp"] else ""
        sheet.settle("accelerator_count", float(row["decode_tp"]), "decode_tp", f"one node, tensor parallelism{told}")
        sheet.settle("nodes", 1.0, "is_multinode")


def _workload(sheet: Sheet, row: dict[str, Any]) -> None:
    agentic = str(row.get("benchmark_type") or "").startswith("agentic")
    benchmark = "AgentX" if agentic else "InferenceX"
    sheet.settle("suite", benchmark, "benchmark_type" if "benchmark_type" in sheet.facts else "run_url")
    official = str(row.get("run_url") or "").startswith(OFFICIAL)
    sheet.settle("division", "official" if official else "unofficial", "run_url")
    sheet.settle("tool", benchmark, "run_url")
    for name, label in (("input_tokens", "isl"), ("output_tokens", "osl"), ("concurrency", "conc")):
        sheet.settle(name, float(row[label]) if row.get(label) is not None else None, label)
    sheet.settle("load", "closed", "conc", "a fixed number of requests in flight")
    sheet.settle("setup", f"run of {row.get('date')}", "date")
    sheet.facets.append(
        Facet("result_id", str(row.get("run_url") or ""), "row label", f"run_url: {row.get('run_url')}")
    )


def _figures(sheet: Sheet, row: dict[str, Any]) -> None:
    names, split = table(), bool(row.get("disagg"))
    if row.get("error"):
        sheet.refuse("row", "the run failed")
        return
    for key, value in row["metrics"].items():
        if key in names["refused"]:
            sheet.refuse(key, names["refused"][key])
        elif key in names["throughput"]:
            means = dict(names["throughput"][key])
            pool = means.pop("pool")
            fields = {"unit": "tok/s", "per": "gpu", "normaliser": pool if split else "gpu", **means}
            sheet.measure(key, value, fields)
        elif key in names["other"]:
            sheet.measure(key, value, dict(names["other"][key]))
        elif (found := LATENCY.fullmatch(key)) and found[2] in names["latency"]:
            sheet.measure(key, value, {"statistic": found[1], **names["latency"][found[2]]})
        else:
            sheet.refuse(key, "a metric key this version does not know")


def _parallelism(row: dict[str, Any]) -> str | None:
    sides = []
    for side in ("prefill", "decode") if row.get("disagg") else ("decode",):
        if row.get(f"{side}_tp") is None:
            return None
        text = f"TP{row[f'{side}_tp']} EP{row.get(f'{side}_ep') or 1}" + (
            " DP-attention" if row.get(f"{side}_dp_attention") else ""
        )
        sides.append(f"{side} {row.get(f'{side}_num_workers') or 1}x {text}" if row.get("disagg") else text)
    return " + ".join(sides)


def _found(pattern: str | None, text: str) -> str | None:
    found = re.search(pattern, text) if pattern else None
    return found[1] if found else None


def grouped_tables(members: Iterator[tuple[str, bytes]], name: str) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of a dump's members (one JSON array a table); raises ReadError where one is no array."""
    out: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for member, data in members:
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            raise ReadError(f"{name}: {member} is no JSON; fetch the dump again") from None
        if not isinstance(value, list):
            raise ReadError(f"{name}: {member} is no table; the format is not one this version knows")
        out[member.rsplit("/", 1)[-1].removesuffix(".json")] += [row for row in value if isinstance(row, dict)]
    return out
