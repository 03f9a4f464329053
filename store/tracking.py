"""Track keys: which claims ran on one track, kept beside them so that a million are grouped by reading an index.

A key is a short hash; what goes into it is the comparison's business. Keys are kept with the hash of the rules that made
them. A claim that is new, changed or corrected waits in ``track_pending`` (triggers put it there) until its key is made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .connection import Connection

_MARK = "track keys"


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """The claims (row ids) that share a track key, in the order of their ids."""

    key: str
    claims: tuple[int, ...]


class Tracking(Connection):
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

    def key_groups(self, among: Sequence[int] | None = None) -> list[KeyGroup]:
        """Return the keys that at least two claims share, all or those that the claims ``among`` stand on."""
        if among is None:
            rows = self.sql.execute(
                "SELECT track, group_concat(claim) FROM track_keys GROUP BY track HAVING count(*) > 1"
            )
        else:
            rows = self.sql.execute(
                "SELECT track, group_concat(claim) FROM track_keys WHERE track IN"
                " (SELECT k.track FROM json_each(?) j JOIN track_keys k ON k.claim = j.value)"
                " GROUP BY track HAVING count(*) > 1",
                [json.dumps(list(among))],
            )
        return [KeyGroup(str(row[0]), tuple(sorted(map(int, row[1].split(","))))) for row in rows]
