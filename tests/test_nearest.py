"""What ``show`` sets beside a claim: comparable ones with conversions, tempting ones with the reason, the same number again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sametrack.digest.cli.root import run
from sametrack.digest.compare import Verdict, nearest, other_factor, units_beside
from sametrack.digest.compare.nearest import looks_alike
from sametrack.digest.tracking import refresh
from sametrack.digest.wording import ask
from sametrack.store.claim import Claim
from sametrack.store.database import open_database

MINE = Claim(
    doc="a", quote="q", value_text="1500", value=1500.0, unit="tok/s", metric="output_throughput", subject="vLLM", engine="vLLM",
    model="Llama 3.1 8B", precision="FP8", accelerator="H100", accelerator_count=1, input_tokens=1000, output_tokens=500,
    concurrency=8, normaliser="system", phase="mixed", spec_decode="off",
)  # fmt: skip
RIVAL = replace(MINE, doc="b", subject="SGLang", engine="SGLang", value=900.0)


def beside(*others: Claim, claim: Claim = MINE, many: int = 3):  # type: ignore[no-untyped-def]
    return nearest(claim, others, lambda c: c, lambda c: c.doc, many)


def test_a_rival_on_one_track_is_comparable_and_the_same_number_told_again_is_no_rival() -> None:
    found = beside(RIVAL, replace(MINE, quote="again"))
    assert [near.item for near in found.comparable] == [RIVAL]
    assert [claim.quote for claim in found.again] == ["again"]


def test_what_only_looks_alike_is_told_with_its_reason_and_the_factor_that_would_excuse_it() -> None:
    other = replace(MINE, doc="c", accelerator="B200")
    (near,) = beside(other).refused
    assert [(r.code, r.field, r.a, r.b) for r in near.verdict.reasons if r.effect == "differs"] == [
        ("C11", "accelerator", "H100", "B200")
    ]
    assert near.other is not None
    assert near.other[0] == "hardware"
    assert other_factor(MINE, replace(other, precision="BF16")) is None  # two factors at once


def test_the_nearest_comes_first_and_one_source_takes_one_place() -> None:
    far = replace(RIVAL, doc="d", model="Llama 3.1 70B", accelerator="B200")
    close = replace(RIVAL, doc="e", accelerator="B200")
    twin = replace(close, quote="another row", value=800.0)
    assert [near.item.doc for near in beside(far, close, twin).refused] == ["e", "d"]
    assert len(beside(far, close, many=1).refused) == 1


def test_a_number_told_again_elsewhere_is_a_neighbour_and_one_of_another_post_comes_first() -> None:
    again = replace(MINE, doc="z", quote="again")
    found = beside(again, replace(RIVAL, doc="a", engine="TGI", subject="TGI"), RIVAL)
    assert not found.again
    assert [near.item.doc for near in found.comparable] == ["b", "z", "a"]


def test_what_differs_least_comes_first() -> None:
    close = replace(RIVAL, doc="y", value=1490.0)  # 1 percent apart: one caveat more
    quiet = replace(RIVAL, doc="x", precision=None, model=None)
    asked = replace(RIVAL, doc="z", precision=None)
    found = beside(replace(close, doc="a0", engine="TGI", subject="TGI"), RIVAL, quiet, asked)
    assert [near.item.doc for near in found.comparable] == ["b", "a0"]
    assert [near.item.doc for near in found.unknown] == ["z", "x"]


def test_many_tellings_of_a_number_are_cut() -> None:
    assert len(beside(*[replace(MINE, quote=f"again {n}") for n in range(9)], many=2).again) == 6


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({}, {"metric": "throughput"}, True),  # a label that may mean it
        ({}, {"metric": "ttft", "unit": "ms"}, False),
        ({}, {"form": "ratio", "unit": "x"}, False),
        ({"form": "change", "unit": "%"}, {"form": "ratio", "unit": "x"}, True),
        ({"metric": "latency"}, {"metric": "ttft"}, True),
        ({"metric": "other"}, {"metric": "other"}, True),
        ({"metric": "other"}, {"metric": "overhead"}, False),
        ({"metric": "other"}, {"metric": "vibes"}, False),
    ],
)
def test_which_numbers_a_reader_would_take_for_one_kind(
    one: dict[str, str], other: dict[str, str], alike: bool
) -> None:
    a, b = replace(MINE, **one), replace(MINE, **other)  # type: ignore[arg-type]
    assert looks_alike(a, b) == looks_alike(b, a) == alike


def test_silence_is_unknown_with_what_to_ask() -> None:
    (near,) = beside(replace(RIVAL, precision=None)).unknown
    assert near.verdict.ask == ("precision",)


def test_a_question_names_each_fact_once_and_counts_only_those_it_leaves_out() -> None:
    verdict = Verdict("unknown", ask=("per", "normaliser", "precision", "load"))
    assert ask(verdict) == ask(verdict, 2) == "ask for per what, precision and load"
    assert ask(verdict, 1) == "ask for per what and 2 more facts"


def test_a_time_a_token_stands_beside_a_users_rate_with_the_conversion() -> None:
    user = replace(MINE, normaliser="user", value=50.0, statistic="median")
    time = replace(user, doc="t", metric="tpot", unit="ms", value=20.0, normaliser=None)
    assert "ms" in units_beside(user)
    (near,) = beside(time, claim=user).comparable
    assert [c.code for c in near.verdict.conversions] == ["CONV8"]
    assert beside(replace(time, metric="ttft"), claim=user).refused == ()  # not even tempting


POST = """# Serving Llama 3.1 8B in FP8 on one H100

