"""Sentences as spans, and quotes that hold their value."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sametrack.ingest.annotate.sentences import quote_span, sentences


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


def test_abbreviations_versions_and_decimals_do_not_end_a_sentence() -> None:
    assert split("We compare vs. TGI v0.9.4 at 2.5x. It holds.") == ["We compare vs. TGI v0.9.4 at 2.5x.", "It holds."]


def test_a_parenthesis_may_close_a_sentence() -> None:
    assert split("Faster (by 2x.) Then slower.") == ["Faster (by 2x.)", "Then slower."]


@given(st.text(alphabet="ab. \n1", max_size=900), st.data())
def test_a_quote_holds_its_value_inside_the_text(text: str, data: st.DataObject) -> None:
    spans = sentences(text)
    if not spans:
        return
    start, end = data.draw(st.sampled_from(spans))
    first = data.draw(st.integers(start, max(start, end - 1)))
    last = data.draw(st.integers(first + 1, end)) if end > first else first + 1
    if last - first > 200:
        return
    a, b = quote_span(text, (start, end), (first, last))
    assert 0 <= a <= first < last <= b <= len(text)
    assert b - a <= 300
