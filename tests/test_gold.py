"""The gate itself, and what holds over the whole corpus where it is present."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from sametrack.ingest.annotate import annotate
from sametrack.ingest.read import read
from sametrack.store.errors import ReadError
from sametrack.store.vocabulary import load_vocabulary

spec = importlib.util.spec_from_file_location("gold", Path(__file__).with_name("gold.py"))
assert spec is not None
assert spec.loader is not None
gold = importlib.util.module_from_spec(spec)
sys.modules["gold"] = gold
spec.loader.exec_module(gold)

here = pytest.mark.skipif(not gold.present(), reason="SKIPPED: the corpus is not beside this repository")


def test_a_floor_is_never_lowered() -> None:
    with pytest.raises(ValueError, match="below its floor"):
        gold.raised({"whole_f1": 0.4}, {"whole_f1": 0.5})
    assert gold.raised({"whole_f1": 0.6}, {"whole_f1": 0.5})["whole_f1"] > 0.59
    assert gold.below({"whole_f1": 0.5}, {"whole_f1": 0.5}) == []


@here
def test_every_document_of_the_corpus_is_survived_and_every_claim_points_at_its_words() -> None:
    words, documents, claims = load_vocabulary(), 0, 0
    for path in sorted(p for p in (gold.SHARED / "corpus").rglob("*") if p.suffix in (".md", ".rst", ".txt")):
        try:
            document = read(path.read_bytes(), url=str(path), name=str(path))
        except ReadError:
            continue
        documents += 1
        for claim in annotate(document, words):
            claim.check_span(document.blocks[claim.block or 0])
            assert all(getattr(claim, facet.name) == facet.value for facet in claim.facets), claim
            claims += 1
    assert documents >= 540
    assert claims > 3000
