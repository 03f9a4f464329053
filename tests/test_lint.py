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


BOTH_SIDES: list[tuple[str, str, str, str]] = [
    ("D01", "a figure of another section",
     "# Serving\n\nA.\n\nB.\n\nC.\n\n## Decode\n\nvLLM reaches 2.0x higher throughput than before.\n\n## Prefill\n\nOutput throughput is 4,000 tok/s.",
     "# Serving\n\nA.\n\nB.\n\nC.\n\n## Decode\n\nvLLM reaches 2.0x higher throughput than before.\n\nOutput throughput is 4,000 tok/s."),
    ("D01", "a headline is backed by any section",
     "# Serving\n\nvLLM reaches 2.0x higher throughput than before.\n\nA.\n\nB.\n\nC.\n\n## Cost\n\nServing costs $0.20 per million tokens.",
     "# Serving\n\nvLLM reaches 2.0x higher throughput than before.\n\nA.\n\nB.\n\nC.\n\n## Decode\n\nOutput throughput is 4,000 tok/s."),
    ("D01", "a figure of another family",
     "# Serving\n\nvLLM reaches 2.0x higher throughput than before. Median TTFT is 350 ms.",
     "# Serving\n\nvLLM is 2.0x faster than before. Median TTFT is 350 ms."),
    ("D02", "a range has its other end",
     "The new scheduler gives up to 1.9x higher throughput.",
     "The new scheduler gives up to 1.2-1.9x higher throughput."),
    ("D03", "a version that stands elsewhere",
     "SGLang is 2x faster than vLLM on the same node.\n\nWe ran SGLang v0.4.1.",
     "SGLang is 2x faster than vLLM on the same node.\n\nWe ran vLLM v0.6.3."),
    ("D03", "an earlier version of one's own",
     "vLLM reaches 2x higher throughput than the previous release.",
     "vLLM reaches 2x higher throughput than the previous release, vLLM v0.5.3."),
    ("D04", "a rival is measured against, not mentioned",
     "We are compared with the other engine at 100 tok/s.",
     "Thanks go to the authors of the other engine. Output throughput is 100 tok/s."),
    ("D05", "the device without its number",
     "On H100, output throughput of Llama 3.1 70B is 4,000 tok/s.",
     "On H100, the attention kernel reaches 600 TFLOPS."),
    ("D06", "the model without its precision",
     "Llama 3.1 8B decodes at 199 output tok/s on one H100.",
     "Llama 3.1 8B in BF16 decodes at 199 output tok/s on one H100."),
    ("D07", "the precision itself is credited",
     "vLLM with NVFP4 on B200 gives 3x higher throughput than with FP8 on H200.",
     "NVFP4 gives 1.5x higher throughput than FP8."),
    ("D07", "the precision is credited with what the device adds",
     "With NVFP4 on B200 throughput is 3x that of FP8 on H200.",
     "NVFP4 gives 3x higher throughput on B200 than FP8 on H200."),
    ("D08", "a context is a length of the input",
     "With 256 output tokens, output throughput is 4,000 tok/s.",
     "At 32K context and with 256 output tokens, output throughput is 4,000 tok/s."),
    ("D09", "a rate or a batch is a load",
     "Output throughput is 4,000 tok/s on one H100.",
     "At batch size 64, output throughput is 4,000 tok/s."),
    ("D12", "a command says how many requests are in flight",
     "Output throughput is 4,000 tok/s.\n\n```\nvllm bench serve --max-concurrency 64 --num-prompts 100\n```",
     "Output throughput is 4,000 tok/s.\n\n```\nvllm bench serve --max-concurrency 16 --num-prompts 100\n```"),
    ("D12", "a run of seconds",
     "Output throughput is 4,000 tok/s; the test ran for 30 seconds.",
     "Output throughput is 4,000 tok/s; the test ran for 30 minutes."),
    ("D14", "every side was tuned",
     "The other engines ran with their default settings, ours with `--num-scheduler-steps 10`; it is 2x faster.",
     "The other engines ran with their default settings or, as all engines, by the recommended recipe, ours with `--num-scheduler-steps 10`; it is 2x faster."),
    ("D14", "no side was tuned",
     "The other engines ran with their default settings; we tuned ours, and it is 2x faster.",
     "The other engines ran with their default settings, as ours did; it is 2x faster."),
    ("D16", "prefixes that were not measured",
     "# Serving\n\nOn a multi-turn workload, output throughput is 4,000 tok/s.",
     "# Serving\n\nA.\n\n## Next\n\nWe will look at a multi-turn workload.\n\n## Results\n\nOutput throughput is 4,000 tok/s."),
    ("D17", "an acceptance that was made up",
     "With EAGLE speculative decoding at a fixed acceptance of 2.5 tokens and an acceptance length of 2.5, decode reaches 199 output tok/s.",
     "With EAGLE speculative decoding at an acceptance length of 2.5, decode reaches 199 output tok/s."),
    ("D17", "speculation that is only mentioned",
     "Decode reaches 199 output tok/s. MTP is on, with MTP weights, in the MTP mode.",
     "Decode reaches 199 output tok/s. MTP comes later."),
    ("D19", "a user's rate is a latency",
     "Output throughput is 4,000 tok/s per GPU.",
     "Output throughput is 4,000 tok/s per GPU, and each user gets 50 tok/s/user."),
    ("D22", "a served model's gain stands beside it",
     "# A 5.9x faster attention kernel\n\nThe attention kernel is 5.9x faster than the one before.",
     "# A 5.9x faster attention kernel\n\nThe attention kernel is 5.9x faster than the one before. Output throughput of Llama 3.1 8B is 1.1x that of before."),
    ("D24", "speculation and another factor",
     "B200 with MTP gives 3x higher throughput than H200.",
     "B200 gives 3x higher throughput than H200."),
    ("D27", "a link to the scripts",
     "Output throughput is 4,000 tok/s, see [our post](https://x.example/post).",
     "Output throughput is 4,000 tok/s, see [these](https://github.com/o/e/tree/main/bench/run)."),
    ("D29", "a drawing of no measurement",
     "Serving runs well.\n\n![Throughput of both engines](a.png)",
     "Serving runs well.\n\n![Architecture diagram for throughput of both engines](a.png)"),
    ("D29", "a figure that tells its numbers",
     "Serving runs well.\n\n![Throughput comparison of both engines](a.png)",
     "Serving runs well.\n\n![Throughput comparison of both engines: vLLM reaches 4,000 output tok/s](a.png)"),
    ("D30", "an own cost beside a list price",
     "At $2 per GPU hour serving costs $0.20 per million tokens, a fifth of the official API.",
     "At $2 per GPU hour serving costs $0.20 per million tokens."),
    ("D37", "every part is asked for",
     "MLPerf Inference v5.1, closed division, Offline: 8,840 tokens/s, result 5.1-0069.",
     "MLPerf Inference v5.1, closed division, Offline: 8,840 tokens/s, result 5.1-0069, verified."),
    ("D38", "one request at a time drops none",
     "At a concurrency of 2 output throughput is 4,000 tok/s.",
     "At a concurrency of 1 output throughput is 4,000 tok/s."),
    ("D40", "a patch that was merged",
     "With our fork of vLLM we reach 4,000 output tok/s.",
     "With our fork of vLLM, merged since, we reach 4,000 output tok/s."),
    ("D40", "a patch that was not used",
     "With a nightly build we reach 4,000 output tok/s.",
     "Without a nightly build we reach 4,000 output tok/s."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "refuses", "accepts"),
    [(c, r, a) for c, _, r, a in BOTH_SIDES],
    ids=[f"{c} {w}" for c, w, _, _ in BOTH_SIDES],
)
def test_a_rule_draws_its_line_where_its_sentence_says(code: str, refuses: str, accepts: str) -> None:
    assert code in {f.rule.code for f in lint(post_of(refuses))}
    assert code not in {f.rule.code for f in lint(post_of(accepts))}


