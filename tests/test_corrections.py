"""Corrections: checked, appended, undone, shared; they win over extraction and survive it in any order of events."""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sametrack.digest.cli.root import run
from sametrack.digest.tracking import refresh
from sametrack.ingest.annotate import annotate
from sametrack.ingest.fetch import Fetcher
from sametrack.ingest.pipeline import Pipeline
from sametrack.ingest.understand import Annotator
from sametrack.store.corrections import Correction, Remark, conflicts
from sametrack.store.database import Database, open_database
from sametrack.store.rows import ClaimFilter
from sametrack.store.vocabulary import load_vocabulary

POST = "# Alpha 1.0\n\nAlpha serves 1,200 output tokens/s on one H100 with Llama 3.1 8B.\n"
EDITED = POST.replace("1,200", "1,300")


def read_as(unit: str) -> Annotator:
    """An extractor that finds ``unit`` where today's finds another: the same words, another claim."""
    return lambda document, words: [replace(claim, unit=unit) for claim in annotate(document, words)]


@pytest.fixture
def uid(tmp_path: Path) -> str:
    (tmp_path / "post.md").write_text(POST)
    assert run(["-q", "ingest", str(tmp_path / "post.md")]) == 0
    with open_database(tmp_path / "test.db") as database:
        return database.claims()[0].uid


def shown(uid: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["show", uid, "--json"]) == 0
    value: dict[str, Any] = json.loads(capsys.readouterr().out)["claim"]
    return value


