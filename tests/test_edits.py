"""Silent edits: a table of edits in our own words, and the road from two ingests to `changes`, `show` and the digest."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sametrack.digest.cli.root import run
from sametrack.ingest.edits import changes_between
from sametrack.ingest.sources.arriving import Arriving
from sametrack.ingest.understand import Understood, understand
from sametrack.store.changes import Change
from sametrack.store.database import open_database
from sametrack.store.document import DocumentKind
from sametrack.store.vocabulary import load_vocabulary

TABLE: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("edits.toml").read_text())["edit"]


def post(title: str, text: str) -> Understood:
    data = f"---\ntitle: {title!r}\n---\n\n{text}\n".encode()
    return understand(Arriving("post.md", data, "post.md", "source"), load_vocabulary())


def test_the_table_has_forty_edits_half_of_them_layout() -> None:
    assert len(TABLE) >= 40
    assert sum("finds" not in entry for entry in TABLE) >= 20


@pytest.mark.parametrize("entry", TABLE, ids=[e["what"] for e in TABLE])
def test_an_edit_raises_its_events_and_layout_none(entry: dict[str, Any]) -> None:
    titles = entry.get("title", ["Alpha", "Alpha"])
    found = changes_between(post(titles[0], entry["old"]), post(titles[1], entry["new"]), load_vocabulary())
    wanted = Counter(text.split()[0] for text in entry.get("finds", []))
    kinds = Counter(c.kind for c in found)
    assert set(kinds) == set(wanted), found
    for kind in ("value", "title", "figure", "added", "withdrawn"):
        assert kinds[kind] == wanted[kind], found  # type: ignore[index]
    fields = {f"{c.kind} {c.field}" for c in found}
    assert {text for text in entry.get("finds", []) if " " in text} <= fields
    assert {c.erratum is not None for c in found} <= {entry.get("erratum", False)}
    assert all(c.old != c.new for c in found)


def edits(old: str, new: str, kind: DocumentKind = DocumentKind.POST) -> list[Change]:
    sides = [post("Alpha", text) for text in (old, new)]
    before, after = (replace(side, document=replace(side.document, kind=kind)) for side in sides)
    return changes_between(before, after, load_vocabulary())


def test_an_edit_is_told_by_its_field_and_wordings_once_a_claim() -> None:
    rows = "- Alpha: 800 output tokens/s on H100\n- Beta: 800 output tokens/s on H100"
    (told,) = edits(rows, "- Alpha: 800 output tokens/s on H100, now\n- Beta: 800 output tokens/s on H200, now")
    assert (told.field, told.old, told.new) == ("accelerator", "Beta: 800 output tokens/s on H100", "Beta: 800 output tokens/s on H200, now")  # fmt: skip
    two = "On H100, Alpha has 800 output tokens/s and a TTFT of 40 ms."
    assert [(c.kind, c.field, c.old) for c in edits(two, two.replace("H100", "H200"))] == [
        ("condition", "accelerator", two)
    ] * 2
    named = "SGLang v0.4 reaches 1,200 output tokens/s."
    found = edits(named, named.replace("0.4", "0.5").replace("1,200", "1,300"))
    assert [(c.kind, c.field) for c in found] == [("value", "value"), ("condition", "subject_version")]
    figures = "Two plots.\n\n![p](a.png)\n\n![p](b.png)"
    assert [(c.old, c.new) for c in edits(figures, figures.replace(".png", "-v2.png"))] == [
        ("a.png", "a-v2.png"),
        ("b.png", "b-v2.png"),
    ]
    assert [(c.old, c.new) for c in edits(figures, "Two plots.\n\n![p](b.png)")] == [("a.png", None)]


def test_what_grows_by_nature_gains_no_edit_and_a_thread_has_none() -> None:
    text = "Alpha serves 800 output tokens/s."
    more, less = f"{text}\n\nBeta starts in 12 s.", "Nothing is left."
    assert [c.kind for c in edits(text, more)] == ["added"]
    assert edits(text, more, DocumentKind.CHANGELOG) == []
    assert [c.kind for c in edits(text, less, DocumentKind.CHANGELOG)] == ["withdrawn"]
    assert edits(text, less, DocumentKind.THREAD) == []


def test_a_claim_that_comes_or_goes_while_its_words_stay_is_no_edit() -> None:
    whole = post("Alpha", "Alpha serves 800 output tokens/s.")
    bare = replace(whole, claims=[])
    assert whole.claims
    assert changes_between(whole, bare, load_vocabulary()) == changes_between(bare, whole, load_vocabulary()) == []


OLD = "# Alpha is out\n\nWe run on 8 H100 GPUs.\n\nAlpha serves 1,200 output tokens/s with Llama 3.1 8B.\n"


def test_an_edit_is_seen_once_and_shown_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "post.md"
    file.write_text(OLD)
    assert run(["-q", "ingest", str(file)]) == 0
    assert run(["changes", "--exit-code"]) == 0
    for text in (
        OLD.replace("H100", "H200").replace("1,200", "1,300"),
        OLD.replace("H100", "H200").replace("1,200", "**1,300**"),
    ):
        file.write_text(text)
        assert run(["-q", "ingest", str(file)]) == 0
    assert run(["-q", "reread"]) == 0
    capsys.readouterr()
    assert run(["changes", "--json", "--exit-code"]) == 10
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert {(c["kind"], c["silent"]) for c in changes} == {("value", True), ("condition", True)}
    assert any("1,200" in c["old"] and "1,300" in c["new"] for c in changes)
    with open_database(tmp_path / "test.db") as database:
        [claim] = database.claims()
    for command in (["show", claim.uid], ["changes", "--silent"], ["digest"], ["digest", "--format", "markdown"]):
        assert run(command) == 0
        said = capsys.readouterr().out
        assert "1,200 output" in said, command
        assert "H100" in said, command
    assert run(["changes", "--since", "2031-01-01"]) == 0
    assert "nothing was edited" in capsys.readouterr().out


def test_another_representation_and_a_better_extractor_are_no_edit(tmp_path: Path) -> None:
    from sametrack.ingest.fetch import Fetcher
    from sametrack.ingest.pipeline import Pipeline
    from sametrack.ingest.results import SourceResult

    words = load_vocabulary()
    with open_database(tmp_path / "d.db") as database:
        pipeline = Pipeline(database, Fetcher(), words)
        page = Arriving("https://alpha.example/post", OLD.encode(), "post.md", "source")
        for arriving in (page, Arriving(page.url, OLD.replace("1,200", "1,3").encode(), "post.md", "feed")):
            pipeline._store(arriving, SourceResult("x"))
        pipeline.annotator = lambda document, vocabulary: []
        pipeline._store(Arriving(page.url, OLD.encode() + b"\n", "post.md", "source"), SourceResult("x"))
        assert database.changes() == []
