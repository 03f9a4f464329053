"""Numbers with units as posts write them: what is read, with which unit, bound, range and join."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sametrack.ingest.annotate.quantities import Quantity, find_quantities
from sametrack.ingest.annotate.units import units_of
from sametrack.store.vocabulary import load_vocabulary

UNITS = units_of(load_vocabulary())


def read(text: str) -> list[tuple[float, float | None, str | None, str | None, str]]:
    return [(q.value, q.value_max, q.unit, q.per, q.bound) for q in find_quantities(text, UNITS) if q.unit]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("up to 2.7x higher throughput", [(2.7, None, "x", None, "up_to")]),
        ("gains of 1.8-2.7x", [(1.8, 2.7, "x", None, "exact")]),
        ("2.0x - 3.41x more requests", [(2.0, 3.41, "x", None, "exact")]),
        ("22.3k output tokens per second per node", [(22300.0, None, "tok/s", "node", "exact")]),
        ("about 3–30 ms", [(3.0, 30.0, "ms", None, "about")]),
        ("1.6 rps (per GPU)", [(1.6, None, "req/s", "gpu", "exact")]),
        ("$0.20/1M output tokens", [(0.2, None, "$/Mtok", None, "exact")]),
        ("over 220 tokens/s", [(220.0, None, "tok/s", None, "at_least")]),
        ("less than 10 ms", [(10.0, None, "ms", None, "up_to")]),
        ("twice as fast", [(2.0, None, "x", None, "exact")]),
        ("4.5-11k tokens/s", [(4500.0, 11000.0, "tok/s", None, "exact")]),
    ],
)
def test_number_unit_and_bound_are_read(
    text: str, expected: list[tuple[float, float | None, str, str | None, str]]
) -> None:
    assert read(text) == expected


def test_before_and_after_stay_two_numbers() -> None:
    before, after = [q for q in find_quantities("from 572.5 ms to 61.5 ms", UNITS) if q.unit]
    assert (before.value, before.join, after.value, after.join) == (572.5, "before", 61.5, "after")


def test_a_range_introduced_by_ranging_from_stays_one() -> None:
    assert read("recovery ranging from 94% to 98%") == [(94.0, 98.0, "%", None, "exact")]


def test_a_list_lends_its_unit_backwards() -> None:
    assert [q[0] for q in read("57,674, 54,543, and 50,302 tokens per second")] == [57674.0, 54543.0, 50302.0]


@pytest.mark.parametrize("text", ["8xH100 nodes", "4x H100 GPUs", "v0.6.0", "H100", "8k/1k", "FP8", "Llama-3.1-8B"])
def test_counts_versions_and_names_are_no_quantities(text: str) -> None:
    assert read(text) == []


@given(
    st.floats(min_value=0.01, max_value=999.0).map(lambda x: round(x, 2)), st.sampled_from(["ms", "tok/s", "%", "x"])
)
def test_a_written_number_is_read_back(value: float, unit: str) -> None:
    (found,) = find_quantities(f"it took {value} {unit}" if unit not in "%x" else f"it took {value}{unit}", UNITS)
    assert (found.value, found.unit) == (value, unit)


@given(st.text(alphabet="0123456789.,-–x% msto", max_size=400))
def test_any_text_is_survived_and_spans_hold(text: str) -> None:
    for quantity in find_quantities(text, UNITS):
        assert isinstance(quantity, Quantity)
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.value == quantity.value
        assert abs(quantity.value) != float("inf")


SPELLINGS = [
    (surface, str(entry.attributes.get("unit", entry.name)), float(entry.attributes.get("scale", 1.0)))
    for entry in load_vocabulary().entries("unit")
    for surface in entry.surfaces
]


@given(st.sampled_from(SPELLINGS), st.integers(min_value=2, max_value=999))
def test_every_spelling_of_a_unit_is_read_as_that_unit(spelling: tuple[str, str, float], number: int) -> None:
    surface, unit, scale = spelling
    found = [q for q in find_quantities(f"it was {number} {surface} in all", UNITS) if q.unit]
    assert [(q.value, q.unit) for q in found] == [(number * scale, unit)]


@pytest.mark.parametrize(
    "text", ["a Xeon 6454S", "a Ryzen 7950X", "100s of models", "two 4090s", "16 × 32 blocks", "[4j - 4, 4j + 3]"]
)
def test_tails_of_names_plurals_and_dimensions_are_no_units(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("up to 640 TFLOPS in prefill and 410 TFLOPS in decode", [("up_to", 640.0), ("up_to", 410.0)]),
        ("about 76%, 56%, and 43%", [("about", 76.0), ("about", 56.0), ("about", 43.0)]),
        ("up to 2x here; 3x there", [("up_to", 2.0), ("exact", 3.0)]),
        ("199 -> 180 tok/s", [("exact", 199.0), ("exact", 180.0)]),
    ],
)
def test_a_bound_holds_for_what_is_listed_behind_it(text: str, values: list[tuple[str, float]]) -> None:
    assert [(q[4], q[0]) for q in read(text)] == values


def test_a_falling_pair_is_a_before_and_an_after_and_a_device_lends_no_unit() -> None:
    assert [q.join for q in find_quantities("TTFT went 61.5 to 12.9 ms", UNITS) if q.unit] == ["before", "after"]
    assert [q[0] for q in read("34.5 tok/s on two RTX 4090 and 29.9 tok/s on two others")] == [34.5, 29.9]
