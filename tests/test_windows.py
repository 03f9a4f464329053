"""What a reading command looks at of a large database: windows, filters and limits give what reading all would give."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sametrack.digest import tracking
from sametrack.digest.cli import racing, reading
from sametrack.digest.cli.root import run
from sametrack.digest.compare import tracks_of
from sametrack.digest.jsonout import dump, dump_each
from sametrack.store.claim import Claim
from sametrack.store.database import Database, open_database
from sametrack.store.rows import STORED, ClaimFilter, StoredClaim, claim_of

POST = """# Serving {name}

{model} in FP8 on one H100, 1,000 input and 500 output tokens, concurrency 8.

| Engine | Output throughput (tok/s) |
|---|---|
| vLLM | {value} |
| SGLang | 900 |
"""
POSTS = {"a": ("Llama 3.1 8B", "4000"), "b": ("Llama 3.1 8B", "4100"), "c": ("Qwen3 32B", "700")}


@pytest.fixture
def base(tmp_path: Path) -> list[str]:
    (posts := tmp_path / "posts").mkdir()
    for name, (model, value) in POSTS.items():
        (posts / f"{name}.md").write_text(POST.format(name=name, model=model, value=value), "utf-8")
    base = ["--db", str(tmp_path / "db")]
    assert run([*base, "-q", "ingest", str(posts)]) == 0
    return base


@pytest.fixture
def database(base: list[str]) -> Database:
    return open_database(Path(base[1]))


def told(base: list[str], capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert run([*base, *words]) == 0
    return capsys.readouterr().out


def test_a_claim_made_from_its_row_is_the_claim_that_was_built() -> None:
    claim = Claim(
        doc="d", quote="q 5", value_text="5", value=5.0, unit="ms", metric="ttft", model="M", nodes=2.0, line=3
    )
    assert claim_of("d", [getattr(claim, name) for name in STORED]) == claim
    with pytest.raises(ValueError, match="zip"):
        claim_of("d", ["too few"])


def test_a_limit_gives_the_first_of_what_is_given_without_one(database: Database) -> None:
    every = database.claims()
    assert len(every) == 6
    assert database.claims(limit=2) == every[:2]
    assert database.count_claims() == 6
    chosen = ClaimFilter(model="qwen")
    assert database.count_claims(chosen) == len(database.claims(chosen)) == 2
    assert [s.id for s in database.newest_claims(chosen, 1)] == [max(s.id for s in database.claims(chosen))]


def test_what_was_corrected_decides_under_a_limit_too(base: list[str], database: Database) -> None:
    first = database.claims()[0]
    assert run([*base, "correct", first.uid, "model=Qwen3 32B", "--why", "the table says so"]) == 0
    llama, qwen = ClaimFilter(model="llama"), ClaimFilter(model="qwen")
    assert [len(database.claims(chosen)) for chosen in (llama, qwen)] == [3, 3]
    assert [database.count_claims(chosen) for chosen in (llama, qwen)] == [3, 3]
    assert database.claims(qwen, limit=1)[0].uid == first.uid
    assert database.claims(llama, limit=1)[0].uid != first.uid


def test_a_claim_of_a_corrected_model_unit_or_suite_is_found_under_what_it_was_corrected_to(
    base: list[str], database: Database
) -> None:
    old, new = "Llama 3.1 8B", "Gemma 3 27B"
    (first, second, third, *_) = [s for s in database.claims() if s.claim.model == old]

    def corrected(stored: StoredClaim, *facts: str) -> None:
        assert run([*base, "correct", stored.uid, *facts, "--why", "the table says so"]) == 0

    corrected(first, f"model={new}")
    assert [database.of_model(name, ["tok/s"], 9) for name in (new, old)] == [[first.id], [4, 3, 2]]
    for name, ids in ((new, [first.id]), (old, [4, 3, 2])):
        assert [s.id for s in database.claims_of_model(name, ClaimFilter(), 9)] == ids
    assert database.of_model(old, ["tok/s"], 2) == [4, 3]
    assert database.claims_of_model(new, ClaimFilter(engine="SGLang"), 9) == []
    assert database.claims_of_model(new, ClaimFilter(since="2999-01-01"), 9) == []
    assert database.models_from("Gemma", 9) == [new]
    assert database.models_from("Llama", 9) == [old]
    corrected(second, "unit=ms")
    assert [database.of_model(old, [unit], 9) for unit in ("ms", "tok/s")] == [[second.id], [4, 3]]
    corrected(third, "suite=AgentX")
    assert database.of_model(old, ["tok/s"], 9, ["AgentX"]) == []  # a post is no row, whatever it is called
    database.sql.execute("UPDATE documents SET kind = 'result'")
    assert database.of_model(old, ["tok/s"], 9, ["AgentX"]) == [third.id]
    assert run([*base, "correct", first.uid, "model", "--undo", "--why", "misread"]) == 0
    assert database.models_from("Gemma", 9) == database.of_model(new, ["tok/s"], 9) == []


def test_a_filtered_digest_counts_and_races_only_what_passes(
    base: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    qwen = json.loads(told(base, capsys, "digest", "--model", "Qwen", "--json"))["digest"]
    assert qwen["claims"] == 2
    assert {c["model"] for t in qwen["tracks"] for c in t["claims"]} == {"Qwen3-32B"}
    llama = json.loads(told(base, capsys, "digest", "--all", "--engine", "vLLM", "--json"))["digest"]
    assert llama["claims"] == 3
    assert {c["engine"] for t in llama["tracks"] for c in t["claims"]} <= {"vLLM"}


def test_a_change_races_by_the_kept_keys_with_what_a_filter_leaves_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = ["--db", str(tmp_path / "db")]
    for engine, value in (("vLLM", "4,300"), ("SGLang", "900")):
        change = f"Output throughput is {value} tok/s per GPU with {engine} and Llama 3.1 8B in FP8 on one H100, 1,000 input and 500 output tokens, concurrency 8."
        (path := tmp_path / "notes" / engine / "CHANGELOG.md").parent.mkdir(parents=True)
        path.write_text(f"# {engine}\n\n## 1.1\n\n### Performance\n\n- {change}\n", "utf-8")
    assert run([*base, "-q", "ingest", str(tmp_path / "notes")]) == 0

    def standing() -> str:
        digest = json.loads(told(base, capsys, "digest", "--engine", "vLLM", "--json"))["digest"]
        assert digest["claims"] == 1
        (claim,) = (c for p in digest["changelog"] for r in p["releases"] for i in r["items"] for c in i["claims"])
        return str(claim["standing"])

    assert standing() == "same track as 1 other"
    with open_database(tmp_path / "db") as database:
        (alien,) = (s.id for s in database.claims() if s.claim.engine == "SGLang")
        database.sql.execute("UPDATE track_keys SET track = 'another' WHERE claim = ?", (alien,))
    assert standing() == "comparable with caveats"


def test_a_window_of_more_claims_than_one_digest_holds_says_so(
    base: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "set side by side" not in told(base, capsys, "digest")
    monkeypatch.setattr(tracking, "LOOKED_AT", 2)
    monkeypatch.setattr(tracking, "RIVALS", 0)
    for form in ("terminal", "markdown"):
        text = told(base, capsys, "digest", "--format", form)
        assert "6 claims" in text
        assert "only 2 of 6 claims" in text


def test_a_track_of_many_is_told_by_its_new_claims(
    base: list[str],
    database: Database,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database.sql.execute("UPDATE claims SET first_seen = '2020-01-01'")
    (tmp_path / "d.md").write_text(POST.format(name="d", model="Llama 3.1 8B", value="4200"), "utf-8")
    assert run([*base, "-q", "ingest", str(tmp_path / "d.md")]) == 0
    monkeypatch.setattr(tracking, "ON_TRACK", 3)
    digest = json.loads(told(base, capsys, "digest", "--json"))["digest"]
    assert digest["claims"] == 2
    assert any("4200" in c["value_text"] for t in digest["tracks"] for c in t["claims"])


def test_claims_prints_the_first_and_how_many_more_there_are(
    base: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SHOWN", 2)
    assert "... 4 more: --all" in told(base, capsys, "claims")
    assert "... 4 more: --all" in told(base, capsys, "search", "serving")
    assert "more" not in told(base, capsys, "claims", "--model", "qwen")
    monkeypatch.setattr(reading, "PAGE", 4)
    assert len(told(base, capsys, "claims", "--all").splitlines()) == 6
    assert told(base, capsys, "claims", "--model", "none") == "no claims\n"


def test_json_written_claim_by_claim_is_the_json_of_all() -> None:
    for values in ([], [{"a": "x\ny"}], [{"a": 1}, {"b": [2, {"c": "\u202e"}]}]):
        assert "".join(dump_each("claims", values)) == dump("claims", values)


def test_tracks_of_more_publishers_come_first_and_one_model_does_not_hide_another(
    base: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(racing, "SHOWN", 1)
    text = told(base, capsys, "tracks")
    assert "output throughput, Llama 3.1 8B, FP8" in text
    assert "more tracks: --all" in text
    assert "Qwen3-32B" in told(base, capsys, "tracks", "--all")


def test_a_claim_that_lacks_one_condition_is_told_with_the_track_it_could_join(
    base: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    silent = POST.format(name="d", model="Llama 3.1 8B", value="4200").replace(" in FP8", "")
    (tmp_path / "d.md").write_text(silent, "utf-8")
    (tmp_path / "e.md").write_text(silent.replace("H100", "B200"), "utf-8")
    assert run([*base, "-q", "ingest", str(tmp_path / "d.md"), str(tmp_path / "e.md")]) == 0
    text = told(base, capsys, "tracks", "--model", "Llama")
    assert text.count("could join") == 2
    assert "    could join: " in text
    assert "if it stated precision" in text
    tracks = json.loads(told(base, capsys, "tracks", "--json"))["tracks"]
    for track in tracks:
        assert not {claim["id"] for claim in track["claims"]} & {could["id"] for could in track["could_join"]}


@pytest.mark.parametrize(
    ("held", "corrected", "joins"),
    [
        ("H100", "precision=", True),
        ("H100", "accelerator=B200", False),
        ("B200", "accelerator=H100", True),
        ("B200", "concurrency=8", False),
    ],
)
def test_what_could_join_a_track_is_told_by_what_it_was_corrected_to(
    held: str, corrected: str, joins: bool, base: list[str], database: Database, tmp_path: Path
) -> None:
    """The post says no input length, so it stands on no track; of the rest only what is corrected differs."""
    silent = POST.format(name="d", model="Qwen3 32B", value="4200").replace("1,000 input and ", "")
    (tmp_path / "d.md").write_text(silent.replace("H100", held), "utf-8")
    assert run([*base, "-q", "ingest", str(tmp_path / "d.md")]) == 0
    last = next(s for s in database.claims() if s.claim.value == 4200)
    for fact in ("model=Llama 3.1 8B", corrected):
        assert run([*base, "correct", last.uid, fact, "--why", "the table says so"]) == 0
    tracking.refresh(database)
    found = {}
    for model in ("Llama", "Qwen"):
        (track,) = tracking.tracks_held(database, ClaimFilter(model=model))
        found[model] = [s.id for s, _ in tracking.joining(database, track, ClaimFilter())]
    assert (last.id in found["Llama"]) == joins
    assert last.id not in found["Qwen"]


def test_numbers_of_one_track_are_ordered_by_what_they_are_worth_in_one_unit() -> None:
    one = Claim(
        doc="a", quote="q", value_text="8", value=8.0, unit="s", metric="e2e_latency", subject="vLLM", engine="vLLM", model="M",
        precision="FP8", accelerator="H100", accelerator_count=1, input_tokens=1, output_tokens=1, concurrency=8,
        statistic="mean", load="closed",
    )  # fmt: skip
    other = replace(one, doc="b", value=900.0, unit="ms", engine="SGLang", subject="SGLang")
    (track,) = tracks_of([[one, other]], lambda claim: claim)
    assert [claim.unit for claim in track.members] == ["ms", "s"]


def test_what_is_new_begins_with_the_posts_that_claim_something(
    base: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "z.md").write_text("---\ndate: 2099-01-01\n---\n# Words only\n\nNothing is measured here.\n", "utf-8")
    assert run([*base, "-q", "ingest", str(tmp_path / "z.md")]) == 0
    documents = json.loads(told(base, capsys, "digest", "--json"))["digest"]["documents"]
    assert len(documents) == 4
    assert documents[-1]["title"] == "Words only"
