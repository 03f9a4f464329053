"""Verdicts: each rule has a pair it accepts and one it refuses; the laws hold for any pair."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sametrack.digest.cli.root import run
from sametrack.digest.compare import VARIES, group, judge
from sametrack.store.claim import Claim

FULL = Claim(
    doc="a", quote="q", value_text="1500", value=1500.0, unit="tok/s", metric="output_throughput", subject="vLLM", engine="vLLM",
    subject_version="0.8.4", model="DeepSeek-R1", precision="FP8", accelerator="H200", accelerator_count=8, input_tokens=1000,
    output_tokens=2000, request_rate=10, statistic="mean", dataset="random",
)  # fmt: skip
OTHER = replace(FULL, doc="b", subject="SGLang", engine="SGLang", subject_version="0.4.5", value=1437.0)
RANK = {"same_track": 3, "with_caveats": 2, "unknown": 1, "not_comparable": 0}
FIELDS = ("model", "precision", "accelerator", "accelerator_count", "input_tokens", "output_tokens", "request_rate", "statistic", "dataset",
          "engine", "per", "subject_version", "subject", "concurrency", "spec_decode")  # fmt: skip


def test_two_engines_on_one_stated_set_up_race_on_the_same_track() -> None:
    verdict = judge(FULL, OTHER)
    assert verdict.verdict in ("same_track", "with_caveats")
    assert verdict.varied == "engine"


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("C01", {"metric": "ttft", "unit": "ms"}),
        ("C02", {"metric": "input_throughput"}),
        ("C03", {"per": "gpu"}),
        ("C07", {"statistic": "p99"}),
        ("C08", {"model": "DeepSeek-V3"}),
        ("C10", {"precision": "NVFP4"}),
        ("C11", {"accelerator": "B200"}),
        ("C14", {"spec_decode": "MTP"}),
        ("C15", {"input_tokens": 5000.0}),
        ("C20", {"request_rate": 32.0}),
        ("C28", {"suite": "MLPerf Inference v5.1"}),
        ("C34", {"basis": "target"}),
        ("C38", {"form": "ratio", "unit": "x", "baseline": "TGI"}),
    ],
)
def test_a_rule_refuses_what_differs_and_names_both_values(code: str, change: dict[str, object]) -> None:
    changed = replace(OTHER, **change)  # type: ignore[arg-type]
    verdict = judge(FULL, changed)
    assert verdict.verdict != "same_track"
    assert code in {reason.code for reason in verdict.reasons}
    assert code not in {r.code for r in judge(changed, replace(changed, doc="c")).reasons if r.effect == "differs"}


@pytest.mark.parametrize("name", ["model", "precision", "accelerator", "input_tokens", "output_tokens"])
def test_what_one_side_does_not_state_is_asked_for(name: str) -> None:
    verdict = judge(FULL, replace(OTHER, **{name: None}))
    assert verdict.verdict == "unknown"
    assert name in verdict.ask


def test_gains_over_different_baselines_are_never_compared() -> None:
    a = replace(FULL, form="ratio", unit="x", value=2.7, metric="throughput", baseline="vLLM v0.5.3")
    assert judge(a, replace(a, doc="b", baseline="Hugging Face Transformers")).verdict == "not_comparable"
    assert judge(a, replace(a, doc="b"), None).verdict != "not_comparable"


def test_rows_of_one_table_share_what_it_leaves_unsaid_only_between_named_systems() -> None:
    bare = replace(FULL, doc="t", setup="table 1", precision=None)
    assert judge(bare, replace(OTHER, doc="t", setup="table 1", precision=None)).verdict != "unknown"
    rows = [replace(bare, subject=name) for name in ("coding prompts", "math prompts")]
    assert judge(*rows).verdict == "unknown"


def test_two_workloads_of_one_quality_set_are_not_one_track() -> None:
    coding = replace(
        FULL, metric="acceptance_length", unit="tokens", subject="draft, coding", dataset="SPEED-Bench", setup="table 1"
    )
    roleplay = replace(coding, subject="draft, roleplay")
    assert judge(coding, roleplay).verdict == "unknown"
    assert judge(coding, roleplay, None).verdict == "not_comparable"
    assert judge(coding, replace(coding, subject="the draft"), None).verdict == "same_track"


values = st.sampled_from([None, 1.0, 2.0])
words = st.sampled_from([None, "A", "B"])


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    changed = {
        name: draw(words if isinstance(getattr(FULL, name), str) or name in ("per", "spec_decode") else values)
        for name in FIELDS
    }
    return replace(FULL, **changed)


@given(claims(), claims())
def test_swapping_the_sides_changes_nothing(a: Claim, b: Claim) -> None:
    there, back = judge(a, b), judge(b, a)
    assert (there.verdict, there.ask, there.varied) == (back.verdict, back.ask, back.varied)
    assert set(there.reasons) == {reason.swapped() for reason in back.reasons}


@given(claims(), claims(), st.sampled_from(FIELDS), st.sampled_from(["infer", None, *VARIES]))
def test_removing_a_field_only_moves_towards_unknown(a: Claim, b: Claim, name: str, vary: Any) -> None:
    before, after = judge(a, b, vary).verdict, judge(replace(a, **{name: None}), b, vary).verdict
    assert RANK[after] <= RANK[before] or (before, after) == ("not_comparable", "unknown")


@given(claims(), claims())
def test_renaming_engines_models_and_accelerators_changes_nothing(a: Claim, b: Claim) -> None:
    names = {"A": "X1", "B": "Y2"}

    def renamed(claim: Claim) -> Claim:
        return replace(
            claim, **{n: names.get(getattr(claim, n), getattr(claim, n)) for n in ("engine", "model", "accelerator")}
        )

    assert judge(a, b).verdict == judge(renamed(a), renamed(b)).verdict


def test_tracks_hold_only_what_races_and_rank_inside_only() -> None:
    slower = replace(OTHER, doc="c", engine="TensorRT-LLM", subject="TensorRT-LLM", value=900.0)
    alien = replace(OTHER, doc="d", accelerator="B200")
    silent = replace(OTHER, doc="e", model=None, engine="LMDeploy", subject="LMDeploy")
    (track,) = group([slower, alien, silent, OTHER, FULL], lambda c: c)
    assert [c.engine for c in track.members] == ["vLLM", "SGLang", "TensorRT-LLM"]


def test_a_broken_line_of_a_pairs_file_is_told_and_the_others_are_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claim = {"value": 1.0, "unit": "tok/s", "metric": "output_throughput", "model": "X"}
    good = json.dumps({"id": "p1", "a": claim, "b": claim, "vary": None})
    (tmp_path / "pairs.jsonl").write_text(f"{good}\nnot json\n{good.replace('p1', 'p2')}\n")
    assert run(["compare", "--pairs", str(tmp_path / "pairs.jsonl"), "--json"]) == 3
    told = capsys.readouterr()
    assert [json.loads(line)["id"] for line in told.out.splitlines()] == ["p1", "p2"]
    assert json.loads(told.out.splitlines()[0])["verdict"] == "unknown"
    assert "line 2" in told.err
