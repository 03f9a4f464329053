"""Conversions with their formulas, what must not be converted, and the remarks a pencil would make."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sametrack.digest.compare import judge, remarks
from sametrack.digest.compare.remarks import one_run
from sametrack.store.claim import Claim

RATE = Claim(
    doc="a", quote="", value_text="8840", value=8840.0, unit="tok/s", metric="output_throughput", subject="vLLM", engine="vLLM",
    model="Llama 2 70B", precision="FP8", accelerator="MI300X", accelerator_count=8, input_tokens=8192, output_tokens=1024,
    concurrency=64, dataset="random", normaliser="system", spec_decode="off", setup="t",
)  # fmt: skip
GPU = replace(RATE, doc="b", normaliser="gpu", value=1100.0)
USER = replace(RATE, normaliser="user", value=50.0, statistic="median")
TIME = replace(USER, doc="b", metric="tpot", unit="ms", value=20.0, normaliser=None)


def value(a: Claim, b: Claim, code: str) -> float | None:
    found = [c.value for c in judge(a, b).conversions if c.code == code]
    return round(found[0], 3) if found else None


def test_a_system_rate_becomes_one_accelerators_by_the_stated_count() -> None:
    assert value(RATE, GPU, "CONV2") == 1105.0
    assert judge(RATE, GPU).verdict == "with_caveats"
    silent = judge(replace(RATE, accelerator_count=None), GPU)
    assert silent.verdict == "unknown"
    assert "accelerator_count" in silent.ask


def test_a_nodes_rate_becomes_one_accelerators_by_the_stated_nodes() -> None:
    node = replace(RATE, normaliser="node", nodes=9, accelerator_count=72, value=22282.0)
    assert value(node, replace(GPU, accelerator_count=72), "CONV1") == 2785.25


POOL = replace(GPU, normaliser="decode_gpu", value=5000.0, accelerator_count=16)


def test_a_rate_over_all_accelerators_becomes_one_of_the_decode_pools_by_both_counts() -> None:
    ours = replace(
        RATE, normaliser="gpu", value=2778.0, accelerator_count=16, parallelism="prefill 4x TP2 EP2 + decode 1x TP8 EP8"
    )
    assert value(ours, POOL, "CONV4") == 5556.0
    assert value(replace(ours, normaliser="system", value=44448.0), POOL, "CONV4") == 5556.0
    said = replace(ours, parallelism=None, quote="on 8 prefill GPUs and 8 decode GPUs", subject="vLLM")
    assert value(said, POOL, "CONV4") == 5556.0


def test_one_line_that_tells_a_result_for_the_system_and_for_each_of_a_pool_implies_the_pools_size() -> None:
    ours = replace(RATE, value=50000.0, accelerator_count=32, line=7)
    each = replace(ours, normaliser="decode_gpu", value=3100.0)
    assert value(ours, each, "CONV4") == 3125.0
    assert judge(ours, each, None).verdict == "with_caveats"
    assert judge(ours, replace(each, line=9), None).verdict == "unknown"
    assert judge(ours, replace(each, value=4000.0), None).verdict == "unknown"  # 12.5 devices are none


def test_a_pool_is_no_larger_than_its_system() -> None:
    ours = replace(RATE, normaliser="gpu", accelerator_count=16, parallelism="decode 3x TP8")
    assert judge(ours, POOL).verdict == "unknown"
    assert value(ours, POOL, "CONV4") is None


def test_without_the_pools_count_it_is_unknown_and_two_pools_are_never_one() -> None:
    silent = replace(RATE, normaliser="gpu", accelerator_count=16)
    assert judge(silent, POOL).verdict == "unknown"
    assert judge(replace(silent, accelerator_count=None, parallelism="decode 1x TP8 EP8"), POOL).verdict == "unknown"
    assert judge(replace(POOL, doc="a", normaliser="prefill_gpu"), POOL).verdict == "not_comparable"


def test_total_becomes_output_by_the_stated_lengths_only() -> None:
    total = replace(RATE, metric="total_throughput", value=25000.0)
    assert value(total, replace(RATE, doc="b"), "CONV3") == 2777.778
    assert judge(replace(total, output_tokens=None), replace(RATE, doc="b")).verdict == "unknown"
    assert (
        value(total, replace(RATE, doc="b", input_tokens=4096), "CONV3") is None
    )  # each side's own lengths convert nothing
    assert judge(replace(RATE, metric="input_throughput"), replace(RATE, doc="b")).verdict == "not_comparable"


def test_a_users_rate_is_one_over_the_time_a_token_takes_but_not_for_means() -> None:
    assert value(USER, TIME, "CONV8") == 50.0
    mean = judge(replace(USER, statistic="mean"), replace(TIME, statistic="mean"))
    assert mean.verdict == "not_comparable"
    assert not mean.conversions


@pytest.mark.parametrize(
    ("metric", "words", "percent", "factor"),
    [
        ("cost", "40% lower cost", 40.0, 1.667),
        ("throughput", "up 40%, a gain", 40.0, 1.4),
        ("throughput", "dropped by 20%", 20.0, 0.8),
        ("ttft", "ttft -25%", -25.0, 1.333),
        ("cost", "40% cost", 40.0, None),
        ("cost", "100% lower cost", 100.0, None),
    ],
)
def test_percent_becomes_a_factor_where_its_direction_is_said(
    metric: str, words: str, percent: float, factor: float | None
) -> None:
    change = replace(
        RATE, metric=metric, unit="%", form="change", value=percent, quote=words, baseline="vLLM 0.5", normaliser=None
    )
    ratio = replace(change, unit="x", form="ratio", value=1.5, quote="1.5x", doc="b")
    assert value(change, ratio, "CONV9") == factor


@pytest.mark.parametrize(
    "change",
    [
        {"accelerator": "B200"},
        {"accelerator_count": 4.0},
        {"statistic": "p99"},
        {"input_tokens": 2048.0},
        {"concurrency": 1.0},
    ],
)
def test_other_devices_counts_percentiles_lengths_and_batches_are_never_converted(change: dict[str, object]) -> None:
    base = replace(RATE, statistic="median")
    found = judge(base, replace(base, doc="b", **change))  # type: ignore[arg-type]
    assert found.verdict == "not_comparable"
    assert not found.conversions


def test_a_rate_above_what_its_users_can_take_is_remarked() -> None:
    slow = replace(TIME, doc="a", statistic="mean", value=50.0)
    (said,) = remarks([RATE, slow])
    assert "64 / 50 ms = 1,280 tok/s" in said
    assert remarks([replace(RATE, value=1200.0), slow]) == []
    assert judge(RATE, slow).verdict == "not_comparable"  # a remark is no verdict


def test_littles_law_and_the_price_of_an_hour_are_remarked() -> None:
    served = replace(RATE, metric="request_throughput", unit="req/s", value=10.0)
    waited = replace(RATE, metric="e2e_latency", unit="s", value=2.0, statistic="mean")
    assert "20 requests in flight, 64 are stated" in remarks([served, waited])[0]
    cost = replace(RATE, metric="cost", unit="$/Mtok", value=0.169)
    assert remarks([cost, replace(GPU, doc="a", value=2378.0)]) == [
        "the two imply $1.45 a GPU-hour (0.169 * 2378 * 3600 / 1e6)"
    ]


SLOW = replace(RATE, metric="tpot", unit="ms", statistic="mean", normaliser=None, value=50.0)
SERVED = replace(RATE, metric="request_throughput", unit="req/s", value=10.0)
WAITED = replace(RATE, metric="e2e_latency", unit="s", value=2.0, statistic="mean")
PRICE = replace(RATE, metric="cost", unit="$/Mtok", value=0.169)
EACH = replace(GPU, doc="a", value=2378.0)
FIRST = replace(RATE, metric="ttft", unit="ms", value=500.0, statistic="mean")
STEP = replace(FIRST, metric="tpot", value=10.0)
WHOLE = replace(FIRST, metric="e2e_latency", unit="s", value=20.0)


@pytest.mark.parametrize(
    "claims",
    [
        (RATE, replace(SLOW, setup="u")),  # two set-ups are two runs
        (RATE, replace(SLOW, concurrency=8)),
        (RATE, replace(SLOW, statistic="p99")),
        (replace(RATE, normaliser="gpu"), SLOW),
        (SERVED, replace(WAITED, value=6.0)),  # 60 in flight, 64 stated: ramps
        (SERVED, replace(WAITED, statistic="p99")),
        (PRICE, replace(EACH, normaliser="system")),
        (FIRST, STEP, replace(WHOLE, value=10.0)),  # 10.7 s by the parts
        tuple(replace(c, statistic="p99") for c in (FIRST, STEP, WHOLE)),
        (RATE, replace(RATE, doc="later", phase="decode", engine="SGLang", subject="SGLang")),
        (RATE, replace(RATE, doc="later", phase="decode", model=None)),
    ],
)
def test_numbers_that_agree_or_are_of_two_runs_are_not_remarked(claims: tuple[Claim, ...]) -> None:
    assert remarks(claims) == []


def test_no_more_claims_are_remarked_on_than_asked_and_a_run_is_told() -> None:
    assert remarks([RATE, SLOW])
    assert remarks([RATE, SLOW], limit=1) == []
    assert one_run(RATE, [SLOW, replace(SLOW, setup="u"), RATE]) == [RATE, SLOW]


def test_a_number_told_again_under_other_words_is_remarked() -> None:
    again = replace(RATE, doc="later", phase="decode")
    assert "phase not stated / decode" in remarks([RATE, again])[0]
    assert remarks([RATE, replace(RATE, doc="later")]) == []
    assert (
        "told as 8840 in one post and as 8,900"
        in remarks([RATE, replace(RATE, doc="later", value=8900.0, value_text="8,900")])[0]
    )


def test_the_parts_of_a_request_are_added_up() -> None:
    first = replace(RATE, metric="ttft", unit="ms", value=500.0, statistic="mean")
    each = replace(first, metric="tpot", value=10.0)
    whole = replace(first, metric="e2e_latency", unit="s", value=20.0)
    assert "0.5 + (1024 - 1) * 0.01 = 10.7 s a request, 20 s are stated" in remarks([first, each, whole])
