"""Claims by document -> a page of Markdown, and the list of HTML that feeds carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ...store.rows import StoredClaim
from ..sanitise import link, markdown, plain
from ..wording import amount, conditions, who
from .held import Held


def claims_page(held: Held) -> Iterator[str]:
    """Yield all claims as Markdown: a section a document, an item a claim with its words."""
    yield "# Claims\n"
    for document, group in held.by_document():
        day = f"{markdown(document.published[:10])} " if document.published else ""
        yield f"\n## {day}{markdown(document.publisher or '')}: {link(document.title, document.url)}\n\n"
        for s in group:
            words = f'"{markdown(s.claim.quote)}" ({markdown(s.uid[:8])})'
            yield f"- **{markdown(' '.join(amount(s.claim)))}** {markdown(_said(s))}. {words}\n"


def claims_html(group: Sequence[StoredClaim]) -> str:
    """Return a document's claims as an HTML list in which nothing of the document is markup."""
    items = (
        f"<li><b>{escape(plain(' '.join(amount(s.claim))))}</b> {escape(_said(s))}."
        f" <q>{escape(plain(s.claim.quote, 300))}</q></li>"
        for s in group
    )
    return f"<ul>{''.join(items)}</ul>"


def _said(stored: StoredClaim) -> str:
    claim = stored.claim
    told = (claim.metric.replace("_", " "), who(claim), conditions(claim))
    return plain(", ".join(part for part in told if part))
