"""The disclosure rules: each finds its fault and keeps quiet without it; the score; the outputs."""

from __future__ import annotations

from typing import Any

import pytest
from sametrack.digest.lint import RULES, History, LintRule, Post, lint
from sametrack.digest.lint.post import Edit, Release
from sametrack.ingest.annotate import annotate
from sametrack.ingest.read import read
from sametrack.store.claim import claim_from_mapping
from sametrack.store.vocabulary import load_vocabulary


def post_of(text: str, *, publisher: str = "", published: str | None = None, history: History | None = None) -> Post:
    from dataclasses import replace

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
