"""The gold gate: the extractor's figures on the annotated documents, against floors that only rise.

python tests/gold.py                 compare with tests/floors.toml; exit 1 below a floor
python tests/gold.py --pin           raise the floors to what is reached; refuses to lower one
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
import tomllib
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
SHARED = HERE.parents[1] / "shared"
FLOORS = HERE / "floors.toml"


FACETS = (
    "metric", "engine", "model", "accelerator", "accelerator_count", "precision", "input_tokens", "output_tokens",
    "concurrency", "batch_size", "subject", "baseline",
)  # fmt: skip
"""Facets that have a floor of their own: a better sum may not hide one that got worse."""


def present() -> bool:
    """Return whether the annotated documents and the corpus are beside the repository."""
    return (SHARED / "gold" / "score.py").is_file() and (SHARED / "corpus").is_dir()


def fingerprint() -> str:
    """Return a hash of the annotations, so that a floor says of which set it was reached."""
    digest = hashlib.sha256()
    for path in sorted((SHARED / "gold" / "dev").glob("*.jsonl")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def scorer() -> ModuleType:
    """Return the scorer, which lives beside the annotations."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures() -> dict[str, float]:
    """Return the figures of the extractor as it stands."""
    from sametrack.ingest.pipeline import Extraction
    from sametrack.store.vocabulary import load_vocabulary

    score = scorer()
    gold, docs = score.load_gold(SHARED / "gold" / "dev")
    paths = [next((SHARED / "corpus").glob(f"{doc}.*")) for doc in sorted(docs)]
    extraction = Extraction(load_vocabulary(), SHARED / "corpus")
    guesses = [json.loads(json.dumps(asdict(claim))) for claim in extraction.claims([str(path) for path in paths])]
    result, _, _ = score.score(gold, guesses, docs)
    empty = [doc for doc in docs if not any(claim["doc"] == doc for claim in gold)]
    return {
        "mean_doc_f1": result["mean_doc_f1"],
        "detection_f1": result["detection"]["f1"],
        "prose_f1": result["prose"]["f1"],
        "table_f1": result["table"]["f1"],
        "facets_f1": result["facets"]["f1"],
        "whole_f1": result["whole"]["f1"],
        "clean_documents": float(sum(not any(g["doc"] == doc for g in guesses) for doc in empty)),
        **{f"facet_{name}": result["by_facet"][name]["f1"] for name in FACETS},
    }


def own_figures() -> dict[str, float]:
    """Return the figures on the documents and samples we annotated ourselves, those that may be looked at."""
    from unseen import figures as whole_documents
    from unseen import sampled

    own, drawn = whole_documents("open"), sampled("open")
    return {
        "own_detection_f1": own["detection"]["f1"],
        "own_facets_f1": own["facets"]["f1"],
        "own_whole_f1": own["whole"]["f1"],
        "sampled_found": drawn["found"],
        "sampled_precision": drawn["precision"],
        "sampled_facets_f1": drawn["facets"]["f1"],
        "sampled_whole": drawn["whole"],
    }


def below(reached: dict[str, float], floors: dict[str, float]) -> list[str]:
    """Return one line for every figure under its floor."""
    return [
        f"{name}: {reached[name]:.4f} is below its floor {floor:.4f}"
        for name, floor in floors.items()
        if reached[name] < floor - 1e-4
    ]


def raised(reached: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    """Return the floors raised to what is reached; raises ValueError where one would be lowered."""
    if worse := below(reached, floors):
        raise ValueError("; ".join(worse))
    return {name: max(round(value - 0.0005, 4), floors.get(name, 0.0)) for name, value in reached.items()}


def main(arguments: list[str]) -> int:
    """Print the figures and compare or pin."""
    if not present():
        print("gold gate: SKIPPED, the annotated documents are not beside this repository")
        return 0
    pinned = tomllib.loads(FLOORS.read_text("utf-8"))
    if pinned.get("fingerprint") not in (None, fingerprint()):
        print("gold gate: the annotations changed; pin the floors anew for them")
        return 1
    reached, floors = {**figures(), **own_figures()}, pinned.get("floors", {})
    for name, value in reached.items():
        print(f"{name:24} {value:.4f}   floor {floors.get(name, 0.0):.4f}")
    if "--pin" in arguments:
        new = raised(reached, floors)
        lines = [
            f'fingerprint = "{fingerprint()}"',
            "",
            "[floors]",
            *(f"{name} = {value:.4f}" for name, value in new.items()),
        ]
        FLOORS.write_text(
            "# What the extractor has reached on the annotated documents; floors only rise (tests/gold.py --pin).\n"
            + "\n".join(lines)
            + "\n"
        )
        return 0
    worse = below(reached, floors)
    for line in worse:
        print(f"gold gate: {line}")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
