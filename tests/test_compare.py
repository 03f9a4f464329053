"""Verdicts: the laws hold for any pair, and the pairs file is read line by line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sametrack.digest.cli.root import run
from sametrack.digest.compare import RULES, VARIES, judge, tracks_of
from sametrack.digest.compare.facts import Facts
from sametrack.digest.compare.judge import judge_facts
from sametrack.store.claim import Claim

FULL = Claim(
    doc="a", quote="q", value_text="1500", value=1500.0, unit="tok/s", metric="output_throughput", subject="vLLM", engine="vLLM",
    subject_version="0.8.4", model="DeepSeek-R1", precision="FP8", accelerator="H200", accelerator_count=8, input_tokens=1000,
    output_tokens=2000, request_rate=10, statistic="mean", dataset="random", normaliser="system", phase="mixed", spec_decode="off",
    serving_mode="aggregated", parallelism="TP8",
)  # fmt: skip
OTHER = replace(FULL, doc="b", subject="SGLang", engine="SGLang", subject_version="0.4.5", value=1437.0)
RANK = {"same_track": 3, "with_caveats": 2, "unknown": 1, "not_comparable": 0}
MODES: Final = ("infer", None, *VARIES)


def test_two_engines_on_one_stated_set_up_race_on_the_same_track() -> None:
    verdict = judge(FULL, OTHER)
    assert verdict.verdict == "with_caveats"  # 4 percent apart and no spread stated
    assert verdict.varied == "engine"
    assert {reason.code for reason in verdict.reasons} == {"C32"}
    assert judge(FULL, replace(OTHER, value=1200.0)).verdict == "same_track"


@pytest.mark.parametrize("name", ["model", "precision", "accelerator", "input_tokens", "output_tokens", "request_rate"])
def test_what_one_side_does_not_state_is_asked_for(name: str) -> None:
    verdict = judge(FULL, replace(OTHER, **{name: None}))
    assert verdict.verdict == "unknown"
    assert name in verdict.ask


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("DeepSeek-R1", "DeepSeek-R1-14B", "not_comparable"),  # distilled
        ("Qwen3", "Qwen3-14B", "unknown"),  # which of its sizes is not said
        ("DeepSeek-R1", "DeepSeek-R1-0528", "unknown"),
        ("DeepSeek-V3", "DeepSeek-V3.2", "not_comparable"),
    ],
)
def test_a_name_that_says_less_is_unknown_and_a_distilled_model_is_another(one: str, other: str, verdict: str) -> None:
    assert judge(replace(FULL, model=one), replace(OTHER, model=other)).verdict == verdict


def test_gains_over_different_baselines_are_never_compared() -> None:
    a = replace(FULL, form="ratio", unit="x", value=2.7, metric="throughput", baseline="vLLM v0.5.3")
    assert judge(a, replace(a, doc="b", baseline="Hugging Face Transformers")).verdict == "not_comparable"
    assert judge(a, replace(a, doc="b")).verdict == "not_comparable"  # another experiment, another baseline
    assert judge(a, a, None).verdict == "same_track"  # said twice


def test_rows_of_one_table_share_what_it_leaves_unsaid() -> None:
    bare = replace(FULL, doc="t", setup="table 1", precision=None)
    assert judge(bare, replace(OTHER, doc="t", setup="table 1", precision=None)).verdict == "with_caveats"
    assert judge(bare, replace(OTHER, doc="t", setup="table 2", precision=None)).verdict == "unknown"
    assert judge(bare, replace(OTHER, doc="t", setup="table 1")).verdict == "unknown"  # one row says it, the other not


def test_two_workloads_of_one_quality_set_are_not_one_track() -> None:
    coding = replace(
        FULL, metric="acceptance_length", unit="tokens", subject="draft, coding", dataset="SPEED-Bench", setup="table 1"
    )
    roleplay = replace(coding, subject="draft, roleplay", value=2.0)
    assert judge(coding, roleplay).verdict == "not_comparable"
    assert judge(coding, roleplay, None).verdict == "not_comparable"


def test_what_one_sentence_says_of_one_number_is_not_said_of_the_other() -> None:
    words = "20% below with the default balance, while the simulated balance narrows the gap to 6%"
    gap = replace(
        FULL, metric="throughput", unit="%", form="change", baseline="their profile", quote=words, line=7, setup="t", value=20.0,
        subject="SGLang with default balance",
    )  # fmt: skip
    ideal = replace(gap, value=6.0, subject="SGLang with simulated balance")
    verdict = judge(gap, ideal, "technique")
    assert verdict.verdict == "not_comparable"
    assert "C34" in {reason.code for reason in verdict.reasons}


def test_two_different_numbers_that_nothing_tells_apart_are_unknown() -> None:
    row = replace(FULL, place="table", quote="| 32 | 59 | 58 |", cell="59", value=59.0, setup="t")
    assert judge(row, replace(row, cell="49", value=49.0), None).verdict == "unknown"


def test_without_a_named_factor_subjects_of_one_table_may_be_models_or_machines() -> None:
    row = replace(FULL, precision=None, setup="t", subject="13B-L")
    other = replace(row, subject="7B-T", value=900.0)
    assert judge(row, other).verdict == "unknown"
    assert judge(row, other, "technique").verdict == "same_track"


def test_two_factors_at_once_are_a_bundle_and_said_so() -> None:
    verdict = judge(FULL, replace(OTHER, subject="SGLang with chunked prefill"))
    assert verdict.verdict == "not_comparable"
    assert verdict.factors == ("engine", "technique")
    assert any(reason.field == "bundle" for reason in verdict.reasons)


BROKEN: Final[Mapping[str, tuple[Any, ...]]] = {
    "model": ("Llama 3.1 8B", None), "precision": ("NVFP4", None), "accelerator": ("B200", None), "accelerator_count": (16.0, None),
    "input_tokens": (8000.0, 1020.0, None), "output_tokens": (1000.0, None), "request_rate": (32.0, None),
    "concurrency": (8.0,), "batch_size": (64.0,), "statistic": ("p99", None), "dataset": ("ShareGPT", None),
    "engine": ("SGLang", None), "subject": ("SGLang", "vLLM with MTP", "simulated run", None), "subject_version": ("0.9.0", None),
    "normaliser": ("user", "gpu", None), "phase": ("prefill", None), "spec_decode": ("EAGLE", None),
    "serving_mode": ("phase_isolated", None), "parallelism": ("TP4", None), "suite": ("MLPerf",), "simulated": ("perfect balance",),
    "locus": ("hosted API",), "kv_precision": ("FP8",), "prefix_cache": ("on",), "cache_hit_rate": (90.0,), "tool": ("GuideLLM",),
    "context_tokens": (4096.0,), "slo": ("p99 50 ms",), "acceptance_length": (2.5,), "draft_tokens": (3.0,), "doc": ("b",),
    "metric": ("input_throughput", "total_throughput", "token_throughput", "throughput", "cost"), "basis": ("target",),
    "quote": ("a simulated run",), "value": (1437.0, 900.0), "setup": ("t",), "tuning": ("asymmetric",), "price_basis": ("2 $/h",),
}  # fmt: skip
"""What each field may be changed to: a different value, or silence."""


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    names = draw(st.lists(st.sampled_from(sorted(BROKEN)), max_size=4, unique=True))
    return replace(FULL, **{name: draw(st.sampled_from(BROKEN[name])) for name in names})


@given(claims(), claims(), st.sampled_from(MODES))
def test_swapping_the_sides_changes_nothing(a: Claim, b: Claim, vary: Any) -> None:
    there, back = judge(a, b, vary), judge(b, a, vary)
    assert (there.verdict, there.ask, there.varied, there.factors) == (
        back.verdict,
        back.ask,
        back.varied,
        back.factors,
    )
    assert set(there.reasons) == {reason.swapped() for reason in back.reasons}
    assert there.conversions == back.conversions


@given(claims(), claims(), st.sampled_from(MODES), st.randoms(use_true_random=False))
def test_the_order_of_rules_changes_nothing(a: Claim, b: Claim, vary: Any, dice: Random) -> None:
    shuffled = dice.sample(RULES, len(RULES))
    assert judge_facts(Facts(a), Facts(b), vary, shuffled) == judge(a, b, vary)


def test_nothing_said_on_either_side_is_the_only_silence_that_may_loosen_a_verdict() -> None:
    """Removing the one statement a pair holds of a field turns *unknown* into a caveat where section 6 of the rules
    blocks only once a side says it (speculative decoding, phase ...), or where one set-up is shared."""
    said = replace(FULL, spec_decode="EAGLE")
    assert judge(said, replace(OTHER, spec_decode=None)).verdict == "unknown"
    assert judge(replace(FULL, spec_decode=None), replace(OTHER, spec_decode=None)).verdict == "with_caveats"


REMOVABLE: Final = tuple(sorted(set(BROKEN) - {"doc", "metric", "basis", "quote", "value"}))


BASES: Final = (
    FULL,
    replace(FULL, metric="tpot", unit="ms", tool="vLLM", concurrency=8.0),
    replace(FULL, metric="acceptance_length", unit="tokens", spec_decode="EAGLE", draft_tokens=3.0),
    replace(FULL, metric="cost", unit="$/Mtok", price_basis="2 $/h"),
    replace(FULL, metric="memory", unit="GB"),
    replace(FULL, metric="accuracy", unit="%"),
    replace(FULL, metric="flops", unit="TFLOPS"),
    replace(FULL, metric="cache_hit_rate", unit="%", prefix_cache="on"),
    replace(FULL, metric="training_throughput", normaliser="gpu"),
    replace(FULL, metric="startup_time", unit="s"),
    replace(FULL, metric="throughput", unit="x", form="ratio", baseline="vLLM", baseline_version="0.8.3", setup="t"),
)
"""One full claim of each family of metrics."""


@st.composite
def sides_that_differ(draw: st.DrawFn) -> tuple[Claim, Claim, str]:
    """Two claims that say different things, or one thing, in the field that will be removed, and little else."""
    base = draw(st.sampled_from(BASES))
    name = draw(st.sampled_from(REMOVABLE))
    values = [value for value in (*BROKEN[name], getattr(base, name)) if value is not None]
    few = st.lists(st.sampled_from(sorted(BROKEN)), max_size=2, unique=True)
    pair = []
    for _ in range(2):
        changed = {other: draw(st.sampled_from(BROKEN[other])) for other in draw(few)}
        pair.append(replace(base, **{**changed, name: draw(st.sampled_from(values))}))
    return pair[0], pair[1], name


@settings(max_examples=1500, deadline=None)
@given(sides_that_differ(), st.sampled_from(MODES))
def test_removing_a_field_never_makes_a_verdict_more_favourable(drawn: tuple[Claim, Claim, str], vary: Any) -> None:
    a, b, name = drawn
    before, after = judge(a, b, vary), judge(replace(a, **{name: None}), b, vary)
    assert RANK[after.verdict] <= RANK[before.verdict] or (before.verdict, after.verdict) == (
        "not_comparable",
        "unknown",
    )


@given(claims(), claims(), st.sampled_from(MODES))
def test_renaming_engines_models_and_accelerators_changes_nothing(a: Claim, b: Claim, vary: Any) -> None:
    names = {
        "vLLM": "Zeta", "SGLang": "Eta", "DeepSeek-R1": "Iota-R1", "Llama 3.1 8B": "Kappa 3.1 8B", "H200": "Q7", "B200": "Q9",
    }  # fmt: skip

    def renamed(claim: Claim) -> Claim:
        fields = ("engine", "model", "accelerator")
        subject = claim.subject
        for old, new in names.items():
            subject = subject.replace(old, new) if subject else subject
        return replace(claim, subject=subject, **{n: names.get(getattr(claim, n), getattr(claim, n)) for n in fields})

    there, here = judge(renamed(a), renamed(b), vary), judge(a, b, vary)
    assert (there.verdict, there.ask, there.varied) == (here.verdict, here.ask, here.varied)


def test_tracks_hold_only_what_races_and_rank_inside_only() -> None:
    slower = replace(OTHER, doc="c", engine="TensorRT-LLM", subject="TensorRT-LLM", value=900.0)
    alien = replace(OTHER, doc="d", accelerator="B200")
    silent = replace(OTHER, doc="e", model=None, engine="LMDeploy", subject="LMDeploy")
    (track,) = tracks_of([[slower, alien, silent, OTHER, FULL]], lambda c: c)
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


def test_a_pairs_file_may_hold_any_characters_and_ids(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claim = {"value": 1.0, "unit": "tok/s", "metric": "output_throughput", "quote": "one\u2028two \ud800"}
    pair = json.dumps({"id": "p\u2028\ud800", "a": claim, "b": claim, "vary": None}, ensure_ascii=True)
    odd = json.dumps({"id": 1, "a": claim, "b": claim}).replace('"id": 1', '"id": NaN')
    listed = json.dumps({"id": 2, "a": claim, "b": claim, "vary": ["engine"]})
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join([pair.replace("\\u2028", "\u2028"), odd, listed, "[]", pair]) + "\n", "utf-8")
    assert run(["compare", "--pairs", str(path), "--json"]) == 3
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 2
    assert [f"line {number}" in told.err for number in (1, 2, 3, 4, 5)] == [False, True, True, True, False]
