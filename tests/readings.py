"""One document read again and again by extractors that differ: what each makes of a number is a function of its claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from sametrack.ingest.annotate import annotate
from sametrack.ingest.read import read
from sametrack.store.claim import Claim, numbered
from sametrack.store.corrections import Remark
from sametrack.store.database import Bringing, Database
from sametrack.store.document import Document
from sametrack.store.numbers import printed
from sametrack.store.rows import StoredClaim
from sametrack.store.vocabulary import load_vocabulary

ROW = "| Llama 3.1 8B | 1,200 | 35 |\n"
TABLE = f"# Alpha 1.0\n\nOn one H100:\n\n| Model | tokens/s | TTFT (ms) |\n|---|---|---|\n{ROW}"
SAID = "Alpha serves 1,200 output tokens/s on one H100 with Llama 3.1 8B."
POST = f"# Alpha 1.0\n\n{SAID}\n"
FULL = f"""{POST}
On one H100, with 1,000 input and 200 output tokens:

| Model | tokens/s | TTFT (ms) |
|---|---|---|
| Llama 3.1 8B | 120 | 35 |
| Llama 3.1 70B | 12 | 12 |

On one H200:

| Model | tokens/s | TTFT (ms) |
|---|---|---|
| Llama 3.1 70B | 12 | 12 |

{SAID}
"""
"""Equal values in one row, equal rows in two tables, and a sentence said twice."""

Take = Callable[[Claim], Claim | None]


def as_it_is(claim: Claim) -> Claim:
    return claim


@cache
def document_of(text: str) -> Document:
    return read(text.encode(), url="https://example.org/post", name="post.md")


@cache
def claims_of(text: str) -> tuple[Claim, ...]:
    return tuple(annotate(document_of(text), load_vocabulary()))


@dataclass
class Readings:
    """A document that is read into a database by one extractor after the other."""

    database: Database
    text: str = TABLE
    url: str = "https://example.org/post"
    made: int = 0

    def take(self, take: Take = as_it_is) -> list[StoredClaim]:
        """Read the text as it now is; ``take`` says what the extractor makes of each number."""
        self.made += 1
        claims = [replace(claim, doc=self.url, occurrence=0) for claim in map(take, claims_of(self.text)) if claim]
        now = f"2026-01-01T00:{self.made // 60:02}:{self.made % 60:02}+00:00"
        read_with = f"extractor {self.made}"
        self.database.save(
            Bringing(
                replace(document_of(self.text), url=self.url),
                numbered(claims),
                "page",
                b"bytes",
                "post.md",
                read_with,
                now,
            )
        )
        return self.database.claims()

    def correct(self, stored: StoredClaim, name: str, value: str) -> None:
        self.database.correct([Remark(stored.uid, name, value, "why", "who", "2026-01-02")])


def only(*units: str) -> Take:
    return lambda claim: claim if claim.unit in units else None


def as_unit(unit: str) -> Take:
    return lambda claim: replace(claim, unit=unit)


def as_value(text: str | None = None) -> Take:
    """An extractor that takes ``text`` for the value, or, without one, the value's first word."""

    def take(claim: Claim) -> Claim:
        value = text or claim.value_text.split()[0]
        start = printed(claim).digit - next(n for n, sign in enumerate(value) if sign.isdecimal())
        return replace(claim, value_text=value, value_start=start, value_end=start + len(value))

    return take
