"""Tracks: keys kept beside the claims and void when they must be, windows that read little, lineage, what could join."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sametrack.digest.cli import keying
from sametrack.digest.cli.root import run
from sametrack.digest.compare import better, could_join, lineage, short_key, tracks_of
from sametrack.digest.compare.trackkey import missing, track_key
from sametrack.digest.tracking import refresh
from sametrack.store.claim import Claim
from sametrack.store.database import Database, open_database

ONE = Claim(
    doc="a", quote="q", value_text="1500", value=1500.0, unit="tok/s", metric="output_throughput", subject="vLLM", engine="vLLM",
    subject_version="0.5.3", model="Llama 3 8B", precision="BF16", accelerator="H100", accelerator_count=1, input_tokens=1000,
    output_tokens=500, concurrency=8, normaliser="system",
)  # fmt: skip
TWO = replace(ONE, doc="b", subject_version="0.6.0", value=4050.0)
POST = """# Serving

Llama 3.1 8B in FP8 on one H100, 1,000 input and 500 output tokens, concurrency 8.

| Engine | Output throughput (tok/s) |
|---|---|
| vLLM | {vllm} |
| SGLang | 900 |
"""


def same(claim: Claim) -> Claim:
    return claim


def test_versions_of_one_engine_on_one_track_tell_their_change() -> None:
    (track,) = tracks_of([[ONE, TWO]], same)
    (step,) = lineage(track, same)
    assert (step.engine, step.old, step.new, round(step.factor, 2)) == ("vLLM", "0.5.3", "0.6.0", 2.7)


def test_what_leaves_a_condition_unsaid_could_join_if_it_said_it() -> None:
    (track,) = tracks_of([[ONE, TWO]], same)
    silent = replace(ONE, doc="c", precision=None)
    alien = replace(silent, accelerator="B200")
    assert tracks_of([[ONE, silent]], same) == []
    assert could_join(track, [silent, alien, ONE], same) == [(silent, ("precision",))]


def test_a_key_depends_on_conditions_and_on_no_name_of_the_one_who_ran() -> None:
    assert short_key(ONE) == short_key(TWO) == short_key(replace(TWO, engine="SGLang", subject="SGLang"))
    assert short_key(ONE) != short_key(replace(ONE, input_tokens=2000))
    assert short_key(replace(ONE, model=None)) is None  # nothing it could share
    assert short_key(replace(ONE, model=None, setup="t")) is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("metric", "total_throughput"), ("form", "ratio"), ("basis", "target"), ("normaliser", "gpu"), ("statistic", "p99"),
        ("model", "Qwen3"), ("precision", "FP8"), ("kv_precision", "FP8"), ("accelerator", "B200"), ("accelerator_count", 8.0),
        ("input_tokens", 2000.0), ("output_tokens", 100.0), ("context_tokens", 4096.0), ("concurrency", 64.0), ("load", "open"),
        ("phase", "decode"), ("serving_mode", "disaggregated"), ("spec_decode", "MTP"), ("suite", "MLPerf"), ("simulated", "MTP"),
    ],
)  # fmt: skip
def test_every_condition_is_in_the_key(field: str, value: object) -> None:
    assert track_key(replace(ONE, **{field: value})) != track_key(ONE)  # type: ignore[arg-type]


def test_a_data_set_is_in_the_key_where_it_decides() -> None:
    score = replace(ONE, metric="accuracy", unit="%", dataset="GSM8K")
    assert short_key(score) != short_key(replace(score, dataset="MMLU"))
    assert short_key(replace(ONE, dataset="ShareGPT")) == short_key(ONE)


def test_a_gain_and_what_lacks_a_condition_share_a_key_inside_their_set_up_only() -> None:
    for claim in (replace(ONE, form="ratio", unit="x"), replace(ONE, precision=None)):
        one, beside = replace(claim, setup="t"), replace(claim, setup="t", engine="SGLang", subject="SGLang")
        assert short_key(one) == short_key(beside)
        assert short_key(one) != short_key(replace(one, setup="u"))
        assert short_key(one) != short_key(replace(one, doc="b"))


@pytest.mark.parametrize(
    ("claim", "lacks"),
    [
        (ONE, ()),
        (replace(ONE, concurrency=None), ("concurrency",)),
        (replace(ONE, concurrency=None, request_rate=4.0), ()),
        (replace(ONE, output_tokens=None, precision=None), ("precision", "output_tokens")),
        (replace(ONE, metric="accuracy", unit="%", input_tokens=None, concurrency=None), ("dataset",)),
        (replace(ONE, metric="startup_time", unit="s", input_tokens=None, concurrency=None), ()),
    ],
)
def test_what_a_family_must_state(claim: Claim, lacks: tuple[str, ...]) -> None:
    assert missing(claim) == lacks


def test_a_track_holds_one_claim_a_subject_and_none_that_the_rules_refuse() -> None:
    rival = replace(TWO, engine="SGLang", subject="SGLang", subject_version=None)
    (track,) = tracks_of([[ONE, replace(ONE, quote="said again"), rival]], same)
    assert [c.engine for c in track.members] == ["SGLang", "vLLM"]
    assert tracks_of([[ONE, replace(ONE, quote="said again")]], same) == []
    ends = replace(ONE, stop_rule="ignore_eos")
    assert len(tracks_of([[ends, replace(rival, stop_rule="ignore_eos")]], same)) == 1
    assert tracks_of([[ends, replace(rival, stop_rule="natural")]], same) == []


def test_a_gain_is_better_the_higher_though_its_time_is_better_the_lower() -> None:
    gain = replace(ONE, metric="ttft", unit="x", form="ratio", setup="t", baseline="TGI", value=2.0, statistic="mean")
    rival = replace(gain, engine="SGLang", subject="SGLang", value=3.0)
    (gains,) = tracks_of([[gain, rival]], same)
    assert [c.value for c in gains.members] == [3.0, 2.0]
    time = replace(gain, form="absolute", unit="ms", setup=None, baseline=None)
    (times,) = tracks_of([[time, replace(time, doc="b", engine="SGLang", subject="SGLang", value=3.0)]], same)
    assert [c.value for c in times.members] == [2.0, 3.0]


def test_versions_follow_each_other_by_their_numbers() -> None:
    (track,) = tracks_of([[replace(ONE, subject_version=v, value=n * 1000.0) for n, v in enumerate(("0.9", "0.10", "0.8"), 1)]], same)  # fmt: skip
    assert [(s.old, s.new, s.factor) for s in lineage(track, same)] == [("0.8", "0.9", 1 / 3), ("0.9", "0.10", 2.0)]


def test_another_metric_or_a_gain_could_join_no_track_of_values() -> None:
    (track,) = tracks_of([[ONE, TWO]], same)
    silent = replace(ONE, doc="c", precision=None)
    others = [replace(silent, metric="input_throughput"), replace(silent, form="ratio", unit="x")]
    assert could_join(track, [silent, *others], same) == [(silent, ("precision",))]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    assert run(["--db", str(tmp_path / "db"), "-q", "ingest", str(_post(tmp_path, "4000"))]) == 0
    return open_database(tmp_path / "db")


def _post(folder: Path, value: str) -> Path:
    path = folder / "post.md"
    path.write_text(POST.format(vllm=value), "utf-8")
    return path


def _keyed(database: Database) -> int:
    return int(database.sql.execute("SELECT count(*) FROM track_keys").fetchone()[0])


def test_keys_are_made_once_and_again_for_what_changed(database: Database, tmp_path: Path) -> None:
    assert _keyed(database) == 2
    assert database.pending_keys(10) == []
    first, second = database.claims()
    assert [g.claims for g in database.key_groups([second.id])] == [(first.id, second.id)]
    assert (
        run(["--db", str(tmp_path / "db"), "correct", first.uid, "accelerator=B200", "--why", "the table says so"]) == 0
    )
    assert database.pending_keys(10) == [first.id]
    refresh(database)
    assert database.key_groups([first.id, second.id]) == []
    database.keys_made_with("other rules")
    assert _keyed(database) == 0
    assert len(database.pending_keys(10)) == 2


def test_a_weeks_digest_is_told_from_what_the_week_touches(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = ["--db", str(tmp_path / "db")]
    day = database.claims()[0].first_seen[:10]
    assert run([*base, "digest", "--since", day, "--json"]) == 0
    week = json.loads(capsys.readouterr().out)["digest"]
    assert run([*base, "digest", "--all", "--json"]) == 0
    everything = json.loads(capsys.readouterr().out)["digest"]
    for section in ("tracks", "not_comparable", "unknown", "with_caveats", "claims"):
        assert week[section] == everything[section]
    assert run([*base, "digest", "--since", "2999-01-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["digest"]["tracks"] == []


def test_tracks_prints_groups_with_bars_and_json(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = ["--db", str(tmp_path / "db")]
    assert run([*base, "tracks"]) == 0
    told = capsys.readouterr().out
    assert "█" in told
    assert "higher is better" in told
    assert run([*base, "tracks", "--json"]) == 0
    (track,) = json.loads(capsys.readouterr().out)["tracks"]
    assert {claim["engine"] for claim in track["claims"]} == {"vLLM", "SGLang"}
    assert run([*base, "tracks", "--model", "Qwen"]) == 0
    assert "no two claims" in capsys.readouterr().out


def test_many_keys_that_are_made_anew_are_told_and_ingest_makes_those_of_what_it_brought(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = ["--db", str(tmp_path / "db")]
    assert database.pending_keys(10) == []
    database.keys_made_with("other rules")
    monkeypatch.setattr(keying, "MANY", 1)
    assert run([*base, "-q", "tracks"]) == 0
    assert capsys.readouterr().err == ""
    database.keys_made_with("other rules")
    assert run([*base, "tracks"]) == 0
    assert "track keys of 2 claims" in capsys.readouterr().err
    assert run([*base, "tracks"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("dataset", "lower"), [("Wikitext", True), ("MMLU", False)])
def test_a_perplexity_is_better_the_lower_and_a_score_the_higher(dataset: str, lower: bool) -> None:
    assert better(replace(ONE, metric="accuracy", unit="score", dataset=dataset)) == ("lower" if lower else "higher")
