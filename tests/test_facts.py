"""What rules read of a claim and of two: names that say less, numbers told twice, rows' leading numbers, words of a sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sametrack.digest.compare import better
from sametrack.digest.compare.derived import direction, near, operation
from sametrack.digest.compare.facts import Facts, row_key, size
from sametrack.digest.compare.names import relate
from sametrack.digest.compare.restated import is_restated
from sametrack.digest.compare.tempting import kin, tempting
from sametrack.store.claim import Claim

ONE = Claim(
    doc="a", quote="q", value_text="1234", value=1234.0, unit="tok/s", metric="output_throughput", subject="vLLM", engine="vLLM"
)  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("FP8", "FP8", "same"), ("B200 + H200", "H200 + B200", "same"),
        ("B200 + H200", "B200", "part"), ("B200 + H200", "B200 + H100", "differs"),
        ("FP4", "NVFP4", "less"), ("FP4", "MXFP4", "less"), ("NVFP4", "MXFP4", "differs"),
        ("AWQ", "INT4", "less"), ("GPTQ", "INT4", "less"), ("W4A16", "INT4", "less"), ("AWQ", "GPTQ", "differs"),
        ("Qwen3", "Qwen3-14B", "less"), ("Qwen3", "Qwen3.5", "differs"), ("DeepSeek-R1", "DeepSeek-R1-14B", "differs"),
        ("GB300", "GB300 NVL72", "less"), ("H100", "H1000", "differs"),
    ],
)  # fmt: skip
def test_how_two_names_stand(a: str, b: str, relation: str) -> None:
    assert relate(a, b) == relate(b, a) == relation


TWICE: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    ({"value": 1234.0, "subject": "prefill"}, {"value": 1234.0, "subject": "decode"}, True),  # three digits tell
    ({"value": 8.0}, {"value": 8.0, "subject": "SGLang with MTP"}, True),
    ({"value": 8.0, "subject": "prefill"}, {"value": 8.0, "subject": "decode"}, False),  # one digit coincides
    ({"value": 8.0, "subject": "fast prefill"}, {"value": 8.0, "subject": "prefill"}, True),
    ({"value": 1234.0}, {"value": 1230.0}, True),
    ({"value": 1234.0}, {"value": 1240.0}, False),  # rounded the other way
    ({"value": 1234.0}, {"value": 1200.0}, False),
    ({"value": 1990.0}, {"value": 2000.0}, False),  # of one digit
    ({"value": 1234.0}, {"value": 1200.0, "bound": "about"}, True),
    ({"value": 1234.0}, {"value": 1100.0, "bound": "about"}, False),
    ({"value": 1234.0}, {"value": 1200.0, "bound": "at_least"}, True),
    ({"value": 1234.0}, {"value": 1250.0, "bound": "at_least"}, False),
    ({"value": 2150.0}, {"value": 2000.0, "bound": "at_least"}, True),  # "over 2,000"
    ({"value": 2310.0}, {"value": 2100.0, "bound": "at_least"}, False),
    ({"value": 1234.0}, {"value": 1250.0, "bound": "up_to"}, True),
    ({"value": 1234.0}, {"value": 1200.0, "bound": "up_to"}, False),
    ({"value": 100.0, "value_max": 300.0}, {"value": 300.0, "bound": "up_to"}, True),
    ({"value": 100.0, "value_max": 300.0}, {"value": 100.0, "bound": "at_least"}, True),
    ({"value": 100.0, "value_max": 300.0}, {"value": 100.0}, False),
    ({"value": 100.0, "value_max": 300.0}, {"value": 100.0, "value_max": 300.0}, True),
    ({"value": 100.0, "value_max": 300.0}, {"value": 100.0, "value_max": 400.0}, False),
    ({"value": 1.234, "unit": "s", "metric": "ttft"}, {"value": 1234.0, "unit": "ms", "metric": "ttft"}, True),
    ({"value": 1234.0}, {"value": 1234.0, "metric": "request_throughput", "unit": "req/s"}, False),
]


@pytest.mark.parametrize(("one", "other", "told"), TWICE)
def test_one_number_told_twice(one: dict[str, Any], other: dict[str, Any], told: bool) -> None:
    a, b = Facts(replace(ONE, **one)), Facts(replace(ONE, **other))
    assert is_restated(a, b) == is_restated(b, a) == told


@pytest.mark.parametrize(
    ("quote", "cell", "stated", "key"),
    [
        ("| 7168 | 512 | 90 | 100 |", "90", {}, (7168.0, 512.0)),  # up to the number itself
        ("| 8 | 7168 | 90 |", "90", {"concurrency": 8.0}, (None, 7168.0)),  # what a field accounts for tells nothing
        ("| 7168 | FP8 | 512 | 90 |", "90", {}, (7168.0,)),
        ("| 7168 | 90 |", "90", {"place": "prose"}, ()),
    ],
)
def test_the_numbers_that_lead_a_row(quote: str, cell: str, stated: dict[str, Any], key: tuple[float | None]) -> None:
    assert row_key(replace(ONE, **{"place": "table", "quote": quote, "cell": cell, **stated})) == key


def test_what_a_claims_fields_and_words_come_to() -> None:
    assert Facts(replace(ONE, output_tokens=1.0)).phase == "prefill"
    assert Facts(replace(ONE, output_tokens=2.0)).phase is None
    assert Facts(replace(ONE, output_tokens=1.0, metric="ttft", unit="ms")).phase is None
    assert (
        Facts(replace(ONE, spec_decode="eagle-3")).spec_decode == Facts(replace(ONE, spec_decode="EAGLE3")).spec_decode
    )
    assert Facts(replace(ONE, subject_version="0.6")).version == "0.6"
    assert Facts(replace(ONE, subject_version="0.6", engine_version="0.5")).version == "0.5"
    pool = replace(ONE, quote="1234 tok/s per decode GPU", per="gpu")
    assert Facts(pool).normaliser == "decode_gpu"
    assert Facts(replace(pool, per="user")).normaliser == "user"


def test_words_say_one_thing_or_nothing() -> None:
    assert near("at 90 tok/s per user, 40 ms in decode", "90") == " tok/s per user, "
    assert (operation("expert dispatch"), operation("dispatch and combine"), operation("attention")) == (
        "dispatch",
        None,
        None,
    )
    assert (direction("costs 40% less"), direction("rises by 40%"), direction("lower cost, higher speed")) == ("cut", "rise", None)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "worth"),
    [(8.0, "TB/s", 8e12), (576.0, "GB/s", 576e9), (90.0, "ms", 0.09), (3.0, "GFLOPS", 3e9), (2.0, "PFLOPS", 2e15), (40.0, "%", 0.4),
     (24.0, "GB", 24e9), (7.0, "us", 7e-6), (5.0, "parsecs", 5.0)],
)  # fmt: skip
def test_what_a_value_is_worth_in_its_dimensions_own_unit(value: float, unit: str, worth: float) -> None:
    assert size(replace(ONE, value=value, unit=unit)) == pytest.approx(worth)


def test_which_way_a_number_is_better() -> None:
    lower = {
        "ttft",
        "tpot",
        "itl",
        "e2e_latency",
        "rtf",
        "latency",
        "memory",
        "cost",
        "energy",
        "startup_time",
        "training_time",
        "overhead",
    }
    higher = {
        "output_throughput",
        "request_throughput",
        "speed",
        "bandwidth",
        "flops",
        "utilization",
        "accuracy",
        "capacity",
        "acceptance_length",
        "acceptance_rate",
        "cache_hit_rate",
        "training_throughput",
    }
    assert {m for m in lower | higher if better(replace(ONE, metric=m)) == "lower"} == lower


def test_pairs_a_reader_would_set_side_by_side_are_measured_values_told_by_who_states_most() -> None:
    assert kin("Qwen3-235B-A22B") == kin("Qwen3-32B") == "Qwen3"
    assert kin("DeepSeek-R1") != kin("DeepSeek-V3")
    full = replace(ONE, model="Qwen3-32B", precision="FP8", accelerator="H100")
    bare = replace(full, precision=None, quote="a")
    rival = replace(full, doc="b", engine="SGLang", model="Qwen3-235B-A22B")
    others = [
        replace(rival, doc="c", form="ratio"),
        replace(rival, model="Llama 3 8B"),
        replace(rival, metric="vibes"),
    ]
    ((one, other, _),) = tempting([bare, full, rival, *others], lambda c: c, lambda c: c.doc)
    assert {one, other} == {full, rival}
