"""Lengths, load and counts stated in text, set-up lines and commands."""

from __future__ import annotations

import pytest
from sametrack.ingest.annotate.parameters import find_parameters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("prefill only (ISL=2k, OSL=1)", {"input_tokens": 2000, "output_tokens": 1}),
        ("on the 8k/1k workload", {"input_tokens": 8000, "output_tokens": 1000}),
        ("2K in / 1K out", {"input_tokens": 2000, "output_tokens": 1000}),
        ("with 4,096 input tokens and 512 output tokens", {"input_tokens": 4096, "output_tokens": 512}),
        ("--random-input-len 1024 --max-concurrency 64 -tp 8", {"input_tokens": 1024, "concurrency": 64, "accelerator_count": 8}),
        ("a batch size of 64", {"batch_size": 64}),
        ("1.69x faster (c=1)", {"concurrency": 1}),
        ("holds up under 128 BS", {"batch_size": 128}),
        ("at 32 QPS", {"request_rate": 32}),
        ("on a single H100 GPU", {"accelerator_count": 1}),
        ("on eight H100 GPUs", {"accelerator_count": 8}),
        ("NVFP4 with TP2", {"accelerator_count": 2}),
    ],
)  # fmt: skip
def test_stated_parameters_are_found(text: str, expected: dict[str, float]) -> None:
    assert {name: value for name, value, _, _ in find_parameters(text)} == expected


@pytest.mark.parametrize(
    "text",
    ["22.3k output tokens per second", "released on 2026/04", "a ratio of 3/4", "the H100 GPU", "24/7 support", "https://x.example/1/2", "a tile of C=64 channels", "abc=3", "30 bs of text"],
)  # fmt: skip
def test_rates_dates_and_ratios_are_no_parameters(text: str) -> None:
    assert find_parameters(text) == []


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("using 4K input/2K output", [("input_tokens", 4000.0), ("output_tokens", 2000.0)]),
        ("Input 1024 Output 512", [("input_tokens", 1024.0), ("output_tokens", 512.0)]),
        ("(Request=1)", [("concurrency", 1.0)]),
        ("128 tokens per GPU", [("batch_size", 128.0)]),
        ("3,100 tokens per GPU per second", []),
        ("73.7k/14.8k input/output tokens per second", []),
    ],
)
def test_lengths_and_batches_as_posts_write_them(text: str, stated: list[tuple[str, float]]) -> None:
    assert [(name, value) for name, value, _, _ in find_parameters(text)] == stated
