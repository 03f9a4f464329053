"""Track fields: each is found where the claim's words or its section state it, and left unsaid where they do not."""

from __future__ import annotations

import pytest
from sametrack.ingest.annotate import annotate
from sametrack.ingest.read import read
from sametrack.store.claim import Claim
from sametrack.store.vocabulary import load_vocabulary


def claim_of(text: str) -> Claim:
    document = read(text.encode(), url="post.md", name="post.md")
    return next(c for c in annotate(document, load_vocabulary()) if c.value == 1000)


RATE = "output throughput is 1,000 tok/s"


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        (f"With MTP enabled, {RATE}.", "spec_decode", "MTP"),
        (f"Without MTP, {RATE}.", "spec_decode", "off"),
        (f"With MTP-3, {RATE}.", "draft_tokens", 3),
        (f"At an acceptance length of 2.5, {RATE}.", "acceptance_length", 2.5),
        (f"With PD disaggregation, {RATE}.", "serving_mode", "disaggregated"),
        (f"In aggregated serving, {RATE}.", "serving_mode", "aggregated"),
        (f"With prefix caching disabled, {RATE}.", "prefix_cache", "off"),
        (f"With prefix caching, {RATE}.", "prefix_cache", "on"),
        (f"At a hit rate of 80%, {RATE}.", "cache_hit_rate", 80),
        (f"With an FP8 KV cache, {RATE}.", "kv_precision", "FP8"),
        (f"In offline inference, {RATE}.", "load", "offline"),
        (f"With batch size 1, {RATE}.", "load", "single"),
        (f"With batch size 128, {RATE}.", "load", None),
        (f"At 32K context, {RATE}.", "context_tokens", 32000),
        (f"Measured with GuideLLM, {RATE}.", "tool", "GuideLLM"),
        (f"With simulated MTP, {RATE}.", "simulated", "simulated MTP"),
        (f"At TP8 and EP16, {RATE}.", "parallelism", "TP8EP16"),
        (f"At TP8 instead of TP4, {RATE}.", "parallelism", None),
        (f"In our tests {RATE} per decode GPU.", "normaliser", "decode_gpu"),
        (f"In our tests {RATE}.", "token_scope", "output"),
        ("In our tests we reach 1,000 tok/s.", "token_scope", None),
        (f"In our tests {RATE}.", "spec_decode", None),
        (f"In our tests {RATE}.", "serving_mode", None),
    ],
)
def test_a_claims_own_words(words: str, field: str, value: object) -> None:
    assert getattr(claim_of(words), field) == value


def test_a_sections_set_up_reaches_its_numbers_and_no_other_sections() -> None:
    text = f"# vLLM\n\n## One\n\nWe benchmark with PD disaggregation here.\n\nWe see that {RATE}.\n"
    other = f"# vLLM\n\n## One\n\nWe benchmark with PD disaggregation here.\n\n## Two\n\nWe see that {RATE}.\n"
    assert claim_of(text).serving_mode == "disaggregated"
    assert claim_of(other).serving_mode is None


def test_two_values_in_one_text_settle_nothing() -> None:
    assert claim_of(f"With and without speculation (MTP against no MTP) {RATE}.").spec_decode is None


def test_a_track_field_points_at_its_words() -> None:
    facet = next(f for f in claim_of(f"With prefix caching disabled, {RATE}.").facets if f.name == "prefix_cache")
    assert (facet.origin, facet.quote) == ("sentence", "prefix caching disabled")
