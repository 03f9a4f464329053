"""MLPerf Inference results (``summary_results.json`` of a round, or the summary CSV) -> sheets.

Mapping: ``mlperf.toml``. ``a#`` is accelerators a node (18 nodes of 4 are an NVL72), so the count is that times the nodes.
A result stands beside results of the same round, suite, division and scenario only: suite and division are facets.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from ...store.claim import Facet
from ...store.errors import ReadError
from ...store.vocabulary import Vocabulary
from ..annotate.mentions import find_mentions
from .sheet import Figure, Sheet

REPOSITORY: Final = "https://github.com/mlcommons/inference_results_{version}/tree/main/{location}"
NEEDED: Final = (
    "Submitter",
    "Category",
    "Suite",
    "Model",
    "Scenario",
    "Performance_Result",
    "Performance_Units",
    "version",
    "Location",
)
HEADER: Final = b"Organization,Availability,Division,SystemType,"
VERSION: Final = re.compile(r"v\d{1,2}\.\d{1,2}")
QUALITY: Final = re.compile(r"-(99(?:\.9)?)$")
SCORE: Final = re.compile(r"([A-Za-z][\w@.-]*): (-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)")
KINDS: Final = frozenset({"accelerator", "engine"})
CONDITIONS: Final = (
    "ID", "Submitter", "Availability", "Category", "Suite", "System", "Platform", "UsedModel", "Model", "Scenario", "Nodes",
    "Processor", "host_processors_per_node", "Accelerator", "a#", "Software", "operating_system", "Notes", "compliance",
    "errors", "version", "inferred", "weight_data_types", "Location", "Details", "Code", "Unique ID (e.g. for Audit)",
)  # fmt: skip


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """Return ``mlperf.toml``."""
    return tomllib.loads(files(__package__).joinpath("mlperf.toml").read_text(encoding="utf-8"))


def is_summary(value: object) -> bool:
    """Return whether parsed JSON is a list of results."""
    return (
        isinstance(value, list)
        and bool(value)
        and isinstance(value[0], dict)
        and {"Submitter", "Performance_Result"} <= value[0].keys()
    )


def is_csv(data: bytes) -> bool:
    """Return whether ``data`` is a summary CSV, by its header."""
    return data.lstrip(b"\xef\xbb\xbf").startswith(HEADER)


def rows_of_csv(data: bytes, name: str) -> list[dict[str, Any]]:
    """Return the rows of a summary CSV under the JSON's names; raises ReadError where a row has other columns."""
    names = table()["csv"]
    out = []
    for number, row in enumerate(csv.DictReader(io.StringIO(data.decode("utf-8-sig", "replace"))), 2):
        if None in row or None in row.values():
            raise ReadError(f"{name}:{number}: another number of columns than the header; mend the row")
        out.append({names.get(key, key): _number(key, text) for key, text in row.items()})
    return out


def _number(key: str, text: str) -> object:
    if key in (
        "Result",
        "number_of_nodes",
        "accelerators_per_node",
        "host_processors_per_node",
        "compliance",
        "inferred",
    ):
        try:
            return float(text) if "." in text else int(text)
        except ValueError:
            return text
    return text


def identity(row: Mapping[str, Any]) -> str:
    """Return the address of a result: its folder in the round's repository."""
    return REPOSITORY.format(version=row.get("version"), location=str(row.get("Location", "")).replace(" ", "%20"))


def sheet_of(row: dict[str, Any], name: str, vocabulary: Vocabulary) -> Sheet:
    """Return the sheet of one result; raises ReadError where it lacks what every result has."""
    for needed in NEEDED:
        if row.get(needed) in (None, ""):
            raise ReadError(f"{name}: an MLPerf result without {needed}; the format is not one this version knows")
    if not VERSION.fullmatch(str(row["version"])):
        raise ReadError(
            f"{name}: MLPerf round {str(row['version'])[:20]!r} is none this version knows; write it as v5.1"
        )
    title = f"MLPerf Inference {row['version']} {row['Suite']} {row['Category']}: {row['Model']} {row['Scenario']}, {row['Submitter']} {row.get('System')}"
    sheet = Sheet(identity(row), " ".join(title.split()), "MLPerf", author=str(row["Submitter"]))
    for label in CONDITIONS:
        sheet.fact(label, row.get(label))
    sheet.links = tuple(str(row[label]) for label in ("Details", "Code") if row.get(label))
    _system(sheet, row, vocabulary)
    _suite(sheet, row)
    _figures(sheet, row)
    return sheet


