"""Verdicts by table: how a difference and silence bear on each family of metrics, what a varied factor excuses, what rules see."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest
from sametrack.digest.compare import judge
from sametrack.store.claim import Claim

STATED: Final[dict[str, Any]] = {
    "subject": "vLLM", "engine": "vLLM", "engine_version": "0.8.4", "model": "Llama 3.1 8B", "precision": "FP8", "kv_precision": "FP8",
    "accelerator": "H100", "accelerator_count": 8.0, "parallelism": "TP8", "serving_mode": "aggregated", "spec_decode": "EAGLE",
    "draft_tokens": 3.0, "input_tokens": 1000.0, "output_tokens": 500.0, "context_tokens": 4096.0, "dataset": "ShareGPT",
    "prefix_cache": "on", "cache_hit_rate": 50.0, "load": "closed", "concurrency": 64.0, "batch_size": 64.0, "slo": "p99 TPOT 50 ms",
    "quality": "GSM8K 88", "phase": "mixed", "statistic": "mean", "suite": "AgentX", "division": "official", "locus": "own box",
    "stop_rule": "ignore_eos", "errors": "0", "length_distribution": "fixed", "window": "900 s", "tool": "vLLM", "tool_version": "0.8.4",
    "tuning": "default", "normaliser": "system", "price_basis": "2.00 $/GPU-h", "acceptance_length": 2.5,
}  # fmt: skip
OTHER: Final[dict[str, Any]] = {
    "subject": "SGLang", "engine": "SGLang", "engine_version": "0.9.0", "model": "Qwen3 32B", "precision": "BF16", "kv_precision": "BF16",
    "accelerator": "B200", "accelerator_count": 16.0, "parallelism": "TP4", "serving_mode": "disaggregated", "spec_decode": "off",
    "draft_tokens": 5.0, "input_tokens": 8000.0, "output_tokens": 2000.0, "context_tokens": 900000.0, "dataset": "MT-Bench",
    "prefix_cache": "off", "cache_hit_rate": 90.0, "load": "open", "concurrency": 8.0, "batch_size": 8.0, "slo": "p99 TPOT 15 ms",
    "quality": "GSM8K 80", "phase": "decode", "statistic": "p99", "suite": "InferenceX", "division": "unofficial", "locus": "hosted API",
    "stop_rule": "natural", "errors": "5 %", "length_distribution": "uniform", "window": "3 s", "tool": "SGLang", "tool_version": "0.9.0",
    "tuning": "tuned", "normaliser": "user", "price_basis": "1.45 $/GPU-h", "acceptance_length": 1.2,
}  # fmt: skip
METRICS: Final = {
    "throughput": ("output_throughput", "tok/s"), "latency": ("tpot", "ms"), "kernel": ("flops", "TFLOPS"), "accuracy": ("accuracy", "%"),
    "memory": ("memory", "GB"), "cost": ("cost", "$/Mtok"), "acceptance": ("acceptance_length", "tokens"),
    "cache": ("cache_hit_rate", "%"), "startup": ("startup_time", "s"), "training": ("training_throughput", "tok/s"),
    "other": ("overhead", "%"),
}  # fmt: skip
# First letter: what a difference does; second: silence on one side; third: on both. B refuses, U asks, c prints, - nothing.
# So it is where the price varies, which excuses the price alone; where nothing may vary, HELD fields that print refuse.
TABLE: Final = """
# field              throughput latency    kernel     accuracy   memory     cost       acceptance cache      startup    training   other
subject              UUU        UUU        UUU        UUU        UUU        UUU        UUU        UUU        UUU        UUU        UUU
engine               BUU        BUU        BUU        BUU        BUU        BUU        BUU        BUU        BUU        BUU        BUU
engine_version       BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-
model                BUU        BUU        ccc        BUU        BUU        BUU        BUU        ccc        BUU        BUU        BUU
precision            BUU        BUU        BUU        BUU        BUU        BUU        ccc        ---        BUU        BUU        BUU
kv_precision         BU-        BU-        BU-        BU-        BU-        BU-        cc-        ---        BU-        BU-        BU-
accelerator          BUU        BUU        BUU        ccc        ccc        BUU        ---        ---        BUU        BUU        BUU
accelerator_count    BUU        BUU        BUU        ---        BUU        BUU        ---        ccc        BUU        BUU        BUU
parallelism          ccc        ccc        ccc        ---        ccc        ccc        ---        ccc        ccc        BUU        ccc
serving_mode         cUc        cUc        cUc        ---        cUc        cUc        ---        cUc        cUc        ---        cUc
spec_decode          BUc        BUc        ---        ccc        ccc        BUc        BUU        ---        ---        ---        BUc
draft_tokens         B--        B--        ---        c--        c--        B--        BU-        ---        ---        ---        B--
input_tokens         BU-        BU-        BU-        cc-        cc-        BU-        BU-        BU-        ---        BUU        BU-
output_tokens        BUU        BUU        ---        ---        ---        BUU        ---        ---        ---        ---        BUU
context_tokens       BU-        BU-        BU-        cc-        cc-        BU-        BU-        BU-        ---        BU-        BU-
dataset              BUc        BUc        ---        BUU        ccc        BUc        BUU        BUU        ---        ccc        ccc
prefix_cache         cc-        cc-        ---        ---        cc-        cc-        ---        BU-        ---        ---        cc-
cache_hit_rate       cc-        cc-        ---        ---        cc-        cc-        ---        BU-        ---        ---        cc-
load                 B--        B--        B--        ---        c--        B--        c--        c--        ---        ---        B--
concurrency          BU-        BU-        BU-        ---        BU-        BU-        cc-        cc-        ---        BU-        BU-
batch_size           BU-        BU-        BU-        ---        BU-        BU-        cc-        cc-        ---        BUU        BU-
slo                  cc-        cc-        ---        ---        ---        cc-        ---        ---        ---        ---        cc-
quality              cc-        cc-        ---        ---        cc-        cc-        ---        ---        ---        cc-        cc-
phase                BUc        ccc        BUc        ---        ---        ccc        ---        ---        ---        ---        BUc
statistic            BU-        BUc        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-
suite                BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-
division             BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-
locus                BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-
stop_rule            BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-
errors               BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-        BU-
length_distribution  cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-
window               cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-
tool                 cc-        cUc        cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-
tool_version         cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-
tuning               cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-        cc-
normaliser           BUU        ---        BU-        ---        BU-        BU-        ---        ---        BU-        BUU        BU-
price_basis          ---        ---        ---        ---        ---        ccc        ---        ---        ---        ---        ---
acceptance_length    cc-        cc-        ---        ---        cc-        cc-        ---        ---        ---        ---        cc-
"""
HEAD, *ROWS = TABLE.strip().splitlines()
CELLS: Final = {
    (family, row.split()[0]): cell
    for row in ROWS
    for family, cell in zip(HEAD.split()[2:], row.split()[1:], strict=True)
}
HELD: Final = ("input_tokens", "context_tokens", "dataset")
LETTERS: Final = {"not_comparable": "B", "unknown": "U", "with_caveats": "c", "same_track": "-"}


def pair(family: str) -> tuple[Claim, Claim]:
    """Two numbers of a family, in two posts that state everything alike."""
    metric, unit = METRICS[family]
    one = Claim(doc="a", quote="", value_text="100", value=100.0, unit=unit, metric=metric, **STATED)
    return one, replace(one, doc="b", value=150.0)


def test_the_table_has_a_cell_for_every_field_and_family() -> None:
    assert {field for _, field in CELLS} == set(STATED)
    assert {family for family, _ in CELLS} == set(METRICS)


def letters(family: str, vary: Any) -> dict[str, str]:
    """What a difference, and silence on one side and on both, do for each field of the table."""
    a, b = pair(family)
    found = {}
    for name in (field for of, field in CELLS if of == family):
        silent = replace(b, **{name: None})
        pairs = ((a, replace(b, **{name: OTHER[name]})), (a, silent), (replace(a, **{name: None}), silent))
        found[name] = "".join(LETTERS[judge(one, other, vary).verdict] for one, other in pairs)
    return found


@pytest.mark.parametrize("family", METRICS)
def test_a_difference_and_silence_do_what_the_table_says(family: str) -> None:
    told = {field: cell for (of, field), cell in CELLS.items() if of == family}
    assert letters(family, "cost") == told
    held = {field: "BU" + cell[2] for field, cell in told.items() if field in HELD and cell[0] == "c"}
    price = {"price_basis": "BUU"} if family == "cost" else {}
    assert letters(family, None) == told | held | price


ROW: Final = {"place": "table", "setup": "table 1", "doc": "a"}
GAIN: Final = {"metric": "throughput", "unit": "x", "form": "ratio", "baseline": "vLLM", "setup": "table 1", "doc": "a"}
PAIRS: Final[tuple[tuple[str, str, dict[str, Any], dict[str, Any], dict[str, Any], str | None, str, str], ...]] = (
    # what, family, said on both sides, on one, on the other, varied, verdict, reasons that were found
    ("hardware varies with its number", "throughput", {}, {}, {"accelerator": "B200", "accelerator_count": 4.0}, "hardware", "same_track", ""),
    ("hardware varies, silent on one side", "throughput", {}, {}, {"accelerator": None}, "hardware", "unknown", "C11 accelerator unsaid"),
    ("hardware varies with its split", "training", {}, {}, {"accelerator": "B200", "parallelism": "TP4"}, "hardware", "with_caveats", "C12 parallelism caveat"),
    ("hardware varies with its price", "cost", {}, {}, {"accelerator": "B200", "price_basis": "1 $/h"}, "hardware", "same_track", ""),
    ("hardware varies and the engine too", "throughput", {}, {}, {"accelerator": "B200", "engine": "SGLang", "subject": "SGLang"}, "hardware", "not_comparable", "C37 engine differs"),
    ("precision varies, quality shown", "throughput", {}, {}, {"precision": "BF16", "kv_precision": "BF16"}, "precision", "same_track", ""),
    ("precision varies, no quality", "throughput", {"quality": None}, {}, {"precision": "BF16"}, "precision", "with_caveats", "C26 quality caveat"),
    ("precision varies, silent on one side", "throughput", {}, {}, {"precision": None}, "precision", "unknown", "C10 precision unsaid"),
    ("precision varies, named by the subjects", "throughput", {}, {"subject": "vLLM FP8"}, {"subject": "vLLM BF16", "precision": "BF16"}, "precision", "same_track", ""),
    ("precision named by the subjects does not vary", "throughput", {}, {"subject": "vLLM FP8"}, {"subject": "vLLM BF16"}, None, "unknown", "C37 subject unsaid"),
    ("a technique varies", "throughput", {}, {}, {"spec_decode": "off", "serving_mode": "disaggregated", "parallelism": "TP4"}, "technique", "same_track", ""),
    ("a technique varies with the count", "throughput", {}, {}, {"subject": "vLLM with MTP", "accelerator_count": 4.0}, "technique", "with_caveats", "C04 accelerator_count caveat"),
    ("a cache varies under output tokens", "throughput", {}, {}, {"prefix_cache": "off", "cache_hit_rate": 5.0}, "technique", "same_track", ""),
    ("a cache varies under all tokens", "throughput", {"metric": "total_throughput"}, {}, {"cache_hit_rate": 5.0}, "technique", "with_caveats", "C18 cache_hit_rate caveat"),
    ("a cache differs under all tokens", "throughput", {"metric": "total_throughput"}, {}, {"cache_hit_rate": 5.0}, None, "not_comparable", "C18 cache_hit_rate differs"),
    ("the engine varies with version and split", "throughput", {}, {}, {"engine": "SGLang", "subject": "SGLang", "engine_version": "0.4", "parallelism": "DP8"}, "engine", "same_track", ""),
    ("a rival without a version", "throughput", {}, {}, {"engine": "SGLang", "engine_version": None}, "engine", "with_caveats", "C24 engine_version caveat"),
    ("an engine varies and is not named", "throughput", {}, {}, {"engine": None}, "infer", "unknown", "C37 engine unsaid"),
    ("one side tuned under a varied engine", "throughput", {}, {}, {"engine": "SGLang", "tuning": "asymmetric"}, "engine", "with_caveats", "C25 tuning caveat"),
    ("one side tuned, the factor inferred", "throughput", {}, {}, {"engine": "SGLang", "subject": "SGLang", "tuning": "asymmetric"}, "infer", "with_caveats", "C25 tuning caveat"),
    ("one side tuned under a varied version", "throughput", {}, {}, {"engine_version": "0.9.0", "tuning": "asymmetric"}, "version", "with_caveats", "C25 tuning caveat"),
    ("one side tuned where nothing varies", "throughput", {}, {}, {"tuning": "asymmetric"}, None, "not_comparable", "C25 tuning differs"),
    ("versions vary", "throughput", {}, {}, {"engine_version": "0.9.0"}, "version", "same_track", ""),
    ("versions vary and are not named", "throughput", {}, {}, {"engine_version": None}, "version", "with_caveats", "C24 engine_version caveat"),
    ("versions vary, engines too", "throughput", {}, {}, {"engine": "SGLang"}, "version", "not_comparable", "C37 engine differs"),
    ("hardware varies in its form", "throughput", {}, {"quote": "on H100 PCIe"}, {"quote": "on H100 SXM"}, "hardware", "same_track", ""),
    ("a technique varies in its depth", "throughput", {}, {}, {"draft_tokens": 5.0, "acceptance_length": 3.1}, "technique", "same_track", ""),
    ("versions differ, the factor inferred", "throughput", {}, {}, {"engine_version": "0.9.0"}, "infer", "same_track", ""),
    ("prices vary", "cost", {}, {}, {"price_basis": "1 $/h"}, "cost", "with_caveats", "C29 price_basis caveat"),
    ("prices vary, a score's lengths differ", "accuracy", {}, {}, {"input_tokens": 8000.0}, "cost", "with_caveats", "C15 input_tokens caveat"),
    ("nothing varies, a score's lengths differ", "accuracy", {}, {}, {"input_tokens": 8000.0}, None, "not_comparable", "C15 input_tokens differs"),
    ("two families: the stricter bearing holds", "memory", {"accelerator": None}, {}, {"metric": "capacity"}, None, "not_comparable", "C01 metric differs, C11 accelerator caveat"),
    ("a score beside a rate", "accuracy", {"accelerator": None}, {}, {"metric": "output_throughput", "unit": "tok/s"}, None, "not_comparable", "C01 metric differs, C11 accelerator unsaid"),
    # what the number is
    ("one metric in units of two dimensions", "kernel", {"metric": "utilization", "unit": "%"}, {}, {"unit": "GB/s"}, None, "not_comparable", "C01 unit differs"),
    ("one metric in two units of a dimension", "kernel", {}, {}, {"unit": "PFLOPS", "value": 0.1}, None, "same_track", ""),
    ("two labels that do not say what they measure", "throughput", {"metric": "throughput"}, {}, {}, None, "unknown", "C01 metric unsaid"),
    ("a label that does not say beside one that does", "throughput", {}, {}, {"metric": "throughput"}, None, "unknown", "C01 metric unsaid"),
    ("two operations", "kernel", {}, {"subject": "dispatch"}, {"subject": "combine"}, "technique", "not_comparable", "C01 operation differs"),
    ("input and all tokens where one comes out", "throughput", {"output_tokens": 1.0}, {"metric": "input_throughput"}, {"metric": "total_throughput"}, None, "with_caveats", "C02 token_scope caveat"),
    ("input and all tokens where one comes out, in one post", "throughput", {"output_tokens": 1.0, "doc": "a"}, {"metric": "input_throughput"}, {"metric": "total_throughput"}, "version", "same_track", ""),
    ("a user's rate by a suite's definition and by nobody's", "throughput", {"normaliser": "user", "division": None}, {}, {"suite": None}, None, "unknown", "C05 metric caveat, C28 suite unsaid"),
    ("tokens of a label that does not say", "throughput", {}, {}, {"metric": "token_throughput"}, None, "unknown", "C02 token_scope unsaid"),
    ("counts of rates for each accelerator", "throughput", {"normaliser": "gpu"}, {}, {"accelerator_count": 16.0}, None, "with_caveats", "C04 accelerator_count caveat"),
    ("per token and between tokens, no tool", "latency", {"tool": None, "tool_version": None}, {}, {"metric": "itl"}, None, "not_comparable", "C06 metric differs"),
    ("one definition under two labels", "latency", {"tool_version": None}, {"tool": "vLLM"}, {"metric": "itl", "tool": "GuideLLM"}, None, "with_caveats", "C23 tool caveat"),
    ("one label, two definitions", "latency", {"tool_version": None}, {"tool": "vLLM"}, {"tool": "GuideLLM"}, None, "not_comparable", "C06 metric differs, C23 tool caveat"),
    ("the first token inside both", "latency", {"tool_version": None}, {"tool": "GuideLLM"}, {"metric": "itl", "tool": "LLMPerf"}, None, "with_caveats", "C23 tool caveat"),
    ("a bound", "throughput", {}, {}, {"bound": "up_to", "value": 150.0}, "version", "with_caveats", "C32 bound caveat"),
    ("a small gap", "throughput", {}, {}, {"value": 102.0}, "version", "with_caveats", "C32 runs caveat"),
    ("a small gap with runs stated", "throughput", {"runs": 5.0}, {}, {"value": 102.0}, "version", "same_track", ""),
    ("lengths within 2.5 %", "throughput", {}, {}, {"input_tokens": 1020.0, "output_tokens": 510.0, "context_tokens": 4000.0}, None, "same_track", ""),
    ("lengths within 10 %", "throughput", {}, {}, {"input_tokens": 1080.0}, None, "with_caveats", "C15 input_tokens caveat"),
    ("contexts within 10 %", "throughput", {}, {}, {"context_tokens": 4400.0}, None, "with_caveats", "C15 context_tokens caveat"),
    ("lengths beyond 10 %", "throughput", {}, {}, {"input_tokens": 1150.0}, None, "not_comparable", "C15 input_tokens differs"),
    ("contexts where no input is said", "throughput", {"input_tokens": None}, {}, {"context_tokens": 8192.0}, None, "not_comparable", "C15 context_tokens differs"),
    ("a first token's output length", "latency", {"metric": "ttft", "output_tokens": None}, {}, {}, None, "with_caveats", "C15 output_tokens caveat"),
    ("every token's output length", "latency", {"output_tokens": None}, {}, {}, None, "unknown", "C15 output_tokens unsaid"),
    ("two shapes", "kernel", ROW, {"quote": "| 7168 | 512 | 100 |"}, {"quote": "| 2048 | 512 | 100 |"}, None, "not_comparable", "C15 shape differs, C37 difference unsaid"),
    ("two numbers of one shape", "kernel", ROW, {"quote": "| 7168 | 512 | 100 | 90 |"}, {"quote": "| 7168 | 512 | 100 | 90 |", "value": 100.0}, None, "same_track", ""),
    ("one number does not make a shape across posts", "kernel", {"place": "table"}, {"quote": "| 7168 | 100 |"}, {"quote": "| 2048 | 100 |"}, None, "same_track", ""),
    ("two rows that their labels tell apart", "throughput", ROW, {"quote": "| long prompts | 100 |"}, {"quote": "| short prompts | 150 |"}, None, "not_comparable", "C01 row differs, C37 difference unsaid"),
    ("two rows that their labels tell apart, the factor inferred", "throughput", ROW, {"quote": "| long prompts | 100 |"}, {"quote": "| short prompts | 150 |"}, "infer", "unknown", "C01 row unsaid, C37 difference unsaid"),
    ("a row told again with fewer words", "throughput", ROW, {"quote": "| long prompts | 100 |", "cell": "100"}, {"quote": "| long | 100 |", "value": 100.0}, None, "same_track", ""),
    # told twice
    ("one number told twice, once with its split in words", "throughput", {"doc": "a", "value": 123.0, "parallelism": None}, {"subject": "vLLM at TP8"}, {}, None, "same_track", ""),
    ("one number told twice, once with its split", "throughput", {"doc": "a", "value": 123.0}, {}, {"parallelism": None}, None, "with_caveats", "C12 parallelism caveat"),
    # gains
    ("gains over one baseline", "throughput", GAIN, {}, {"value": 3.0, "subject": "chunked prefill"}, "technique", "same_track", ""),
    ("gains over two versions of one", "throughput", GAIN, {"baseline_version": "0.5"}, {"baseline_version": "0.6", "value": 3.0}, "technique", "not_comparable", "C31 baseline differs, C37 difference unsaid"),
    ("a gain over nothing that is named", "throughput", GAIN, {}, {"baseline": None, "value": 3.0}, "technique", "unknown", "C31 baseline unsaid, C37 difference unsaid"),
    ("gains each over its own", "throughput", GAIN | {"baseline": "baseline"}, {}, {"accelerator": "B200", "value": 3.0}, "hardware", "not_comparable", "C31 baseline differs"),
    ("one gain told twice, its baseline with fewer words", "throughput", GAIN, {"value": 2.75, "baseline": "vLLM (default flags)"}, {"value": 2.75, "baseline": "stock vLLM"}, None, "same_track", ""),
    ("a factor beside a measured value", "throughput", GAIN, {}, {"form": "absolute", "unit": "tok/s"}, None, "not_comparable", "C38 form differs"),
    # what was measured
    ("two formats of 16 bits", "throughput", {}, {"precision": "BF16"}, {"precision": "FP16"}, None, "with_caveats", "C10 precision caveat"),
    ("a format that says less", "throughput", {}, {"precision": "FP4"}, {"precision": "NVFP4"}, None, "unknown", "C10 precision unsaid"),
    ("weights that are none", "throughput", {}, {}, {"subject": "vLLM, dummy weights"}, "technique", "not_comparable", "C09 weights differs"),
    ("two forms of one accelerator", "throughput", {}, {"quote": "on H100 PCIe"}, {"quote": "on H100 SXM"}, None, "not_comparable", "C11 form_factor differs"),
    ("a form on one side", "throughput", {}, {"quote": "on H100 PCIe"}, {}, None, "unknown", "C11 form_factor unsaid"),
    ("a joint figure beside one of its parts", "throughput", {}, {"accelerator": "B200 + H200"}, {"accelerator": "B200"}, None, "unknown", "C11 accelerator unsaid"),
    ("a joint figure beside one of its parts in one table", "throughput", {"doc": "a", "setup": "t"}, {"accelerator": "B200 + H200"}, {"accelerator": "B200", "value": 50.0}, None, "with_caveats", "C11 accelerator caveat"),
    ("two mixed fleets", "throughput", {}, {"accelerator": "B200 + H200"}, {"accelerator": "B200 + H100"}, None, "not_comparable", "C11 accelerator differs"),
    ("a phase measured by itself", "throughput", {}, {}, {"serving_mode": "phase_isolated"}, None, "not_comparable", "C13 serving_mode differs"),
    ("speculation of an unnamed kind", "throughput", {"draft_tokens": None}, {}, {"spec_decode": "ON"}, None, "unknown", "C14 spec_decode unsaid"),
    ("two kinds of speculation", "throughput", {}, {}, {"spec_decode": "MTP"}, None, "not_comparable", "C14 spec_decode differs"),
    ("two kinds of speculation of one depth, the engine varies", "throughput", {}, {}, {"spec_decode": "MTP", "engine": "SGLang"}, "engine", "with_caveats", "C14 spec_decode caveat"),
    ("speculation of two depths", "throughput", {}, {}, {"spec_decode": "MTP", "draft_tokens": 1.0, "engine": "SGLang"}, "engine", "not_comparable", "C14 draft_tokens differs, C14 spec_decode differs"),
    ("a closed suite beside none", "throughput", {"division": None}, {"suite": "MLPerf Inference v5.1"}, {"suite": None}, None, "not_comparable", "C28 suite differs"),
    ("an open suite beside none", "throughput", {"division": None}, {"suite": "InferenceX"}, {"suite": None}, None, "unknown", "C28 suite unsaid"),
    ("two ways of metering", "cost", {"metric": "energy", "unit": "J", "price_basis": None}, {"power_basis": "TDP"}, {"power_basis": "at the wall"}, None, "not_comparable", "C29 power_basis differs"),
    ("one way of metering", "cost", {"metric": "energy", "unit": "J", "price_basis": None, "power_basis": "TDP"}, {}, {}, None, "same_track", ""),
    ("a quoted number beside a measured one", "throughput", {}, {"basis": "quoted"}, {}, None, "same_track", ""),
    ("a target beside a measured number", "throughput", {}, {"basis": "target"}, {}, None, "not_comparable", "C34 basis differs"),
    # the work and the run
    ("prompts decide what speculation accepts", "throughput", {}, {}, {"dataset": "MT-Bench"}, "version", "not_comparable", "C17 dataset differs"),
    ("prompts without speculation of a latency", "latency", {"spec_decode": "off"}, {}, {"dataset": "MT-Bench"}, "version", "with_caveats", "C17 dataset caveat"),
    ("prompts without speculation of a cost", "cost", {"spec_decode": "off"}, {}, {"dataset": "MT-Bench"}, "version", "with_caveats", "C17 dataset caveat"),
    ("prompts without speculation", "throughput", {"spec_decode": "off"}, {}, {"dataset": "MT-Bench"}, "version", "with_caveats", "C17 dataset caveat"),
    ("shared prefixes inside a rate of all tokens", "throughput", {"metric": "total_throughput", "dataset": "multi-turn chat", "cache_hit_rate": None}, {}, {}, None, "with_caveats", "C18 cache_hit_rate caveat"),
    ("shared prefixes outside a rate of output tokens", "throughput", {"dataset": "multi-turn chat", "cache_hit_rate": None}, {}, {}, None, "same_track", ""),
    ("one request at a time, by two names", "latency", {"batch_size": None, "concurrency": 1.0}, {"load": "single"}, {"load": "closed"}, None, "same_track", ""),
    ("one request at a time, its number told once", "latency", {"batch_size": None, "load": "single"}, {"concurrency": 1.0}, {"concurrency": None}, None, "same_track", ""),
    ("fixed requests in flight beside an offered rate", "latency", {}, {}, {"load": "open"}, None, "not_comparable", "C19 load differs"),
    ("a range beside a point", "throughput", {}, {"value_max": 200.0}, {}, None, "with_caveats", "C20 value_max caveat"),
    ("memory at no stated load", "memory", {"load": None, "concurrency": None, "batch_size": None}, {}, {}, None, "with_caveats", "C19 load caveat"),
    ("two rows of a swept table", "throughput", ROW, {"quote": "| 100 | 90 |", "cell": "90", "value": 90.0}, {"quote": "| 400 | 70 |", "cell": "70", "value": 70.0}, None, "not_comparable", "C20 row differs, C37 difference unsaid"),
    ("two like numbers of a swept table", "throughput", ROW, {"quote": "| 100 | 99 |", "cell": "99", "value": 99.0}, {"quote": "| 400 | 98 |", "cell": "98", "value": 98.0}, None, "not_comparable", "C20 row differs, C37 difference unsaid"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("family", "both", "one", "other", "vary", "verdict", "reasons"),
    [row[1:] for row in PAIRS],
    ids=[row[0] for row in PAIRS],
)
def test_a_pair_gets_its_verdict_for_its_reasons(
    family: str, both: dict[str, Any], one: dict[str, Any], other: dict[str, Any], vary: Any, verdict: str, reasons: str
) -> None:
    a, b = (replace(side, **{**both, **own}) for side, own in zip(pair(family), (one, other), strict=True))
    for found in (judge(a, b, vary), judge(b, a, vary)):
        assert ", ".join(sorted(f"{r.code} {r.field} {r.effect}" for r in found.reasons)) == reasons
        assert found.verdict == verdict
