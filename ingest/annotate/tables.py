"""Claims in tables and printed results: the entry for table and code blocks."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from ...store.document import Block, BlockKind, Document
from ...store.vocabulary import Vocabulary
from .console import console_claims
from .draft import Draft
from .gridclaims import grid_claims
from .surroundings import TableContext, context_of, convention_of


def table_claims(block: Block, index: int, vocabulary: Vocabulary, context: TableContext) -> list[Draft]:
    """Return the drafts of a table block, in reading order; none where the table is a specification."""
    if block.table is None:
        return []
    return grid_claims(block.table, block.text, index, vocabulary, context)


class BlockReader:
    """Reads the table and code blocks of one document; what the document says once for all its tables is found once."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        """Read nothing yet: a document without tables costs nothing."""
        self.document, self.vocabulary = document, vocabulary

    @cached_property
    def convention(self) -> str:
        """The sentence in which the document states the unit of its values."""
        return convention_of(self.document)

    def claims(self, index: int) -> list[Draft]:
        """Return the drafts of a table or code block; none for a block of another kind."""
        block = self.document.blocks[index]
        if block.kind not in (BlockKind.TABLE, BlockKind.CODE):
            return []
        context = replace(context_of(self.document, index), convention=self.convention)
        if block.kind is BlockKind.TABLE:
            return table_claims(block, index, self.vocabulary, context)
        return console_claims(block, index, self.vocabulary, context)
