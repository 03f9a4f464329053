"""How far a claim has been reproduced: a rung and the evidence for it, and whether somebody independent failed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..store.rows import StoredClaim
from .contested import Contest
from .sanitise import plain

RUNGS: Final = ("none", "command given", "raw data", "reproduced by the same party", "independently reproduced")
COMMAND: Final = re.compile(
    r"\b(?:vllm (?:serve|bench)|bench_serving|sglang\.launch_server|trtllm-(?:bench|serve)|llama-(?:bench|server|cli)|genai-perf|aiperf profile|guidellm benchmark|"
    r"torchrun|docker run|python3? (?:-m |\S+\.py)|lmdeploy serve|mpirun)\b", re.I,
)  # fmt: skip
RAW: Final = re.compile(
    r"\braw (?:data|results?|numbers?|logs?)\b|\b(?:full|complete) (?:logs?|results?) (?:are|is|can be|at|in|here)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Rung:
    """The highest rung a claim stands on, the words that prove it, and the words of an independent failure, if any."""

    name: str
    evidence: str | None = None
    failed: str | None = None


def rung_of(stored: StoredClaim, ties: Sequence[Contest], texts: Sequence[str]) -> Rung:
    """Return a claim's rung from its own row or post (``texts`` are its post's blocks) and the comments tied to it."""
    own = [c for c in ties if c.claim is not None and c.claim.uid == stored.uid]
    failed = next((_said(c) for c in own if c.kind == "irreproducible" and not _same(c, stored)), None)
    confirmed = [c for c in own if c.kind == "reproduced"]
    outside = [c for c in confirmed if not _same(c, stored)]
    if outside:
        return Rung(RUNGS[4], _said(outside[0]), failed)
    if confirmed:
        return Rung(RUNGS[3], _said(confirmed[0]), failed)
    run = next((f for f in stored.claim.facets if f.name == "result_id"), None)
    if run is not None:
        return Rung(RUNGS[2], plain(run.value, 200), failed)
    for name, pattern in ((RUNGS[2], RAW), (RUNGS[1], COMMAND)):
        for text in texts:
            if (found := pattern.search(text)) is not None:
                line = text[max(0, found.start() - 30) : found.end() + 60]
                return Rung(name, plain(line, 120), failed)
    return Rung(RUNGS[0], None, failed)


def rung_lines(rung: Rung) -> list[str]:
    """Return the card's lines on reproduction."""
    lines = ["", f"  reproduction: {rung.name}" + (f'  "{plain(rung.evidence, 160)}"' if rung.evidence else "")]
    if rung.failed:
        lines.append(f"    independently failed: {plain(rung.failed, 200)}")
    return lines


def _same(contest: Contest, stored: StoredClaim) -> bool:
    author = contest.held.challenge.author
    return author is not None and author.casefold() in (stored.document.author or "").casefold()


def _said(contest: Contest) -> str:
    c = contest.held.challenge
    return f"{c.quote} ({c.author or '[deleted]'}, {c.url})"
