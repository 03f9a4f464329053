"""Facets that a table's own labels settle: swept parameters, devices and their counts, models, formats, data sets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from ...store.claim import Facet, Origin
from ...store.vocabulary import Vocabulary
from .grids import Grid, Row
from .headers import Label
from .mentions import Mention, counted_accelerators, find_mentions
from .modelnames import plain_name
from .names import devices
from .parameters import find_parameters
from .quantities import SUFFIX, number_of
from .shortforms import is_sizeless

NUMERAL: Final = re.compile(r"(?<![\w.])(\d{1,3}(?:,\d{3}){1,3}|\d{1,9}(?:\.\d{1,4})?)\s?([kKM](?![A-Za-z]))?")
PLAIN: Final = re.compile(
    r"(?:[A-Za-z]{1,12}\s?[=:@]?\s?){0,2}[~≈]?[\d.,/ :×x→\-kKM]+(?:\s?\([^)]{0,30}\)|\s?[A-Za-z/]{1,12}\.?){0,2}"
)
"""A cell of a setting: a number, perhaps two, with a short word before or behind; a device's name is none."""
BENCH_TEST: Final = re.compile(
    r"(?:pp\s?(?P<pp>\d{1,7}))?\s?\+?\s?(?:tg\s?(?P<tg>\d{1,7}))?(?:\s?@\s?d(?P<depth>\d{1,7}))?", re.I
)
SIZE: Final = re.compile(r"\d{1,4}(?:\.\d{1,2})?[bB]")
SETS: Final = re.compile(r"data ?sets?|benchmarks?|traces?|workloads?|evals?|test sets?", re.I)
"""A header that names nothing but data sets."""
NAME: Final = re.compile(r"(?=.{3,48}$)(?=[^\d\s]*\d|\S*[a-z][A-Z]|[A-Z]\w*-[A-Z])[A-Za-z][\w.+]*(?:[ -][\w.+]+){0,5}")
"""What is written like the name of a model: with a number, a capital inside, or two parts in capitals."""
DEVICE: Final = re.compile(r"^\s*[A-Za-z]{2,12}\s?\d{3,}")
"""A device's name with its own number in it (``RTX 6000 Ada``)."""
DEGREES: Final = {"tp": "TP", "pp_size": "PP", "dp": "DP", "ep": "EP"}
FAMILY: Final = re.compile(r"\b(?:famil(?:y|ies)|class|arch\w*|type|backbone)\b", re.I)
"""A column that says which kind of model it is; the model's own name stands in another."""
TOKENS: Final = frozenset(
    {
        "input_tokens",
        "output_tokens",
        "context_tokens",
        "concurrency",
        "batch_size",
        "request_rate",
        "nodes",
        "draft_tokens",
    }
)
SIZES: Final = frozenset({"sequence", "tokens"})
"""Settings that are a request's length or a batch by what was measured."""
KINDS: Final = ("engine", "model", "accelerator", "precision", "dataset")
OF_REQUESTS: Final = frozenset(
    {
        "ttft",
        "tpot",
        "itl",
        "e2e_latency",
        "request_throughput",
        "input_throughput",
        "output_throughput",
        "total_throughput",
    }
)
DEGREE: Final = re.compile(r"\b(TP|DP|PP|EP)\s?[=\-]?\s?(\d{1,4})\b")


def parameter_facets(field: str, text: str, origin: Origin) -> list[Facet]:
    """Return the facets that a cell ``text`` in a column (or row) of parameter ``field`` states."""
    if not PLAIN.fullmatch(text.strip()):
        return []
    if field == "accelerator_count" and DEVICE.search(text):
        return []
    values = [v for m in NUMERAL.finditer(text) if (v := _value(m)) is not None]
    if field == "lengths" and len(values) == 2:
        return [Facet("input_tokens", values[0], origin, text), Facet("output_tokens", values[1], origin, text)]
    if len(values) != 1 or not field:
        return []
    value = values[0]
    if field in DEGREES:
        return [Facet(field, value, origin, f"{DEGREES[field]}{value:g}")]
    if field in SIZES:
        return [Facet(field, value, origin, text)]
    if field == "accelerator_count" or (field in TOKENS and value > 0):
        return [Facet(field, value, origin, text)]
    return []


def test_facets(text: str) -> list[Facet]:
    """Return the lengths that a llama-bench test id states: ``pp512`` reads 512 tokens, ``tg128`` writes 128, ``@ d4096`` at a depth."""
    match = BENCH_TEST.fullmatch(text.strip())
    if match is None:
        return []
    return [
        Facet(field, float(match[group]), "row label", text)
        for field, group in (("input_tokens", "pp"), ("output_tokens", "tg"), ("context_tokens", "depth"))
        if match[group] and float(match[group]) > 0
    ]


def row_facets(grid: Grid, row: Row, vocabulary: Vocabulary) -> list[tuple[int, Facet]]:
    """Return (column index, facet) for what the naming and setting columns of a row state."""
    out: list[tuple[int, Facet]] = []
    for column in grid.columns:
        text = row.texts[column.index]
        if not text or column.role not in ("name", "setting", "note") or (column.role == "note" and len(text) > 80):
            continue
        out += [(column.index, facet) for facet in test_facets(text)]
        if column.label.parameter is not None:
            out += [(column.index, facet) for facet in parameter_facets(column.label.parameter, text, "row label")]
        if column.role != "setting" or not re.fullmatch(r"[\d.,kKM\s]+", text):
            out += [(column.index, facet) for facet in named_facets(text, "row label", vocabulary)]
    told = [facet for _, facet in out if facet.name == "model"]
    if all(is_sizeless(str(facet.value)) for facet in told) and (whole := _sized_model(grid, row, vocabulary)):
        out = [(index, facet) for index, facet in out if facet.name != "model"] + whole
    elif not told:
        out += _unlisted("model", grid, row, vocabulary)
    if not any(facet.name == "dataset" for _, facet in out):
        out += _unlisted("dataset", grid, row, vocabulary)
    families = {c.index for c in grid.columns if FAMILY.search(c.label.text)}
    named = any(facet.name == "model" and index not in families for index, facet in out)
    return [(index, facet) for index, facet in out if not (named and facet.name == "model" and index in families)]


