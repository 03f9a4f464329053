"""Claims in tables and printed results: the entry for table and code blocks."""

from __future__ import annotations

from typing import Final

from ...store.document import Block, BlockKind, Document
from ...store.vocabulary import Vocabulary
from .console import console_claims
from .draft import Draft
from .gridclaims import TableContext, grid_claims

LEADS: Final = frozenset({BlockKind.PARAGRAPH, BlockKind.CAPTION, BlockKind.LIST_ITEM})


def context_of(document: Document, index: int) -> TableContext:
    """Return what stands around block ``index``: the caption, the nearest paragraph before it, the headings."""
    block = document.blocks[index]
    lead = ""
    for near in range(index - 1, max(-1, index - 4), -1):
        other = document.blocks[near]
        if other.kind is BlockKind.HEADING or other.path != block.path:
            break
        if other.kind in LEADS:
            lead = other.text
            break
    caption = (block.table.caption if block.table else None) or ""
    return TableContext(caption, lead, block.path, document.title)


def table_claims(block: Block, index: int, vocabulary: Vocabulary, context: TableContext) -> list[Draft]:
    """Return the drafts of a table block, in reading order; none where the table is a specification."""
    if block.table is None:
        return []
    return grid_claims(block.table, block.text, index, vocabulary, context)


def block_claims(document: Document, index: int, vocabulary: Vocabulary) -> list[Draft]:
    """Return the drafts of a table or code block of ``document``; none for a block of another kind."""
    block = document.blocks[index]
    context = context_of(document, index)
    if block.kind is BlockKind.TABLE:
        return table_claims(block, index, vocabulary, context)
    if block.kind is BlockKind.CODE:
        return console_claims(block, index, vocabulary, context)
    return []
