"""The extractor's figures on documents we annotated ourselves, of publishers and posts the shared annotations lack.

python tests/unseen.py open            whole documents that may be looked at while rules are written; floors hold them
python tests/unseen.py held            whole documents that are only measured, never read
python tests/unseen.py sampled-open    figures drawn at random from very many documents; floors hold them
python tests/unseen.py sampled-held    the like, of documents whose results nobody who writes rules has read

An annotation holds line, span and fields; the words are cut from the corpus here, so that no text is copied. A sample is a
few figures a document, drawn from what an earlier extractor had found and annotated without seeing what it made of them; so
it tells how right facets are, and what was no claim, but little of what is missed. ``doubt`` names fields on which two
careful readers could differ.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from gold import SHARED, present, scorer  # noqa: E402

AROUND = 120
"""Characters kept on either side of a value when its words are cut."""
MAIN = ("detection", "prose", "table", "facets", "whole")


def file_of(doc: str) -> Path:
    """Return the corpus file of a document; raises FileNotFoundError where there is none."""
    folder, _, name = doc.partition("/")
    for path in sorted((SHARED / "corpus" / folder).glob("*")):
        if path.stem == name or path.name == name:
            return path
    raise FileNotFoundError(doc)


@lru_cache(maxsize=512)
def lines_of(doc: str) -> list[str]:
    """Return the lines of a document of the corpus."""
    return file_of(doc).read_text("utf-8").split("\n")


def with_words(claim: dict[str, Any]) -> dict[str, Any]:
    """Return an annotation with the words at its span; raises ValueError where the span is none."""
    text, start, end = lines_of(claim["doc"])[claim["line"] - 1], claim["start"], claim["end"]
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{claim['doc']}:{claim['line']}: no span {start}-{end}")
    quote = text[max(0, start - AROUND) : end + AROUND]
    kept = {name: value for name, value in claim.items() if name not in ("start", "end")}
    return {**kept, "value_text": text[start:end], "cell": text[start:end], "quote": quote}


def rows_of(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the annotations of some files with their words; raises ValueError where a span is none."""
    return [with_words(json.loads(row)) for path in paths for row in path.read_text("utf-8").splitlines()]


def annotations(half: str) -> tuple[list[dict[str, Any]], set[str]]:
    """Return the claims of one half, with their words, and the documents; raises ValueError where a span is none."""
    paths = sorted((HERE / "annotated" / half).glob("*.jsonl"))
    return rows_of(paths), {path.stem.replace("__", "/", 1) for path in paths}


def sample(half: str) -> list[dict[str, Any]]:
    """Return the figures drawn for one half, a file a publisher, with their words; ``claim`` says whether each is one."""
    return rows_of(sorted((HERE / "annotated" / "sampled" / half).glob("*.jsonl")))


def extracted(docs: Iterable[str]) -> list[dict[str, Any]]:
    """Return what the extractor finds in the documents."""
    from sametrack.ingest.pipeline import Extraction
    from sametrack.store.vocabulary import load_vocabulary

    extraction = Extraction(load_vocabulary(), SHARED / "corpus")
    return [json.loads(json.dumps(asdict(c))) for c in extraction.claims([str(file_of(doc)) for doc in sorted(docs)])]


def figures(half: str) -> dict[str, Any]:
    """Return what the shared scorer says of the extractor on one half."""
    gold, docs = annotations(half)
    result, _, _ = scorer().score(gold, extracted(docs), docs)
    return dict(result)


def sampled(half: str) -> dict[str, Any]:
    """Return the scorer's facets on the drawn figures that were found, ``whole`` as their share with all five facets right,
    ``found`` as the share of the drawn claims that were, and ``claims`` as the share of claims among what was drawn and found.
    """
    drawn, score = sample(half), scorer()
    docs = {row["doc"] for row in drawn}
    gold, guesses = [row for row in drawn if row["claim"]], extracted(docs)
    pairs = score.match(gold, guesses)
    result, _, _ = score.score(gold, [guesses[j] for _, j in pairs], docs)
    places = {(g["doc"], g["line"], g["value_text"]) for g in guesses}
    wrong = [r for r in drawn if not r["claim"] and r["sure"] and (r["doc"], r["line"], r["value_text"]) in places]
    sure = [(gold[i], guesses[j]) for i, j in pairs if gold[i]["sure"]]

    def right(one: dict[str, Any], other: dict[str, Any], lenient: bool) -> bool:
        doubt = one.get("doubt", ()) if lenient else ()
        return all(f in doubt or score.same_facet(f, one.get(f), other.get(f)) for f in score.WHOLE)

    return {
        **result,
        "documents": len(docs),
        "whole": sum(right(a, b, False) for a, b in sure) / len(sure),
        "whole_but_doubt": sum(right(a, b, True) for a, b in sure) / len(sure),
        "found": len(sure) / sum(bool(row["sure"]) for row in gold),
        "precision": len(sure) / (len(sure) + len(wrong)),
    }


def main(half: str) -> int:
    """Print the figures of one half or sample."""
    if not present():
        print("unseen documents: SKIPPED, the corpus is not beside this repository")
        return 0
    if half.startswith("sampled-"):
        result = sampled(half.removeprefix("sampled-"))
        print(f"{half}: {result['claims']} drawn claims in {result['documents']} documents")
        print(f"found {result['found']:.3f}; claims among what was drawn and found {result['precision']:.3f}")
        print(f"facets F1 {result['facets']['f1']:.3f}; all five facets right {result['whole']:.3f}", end="")
        print(f", fields that readers may differ on left out {result['whole_but_doubt']:.3f}")
    else:
        result = figures(half)
        print(f"{half}: {result['claims']} annotated claims in {len(result['by_doc'])} documents, ", end="")
        print(f"{result['predicted']} found")
        for name in MAIN:
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