1,000 input and 500 output tokens, concurrency 8.

| Engine | Output throughput (tok/s/GPU) |
|---|---|
| {engine} | {value} |
"""


@pytest.fixture
def base(tmp_path: Path) -> list[str]:
    out = ["--db", str(tmp_path / "db")]
    for engine, value in (("vLLM", "4000"), ("SGLang", "900")):
        (tmp_path / f"{engine}.md").write_text(POST.format(engine=engine, value=value), "utf-8")
        assert run([*out, "-q", "ingest", str(tmp_path / f"{engine}.md")]) == 0
    return out


def test_show_prints_the_neighbours_and_what_is_missing(
    base: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_database(tmp_path / "db") as database:
        uid = next(s.uid for s in database.claims() if s.claim.value == 4000)
    assert run([*base, "show", uid]) == 0
    told = capsys.readouterr().out
    assert "can be compared with:" in told
    assert "900 tok/s/gpu" in told
    assert "engine varies" in told
    assert run([*base, "show", uid, "--json"]) == 0
    claim = json.loads(capsys.readouterr().out)["claim"]
    assert [n["verdict"] for n in claim["neighbours"]] == ["with_caveats"]
    assert claim["missing"] == []


def test_neighbours_are_found_by_key_and_model_without_making_a_large_databases_keys(
    base: list[str], tmp_path: Path
) -> None:
    with open_database(tmp_path / "db") as database:
        refresh(database)
        made = database.sql.execute("SELECT track, made_with FROM track_keys LIMIT 1").fetchone()
        assert len(database.on_track(made[0], made[1], 10)) == 2
        assert database.on_track(made[0], "other rules", 10) == []
        assert database.keys_waiting(made[1]) == 0
        assert database.keys_waiting("other rules") == 2
        assert database.models_from("Llama 3", 10) == ["Llama 3.1 8B"]
        assert database.models_from("Llama 4", 10) == []
        assert len(database.of_model("Llama 3.1 8B", ["tok/s"], 10)) == 2
        assert database.of_model("Llama 3.1 8B", ["tok/s"], 10, ["InferenceX"]) == []
        assert database.of_model("Llama 3.1 8B", ["ms"], 10) == []
