"""Verdicts on real pairs of real posts, written again as claims of our own around their figures."""

from __future__ import annotations

from typing import Any

import pytest
from sametrack.digest.compare import judge
from sametrack.store.claim import claim_from_mapping

DAY0 = {"doc": "lmsys/v4", "engine": "SGLang", "metric": "output_throughput", "unit": "tok/s", "normaliser": "user", "batch_size": 1,
        "precision": "FP8", "phase": "decode"}  # fmt: skip
PRO = {
    **DAY0,
    "model": "DeepSeek-V4-Pro",
    "accelerator": "B200",
    "accelerator_count": 8,
    "parallelism": "TP8",
    "subject": "SGLang on B200",
}
FLASH = {**DAY0, "model": "DeepSeek-V4-Flash", "accelerator": "H200", "accelerator_count": 4, "parallelism": "TP4",
         "subject": "SGLang on H200", "context_tokens": 4000, "value": 266}  # fmt: skip
SCALE = {"doc": "lmsys/ep", "engine": "SGLang", "subject": "SGLang", "metric": "output_throughput", "unit": "tok/s", "per": "node",
         "model": "DeepSeek-V3", "precision": "FP8", "accelerator": "H100", "accelerator_count": 72, "nodes": 9, "phase": "decode",
         "context_tokens": 2000, "batch_size": 256, "value": 22282, "setup": "decode table"}  # fmt: skip
QWEN = {"doc": "vllm/25k", "engine": "vLLM", "subject": "vLLM", "metric": "total_throughput", "unit": "tok/s", "per": "gpu",
        "model": "Qwen3.5-397B-A17B", "precision": "NVFP4", "accelerator": "GB200", "accelerator_count": 16, "input_tokens": 8192,
        "output_tokens": 1024, "concurrency": 512, "tool": "vLLM", "value": 25000, "dataset": "random"}  # fmt: skip
V060 = {"doc": "vllm/060", "engine": "vLLM", "subject": "vLLM", "subject_version": "0.6.0", "model": "Llama 3 8B", "precision": "BF16",
        "accelerator": "H100", "accelerator_count": 1, "unit": "x", "form": "ratio", "baseline": "vLLM", "baseline_version": "0.5.3",
        "dataset": "ShareGPT"}  # fmt: skip
SERVED = {"doc": "vllm/served", "engine": "vLLM", "subject": "vLLM", "metric": "output_throughput", "unit": "tok/s", "per": "gpu",
          "model": "DeepSeek-R1", "precision": "FP8", "accelerator": "H200", "value": 2200}  # fmt: skip
GB300 = {"doc": "suite/april", "engine": "vLLM", "subject": "vLLM", "metric": "total_throughput", "unit": "tok/s", "per": "gpu",
         "model": "DeepSeek-R1", "precision": "NVFP4", "accelerator": "GB300", "accelerator_count": 8, "input_tokens": 8192,
         "output_tokens": 1024, "concurrency": 64, "suite": "InferenceX", "subject_version": "0.9", "spec_decode": "off",
         "value": 2200}  # fmt: skip
K3 = {"doc": "vllm/k3", "engine": "vLLM", "subject": "vLLM", "metric": "output_throughput", "unit": "tok/s", "per": "user",
      "model": "Kimi-K3", "precision": "FP4", "accelerator": "GB300", "accelerator_count": 16, "batch_size": 1, "spec_decode": "off",
      "value": 118, "setup": "list"}  # fmt: skip
TPOT = {"metric": "tpot", "unit": "ms", "value": 20, "doc": "a", "engine": "vLLM", "subject": "vLLM", "model": "Llama 3.1 8B",
        "precision": "BF16", "accelerator": "H100", "accelerator_count": 1, "input_tokens": 1000, "output_tokens": 128,
        "concurrency": 8, "tool": "vLLM", "statistic": "mean"}  # fmt: skip

