"""SVG figures: their labels are candidates, asked for by name, and never among what a post states."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sametrack.digest.cli.root import run
from sametrack.ingest.annotate import annotate
from sametrack.ingest.annotate.drawn import drawn_candidates
from sametrack.ingest.read import read
from sametrack.store.vocabulary import load_vocabulary

WORDS = load_vocabulary()
DRAWING = (
    '<svg><title>Output throughput (tok/s)</title><g><text x="0">0</text><text>500</text><text>1000</text><text>1500</text></g>'
    "<text>vLLM 1,210</text><text>SGLang <tspan>1,377</tspan></text><text>1.14x</text></svg>"
)


def test_labels_of_a_drawing_are_candidates_and_its_ticks_are_none() -> None:
    document = read(f"<article><p>Engines compared.</p>{DRAWING}</article>".encode(), url="x.html", name="x.html")
    found = drawn_candidates(document, WORDS)
    assert [(c.value, c.unit, c.metric, c.subject) for c in found] == [
        (1210.0, "tok/s", "output_throughput", "vLLM"),
        (1377.0, "tok/s", "output_throughput", "SGLang"),
        (1.14, "x", "output_throughput", None),
    ]
    assert all(c.place == "alt" for c in found)
    assert annotate(document, WORDS) == []


@pytest.mark.parametrize(
    "text",
    [
        "<nav><svg><text>1 ms</text><text>2 ms</text></svg></nav>",
        "<svg><text>Version 2.1</text><text>Step 3</text></svg>",
        "<svg><path d='M0 0 10 10'/></svg>",
        "<svg>" * 300 + "<text>5 ms",
    ],
)
def test_icons_and_diagrams_give_no_candidates(text: str) -> None:
    assert drawn_candidates(read(f"<p>Text</p>{text}".encode(), url="x.html", name="x.html"), WORDS) == []


def test_candidates_are_printed_only_where_they_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post, figure = tmp_path / "post.md", tmp_path / "figure.svg"
    post.write_text(f"# Post\n\nAlpha reaches 2.4x higher throughput on H100.\n\n{DRAWING}\n")
    figure.write_text(DRAWING)
    assert run(["extract", "--jsonl", str(post), str(figure)]) == 0
    assert [json.loads(line)["value"] for line in capsys.readouterr().out.splitlines()] == [2.4]
    assert run(["extract", "--jsonl", "--figures", str(post), str(figure)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["value"] for row in rows] == [1210.0, 1377.0, 1.14] * 2
    assert all(row["candidate"] is True for row in rows)
