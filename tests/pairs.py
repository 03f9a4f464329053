"""Pairs of real claims that people judged by the rules: how often the tool agrees, and whether it ever forgives.

python tests/pairs.py            figures on tests/pairs/*.jsonl and on the shared pairs
python tests/pairs.py --misses   the same, with every pair on which tool and judge differ

A pair names its claims by document, line, value and unit; the claims are the shared annotations or, for other
documents, what the extractor reads. ``amended`` marks a judgement that was corrected after a stated fact had been
overlooked; ``sure`` false leaves a pair out of the figures.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from gold import SHARED  # noqa: E402
from unseen import file_of  # noqa: E402

LIKE = frozenset({"same_track", "with_caveats"})


@dataclass
class Score:
    """Shares of agreement: ``balanced`` is the mean over the four verdicts."""

    judged: int = 0
    agreed: int = 0
    forgiven: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    by_verdict: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Return the share of pairs with the judge's verdict."""
        return self.agreed / max(1, self.judged)

    @property
    def balanced(self) -> float:
        """Return the mean of that share over the verdicts."""
        return sum(good / all_ for good, all_ in self.by_verdict.values()) / max(1, len(self.by_verdict))

    def add(self, pair: dict[str, Any], said: str | None) -> None:
        """Count one pair; ``said`` is None where a claim was not found."""
        gold = pair["verdict"]
        if said is None:
            self.missing.append(pair["id"])
            return
        self.judged += 1
        self.agreed += said == gold
        self.by_verdict[gold][0] += said == gold
        self.by_verdict[gold][1] += 1
        self.confusion[gold, said] += 1
        if said in LIKE and gold == "not_comparable":
            self.forgiven.append(pair["id"])
        if said != gold:
            self.misses.append(f"{pair['id']}: judged {gold}, said {said}: {pair['why']}")


def read(path: Path) -> list[dict[str, Any]]:
    """Return the pairs of a file, those that the judge was sure of."""
    return [p for line in path.read_text("utf-8").splitlines() if (p := json.loads(line)).get("sure", True)]


def annotated() -> dict[str, list[dict[str, Any]]]:
    """Return the shared annotations by document."""
    out = {}
    for path in sorted((SHARED / "gold" / "dev").glob("*.jsonl")):
        out[path.stem.replace("__", "/", 1)] = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return out


def extracted(docs: set[str]) -> dict[str, list[dict[str, Any]]]:
    """Return what the extractor reads in documents of the corpus, by document."""
    from sametrack.ingest.pipeline import Extraction
    from sametrack.store.vocabulary import load_vocabulary

    extraction = Extraction(load_vocabulary(), SHARED / "corpus")
    out: dict[str, list[dict[str, Any]]] = {}
    for doc in sorted(docs):
        claims = [asdict(claim) for claim in extraction.claims([str(file_of(doc))])]
        out[doc] = [{name: value for name, value in claim.items() if name != "facets"} for claim in claims]
    return out


def setup_of(doc: str, line: int) -> str:
    """Return a name of the table, paragraph or list that holds a line of a document, by its first line."""
    lines = file_of(doc).read_text("utf-8").split("\n")
    at = line - 1

    def row(number: int) -> bool:
        return lines[number].lstrip().startswith(("|", "<tr", "<td", "<th"))

    if row(at):
        while at > 0 and row(at - 1):
            at -= 1
        return f"table {at + 1}"
    while at > 0 and lines[at - 1].strip() and not lines[at - 1].lstrip().startswith("#"):
        at -= 1
    return f"block {at + 1}"


def find(reference: dict[str, Any], claims: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the claim a reference names: the same value and unit within a line of it, the nearest first."""
    near = [
        c
        for c in claims
        if c["unit"] == reference["unit"]
        and abs(c["value"] - reference["value"]) <= 1e-9 * max(1.0, abs(c["value"]))
        and c.get("line") is not None
        and abs(c["line"] - reference["line"]) <= 1
    ]
    near.sort(
        key=lambda c: (abs(c["line"] - reference["line"]), (c.get("cell") or "") != (reference.get("cell") or ""))
    )
    if not near:
        return None
    return {
        **near[0],
        "doc": reference["doc"],
        "setup": near[0].get("setup") or setup_of(reference["doc"], reference["line"]),
    }


def score(pairs: list[dict[str, Any]]) -> Score:
    """Judge the pairs and return the figures."""
    from sametrack.digest.compare import judge
    from sametrack.store.claim import claim_from_mapping

    known = annotated()
    known.update(extracted({side["doc"] for p in pairs for side in (p["a"], p["b"])} - set(known)))
    out = Score()
    for pair in pairs:
        a, b = (find(pair[side], known[pair[side]["doc"]]) for side in ("a", "b"))
        said = judge(claim_from_mapping(a), claim_from_mapping(b), pair["vary"]).verdict if a and b else None
        out.add(pair, said)
    return out


def main() -> None:
    """Print the figures."""
    for path in (*sorted((HERE / "pairs").glob("*.jsonl")), SHARED / "gold" / "pairs.jsonl"):
        found = score(read(path))
        print(
            f"{path.name}: {found.judged} pairs, right {found.right:.3f}, balanced {found.balanced:.3f},"
            f" unforgivable {len(found.forgiven)}, not found {len(found.missing)} {' '.join(found.missing)}"
        )
        for (gold, said), count in sorted(found.confusion.items()):
            print(f"  judged {gold:15} said {said:15} {count}")
        if "--misses" in sys.argv:
            print(*(f"    {line}" for line in found.misses), sep="\n")


if __name__ == "__main__":
    main()
