"""Reading what is known: documents and claims, corrections applied, as few rows as are asked for."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from .choosing import NAMED, bounds, condition, passes
from .claim import FIELDS, NUMERIC, Facet
from .corrections import Correcting
from .errors import StoreError
from .rows import DOCUMENT, STORED, ClaimFilter, DocumentRow, StoredClaim, claim_of, document_of

_HEAD: Final = ("id", "uid", "status", "first_seen", "replaces", "document", "number")
_CLAIM: Final = ", ".join(f'c."{name}"' for name in (*_HEAD, *STORED))
_CLAIMS: Final = "claims c JOIN documents d ON d.id = c.document"
_BY_DOCUMENT: Final = "documents d CROSS JOIN claims c ON c.document = d.id"
"""The same rows, read document by document: in the order they are listed, so that the first few are found at once."""
BUT: Final = "c.id NOT IN (SELECT value FROM json_each(?))"
"""All claims but those whose row ids are given."""
_READ: Final = 5000
"""Rows that are held as SQLite gave them, at most."""


class Reading(Correcting):
    """The part of the database that reads documents and claims."""

    def documents(self, since: str | None = None, until: str | None = None) -> list[DocumentRow]:
        """Return the documents first seen in a window (``until`` exclusive), by address; without one all."""
        rows = self.sql.execute(
            f"SELECT {DOCUMENT} FROM documents d WHERE first_seen >= ? AND first_seen < ? ORDER BY url",
            (since or "", until or "~"),
        )
        return [document_of(row) for row in rows]

    def documents_at(self, ids: Sequence[int]) -> list[DocumentRow]:
        """Return the documents with these row ids, by address."""
        rows = self.sql.execute(
            f"SELECT {DOCUMENT} FROM documents d WHERE id IN (SELECT value FROM json_each(?)) ORDER BY url",
            (json.dumps(list(ids)),),
        )
        return [document_of(row) for row in rows]

    def addresses(self) -> list[tuple[int, str]]:
        """Return (row id, address) of all documents."""
        return [(int(row[0]), str(row[1])) for row in self.sql.execute("SELECT id, url FROM documents ORDER BY url")]

    def each_claim(self, chosen: ClaimFilter = ClaimFilter(), limit: int | None = None) -> Iterator[StoredClaim]:  # noqa: B008
        """Yield the claims that pass ``chosen``, the first ``limit`` or all, corrections applied, facets left out.

        By address and position, as they are read: there may be more than memory holds.
        """
        where, values = self._where(chosen)
        source = _BY_DOCUMENT if chosen.since is None and chosen.document is None else _CLAIMS
        tail = f"{where} ORDER BY d.url, c.position, c.id LIMIT ?"
        return self._claims(tail, [*values, -1 if limit is None else limit], source)

    def claims(self, chosen: ClaimFilter = ClaimFilter(), limit: int | None = None) -> list[StoredClaim]:  # noqa: B008
        """Return what ``each_claim`` yields."""
        return list(self.each_claim(chosen, limit))

    def newest_claims(self, chosen: ClaimFilter, limit: int) -> list[StoredClaim]:
        """Return the newest claims that pass ``chosen``, at most ``limit``, the newest first.

        Those of result rows come after all others: a benchmark site brings thousands at once.
        """
        where, values = self._where(chosen)
        found: list[StoredClaim] = []
        for kind in ("d.kind <> 'result'", "d.kind = 'result'"):
            tail = f"{where} AND {kind} ORDER BY c.first_seen DESC, c.id DESC LIMIT ?"
            found += self._claims(tail, [*values, limit - len(found)])
        return found

    def claims_of_model(self, model: str, chosen: ClaimFilter, limit: int) -> list[StoredClaim]:
        """Return the newest claims about exactly this model that pass ``chosen``, at most ``limit``."""
        where, values = self._where(chosen)
        mended = self._mended(("model",), chosen)
        tail = f"c.model = ? AND {BUT} AND {where} ORDER BY c.first_seen DESC, c.id DESC LIMIT ?"
        found = list(self._claims(tail, [model, ids_of(mended), *values, limit]))
        found += [s for s in mended if s.claim.model == model and passes(s, chosen)]
        return sorted(found, key=age_of, reverse=True)[:limit]

    def count_claims(self, chosen: ClaimFilter = ClaimFilter()) -> int:  # noqa: B008
        """Return how many claims pass ``chosen``."""
        where, values = self._where(chosen)
        source = _CLAIMS if chosen.project is not None else "claims c"
        return int(self.sql.execute(f"SELECT count(*) FROM {source} WHERE {where}", values).fetchone()[0])

    def claims_by_document(self, chosen: ClaimFilter, documents: Sequence[int]) -> dict[int, int]:
        """Return how many claims that pass ``chosen`` each of these documents has; one without any is left out."""
        where, values = self._where(chosen)
        source = _CLAIMS if chosen.project is not None else "claims c"
        rows = self.sql.execute(
            f"SELECT c.document, count(*) FROM {source} WHERE c.document IN (SELECT value FROM json_each(?))"
            f" AND {where} GROUP BY c.document",
            (json.dumps(list(documents)), *values),
        )
        return {int(row[0]): int(row[1]) for row in rows}

    def claims_at(self, ids: Sequence[int]) -> list[StoredClaim]:
        """Return the current claims with these row ids, in the order of the ids."""
        where = "c.id IN (SELECT value FROM json_each(?)) AND c.status = 'current'"
        return list(self._claims(where, [json.dumps(list(ids))]))

    def claims_in(self, documents: Sequence[int], limit: int = -1) -> list[StoredClaim]:
        """Return the current claims of these documents, all or at most ``limit``, by address and position."""
        inside = "c.document IN (SELECT value FROM json_each(?)) AND c.status = 'current'"
        tail = f"{inside} ORDER BY d.url, c.position, c.id LIMIT ?"
        return list(self._claims(tail, [json.dumps(list(documents)), limit]))

    def claim(self, ident: str) -> StoredClaim:
        """Return one claim with its facets, by its id or an unambiguous beginning of it; raises StoreError."""
        text = ident.strip().lower()
        begins = "c.uid >= ? AND c.uid < ? ORDER BY c.uid LIMIT 2"
        found = list(self._claims(begins, [text, text + "~"])) if text.isalnum() else []
        if not found:
            raise StoreError(f"no claim {ident!r}; `sametrack claims` lists them")
        if len(found) > 1 and found[0].uid != text:
            raise StoreError(f"claim {ident!r} is ambiguous; type more of it")
        rows = self.sql.execute(
            "SELECT facet, value, origin, quote FROM claim_facets WHERE claim = ? ORDER BY facet", (found[0].id,)
        )
        facets = tuple(
            Facet(r["facet"], float(r["value"]) if r["facet"] in NUMERIC else r["value"], r["origin"], r["quote"])
            for r in rows
        )
        return replace(found[0], claim=replace(found[0].claim, facets=self._with_corrections(found[0].uid, facets)))

    def _with_corrections(self, uid: str, facets: tuple[Facet, ...]) -> tuple[Facet, ...]:
        """The facets, those that a person corrected replaced by who, when and why."""
        held = {h.field: h for h in self.corrections(uid) if h.undone is None and h.field in FIELDS}
        said = [
            Facet(
                h.field,
                h.value if h.value is not None else "not stated",
                "correction",
                f"{h.who}, {h.at[:10]}: {h.why}",
            )
            for h in held.values()
        ]
        return tuple(sorted((*(f for f in facets if f.name not in held), *said), key=lambda f: f.name))

    def search(self, text: str, limit: int = 50) -> list[StoredClaim]:
        """Return the claims whose quote, subject or title hold all words of ``text``, best first; any text is safe."""
        words = _words(text)
        if not words:
            return []
        rows = self.sql.execute(
            "SELECT rowid FROM claims_fts WHERE claims_fts MATCH ? ORDER BY rank LIMIT ?", (words, limit)
        )
        order = [int(row[0]) for row in rows]
        best = {ident: place for place, ident in enumerate(order)}
        found = self._claims("c.id IN (SELECT value FROM json_each(?))", [json.dumps(order)])
        return sorted(found, key=lambda stored: best[stored.id])

    def count_found(self, text: str) -> int:
        """Return how many claims ``search`` finds without a limit."""
        words = _words(text)
        row = self.sql.execute("SELECT count(*) FROM claims_fts WHERE claims_fts MATCH ?", (words,)) if words else None
        return 0 if row is None else int(row.fetchone()[0])

    def history(self, uid: str) -> list[StoredClaim]:
        """Return the claims this one replaced, the newest first."""
        out: list[StoredClaim] = []
        current: str | None = uid
        while current is not None and len(out) < 100:
            row = self.sql.execute("SELECT replaces FROM claims WHERE uid = ?", (current,)).fetchone()
            current = row[0] if row else None
            if current is not None:
                out += self._claims("c.uid = ?", [current])
        return out

    def _where(self, chosen: ClaimFilter) -> tuple[str, list[object]]:
        """The condition of a filter; of a corrected claim what it was corrected to decides, not what its column holds."""
        where, values = condition(chosen)
        mended = self._mended(NAMED, chosen) if bounds(chosen) != chosen else []
        if not mended:
            return where, values
        right = ids_of(s for s in mended if passes(s, chosen))
        return f"(({where} AND {BUT}) OR c.id IN (SELECT value FROM json_each(?)))", [*values, ids_of(mended), right]

    def _mended(self, names: Collection[str], chosen: ClaimFilter) -> list[StoredClaim]:
        """The claims inside the bounds of ``chosen`` of which a person corrected one of ``names``.

        Their columns do not say what they are: a query leaves them out, and they are judged as they were corrected.
        """
        numbers = self.numbers_corrected(names)
        if not numbers:
            return []
        inside, values = condition(bounds(chosen))
        tail = f"c.number IN (SELECT value FROM json_each(?)) AND {inside}"
        return list(self._claims(tail, [json.dumps(numbers), *values]))

    def _claims(self, tail: str, values: Sequence[object], source: str = _CLAIMS) -> Iterator[StoredClaim]:
        """Yield the claims of ``source`` that ``tail`` chooses; a document is read once, since many claims stand in one."""
        cursor = self.sql.cursor()
        cursor.row_factory = None
        cursor.execute(f"SELECT {_CLAIM} FROM {source} WHERE {tail}", tuple(values))
        documents: dict[int, DocumentRow] = {}
        while rows := cursor.fetchmany(_READ):
            missing = {row[5] for row in rows} - documents.keys()
            documents.update((document.id, document) for document in self.documents_at(sorted(missing)))
            corrected = self.corrected(row[6] for row in rows)
            for row in rows:
                yield _stored(row, documents[row[5]], corrected.get(row[6]))


def ids_of(claims: Iterable[StoredClaim]) -> str:
    """Return the row ids of claims as a query takes them."""
    return json.dumps([stored.id for stored in claims])


def age_of(stored: StoredClaim) -> tuple[str, int]:
    """Return what puts claims in the order in which they came."""
    return (stored.first_seen, stored.id)


def _words(text: str) -> str:
    """A text as a query that holds all its words and nothing else."""
    return " ".join('"' + word.replace('"', '""') + '"' for word in text.replace("\0", " ").split())


def _stored(row: tuple[Any, ...], document: DocumentRow, corrected: dict[str, Any] | None) -> StoredClaim:
    ident, uid, status, first_seen, replaces = row[:5]
    claim = claim_of(document.url, row[len(_HEAD) :])
    if corrected:
        claim = replace(claim, **corrected)
    return StoredClaim(ident, uid, claim, document, status, first_seen, replaces)
