"""The rule catalogue: every rule has a pair it accepts and one it refuses, and no rule can be bent unnoticed."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from sametrack.digest.cli.root import run
from sametrack.digest.compare import RULES, Rule
from sametrack.digest.compare.catalogue import Example
from sametrack.digest.compare.facts import Facts
from sametrack.digest.compare.judge import judge_facts
from sametrack.digest.compare.verdict import Verdict

CODES = [f"C{number:02}" for number in range(1, 39)]


def verdict(example: Example, rules: tuple[Rule, ...] = RULES) -> Verdict:
    return judge_facts(Facts(example.a), Facts(example.b), example.vary, rules)  # type: ignore[arg-type]


def codes(example: Example, rules: tuple[Rule, ...] = RULES) -> set[str]:
    return {reason.code for reason in verdict(example, rules).reasons}


def test_the_catalogue_holds_every_rule_with_its_sentence_source_and_fields() -> None:
    assert [rule.code for rule in RULES] == CODES
    for rule in RULES:
        assert rule.sentence.endswith(".")
        assert rule.fields
        assert rule.source
        assert set(rule.bears.values()) != {"none"}, f"{rule.code} bears on nothing"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_accepts_its_good_example_and_refuses_its_bad_one(rule: Rule) -> None:
    assert rule.code not in codes(rule.accepts)
    assert rule.code in codes(rule.refuses)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_turned_round_or_silenced_breaks_an_example(rule: Rule) -> None:
    def turned(a: Facts, b: Facts, context):  # type: ignore[no-untyped-def]
        real = rule.judge(a, b, context)
        return () if real else rule.judge(Facts(rule.refuses.a), Facts(rule.refuses.b), context)

    bent = tuple(replace(r, judge=turned) if r.code == rule.code else r for r in RULES)
    silent = tuple(r for r in RULES if r.code != rule.code)
    assert rule.code not in codes(rule.refuses, bent)
    assert rule.code not in codes(rule.refuses, silent)
    if rule.accepts.vary is None:  # the same answer told as a difference; what is varied excuses it
        assert rule.code in codes(rule.accepts, bent)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_order_of_rules_changes_nothing(rule: Rule) -> None:
    shuffled = list(RULES)
    random.Random(rule.code).shuffle(shuffled)  # noqa: S311 - any order will do
    for example in (rule.accepts, rule.refuses):
        assert verdict(example, tuple(shuffled)) == verdict(example)


def test_rules_prints_both_catalogues_and_explains_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == CODES + [f"D{number:02}" for number in range(1, 41)]
    assert run(["rules", "c14"]) == 0
    told = capsys.readouterr().out
    for words in ("speculative decoding", "blocking if said: serving throughput", "--vary technique", "source: MLPerf"):
        assert words in told
    assert run(["rules", "C99"]) == 2


def test_compare_says_what_was_derived_remarked_and_could_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = tmp_path / "post.md"
    post.write_text(
        "# Serving\n\nLlama 3.1 8B in FP8 on one H100 with vLLM 0.8.4, 1,000 input and 500 output tokens, concurrency 8.\n\n"
        "| Engine | Output throughput (tok/s) | Mean TPOT (ms) |\n|---|---|---|\n| vLLM | 4000 | 10.0 |\n| SGLang | 300 | 9.0 |\n",
        "utf-8",
    )
    base = ["--db", str(tmp_path / "db.sqlite")]
    assert run([*base, "-q", "ingest", str(post)]) == 0
    assert run([*base, "claims", "--json"]) == 0
    found = {row["value_text"]: row["id"] for row in json.loads(capsys.readouterr().out)["claims"]}
    assert run([*base, "compare", found["4000"], found["300"]]) == 0
    told = capsys.readouterr().out
    assert "(varied: engine)" in told
    assert "remark" in told
    assert "8 / 10 ms = 800 tok/s" in told
    assert run([*base, "compare", found["4000"], found["10.0"], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["comparison"]["verdict"] == "not_comparable"
    assert run([*base, "compare", found["4000"], "ffff0000"]) != 0
    assert "no claim" in capsys.readouterr().err
