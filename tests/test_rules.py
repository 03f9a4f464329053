"""The rule catalogue: every rule has a pair it accepts and one it refuses, and no rule can be bent unnoticed."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
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


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_order_of_rules_changes_nothing(rule: Rule) -> None:
    shuffled = list(RULES)
    random.Random(rule.code).shuffle(shuffled)  # noqa: S311 - any order will do
    for example in (rule.accepts, rule.refuses):
        assert verdict(example, tuple(shuffled)) == verdict(example)
