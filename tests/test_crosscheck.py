"""Claims whose words name InferenceX beside its rows: what is checked, and what counts as a row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sametrack.digest.cli.root import run
from sametrack.store.database import open_database

ROW: dict[str, Any] = {
    "hardware": "gb200", "framework": "dynamo-sglang", "model": "dsr1", "precision": "fp8", "spec_method": "mtp", "isl": 8192,
    "osl": 1024, "conc": 64, "date": "2026-03-01", "run_url": "https://github.com/SemiAnalysisAI/InferenceX/actions/runs/1",
    "metrics": {"tput_per_gpu": 900.5},
}  # fmt: skip
POST = "---\ntitle: {title}\ndate: 2026-03-02\n---\n\n{words} {value} total tokens/s per GPU for DeepSeek-R1 in FP8 on GB200 with SGLang.\n"


def ingest(path: Path, text: str) -> None:
    path.write_text(text)
    assert run(["-q", "ingest", str(path)]) == 0


def shown(uid: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert run(["show", uid]) == 0
    return capsys.readouterr().out


def test_a_claim_that_names_inferencex_is_shown_beside_the_row_of_that_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ingest(tmp_path / "post.md", POST.format(title="Alpha", words="InferenceX confirms", value=910))
    with open_database(tmp_path / "test.db") as database:
        [claim] = database.claims()
    assert "no row of this model" in shown(claim.uid, capsys)
    rows = [ROW | {"date": day, "conc": conc} for day, conc in (("2026-03-01", 64), ("2026-06-01", 32))]
    ingest(tmp_path / "rows.json", json.dumps(rows))
    assert "whose row of 2026-03-01 says: 900.5 tok/s/gpu" in shown(claim.uid, capsys)


def test_a_post_that_quotes_the_suite_is_checked_and_is_no_row_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for title, value in (("Alpha", 910), ("Beta", 905)):
        ingest(tmp_path / f"{title}.md", POST.format(title=title, words="The InferenceX results:", value=value))
    with open_database(tmp_path / "test.db") as database:
        posts = database.claims()
    assert [s.claim.suite for s in posts] == ["InferenceX"] * 2
    assert "no row of this model" in shown(posts[0].uid, capsys)
    ingest(tmp_path / "rows.json", json.dumps([ROW]))
    with open_database(tmp_path / "test.db") as database:
        [row] = [s for s in database.claims() if s.document.kind == "result"]
        assert database.of_model("DeepSeek-R1", ["tok/s"], 10, ["InferenceX"]) == [row.id]
        assert database.of_model("DeepSeek-R1", ["tok/s"], 10, ["Inference"]) == []  # a name, not its beginning
        assert len(database.of_model("DeepSeek-R1", ["tok/s"], 10)) == 3
    assert "whose row of 2026-03-01 says: 900.5 tok/s/gpu" in shown(posts[0].uid, capsys)
    assert "names InferenceX" not in shown(row.uid, capsys)