DRAFT = "# Serving made 2x faster\n\nOutput throughput doubles to 2x that of before.\n"
FULL = """# vLLM v0.6.0 serves Llama 3.1 8B at twice the throughput of v0.5.3

On 1x H100, in BF16, with 1,024 input tokens and 256 output tokens a request from ShareGPT, at a concurrency of 64 and over 1,000
prompts, vLLM v0.6.0 reaches an output throughput of 4,000 tok/s at a median TPOT of 14 ms, and v0.5.3 an output throughput of
2,000 tok/s at a median TPOT of 28 ms; each is the mean of 5 runs with 0 failed requests.

```
vllm bench serve --max-concurrency 64
```
"""

TTFT = "# SGLang's TTFT\n\nSGLang has a 1.2x lower median TTFT than vLLM.\n\n| Engine | Median TTFT (ms) |\n|---|---|\n| SGLang | 100 |\n| vLLM | 120 |\n| LMDeploy | {} |"
SWEEP = "# Serving\n\nSGLang reaches 1.2x higher output throughput than vLLM.\n\n| Engine | Concurrency | Output throughput (tok/s) |\n|---|---|---|\n| SGLang | 8 | 1200 |\n| vLLM | 8 | 1000 |\n| LMDeploy | {} | 1300 |"
GAIN = {"publisher": "SGLang", "text": "SGLang v0.2.7 is 2x faster than vLLM v0.4.0."}
RELEASES = {"releases": [["vLLM", "0.4.0", "2024-04-01"], ["vLLM", "0.5.0", "2024-07-20"]]}
RATE = {"text": "vLLM v0.5.3 serves Llama 3.1 8B on one H100 at 2,000 output tok/s."}
LATER = {
    "value": 4000.0,
    "unit": "tok/s",
    "metric": "output_throughput",
    "engine": "vLLM",
    "model": "Llama 3.1 8B",
    "accelerator": "H100",
}
EARLIER = {
    "value": 2200.0,
    "unit": "tok/s",
    "metric": "token_throughput",
    "per": "gpu",
    "engine": "vLLM",
    "accelerator": "H200",
}
DECODE = {"text": "vLLM reaches a decode throughput of 2,200 tok/s/GPU on H200."}