def _system(sheet: Sheet, row: dict[str, Any], vocabulary: Vocabulary) -> None:
    sheet.settle("subject", " ".join(f"{row['Submitter']} {row.get('System') or ''}".split()), "System")
    software = str(row.get("Software") or "")
    engines = [m for m in find_mentions(software, vocabulary, KINDS) if m.kind == "engine"]
    if engines:
        after = re.match(r"[ -]?v?(\d+(?:\.\d+)+[\w.+]*)", software[engines[0].end :])
        sheet.settle("engine", engines[0].name, "Software")
        sheet.settle("engine_version", after[1] if after else None, "Software")
    label = "Accelerator" if row.get("Accelerator") else "Processor"
    found = [m.name for m in find_mentions(str(row.get(label) or ""), vocabulary, KINDS) if m.kind == "accelerator"]
    sheet.settle("accelerator", " + ".join(dict.fromkeys(found)) or str(row.get(label) or ""), label)
    each, nodes = row.get("a#" if label == "Accelerator" else "host_processors_per_node"), row.get("Nodes")
    if not isinstance(nodes, int) or nodes < 1:
        nodes = 1
    else:
        sheet.settle("nodes", float(nodes), "Nodes")
    if isinstance(each, int) and each > 0:
        column = "a#" if label == "Accelerator" else "host_processors_per_node"
        note = f"a node, times {nodes} nodes" if nodes > 1 else ""
        sheet.settle("accelerator_count", float(each * nodes), column, note)
    sheet.settle("precision", _precision(row.get("weight_data_types")), "weight_data_types")


def _suite(sheet: Sheet, row: dict[str, Any]) -> None:
    names = table()
    used, asked = str(row.get("UsedModel") or row["Model"]), str(row["Model"])
    plain = QUALITY.sub("", used.replace("_", ".") if used.startswith("llama") else used)
    sheet.settle("model", names["models"].get(plain, plain), "UsedModel")
    if share := QUALITY.search(asked):
        sheet.settle("quality", f"{share[1]}% of the reference", "Model")
    sheet.settle("suite", f"MLPerf Inference {row['version']} {row['Suite']}", "version")
    verified = row.get("compliance") in (1, "1", True)
    sheet.settle("division", str(row["Category"]) + ("" if verified else ", unverified"), "Category")
    for name, value in names["scenarios"].get(row["Scenario"], {}).items():
        if name in ("load", "serving_mode", "slo"):
            sheet.settle(name, value, "Scenario")
    sheet.settle("stop_rule", f"MLPerf {asked} {row['Scenario']}", "Scenario")
    sheet.settle("tool", "MLPerf LoadGen", "version", "the suite's load generator")
    sheet.settle("setup", f"result {row.get('ID') or row['Location']}", "ID" if row.get("ID") else "Location")
    sheet.settle(
        "basis",
        "estimated" if row.get("inferred") in (1, "1") else None,
        "inferred",
        "inferred from another scenario's result",
    )
    for name, value in (("result_id", row.get("ID") or row.get("Location")), ("availability", row.get("Availability")),
                        ("verified", "yes" if verified else "no"), ("scenario", row["Scenario"])):  # fmt: skip
        if value:
            sheet.facets.append(Facet(name, str(value), "row label", f"{name}: {value}"))


def _figures(sheet: Sheet, row: dict[str, Any]) -> None:
    names = table()
    means = names["units"].get(row["Performance_Units"])
    if means is None:
        sheet.refuse("Performance_Result", f"unit {str(row['Performance_Units'])[:20]!r} is none this version knows")
    else:
        fields = {**means, **_statistic(row["Scenario"], str(means["metric"]))}
        if means["metric"].endswith("throughput"):
            fields |= {"normaliser": "system"}
        sheet.measure("Performance_Result", row["Performance_Result"], fields)
    if row.get("Power_Result") is not None:
        power = names["power"].get(row.get("Power_Units"))
        if power is None:
            sheet.refuse("Power_Result", f"unit {str(row.get('Power_Units'))[:20]!r} is none this version knows")
        else:
            fields = {
                "metric": "energy",
                "unit": power["unit"],
                "normaliser": "system",
                "power_basis": "measured MLPerf power",
            }
            sheet.measure("Power_Result", row["Power_Result"], fields, power["scale"])
    accuracy = str(row.get("Accuracy") or "")
    for label, text in SCORE.findall(accuracy if ":" in accuracy else f"Accuracy: {accuracy}"):
        if label in names["refused"]:
            sheet.refuse(label, names["refused"][label])
        else:
            fields = {"metric": "accuracy", "unit": "score", "dataset": f"MLPerf {row['Model']} {label}"}
            sheet.figures.append(Figure(label, text, float(text), fields))


def _statistic(scenario: str, metric: str) -> dict[str, str]:
    found = table()["scenarios"].get(scenario, {}).get("statistic")
    return {"statistic": found} if found and metric == "e2e_latency" else {}


def _precision(text: object) -> str | None:
    kinds = re.findall(r"\b(?:mx|nv)?(?:fp|bf|u?int)\d{1,2}\b", str(text or ""), re.I)
    return " + ".join(dict.fromkeys(kind.upper() for kind in kinds)) or None
