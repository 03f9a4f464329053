"""Whose number it is and what it is compared with."""

from __future__ import annotations

import pytest
from sametrack.ingest.annotate.sides import baseline_of, owner_of, subject_of, topic_of


@pytest.mark.parametrize(
    ("sentence", "number", "subject", "baseline"),
    [
        ("EngineA v0.4 achieved 1.9x decoding throughput compared to EngineA v0.3.", "1.9x", "EngineA v0.4", "EngineA v0.3"),
        ("On H200, vLLM achieves up to 24x higher throughput than HF Transformers.", "24x", "vLLM", "HF Transformers"),
        ("Cache-aware balancer: up to 1.9x increase in throughput", "1.9x", "Cache-aware balancer", None),
        ("The fused kernel reduces decode latency by 28% over the naive kernel.", "28%", "fused kernel", "naive kernel"),
        ("It is 2x faster.", "2x", None, None),
        ("Throughput rose 20% over the past year.", "20%", None, None),
        ("GB300's per-GPU throughput is 14% higher than B300.", "14%", "GB300", "B300"),
        ("The step time of the fused kernel is 2.7x that of the naive kernel.", "2.7x", "fused kernel", "naive kernel"),
        ("Chatbot: EngineA sustains 3.2x higher goodput than EngineB.", "3.2x", "EngineA", "EngineB"),
        ("EngineA outperforms EngineB by 4.6x in TTFT.", "4.6x", "EngineA", "EngineB"),
        ("We added an object cache, which improves throughput by 24%.", "24%", "object cache", None),
        ("Using this layout, we save 30% of the memory.", "30%", None, None),
        ("Tests show EngineA is 2x faster.", "2x", "EngineA", None),
    ],
)  # fmt: skip
def test_sides_are_read_in_the_posts_own_words(
    sentence: str, number: str, subject: str | None, baseline: str | None
) -> None:
    at = sentence.index(number)
    assert subject_of(sentence, at) == subject
    assert baseline_of(sentence, at + len(number)) == baseline


def test_the_name_in_brackets_owns_its_number() -> None:
    sentence = "Accuracy fell from 91% (BF16) to 13% (FP8) on long prompts (see Figure 3)."
    assert owner_of(sentence, sentence.index("13%") + 3) == "FP8"
    assert owner_of("It took 12 ms (median) in all.", len("It took 12 ms")) is None


def test_this_mechanism_is_what_the_heading_names() -> None:
    sentence = "This mechanism yields 1.45x higher throughput."
    at = sentence.index("1.45x")
    assert subject_of(sentence, at, "Expert Deferral: hiding the slow experts") == "Expert Deferral"
    assert subject_of(sentence, at, "Benchmark results") is None
    assert topic_of("3.1 Paged cache") == "Paged cache"
