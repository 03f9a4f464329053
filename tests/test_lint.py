"""The disclosure rules: each finds its fault and keeps quiet without it; the score; the outputs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sametrack.digest.lint import RULES, History, LintRule, Post, disclosure, lint
from sametrack.digest.lint.post import Edit, Release
from sametrack.ingest.annotate import annotate
from sametrack.ingest.read import read
from sametrack.store.claim import claim_from_mapping
from sametrack.store.vocabulary import load_vocabulary

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def post_of(text: str, *, publisher: str = "", published: str | None = None, history: History | None = None) -> Post:
    words = load_vocabulary()
    document = read(text.encode(), url="draft.md", name="draft.md")
    document = replace(document, publisher=publisher or document.publisher, published=published)
    return Post(document, tuple(annotate(document, words)), words, history or History())


def example(raw: dict[str, Any]) -> Post:
    history = History(
        releases=tuple(Release(*row) for row in raw.get("releases", ())),
        edits=tuple(Edit(*row) for row in raw.get("edits", ())),
        earlier=tuple(claim_from_mapping(row) for row in raw.get("earlier", ())),
        later=tuple(claim_from_mapping(row) for row in raw.get("later", ())),
    )
    return post_of(raw["text"], publisher=raw.get("publisher", ""), published=raw.get("published"), history=history)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_finds_its_fault_and_keeps_quiet_without_it(rule: LintRule) -> None:
    found = [f for f in lint(example(dict(rule.refuses))) if f.rule is rule]
    assert found
    assert found[0].spot.quote
    assert rule.code not in {f.rule.code for f in lint(example(dict(rule.accepts)))}


DRAFT = "# Serving made 2x faster\n\nOutput throughput doubles to 2x that of before.\n"
FULL = """# vLLM v0.6.0 serves Llama 3.1 8B at twice the throughput of v0.5.3

On 1x H100, in BF16, with 1,024 input tokens and 256 output tokens a request from ShareGPT, at a concurrency of 64 and over 1,000
prompts, vLLM v0.6.0 reaches an output throughput of 4,000 tok/s at a median TPOT of 14 ms, and v0.5.3 an output throughput of
2,000 tok/s at a median TPOT of 28 ms; each is the mean of 5 runs with 0 failed requests.

```
vllm bench serve --max-concurrency 64
```
"""


def run(*arguments: str) -> int:
    from sametrack.digest.cli.root import run as run_command

    return run_command(arguments)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(DRAFT)
    return path


def test_a_post_that_says_more_scores_higher_and_the_loss_is_itemised() -> None:
    bare, full = disclosure(post_of(DRAFT)), disclosure(post_of(FULL))
    assert bare.points is not None
    assert full.points is not None
    assert bare.points < 30
    assert full.points > 70
    assert "a way to reproduce" in {item.name for item in bare.missing}
    assert "a way to reproduce" not in {item.name for item in full.missing}


def test_what_does_not_apply_takes_no_points() -> None:
    items = {item.name: item.share for item in disclosure(post_of(FULL)).items}
    assert items["quality"] is None
    assert items["speculation and cache state"] is None


def test_a_text_without_claims_is_not_rated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Notes\n\nWe met on Tuesday.\n")
    assert run("check", str(path), "--fail-under", "90") == 0
    assert "nothing to rate" in capsys.readouterr().out


def test_check_points_at_the_words_and_says_what_to_add(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", str(draft)) == 0
    out = capsys.readouterr().out
    assert "D01 line 3" in out
    assert "> Output throughput doubles" in out
    assert "add: the measured value of both sides" in out


def test_a_low_score_and_an_error_fail_only_when_asked(draft: Path) -> None:
    assert run("check", str(draft)) == 0
    assert run("check", str(draft), "--fail-under", "90") == 10
    assert run("check", str(draft), "--fail-under", "0") == 0
    assert run("check", str(draft), "--exit-code") == 10


def test_sarif_holds_to_its_schema_and_every_finding_has_its_rule(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import jsonschema

    assert run("check", "--sarif", str(draft)) == 0
    log = json.loads(capsys.readouterr().out)
    jsonschema.validate(log, json.loads((Path(__file__).parent / "sarif.schema.json").read_text("utf-8")))
    run_of = log["runs"][0]
    assert run_of["results"]
    for result in run_of["results"]:
        assert run_of["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_bad_input_is_one_line_and_the_others_are_still_checked(
    draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "figure.png"
    picture.write_bytes(b"\x89PNG\r\n")
    assert run("check", str(picture), str(draft), str(tmp_path / "nowhere.md")) == 3
    told = capsys.readouterr()
    assert "disclosure" in told.out
    assert len(told.err.splitlines()) == 2
    assert all(line.startswith("sametrack: ") for line in told.err.splitlines())


def test_hostile_words_stay_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "draft.md"
    path.write_text("# \x1b]0;pwn\x07 2x faster [bold]serving\u202e\n", "utf-8")
    for form in ((), ("--json",), ("--sarif",)):
        run("check", str(path), *form)
        out = capsys.readouterr().out
        assert not {"\x1b", "\x07", "\u202e"} & set(out)


EXPECTED = [
    ("vllm/2024-09-05-perf-update", {"D01", "D13", "D14", "D20"}, {"D03"}),
    ("lmsys/2026-04-25-deepseek-v4", {"D04", "D26", "D29"}, set()),
    ("lmsys/2025-05-05-large-scale-ep", {"D23", "D30", "D39"}, set()),
]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository")
@pytest.mark.parametrize(("doc", "must", "must_not"), EXPECTED, ids=[row[0] for row in EXPECTED])
def test_real_posts_get_the_findings_experts_made(
    doc: str, must: set[str], must_not: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "--json", str(CORPUS / f"{doc}.md")) == 0
    found = {f["code"] for f in json.loads(capsys.readouterr().out)["checked"][0]["findings"]}
    assert must <= found
    assert not must_not & found


def test_a_post_is_rated_by_its_notes(capsys: pytest.CaptureFixture[str]) -> None:
    """A press account that leaves out model and precision is told so (D06); one that names them is not."""
    assert "D06" in {f.rule.code for f in lint(post_of("It decodes at 199 output tok/s on B200."))}
    assert "D06" not in {
        f.rule.code for f in lint(post_of("DeepSeek-V4-Pro in FP4 decodes at 199 output tok/s on B200."))
    }
