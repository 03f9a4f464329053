"""A correction stays on its number, whoever reads it and in whatever order, and reaches no other number."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sametrack.digest.compare import short_key
from sametrack.digest.tracking import refresh
from sametrack.store.claim import Claim
from sametrack.store.corrections import Remark, conflicts
from sametrack.store.database import open_database
from sametrack.store.numbers import Printed, numbers
from sametrack.store.rows import ClaimFilter
from sametrack.store.sharing import remarks_in, written
from sametrack.store.vocabulary import load_vocabulary

sys.path.insert(0, str(Path(__file__).parent))
from readings import FULL, POST, SAID, Readings, Take, as_it_is, as_unit, as_value, claims_of, only


@pytest.fixture
def readings(tmp_path: Path) -> Iterator[Readings]:
    with open_database(tmp_path / "d.db") as database:
        yield Readings(database)


def test_a_correction_of_a_cell_never_shows_on_another_cell_of_its_row(readings: Readings) -> None:
    [speed] = readings.take(only("tok/s"))
    readings.correct(speed, "value", "999.0")
    [delay] = readings.take(only("ms"))
    assert delay.claim.value == 35.0
    assert delay.replaces is None
    assert [(s.claim.unit, s.claim.value) for s in readings.take()] == [("tok/s", 999.0), ("ms", 35.0)]
    assert readings.database.corrections(delay.uid) == []


def test_a_correction_follows_its_cell_to_another_unit_and_replaces_it_in_its_history(readings: Readings) -> None:
    [speed, _] = readings.take()
    readings.correct(speed, "value", "999.0")
    found = readings.take(lambda claim: replace(claim, unit="req/s") if claim.unit == "tok/s" else claim)
    assert [(s.claim.unit, s.claim.value, s.replaces) for s in found] == [
        ("req/s", 999.0, speed.uid), ("ms", 35.0, None)
    ]  # fmt: skip


def test_a_correction_stays_when_the_words_are_read_as_they_were_before_it(readings: Readings) -> None:
    readings.text = POST
    readings.take(as_unit("req/s"))
    [between] = readings.take(as_unit("samples/s"))
    readings.correct(between, "concurrency", "64.0")
    for unit in ("req/s", "tok/s", "req/s"):
        [stored] = readings.take(as_unit(unit))
        assert stored.claim.concurrency == 64.0
        shown = readings.database.claim(stored.uid)
        assert [f.origin for f in shown.claim.facets if f.name == "concurrency"] == ["correction"]
    readings.database.undo(stored.uid, "concurrency", "misread", "who", "2026-01-03")
    assert {s.claim.concurrency for s in readings.database.claims(ClaimFilter(status=None))} == {None}


def test_the_newest_correction_wins_on_whichever_reading_it_was_made(readings: Readings) -> None:
    readings.text = POST
    [first] = readings.take()
    [second] = readings.take(as_unit("req/s"))
    for stored, value in ((second, "32.0"), (first, "64.0")):
        readings.correct(stored, "concurrency", value)
    [shown] = readings.database.claims()
    assert shown.claim.concurrency == 64.0
    facets = readings.database.claim(shown.uid).claim.facets
    assert [f.value for f in facets if f.name == "concurrency"] == ["64.0"]


@pytest.mark.parametrize("value", ["1,200", "1,200 output", "serves 1,200"])
def test_a_longer_or_shorter_value_at_its_place_is_the_same_number(value: str, readings: Readings) -> None:
    readings.text = POST
    [whole] = readings.take()
    readings.correct(whole, "concurrency", "64.0")
    [other] = readings.take(as_value(value))
    assert (other.claim.value_text, other.claim.concurrency) == (value, 64.0)
    assert other.uid != whole.uid


def test_the_same_words_in_another_document_are_another_number(readings: Readings) -> None:
    [own] = [s for s in readings.take() if s.claim.unit == "ms"]
    readings.correct(own, "value", "999.0")
    readings.url = "https://example.org/again"
    assert [s.claim.value for s in readings.take() if s.claim.unit == "ms"] == [35.0, 999.0]


def test_where_a_row_stands_twice_the_correction_stays_in_its_table(readings: Readings) -> None:
    """Though the identity of the claim goes from one row to the other as more of the page is read."""
    readings.text = FULL
    last = max(c.block or 0 for c in claims_of(readings.text) if c.place == "table")
    [_, second] = readings.take(lambda claim: claim if claim.block == last else None)
    readings.correct(second, "value", "999.0")
    rows = [s for s in readings.take() if "70B" in s.claim.quote]
    assert [s.claim.value for s in rows] == [12.0, 12.0, 12.0, 999.0]
    assert second.uid in {s.uid for s in rows[:3]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (POST, POST.replace("1.0\n", "1.0\n\nAn update: the kernels are here, and twice as fast.\n")),
        (POST, POST.replace("\n\nAlpha", "\n\n  ALPHA").replace(" output tokens", "  output tokens")),
        (POST, f"---\ndescription: {SAID}\n---\n{POST}"),
        (f"# Changes\n\n## 1.0\n\n- {SAID}\n", f"# Changes\n\n## 1.1\n\n- {SAID}\n\n## 1.0\n\n- {SAID}\n"),
    ],
    ids=["an edit elsewhere", "blanks and capitals", "a summary before the text", "a newer release before the older"],
)
def test_a_correction_stays_on_its_words_when_the_text_around_them_changes(
    before: str, after: str, readings: Readings
) -> None:
    readings.text = before
    own = readings.take()[-1]
    readings.correct(own, "concurrency", "64.0")
    readings.text = after
    *others, last = readings.take(lambda claim: claim if "1,200" in claim.quote else None)
    assert last.claim.concurrency == 64.0
    assert {s.claim.concurrency for s in others} <= {None}


@pytest.mark.parametrize(
    ("kind", "before", "after", "own"),
    [
        ("thread", [SAID], [SAID, f"> {SAID} We saw half."], 0),
        ("changelog", [SAID], [SAID, SAID], 1),
        ("post", [f"{SAID} So they say."], [SAID, f"{SAID} So they say."], 1),
    ],
)
def test_words_said_again_where_a_document_grows_are_other_words(
    kind: str, before: list[str], after: list[str], own: int
) -> None:
    places = [Printed(SAID, "1,200", "prose", n, text.index(SAID), text.index("1,200")) for n, text in enumerate(after)]
    [held] = numbers("u", kind, before, [replace(places[own], block=0)])
    found = numbers("u", kind, after, places)
    assert found[own] == held
    assert len(set(found)) == 2


@pytest.mark.parametrize("row", ["| 12 | 12 |", "  | 12 | 12 |  ", "Throughput: 12 (12)", "12\t12"])
def test_equal_lines_are_told_apart_and_so_are_the_numbers_in_them(row: str) -> None:
    """A table printed inside a code block is quoted without its borders."""
    text = f"{row}\nanother line\n{row}"
    spots = [n for n in range(len(text)) if text.startswith("12", n)]
    places = [Printed(text[n : n + 2], "12", "code", 0, n, n) for n in spots]
    assert len(set(numbers("u", "post", [text], places))) == len(spots) == 4
    assert numbers("u", "post", [text.replace(row, f"{row} ").upper()], places[:1]) == numbers(
        "u", "post", [text], places[:1]
    )


def test_a_correction_is_not_carried_to_edited_words(readings: Readings) -> None:
    readings.text = POST
    [own] = readings.take()
    readings.correct(own, "concurrency", "64.0")
    readings.text = POST.replace("1,200", "1,300")
    [edited] = readings.take()
    assert (edited.replaces, edited.claim.concurrency) == (own.uid, None)


def test_a_correction_that_came_before_its_claim_waits_for_it_and_then_stays(
    readings: Readings, tmp_path: Path
) -> None:
    with open_database(tmp_path / "other.db") as other:
        [_, delay] = Readings(other).take()
    readings.correct(delay, "value", "999.0")
    assert readings.take(only("tok/s"))[0].claim.value == 1200.0
    assert [s.claim.value for s in readings.take()] == [1200.0, 999.0]
    assert [s.claim.value for s in readings.take(as_unit("s"))] == [1200.0, 999.0]


def test_a_shared_correction_lands_on_its_number_though_its_claim_is_another_there(
    readings: Readings, tmp_path: Path
) -> None:
    readings.text = FULL
    last = max(c.block or 0 for c in claims_of(readings.text) if c.place == "table")
    second = readings.take(lambda claim: claim if claim.block == last else None)[1]
    readings.correct(second, "value", "999.0")
    readings.database.correct([Remark(second.uid, "note", "our own run", "a note", "who", "2026-01-02")])
    file = written(readings.database.corrections(), readings.database.claims())
    for name, take in (("whole", as_it_is), ("otherwise", as_unit("x"))):
        with open_database(tmp_path / f"{name}.db") as database:
            Readings(database, readings.text).take(take)
            remarks = database.settled(remarks_in(file, "c.toml", load_vocabulary()))
            assert conflicts(remarks, database.corrections()) == []
            assert database.correct(remarks) == 2
            assert database.correct(remarks) == 0
            rows = [s for s in database.claims() if "70B" in s.claim.quote]
            assert [s.claim.value for s in rows] == [12.0, 12.0, 12.0, 999.0]
            assert [h.field for h in database.corrections(rows[-1].uid)] == ["value", "note"]
            told = replace(remarks[0], claim="any", value="998.0")
            assert len(conflicts([told], database.corrections())) == 1


def test_a_file_without_numbers_is_taken_for_what_its_claims_read_now(readings: Readings) -> None:
    [speed, _] = readings.take()
    readings.correct(speed, "value", "999.0")
    file = written(readings.database.corrections(), [])
    old = "".join(line for line in file.splitlines(keepends=True) if not line.startswith("number"))
    assert old != file
    other = remarks_in(old.replace("999.0", "998.0"), "c.toml", load_vocabulary())
    assert len(conflicts(readings.database.settled(other), readings.database.corrections())) == 1
    assert readings.database.correct(remarks_in(old, "c.toml", load_vocabulary())) == 0


MISSED, AS_IT_IS, OTHERWISE, BARE = "missed", "as it is", "in another unit", "value without its words"
READING = st.lists(st.sampled_from([MISSED, AS_IT_IS, OTHERWISE, BARE]), min_size=8, max_size=8)
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("read"), READING),
        st.tuples(st.sampled_from(["correct", "undo"]), st.integers(0, 20)),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip
PRINTED = {
    (claim.block, claim.value_start): number for number, claim in enumerate(claims_of(FULL))
}  # fmt: skip
"""All numbers of the document, by where they stand in it."""


def number_of(claim: Claim) -> int:
    return PRINTED[claim.block, claim.value_start]


def reading(how: Sequence[str]) -> Take:
    def take(claim: Claim) -> Claim | None:
        way = how[number_of(claim)]
        if way == OTHERWISE:
            return replace(claim, unit="req/s")
        return None if way == MISSED else as_value()(claim) if way == BARE else claim

    return take


@settings(max_examples=60, deadline=None)
@given(events=EVENTS)
def test_whoever_reads_a_number_sees_its_corrections_and_no_others(events: list[tuple[str, object]]) -> None:
    """On the claim, its facets and its track key, after every event; a correction may be made on an old reading."""
    assert len(PRINTED) == 8
    said: dict[int, list[float]] = {number: [] for number in PRINTED.values()}
    with tempfile.TemporaryDirectory() as folder, open_database(Path(folder) / "d.db") as database:
        readings = Readings(database, FULL)
        for made, (event, what) in enumerate([("read", [AS_IT_IS] * 8), *events], 1):
            held = database.claims(ClaimFilter(status=None))
            if event == "read":
                assert isinstance(what, list)
                readings.take(reading(what))
            elif isinstance(what, int) and event == "correct":
                stored = held[what % len(held)]
                readings.correct(stored, "concurrency", f"{made}.0")
                said[number_of(stored.claim)].append(float(made))
            elif isinstance(what, int):
                stored = held[what % len(held)]
                if said[number_of(stored.claim)]:
                    database.undo(stored.uid, "concurrency", "no", "who", "2026-01-03")
                    said[number_of(stored.claim)].pop()
            refresh(database)
            keys = dict(database.sql.execute("SELECT claim, track FROM track_keys").fetchall())
            for stored in database.claims():
                own = said[number_of(stored.claim)]
                assert stored.claim.concurrency == (own[-1] if own else None)
                told = [h.value for h in database.corrections(stored.uid) if h.undone is None]
                assert told == [str(value) for value in own]
                facets = database.claim(stored.uid).claim.facets
                assert [f.value for f in facets if f.origin == "correction"] == told[-1:]
                assert keys.get(stored.id) == short_key(stored.claim)
            assert keys or made > 1
