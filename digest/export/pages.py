"""Claims by document -> a page of Markdown, and the list of HTML that feeds carry."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from ...store.rows import DocumentRow, StoredClaim
from ..sanitise import link, markdown, plain
from ..wording import amount, conditions, who


def by_document(claims: Sequence[StoredClaim]) -> list[tuple[DocumentRow, list[StoredClaim]]]:
    """Return each document with its claims in reading order, the document first seen last first."""
    groups = [list(group) for _, group in groupby(claims, key=lambda s: s.document.url)]
    groups.sort(key=lambda g: g[0].document.url)
    groups.sort(key=lambda g: g[0].document.first_seen, reverse=True)
    return [(group[0].document, group) for group in groups]


def claims_page(claims: Sequence[StoredClaim]) -> str:
    """Return all claims as Markdown: a section a document, an item a claim with its words."""
    out = ["# Claims", ""]
    for document, group in by_document(claims):
        day = f"{markdown(document.published[:10])} " if document.published else ""
        out += [f"## {day}{markdown(document.publisher or '')}: {link(document.title, document.url)}", ""]
        out += [f"- **{markdown(' '.join(amount(s.claim)))}** {markdown(_said(s))}. \"{markdown(s.claim.quote)}\" "
                f"({markdown(s.uid[:8])})" for s in group]  # fmt: skip
        out.append("")
    return "\n".join(out).rstrip() + "\n"


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
