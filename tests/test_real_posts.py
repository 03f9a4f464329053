"""Expected verdicts on real pairs, from the posts themselves: each is read anew, the claims found by line and value.

A side that no post of the corpus holds (a row of a suite) is a claim of our own. ``MISSED`` lists the reasons that are
not given because the extractor misses a fact; it is strict: what comes out right has to leave it.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from sametrack.digest.cli.root import run
from sametrack.digest.compare import Verdict, judge
from sametrack.store.claim import Claim, claim_from_mapping

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import gold  # noqa: E402
from unseen import file_of  # noqa: E402

pytestmark = pytest.mark.skipif(not gold.present(), reason="the corpus is not beside this repository")

LIKE: Final = ("same_track", "with_caveats")
V4, V4_RIVAL = "lmsys/2026-04-25-deepseek-v4", "vllm/2026-04-24-deepseek-v4"
SCALE, QWEN = "lmsys/2025-05-05-large-scale-ep", "vllm/2026-08-06-qwen35-25k-tps"
V060, K3 = "vllm/2024-09-05-perf-update", "vllm/2026-07-27-k3"
WIDE, AGAIN = "vllm/2025-12-17-large-scale-serving", "vllm/2026-02-03-dsr1-gb200-part1"
MLPERF = "mlperf/inference_v5.1_summary_results"
ROW: Final = {
    "doc": "suite/row", "engine": "vLLM", "subject": "vLLM", "metric": "total_throughput", "unit": "tok/s", "per": "gpu",
    "model": "Qwen3.5-397B-A17B", "precision": "FP4", "accelerator": "GB200", "accelerator_count": 16, "input_tokens": 8192,
    "output_tokens": 1024, "concurrency": 512, "tool": "InferenceX", "suite": "InferenceX", "value": 20000,
    "length_distribution": "uniform from 0.8",
}  # fmt: skip

Side = tuple[str, int, float] | dict[str, Any]


class Expected(NamedTuple):
    """A pair, what is varied, the verdicts that are right, and the rules that must be among the reasons."""

    a: Side
    b: Side
    vary: str | None
    verdicts: tuple[str, ...]
    codes: frozenset[str] = frozenset()


PAIRS: Final[dict[str, Expected]] = {
    "F1": Expected((V4, 71, 199), (V4, 71, 266), "hardware", ("not_comparable",), frozenset({"C08", "C12"})),
    "F1b": Expected((V4, 71, 199), (V4, 71, 180), None, ("not_comparable",), frozenset({"C15"})),
    "F5": Expected((QWEN, 88, 25000), ROW, None, ("unknown", "with_caveats"), frozenset({"C16", "C23"})),
    "F6": Expected((QWEN, 88, 25000), (SCALE, 283, 22282), "hardware", ("not_comparable",), frozenset({"C02", "C03", "C08", "C10", "C15"})),
    "F7": Expected((V060, 11, 2.7), (V060, 11, 5), None, ("not_comparable",), frozenset({"C01", "C19"})),
    "F10": Expected((SCALE, 283, 22282), (SCALE, 283, 14800), "engine", ("not_comparable",), frozenset({"C15", "C20"})),
    "F11": Expected((WIDE, 33, 2200), (AGAIN, 17, 2200), None, ("unknown",), frozenset({"C15", "C19"})),
    "F15": Expected((MLPERF, 0, 8840.42), (V4, 71, 199), None, ("not_comparable",), frozenset({"C28"})),
    "F17": Expected((K3, 52, 118), (K3, 52, 370), "technique", LIKE),
}  # fmt: skip
MISSED: Final = {
    "F7": frozenset({"C19"})
}  # a load told of one metric only: "TPOT measured at 32 QPS", throughput at all at once
"""Pair -> the rules that stay silent because the extractor misses a fact."""


@cache
def claims(doc: str) -> tuple[Claim, ...]:
    """Return what the extractor reads in a document of the corpus."""
    from sametrack.ingest.pipeline import Extraction
    from sametrack.store.vocabulary import load_vocabulary

    return tuple(Extraction(load_vocabulary(), gold.SHARED / "corpus").claims([str(file_of(doc))]))


def found(side: Side) -> Claim:
    """Return the claim of a side: the one on its line (0: a file without lines) with its value that states most."""
    if isinstance(side, dict):
        return claim_from_mapping(side)
    doc, line, value = side
    here = [c for c in claims(doc) if c.line == (line or None) and c.value == value]
    assert here, side
    return max(here, key=lambda c: (c.bound == "exact", len(c.facets)))


def verdict(name: str) -> Verdict:
    pair = PAIRS[name]
    return judge(found(pair.a), found(pair.b), pair.vary)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", PAIRS)
def test_a_pair_of_real_posts_gets_the_verdict_it_deserves(name: str) -> None:
    pair, said = PAIRS[name], verdict(name)
    assert said.verdict in pair.verdicts, said.reasons
    assert pair.codes - {reason.code for reason in said.reasons} == MISSED.get(name, frozenset()), said.reasons


def test_a_restated_figure_asks_for_lengths_and_load() -> None:
    assert {"input_tokens", "output_tokens"} <= set(verdict("F11").ask)


def test_two_day_0_posts_hold_no_comparable_pair(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs = claims(V4), claims(V4_RIVAL)
    assert ours
    assert theirs
    assert not [c for c in theirs if c.form == "absolute" and c.metric == "output_throughput"]
    assert not [1 for a in ours for b in theirs if judge(a, b, "engine").verdict in LIKE]
    base = ["--db", str(tmp_path / "db"), "-q"]
    assert run([*base, "ingest", str(file_of(V4)), str(file_of(V4_RIVAL))]) == 0
    assert run([*base, "digest", "--all"]) == 0
    assert "SAME TRACK: no comparable pair" in capsys.readouterr().out
