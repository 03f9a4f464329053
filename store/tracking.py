"""Track keys: which claims ran on one track, kept beside them so that a million are grouped by reading an index.

A key is a short hash; what goes into it is the comparison's business. Keys are kept with the hash of the rules that made
them. A claim that is new, changed or corrected waits in ``track_pending`` (triggers put it there) until its key is made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from .reading import Reading, ids_of
from .rows import ClaimFilter

_MARK = "track keys"
NEWEST = 20_000
"""Claims about one model, or about none, that are looked through for those beside one claim or track."""

_AMONG = (
    "SELECT k.track, k.claim FROM (SELECT track FROM track_keys WHERE track IN"
    " (SELECT k.track FROM json_each(?) j JOIN track_keys k ON k.claim = j.value)"
    " GROUP BY track HAVING count(*) > 1) s CROSS JOIN track_keys k ON k.track = s.track"
)
"""Most claims stand on a track alone: those are counted in the index and never fetched."""


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """The claims (row ids) that share a track key, in the order of their ids."""

    key: str
    claims: tuple[int, ...]


class Tracking(Reading):
    """The part of the database that keeps track keys."""

    def keys_made_with(self, rules: str) -> None:
        """Declare the hash of the rules keys are made with: where it differs from what is held, all keys are void."""
        held = self.sql.execute("SELECT moment FROM marks WHERE name = ?", (_MARK,)).fetchone()
        if held is not None and held[0] == rules:
            return
        with self.transaction():
            self.sql.execute("DELETE FROM track_keys")
            self.sql.execute("INSERT OR IGNORE INTO track_pending SELECT id FROM claims")
            self.sql.execute("INSERT OR REPLACE INTO marks (name, moment) VALUES (?, ?)", (_MARK, rules))

    def pending_keys(self, limit: int) -> list[int]:
        """Return the row ids of at most ``limit`` claims whose key is to be made."""
        return [int(row[0]) for row in self.sql.execute("SELECT claim FROM track_pending LIMIT ?", (limit,))]

    def put_keys(self, keys: Iterable[tuple[int, str]], done: Sequence[int], rules: str) -> None:
        """Keep (claim, key) rows; ``done`` no longer wait, those among them without a row stand on no track."""
        with self.transaction():
            self.sql.executemany(
                "INSERT OR REPLACE INTO track_keys (claim, track, made_with) VALUES (?, ?, ?)",
                [(claim, key, rules) for claim, key in keys],
            )
            self.sql.execute(
                "DELETE FROM track_pending WHERE claim IN (SELECT value FROM json_each(?))", (json.dumps(list(done)),)
            )

    def keys_waiting(self, rules: str) -> int:
        """Return how many claims wait for a key made with ``rules``: all, where others made what is held."""
        held = self.sql.execute("SELECT moment FROM marks WHERE name = ?", (_MARK,)).fetchone()
        ours = held is not None and held[0] == rules
        count = "SELECT count(*) FROM track_pending" if ours else "SELECT count(*) FROM claims"
        return int(self.sql.execute(count).fetchone()[0])

    def on_track(self, key: str, rules: str, limit: int) -> list[int]:
        """Return the row ids of at most ``limit`` claims whose kept key is ``key``, made with ``rules``."""
        rows = self.sql.execute(
            "SELECT claim FROM track_keys WHERE track = ? AND made_with = ? ORDER BY claim LIMIT ?", (key, rules, limit)
        )
        return [int(row[0]) for row in rows]

    def models_from(self, name: str, limit: int) -> list[str]:
        """Return at most ``limit`` models that claims name and that begin with ``name``, read off the index."""
        rows = self.sql.execute(
            "WITH RECURSIVE m(name) AS (SELECT min(model) FROM claims WHERE model >= ?1 UNION ALL"
            " SELECT (SELECT min(model) FROM claims WHERE model > m.name) FROM m"
            " WHERE substr(m.name, 1, length(?1)) = ?1 LIMIT ?2)"
            " SELECT name FROM m WHERE substr(name, 1, length(?1)) = ?1",
            (name, limit),
        )
        mended = {s.claim.model or "" for s in self._mended(("model",), ClaimFilter())}
        return sorted({*(str(row[0]) for row in rows), *(m for m in mended if m.startswith(name))})[:limit]

    def of_model(self, model: str, units: Sequence[str], limit: int, suites: Sequence[str] = ()) -> list[int]:
        """Return the row ids of the newest current claims about ``model`` in one of ``units``, at most ``limit``.

        ``suites``: only the rows of these, from documents that are results: a post may quote one. Only the newest
        ``NEWEST`` of a model are looked at.
        """
        mended = self._mended(("model", "unit", "suite"), ClaimFilter())
        rows = self.sql.execute(
            "SELECT first_seen, id FROM (SELECT id, first_seen, document, unit, status, suite FROM claims WHERE model = ?"
            " ORDER BY first_seen DESC LIMIT ?) c WHERE status = 'current' AND id NOT IN (SELECT value FROM json_each(?))"
            " AND unit IN (SELECT value FROM json_each(?)) AND (? OR suite IN (SELECT value FROM json_each(?))"
            " AND (SELECT kind FROM documents d WHERE d.id = c.document) = 'result') LIMIT ?",
            (model, NEWEST, ids_of(mended), json.dumps(list(units)), not suites, json.dumps(list(suites)), limit),
        )
        right = (
            (s.first_seen, s.id)
            for s in mended
            if s.claim.model == model and s.claim.unit in units
            and (not suites or (s.claim.suite in suites and s.document.kind == "result"))
        )  # fmt: skip
        return [ident for _, ident in sorted([*map(tuple, rows), *right], reverse=True)[:limit]]

    def key_groups(self, among: Sequence[int]) -> list[KeyGroup]:
        """Return the keys that the claims ``among`` (row ids) stand on and at least one more does."""
        rows = self.sql.execute(_AMONG, [json.dumps(list(among))])
        return [KeyGroup(key, tuple(sorted(row[1] for row in group))) for key, group in groupby(rows, itemgetter(0))]
