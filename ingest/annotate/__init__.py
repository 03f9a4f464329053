"""Document -> claims.

    blocks --prose | tables | console--> drafts --scope--> facets --> claims

A draft is a located number with what its own sentence, row or header says of it; ``scope`` adds what the rest of the
post settles; ``store.claim`` checks that the words are where the claim says.
"""

from __future__ import annotations

import logging
from typing import Final

from ...store.claim import Claim, numbered
from ...store.document import Block, BlockKind, Document
from ...store.errors import ClaimError
from ...store.vocabulary import Vocabulary
from .agreement import agree
from .draft import Draft
from .finish import finish
from .prose import Around, about_training, over, prose_claims
from .quantities import has_numbers
from .restated import named_version, restate
from .rivals import unlend
from .scope import Scope
from .swept import settle_ends
from .tables import BlockReader
from .trackfields import fill_track

HEADS: Final = (BlockKind.TITLE, BlockKind.HEADING)
"""What sums up and has no set-up of its own; a table, a printed result, a paragraph or a list's item is one set-up."""
EXTRACTOR = "5"
"""Raised whenever the same bytes and words may give other claims; kept with every document."""

log = logging.getLogger(__name__)


def annotate(document: Document, vocabulary: Vocabulary) -> list[Claim]:
    """Return the claims of ``document`` in reading order, each checked against its block's text."""
    scope = Scope(document, vocabulary)
    drafts: list[Draft] = []
    tables = BlockReader(document, vocabulary)
    training = about_training(document)
    for index, block in enumerate(document.blocks):
        if block.kind in (BlockKind.TABLE, BlockKind.CODE):
            found = tables.claims(index)
        elif has_numbers(block.text):
            found = prose_claims(block, index, Around(vocabulary, over(document, index), training))
        else:
            continue
        drafts += found
    restate(drafts, document, vocabulary)
    scope.contexts.setups.claiming = frozenset(d.block for d in drafts if d.place not in ("table", "code"))
    for draft in drafts:
        block = document.blocks[draft.block]
        if block.kind not in HEADS:
            draft.fields.setdefault("setup", f"{block.kind} {draft.block}")
        if draft.place != "table":
            settle_ends(draft, block.text)
        scope.fill(draft, _words(draft, block))
        scope.ties.settle(draft)
    agree(drafts, scope)
    for draft in drafts:
        named_version(draft)
        finish(draft, scope)
        fill_track(draft, scope.contexts, _words(draft, document.blocks[draft.block]))
    unlend(drafts)
    claims = []
    for draft in drafts:
        try:
            claims.append(draft.claim(document.url, document.blocks[draft.block]))
        except ClaimError as error:
            log.debug("%s: %s", document.url, error)
    return numbered(claims)


def _words(draft: Draft, block: Block) -> str | None:
    """The sentence a number stands in; None for a cell or a printed line, whose labels were read with it."""
    return None if draft.place in ("table", "code") else block.text[draft.start : draft.end]