def test_a_correction_wins_says_who_when_why_survives_reread_and_is_undone(
    uid: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(["correct", uid[:8], "accelerator=h200", "concurrency=64", "--why", "figure 2 says so", "--by", "Ann"]) == 0
    )
    assert run(["reread"]) == 0
    card = shown(uid, capsys)
    assert (card["accelerator"], card["concurrency"]) == ("H200", 64.0)
    facet = next(f for f in card["facets"] if f["name"] == "accelerator")
    assert facet["origin"] == "correction"
    assert "Ann" in facet["quote"]
    assert "figure 2" in facet["quote"]
    assert run(["show", uid]) == 0
    assert "accelerator = H200  by Ann" in capsys.readouterr().out
    assert run(["claims", "--accelerator", "H200", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["claims"]) == 1
    assert run(["claims", "--accelerator", "H100", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["claims"] == []
    assert run(["correct", uid, "accelerator", "--undo", "--why", "misread", "--by", "Bob"]) == 0
    card = shown(uid, capsys)
    assert card["accelerator"] == "H100"
    assert card["corrections"][0]["undone"]["who"] == "Bob"


def test_a_field_can_be_made_not_stated_and_a_note_changes_nothing(
    uid: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = shown(uid, capsys)
    assert run(["correct", uid, "--note", "We used TP1 for this run.", "--by", "vendor"]) == 0
    after = shown(uid, capsys)
    [said] = after.pop("corrections")
    assert said["value"] == "We used TP1 for this run."
    assert said.keys() == {"claim", "field", "value", "why", "who", "at", "undone"}
    before.pop("corrections")
    assert before == after
    assert run(["correct", uid, "accelerator=", "--why", "the post never says"]) == 0
    assert "accelerator" not in shown(uid, capsys)


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ("colour=red", "no field of a claim"),
        ("unit=parsecs", "use one of"),
        ("metric=vibes", "use one of"),
        ("value=many", "must be a number"),
        ("value=nan", "finite"),
        ("value=", "cannot be empty"),
        ("statistic=p500", "percentile"),
        ("load=heavy", "closed"),
    ],
)
def test_what_the_guide_does_not_know_is_one_line_and_changes_nothing(
    field: str, says: str, uid: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["correct", uid, "concurrency=8", field, "--why", "because"]) == 1
    told = capsys.readouterr().err.strip()
    assert says in told
    assert "\n" not in told
    assert shown(uid, capsys)["corrections"] == []


def test_without_a_reason_or_a_correction_to_undo_nothing_happens(uid: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["correct", uid, "concurrency=8"]) == 2
    assert run(["correct", uid, "concurrency", "--undo", "--why", "x"]) == 1
    assert run(["correct", "ffff0000", "concurrency=8", "--why", "x"]) == 1
    assert shown(uid, capsys)["corrections"] == []


def test_rows_of_corrections_cannot_be_changed_or_deleted(uid: str, tmp_path: Path) -> None:
    assert run(["correct", uid, "concurrency=8", "--why", "x"]) == 0
    with sqlite3.connect(tmp_path / "test.db") as raw:
        for sql in ("DELETE FROM corrections", "UPDATE corrections SET value = 9", "UPDATE corrections SET number = 9"):
            with pytest.raises(sqlite3.Error, match="append-only"):
                raw.execute(sql)


def test_export_and_import_carry_everything_in_force_and_tell_conflicts(
    uid: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = 'a "quote", a back\\slash, an é and 😀'
    assert run(["correct", uid, "concurrency=8", "slo=none", "--why", odd, "--by", "Ann"]) == 0
    assert run(["correct", uid, "slo", "--undo", "--why", "no"]) == 0
    assert run(["correct", uid, "--note", odd, "--by", "vendor"]) == 0
    file = tmp_path / "c.toml"
    assert run(["corrections", "export", str(file)]) == 0
    other = ["--db", str(tmp_path / "other.db")]
    assert run([*other, "-q", "ingest", str(tmp_path / "post.md")]) == 0
    for expected in ("2 taken", "0 taken, 2 already held"):
        capsys.readouterr()
        assert run([*other, "corrections", "import", str(file)]) == 0
        assert expected in capsys.readouterr().out
    with open_database(tmp_path / "other.db") as database:
        assert [(h.field, h.value, h.why, h.who) for h in database.corrections(uid)] == [
            ("concurrency", "8.0", odd, "Ann"),
            ("note", odd, "a note", "vendor"),
        ]
    file.write_text(
        re.sub("(?m)^number = .*\n", "", file.read_text().replace('"8.0"', '"16"'))
        + '\n[[correction]]\nclaim = "x"\nfield = "slo"\nwhy = "w"\nwho = "C"\nat = "2026"\n'
    )
    assert run([*other, "corrections", "import", str(file)]) == 3
    told = capsys.readouterr().err.strip()
    assert "1 conflict" in told
    assert "Ann says 8.0" in told
    assert "\n" not in told
    with open_database(tmp_path / "other.db") as database:
        assert len(database.corrections()) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nonsense", "not TOML"),
        ("format = 9\n", "format 9"),
        ('format = 1\n[[correction]]\nclaim = "a"\n', "correction 1: needs"),
        (
            'format = 1\n[[correction]]\nclaim = "a"\nfield = "colour"\nvalue = "red"\nwhy = "w"\nwho = "x"\nat = "2026"\n',
            "no field of a claim",
        ),
        (
            'format = 1\n[[correction]]\nclaim = "a"\nnumber = "1"\nfield = "slo"\nwhy = "w"\nwho = "x"\nat = "2026"\n',
            "its number is none",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_is_one_line(
    text: str, says: str, uid: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.toml").write_text(text)
    assert run(["corrections", "import", str(tmp_path / "bad.toml")]) == 1
    told = capsys.readouterr().err.strip()
    assert says in told
    assert "\n" not in told
    with open_database(tmp_path / "test.db") as database:
        assert database.corrections() == []


def test_a_correction_follows_its_words_when_a_better_extractor_reads_them_otherwise(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text(POST)
    words = load_vocabulary()
    with open_database(tmp_path / "d.db") as database:
        list(Pipeline(database, Fetcher(), words).run([str(tmp_path / "post.md")]))
        [first] = database.claims()
        database.correct([Remark(first.uid, "concurrency", "32.0", "why", "who", "2026-01-01")])
        other = Pipeline(database, Fetcher(), words, annotator=read_as("req/s"))
        object.__setattr__(words, "fingerprint", "other words")
        list(other.reread())
        [second] = database.claims()
        assert second.uid != first.uid
        assert second.claim.concurrency == 32.0


def test_a_correction_keys_all_readings_of_its_number_anew_and_no_other(tmp_path: Path) -> None:
    """Three readings of the same words after one another, then an edit of them; keys are made before and after."""
    file, words = tmp_path / "post.md", load_vocabulary()
    with open_database(tmp_path / "d.db") as database:
        for unit, text in (("tok/s", POST), ("req/s", POST), ("samples/s", POST), ("samples/s", EDITED)):
            file.write_text(text)
            object.__setattr__(words, "fingerprint", unit)
            list(Pipeline(database, Fetcher(), words, annotator=read_as(unit)).run([str(file)]))
        readings = {s.uid: s.id for s in database.claims(ClaimFilter(status=None))}
        first, *later, edited = readings
        same = [readings[uid] for uid in (first, *later)]
        refresh(database)
        assert database.pending_keys(10) == []
        database.correct([Remark(first, "concurrency", "32.0", "why", "who", "2026-01-01")])
        assert database.pending_keys(10) == same
        refresh(database)
        database.correct([Remark(later[-1], "concurrency", "64.0", "why", "who", "2026-01-01")])
        assert database.pending_keys(10) == same
        refresh(database)
        database.correct([Remark(edited, "concurrency", "16.0", "why", "who", "2026-01-01")])
        assert database.pending_keys(10) == [readings[edited]]
        refresh(database)
        database.undo(later[0], "concurrency", "no", "who", "2026-01-02")
        assert database.pending_keys(10) == same


def test_a_correction_costs_the_same_however_many_there_are(tmp_path: Path) -> None:
    """Of each claim of a table that was read twice, in SQLite's own steps: result files bring thousands at once."""
    words, steps = load_vocabulary(), {}
    for many in (10, 100):
        rows = "".join(f"| Llama {n}B | {n + 1000} |\n" for n in range(many))
        (tmp_path / "post.md").write_text(f"# Alpha\n\n| Model | tokens/s |\n|---|---|\n{rows}")
        with open_database(tmp_path / f"{many}.db") as database:
            for unit in ("tok/s", "req/s"):
                object.__setattr__(words, "fingerprint", unit)
                list(Pipeline(database, Fetcher(), words, annotator=read_as(unit)).run([str(tmp_path / "post.md")]))
            uids = [s.uid for s in database.claims()]
            assert len(uids) == many
            counted: list[int] = []
            database.sql.set_progress_handler(lambda counted=counted: counted.append(1), 10)
            for uid in uids:
                database.correct([Remark(uid, "nodes", "1.0", "why", "who", "2026-01-01")])
                database.undo(uid, "nodes", "no", "who", "2026-01-02")
            steps[many] = len(counted) / many
    assert steps[100] < 1.5 * steps[10]


def test_a_correction_is_kept_once_the_newest_is_undone_and_the_one_before_it_holds_again(
    uid: str, tmp_path: Path
) -> None:
    with open_database(tmp_path / "test.db") as database:

        def said(value: str) -> int:
            return database.correct([Remark(uid, "concurrency", value, "why", "who", "2026-01-01")])

        assert [said(value) for value in ("8.0", "8.0", "16.0")] == [1, 0, 1]
        assert database.claims()[0].claim.concurrency == 16.0
        assert database.undo(uid, "concurrency", "no", "who", "2026-01-02").value == "16.0"
        assert database.claims()[0].claim.concurrency == 8.0
        database.correct([Remark(uid, "accelerator", "H200", "why", "who", "2026-01-01")])
        facets = database.claim(uid).claim.facets
        assert [(f.value, f.origin) for f in facets if f.name == "accelerator"] == [("H200", "correction")]


def test_two_values_of_one_field_are_a_conflict_and_two_notes_are_none() -> None:
    def remark(field: str, value: str | None, who: str) -> Remark:
        return Remark("c" * 16, field, value, "why", who, "2026")

    assert conflicts([remark("slo", None, "Ann"), remark("slo", "none", "Bob")], []) == [
        "cccccccc slo: Ann says not stated, Bob says none"
    ]
    assert conflicts([remark("slo", "x", "Ann"), remark("slo", "x", "Bob")], []) == []
    assert conflicts([remark("note", "x", "Ann"), remark("note", "y", "Bob")], []) == []
    held = Correction("c" * 16, "slo", "x", "why", "Ann", "2026")
    assert len(conflicts([remark("slo", "y", "Bob")], [held])) == 1
    assert conflicts([remark("slo", "y", "Bob")], [replace(held, undone=remark("slo", None, "Ann"))]) == []


EVENTS = st.lists(st.sampled_from(["ingest", "edit", "back", "reread", "correct", "undo"]), min_size=1, max_size=8)


def _play(database: Database, events: list[str], folder: Path) -> None:
    """Play events; corrections and undos keep their own order, the rest may stand anywhere between them."""
    made = 0
    file = folder / "post.md"
    for number, event in enumerate(["ingest", *events, "back"]):
        if event in ("ingest", "edit", "back"):
            file.write_text(EDITED.replace("Alpha 1.0", "Alpha 1.0, edited") if event == "edit" else POST)
        pipeline = Pipeline(database, Fetcher(), load_vocabulary(), now=f"2026-01-01T00:00:{number:02}+00:00")
        if event == "reread":
            list(pipeline.reread())
        elif event in ("ingest", "edit", "back"):
            list(pipeline.run([str(file)]))
        elif event == "correct":
            made += 1
            database.correct([Remark(UID, "concurrency", f"{made}.0", f"why {made}", "who", "2026-01-01")])
        elif any(h.undone is None for h in database.corrections(UID)):
            database.undo(UID, "concurrency", "no", "who", "2026-01-02")


def _uid() -> str:
    with tempfile.TemporaryDirectory() as folder, open_database(Path(folder) / "d.db") as database:
        (Path(folder) / "post.md").write_text(POST)
        list(Pipeline(database, Fetcher(), load_vocabulary()).run([str(Path(folder) / "post.md")]))
        return database.claims()[0].uid


UID = _uid()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
def test_ingest_edit_correct_undo_and_reread_in_any_order_end_in_the_same_state(events: list[str]) -> None:
    """The state depends on the corrections and the last text, not on what was ingested or read again between them."""
    states = []
    for played in (events, [e for e in events if e in ("correct", "undo")]):
        with tempfile.TemporaryDirectory() as folder, open_database(Path(folder) / "d.db") as database:
            _play(database, played, Path(folder))
            claims = database.claims(ClaimFilter())
            states.append(
                ([(s.uid, s.claim.value, s.claim.concurrency) for s in claims],
                 [(h.field, h.value, h.undone is None) for h in database.corrections(UID)])
            )  # fmt: skip
    assert states[0] == states[1]
