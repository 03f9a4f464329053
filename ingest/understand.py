"""An arriving document's bytes -> the document, its claims, and what was refused with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from ..store.challenges import Challenge
from ..store.claim import Claim
from ..store.document import Document
from ..store.errors import ReadError
from ..store.rows import Body
from ..store.vocabulary import Vocabulary
from .annotate import annotate
from .benchmarks import is_rows, read_row
from .challenges import challenges_of
from .read import Hints, read
from .sources import threads
from .sources.arriving import Arriving

Annotator = Callable[[Document, Vocabulary], list[Claim]]


@dataclass(slots=True)
class Understood:
    """A document with its claims; ``measured`` marks the row of a benchmark, whose claims come from its columns."""

    document: Document
    claims: list[Claim]
    measured: bool = False
    refused: Counter[str] = field(default_factory=Counter)
    challenges: list[Challenge] = field(default_factory=list)


def understand(arriving: Arriving, vocabulary: Vocabulary, annotator: Annotator = annotate) -> Understood:
    """Read and annotate what arrived; raises ReadError."""
    if is_rows(arriving.content_type):
        document, claims, sheet = read_row(
            arriving.data, arriving.content_type or "", arriving.url, vocabulary, arriving.hints.publisher
        )
        return Understood(document, claims, measured=True, refused=sheet.refused)
    if threads.is_thread(arriving.data):
        document, facts = threads.read_thread(arriving.data, arriving.url)
        _check_holdable(document)
        return Understood(document, annotator(document, vocabulary), challenges=challenges_of(document, facts))
    document = read(
        arriving.data, url=arriving.url, name=arriving.name, content_type=arriving.content_type, hints=arriving.hints
    )
    _check_holdable(document)
    return Understood(document, annotator(document, vocabulary))


def _check_holdable(document: Document) -> None:
    """Raise ReadError where a text holds halves of characters: JSON can write them, no database can hold them."""
    try:
        "".join([document.title, document.author or "", *(block.text for block in document.blocks)]).encode()
    except UnicodeEncodeError:
        raise ReadError(f"{document.url}: holds halves of characters, which cannot be kept; skipped") from None


def arriving_again(body: Body) -> Arriving:
    """Return kept bytes as they arrived, to be read again."""
    return Arriving(
        body.url, body.data, body.name, body.representation, body.content_type, Hints.restored(body.hints),
    )  # fmt: skip
