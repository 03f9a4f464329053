"""Whose number it is and what it is compared with."""

from __future__ import annotations

import pytest
from sametrack.ingest.annotate.sides import baseline_of, subject_of


@pytest.mark.parametrize(
    ("sentence", "number", "subject", "baseline"),
    [
        ("EngineA v0.4 achieved 1.9x decoding throughput compared to EngineA v0.3.", "1.9x", "EngineA v0.4", "EngineA v0.3"),
        ("On H200, vLLM achieves up to 24x higher throughput than HF Transformers.", "24x", "vLLM", "HF Transformers"),
        ("Cache-aware balancer: up to 1.9x increase in throughput", "1.9x", "Cache-aware balancer", None),
        ("The fused kernel reduces decode latency by 28% over the naive kernel.", "28%", "fused kernel", "naive kernel"),
        ("It is 2x faster.", "2x", None, None),
        ("Throughput rose 20% over the past year.", "20%", "Throughput", None),
    ],
)  # fmt: skip
def test_sides_are_read_in_the_posts_own_words(
    sentence: str, number: str, subject: str | None, baseline: str | None
) -> None:
    at = sentence.index(number)
    assert subject_of(sentence, at) == subject
    assert baseline_of(sentence, at + len(number)) == baseline