def _sized_model(grid: Grid, row: Row, vocabulary: Vocabulary) -> list[tuple[int, Facet]]:
    """The model whose family stands in one column and whose size in another (``CodeLlama | EXL2 | 34B``)."""
    sizes = [text for column in grid.columns if SIZE.fullmatch(text := row.texts[column.index])]
    names = [column for column in grid.columns if column.label.names == "model"]
    if len(sizes) != 1 or len(names) != 1:
        return []
    words = f"{row.texts[names[0].index]} {sizes[0]}"
    return [(names[0].index, f) for f in named_facets(words, "row label", vocabulary) if f.name == "model"]


def _unlisted(kind: str, grid: Grid, row: Row, vocabulary: Vocabulary) -> list[tuple[int, Facet]]:
    """The model or data set that a cell in a column of such calls by a name no table has (``org/all-MiniLM-L6-v2``)."""
    out = []
    for column in grid.columns:
        if kind == "dataset" and not SETS.fullmatch(column.label.text.strip()):
            continue
        if column.label.names == kind and column.role in ("name", "setting", "note"):
            text = row.texts[column.index]
            name = plain_name(text)
            if NAME.fullmatch(name) and not named_facets(name, "row label", vocabulary):
                out.append((column.index, Facet(kind, name, "row label", text[:300])))
    return out if len(out) == 1 else []


@lru_cache(maxsize=16384)
def named_facets(text: str, origin: Origin, vocabulary: Vocabulary, skip: str = "") -> tuple[Facet, ...]:
    """Return the facets that the words of a label name; names inside ``skip`` (a baseline) are left out."""
    found = devices(tuple(find_mentions(text, vocabulary, frozenset(KINDS))))
    mentions = [m for m in found if not skip or m.text.lower() not in skip.lower()]
    out = []
    for kind in KINDS:
        named = [m for m in mentions if m.kind == kind]
        if named:
            out.append(Facet(kind, _joined(kind, named), origin, text[:300]))
    counts = {count for _, count in counted_accelerators(text, vocabulary) if count}
    if len(counts) == 1:
        out.append(Facet("accelerator_count", float(counts.pop()), origin, text[:300]))
    for name, value, _, _ in find_parameters(text):
        if name != "accelerator_count":
            out.append(Facet(name, value, origin, text[:300]))
    for degree, count in DEGREE.findall(text):
        key = next(k for k, v in DEGREES.items() if v == degree)
        out.append(Facet(key, float(count), origin, text[:300]))
    return tuple(out)


def _joined(kind: str, named: Sequence[Mention]) -> str:
    names = list(dict.fromkeys(m.name for m in named))
    return names[0] if kind in ("precision", "engine") else " + ".join(names)


def _value(match: re.Match[str]) -> float | None:
    value = number_of(match[1])
    return None if value is None else value * SUFFIX.get(match[2] or "", 1.0)


def derived(facets: Iterable[Facet], metric: str) -> list[Facet]:
    """Return ``facets`` with degrees of parallelism turned into a device count, and a sequence length into the input's.

    A stated number of devices wins over a product of degrees; a sequence is a request's length only where the number
    is a request's (a time to first token, a rate of requests). Tokens without a word more are a request's input there too,
    and a kernel's batch elsewhere.
    """
    out = [f for f in facets if f.name not in DEGREES and f.name not in SIZES]
    degrees = {f.name: f for f in reversed(list(facets)) if f.name in DEGREES}
    if degrees:
        joined = "".join(f"{DEGREES[k]}{float(f.value):g}" for k, f in degrees.items())
        out.append(Facet("parallelism", joined, next(iter(degrees.values())).origin, joined))
        if not any(f.name == "accelerator_count" for f in out):
            count = 1.0
            for key in ("tp", "pp_size", "dp"):
                count *= float(degrees[key].value) if key in degrees else 1.0
            if not {"tp", "pp_size", "dp"} & set(degrees):
                count = float(degrees["ep"].value)
            origin = next(iter(degrees.values())).origin
            out.append(Facet("accelerator_count", count, origin, joined))
    tokens = next((f for f in facets if f.name == "tokens"), None)
    if tokens is not None:
        field = "input_tokens" if metric in OF_REQUESTS else "batch_size"
        out.append(Facet(field, tokens.value, tokens.origin, tokens.quote))
    sequence = next((f for f in facets if f.name == "sequence"), None)
    if sequence is not None and metric in ("ttft", "e2e_latency", "request_throughput", "input_throughput"):
        out.append(Facet("input_tokens", sequence.value, sequence.origin, sequence.quote))
    return out


def label_facets(label: Label, origin: Origin, vocabulary: Vocabulary) -> tuple[Facet, ...]:
    """Return what a header or group names, its baseline's names left out."""
    return named_facets(label.text, origin, vocabulary, label.baseline or "")
