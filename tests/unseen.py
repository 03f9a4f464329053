"""The extractor's figures on documents we annotated ourselves, of publishers and posts the shared annotations lack.

python tests/unseen.py open    the half that may be looked at while rules are written; floors in tests/floors.toml hold it
python tests/unseen.py held    the half that is only measured, never read

An annotation holds line, span and fields; the words are cut from the corpus here, so that no text is copied.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from gold import SHARED, present, scorer  # noqa: E402

AROUND = 120
"""Characters kept on either side of a value when its words are cut."""


def file_of(doc: str) -> Path:
    """Return the corpus file of a document; raises FileNotFoundError where there is none."""
    folder, _, name = doc.partition("/")
    for path in sorted((SHARED / "corpus" / folder).glob("*")):
        if path.stem == name or path.name == name:
            return path
    raise FileNotFoundError(doc)


def annotations(half: str) -> tuple[list[dict[str, Any]], set[str]]:
    """Return the claims of one half, with their words, and the documents; raises ValueError where a span is none."""
    claims: list[dict[str, Any]] = []
    docs = set()
    for path in sorted((HERE / "annotated" / half).glob("*.jsonl")):
        doc = path.stem.replace("__", "/", 1)
        docs.add(doc)
        lines = file_of(doc).read_text("utf-8").split("\n")
        for row in path.read_text("utf-8").splitlines():
            claim = json.loads(row)
            text, start, end = lines[claim["line"] - 1], claim.pop("start"), claim.pop("end")
            if not 0 <= start < end <= len(text):
                raise ValueError(f"{doc}:{claim['line']}: no span {start}-{end}")
            quote = text[max(0, start - AROUND) : end + AROUND]
            claims.append({**claim, "value_text": text[start:end], "cell": text[start:end], "quote": quote})
    return claims, docs


def figures(half: str) -> dict[str, Any]:
    """Return what the shared scorer says of the extractor on one half."""
    from sametrack.ingest.pipeline import Extraction
    from sametrack.store.vocabulary import load_vocabulary

    score = scorer()
    gold, docs = annotations(half)
    extraction = Extraction(load_vocabulary(), SHARED / "corpus")
    guesses = [
        json.loads(json.dumps(asdict(c))) for c in extraction.claims([str(file_of(doc)) for doc in sorted(docs)])
    ]
    result, _, _ = score.score(gold, guesses, docs)
    return dict(result)


def main(half: str) -> int:
    """Print the figures of one half."""
    if not present():
        print("unseen documents: SKIPPED, the corpus is not beside this repository")
        return 0
    result = figures(half)
    print(
        f"{half}: {result['claims']} annotated claims in {len(result['by_doc'])} documents, {result['predicted']} found"
    )
    for name in ("detection", "prose", "table", "facets", "whole"):
        row = result[name]
        print(f"{name:10} P {row['p']:.3f}  R {row['r']:.3f}  F1 {row['f1']:.3f}")
    print(f"mean detection F1 over documents {result['mean_doc_f1']:.3f}")
    for doc, row in result["by_doc"].items():
        print(f"  {doc[:60]:60} F1 {row['f1']:.3f}  ({row['tp']} right, {row['fp']} extra, {row['fn']} missed)")
    for field, row in result["by_facet"].items():
        print(f"  {field:18} F1 {row['f1']:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "open"))