@pytest.mark.parametrize(
    ("code", "refuses", "accepts"),
    [
        ("D13", {"publisher": "vLLM", "text": "We compare vLLM v0.6.0 with LMDeploy: 2x higher throughput."}, {"publisher": "vLLM", "text": "We compare with LMDeploy: 2x higher throughput."}),
        ("D15", GAIN | RELEASES | {"published": "2024-09-01"}, GAIN | RELEASES | {"published": "2024-08-01"}),  # out for 12 days
        ("D15", {"publisher": "SGLang", "text": "SGLang is 2x faster compared with an older version of vLLM."}, {"publisher": "SGLang", "text": "SGLang is 2x faster than TGI. We also mended an older version of vLLM."}),
        ("D25", {"text": TTFT.format(90)}, {"text": TTFT.format(150)}),
        ("D25", {"text": SWEEP.format(8)}, {"text": SWEEP.format(64)}),
        ("D32", RATE | {"later": [LATER | {"subject_version": "0.6.0"}]}, RATE | {"later": [LATER | {"subject_version": "0.5.3"}]}),
        ("D33", DECODE | {"earlier": [EARLIER]}, DECODE | {"earlier": [EARLIER | {"value": 2400.0}]}),
        ("D36", {"publisher": "vLLM", "text": "vLLM is 2x faster than TGI."}, {"publisher": "vLLM", "text": "vLLM is 2x faster."}),
    ],
)  # fmt: skip
def test_a_rule_weighs_tables_dates_and_publishers(code: str, refuses: dict[str, Any], accepts: dict[str, Any]) -> None:
    assert code in {f.rule.code for f in lint(example(refuses))}
    assert code not in {f.rule.code for f in lint(example(accepts))}


def test_errors_come_first_with_how_many_claims_share_them() -> None:
    found = lint(
        post_of(
            "vLLM is up to 2x faster in output throughput, at 4,000 tok/s.\n\nOn 8x H100, output throughput is 300 tok/s.\n"
        )
    )
    order = [(["error", "warning", "info"].index(f.rule.severity), f.rule.code) for f in found]
    assert order == sorted(order)
    assert order.index((1, "D02")) > order.index((0, "D05"))
    told = {f.rule.code: f.detail for f in found}
    assert (told["D05"], told["D09"]) == ("2 of 3 claims: device not named", "3 of 3 claims")


def shares(text: str) -> dict[str, float | None]:
    return {item.name: item.share for item in disclosure(post_of(text)).items}


TWO = "Output throughput is 4,000 tok/s{}.\n\nOutput throughput is 300 tok/s."


def test_the_score_is_the_share_of_what_applies_and_what_is_said_once_counts_four_fifths() -> None:
    load, nothing, some = (
        shares(TWO.format(how))["load"] for how in (". We ran at concurrency 64", "", " at concurrency 64")
    )
    assert (load, nothing, some) == (0.8, 0.0, 0.8)
    assert shares("Output throughput is 4,000 tok/s at concurrency 64.")["load"] == 1.0
    found = disclosure(post_of(FULL))
    applying = [(item.weight, item.share) for item in found.items if item.share is not None]
    assert sum(weight for weight, _ in applying) < 100
    assert found.points == round(100 * sum(w * s for w, s in applying) / sum(w for w, _ in applying))
    lost = [item.weight * (1 - (item.share or 0)) for item in disclosure(post_of(TWO.format(""))).missing]
    assert lost == sorted(lost, reverse=True)


@pytest.mark.parametrize(
    ("item", "text", "share"),
    [
        ("baseline: absolute and version", "vLLM is 2x faster.", 0.0),
        ("baseline: absolute and version", "vLLM v0.6.0 is 2x faster than vLLM v0.5.3.", 0.5),
        ("baseline: absolute and version", "vLLM v0.6.0 is 2x faster than vLLM v0.5.3, at 4,000 output tok/s.", 1.0),
        ("speculation and cache state", "With EAGLE, decode reaches 199 output tok/s.", 0.0),
        ("speculation and cache state", "With EAGLE at an acceptance length of 2.5, decode reaches 199 output tok/s.", 1.0),
        ("speculation and cache state", "Decode reaches 199 output tok/s.", None),
        ("quality", "In FP8, decode reaches 199 output tok/s.", 0.0),
        ("quality", "In FP8, decode reaches 199 output tok/s and 84.1% on GSM8K.", 1.0),
    ],
)  # fmt: skip
def test_an_item_of_the_score(item: str, text: str, share: float | None) -> None:
    assert shares(text)[item] == share


@pytest.mark.parametrize("text", ["GPU utilization is 80%.", "The scheduler has an overhead of 5%."])
def test_shares_of_a_profile_are_no_performance(text: str) -> None:
    post = post_of(text)
    assert len(post.claims) == 1
    assert disclosure(post).points is None


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
    levels = {"error": "error", "warning": "warning", "info": "note"}
    for result in run_of["results"]:
        assert run_of["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == levels[RULES[result["ruleIndex"]].severity]
    places = {r["ruleId"]: r["locations"][0]["physicalLocation"] for r in run_of["results"]}
    assert places["D01"]["region"]["startLine"] == 3


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
