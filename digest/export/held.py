"""What an export reads: claims in their order and document by document, since there may be more than memory holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ...store.rows import DocumentRow, StoredClaim

Group = tuple[DocumentRow, Sequence[StoredClaim]]


@dataclass(frozen=True, slots=True)
class Held:
    """``each`` yields all claims by address and position, as often as it is called; ``of`` returns one document's."""

    documents: Sequence[DocumentRow]
    each: Callable[[], Iterator[StoredClaim]]
    of: Callable[[DocumentRow], Sequence[StoredClaim]]

    def by_document(self) -> Iterator[Group]:
        """Yield each document with its claims in reading order, the document first seen last first; none without claims."""
        by_address = sorted(self.documents, key=lambda d: d.url)
        for document in sorted(by_address, key=lambda d: d.first_seen, reverse=True):
            if claims := self.of(document):
                yield document, claims