Example = tuple[dict[str, Any], dict[str, Any], str | None, set[str], set[str]]
EXAMPLES: dict[str, Example] = {
    "Pro on one device beside Flash on another": (
        {**PRO, "context_tokens": 4000, "value": 199}, FLASH, "hardware", {"not_comparable"}, {"C08", "C12"}),
    "one machine at 4K and at 900K of context": (
        {**PRO, "value": 199, "subject": "SGLang at 4K context"}, {**PRO, "value": 180, "subject": "SGLang at 900K context"},
        None, {"not_comparable"}, {"C15"}),
    "a named engine beside an unnamed rival in one figure": (
        {**PRO, "value": 199, "setup": "figure 1", "spec_decode": "MTP", "draft_tokens": 3, "acceptance_length": 2.5},
        {**PRO, "value": 71, "setup": "figure 1", "spec_decode": "MTP", "draft_tokens": 3, "acceptance_length": 1.19,
         "engine": None, "subject": "the other OSS engine"}, "engine", {"with_caveats"}, {"C14", "C24"}),
    "one suite months apart, speculation off and on": (
        GB300, {**GB300, "doc": "suite/june", "subject_version": "0.10", "spec_decode": "MTP", "value": 11200},
        "version", {"not_comparable"}, {"C14"}),
    "a post's total rate beside a suite's row": (
        QWEN, {**QWEN, "doc": "suite/row", "tool": "InferenceX", "suite": "InferenceX", "value": 20000,
               "length_distribution": "uniform from 0.8"}, None, {"unknown", "with_caveats"}, {"C16", "C23"}),
    "total rate per device beside an output rate per node": (
        QWEN, SCALE, "hardware", {"not_comparable"}, {"C02", "C03", "C08", "C10", "C15"}),
    "throughput gain at full load beside a latency gain at a fixed rate": (
        {**V060, "metric": "throughput", "value": 2.7, "load": "offline"}, {**V060, "metric": "tpot", "value": 5, "request_rate": 32},
        None, {"not_comparable"}, {"C01", "C19"}),
    "own figure beside the profile of another in one table": (
        SCALE, {**SCALE, "engine": None, "subject": "DeepSeek Blog", "accelerator": None, "accelerator_count": None, "nodes": None,
                "batch_size": None, "context_tokens": 4989, "value": 14800, "basis": "quoted"},
        "engine", {"not_comparable"}, {"C15", "C20"}),
    "a figure and its restatement in another post, lengths and load unsaid": (
        SERVED, {**SERVED, "doc": "vllm/later", "phase": "decode"}, None, {"unknown"}, {"C15", "C19"}),
    "a closed suite's row beside a post": (
        {**QWEN, "suite": "MLPerf Inference v5.1"}, {**QWEN, "doc": "other"}, None, {"not_comparable"}, {"C28"}),
    "one label, two tools": (
        TPOT, {**TPOT, "doc": "b", "tool": "GuideLLM", "value": 35.5}, None, {"not_comparable"}, {"C06"}),
    "one user's rate without and with a draft": (
        K3, {**K3, "spec_decode": "DSpark", "value": 370, "acceptance_length": 4.1, "subject": "vLLM with DSpark"},
        "technique", {"same_track", "with_caveats"}, set()),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_real_pair_gets_the_verdict_its_posts_deserve(name: str) -> None:
    a, b, vary, verdicts, codes = EXAMPLES[name]
    found = judge(claim_from_mapping(a), claim_from_mapping(b), vary)  # type: ignore[arg-type]
    assert found.verdict in verdicts, found.reasons
    assert codes <= {reason.code for reason in found.reasons}


def test_a_restated_figure_asks_for_lengths_and_load() -> None:
    a, b, *_ = EXAMPLES["a figure and its restatement in another post, lengths and load unsaid"]
    asked = judge(claim_from_mapping(a), claim_from_mapping(b), None).ask
    assert {"input_tokens", "output_tokens", "load"} <= set(asked)
