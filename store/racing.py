"""Claims by the track they ran on: groups, the most telling first, and claims that say almost what a track asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .choosing import passes
from .claim import Claim
from .reading import BUT, age_of, ids_of
from .rows import ClaimFilter, StoredClaim
from .tracking import NEWEST, KeyGroup, Tracking

_STATED: Final = ("model", "precision", "accelerator", "accelerator_count", "input_tokens", "output_tokens")
_LOAD: Final = ("concurrency", "batch_size", "request_rate")
_AGREES: Final = " AND ".join(f"(c.{name} IS NULL OR c.{name} = ?)" for name in _STATED)
_LACKS: Final = f"({' OR '.join(f'c.{n} IS NULL' for n in _STATED)} OR {' AND '.join(f'c.{n} IS NULL' for n in _LOAD)})"


class Racing(Tracking):
    """The part of the database that reads tracks."""

    def track_groups(self, chosen: ClaimFilter) -> Iterator[KeyGroup]:
        """Yield the track keys that at least two claims share that pass ``chosen``, those of most publishers first.

        Among equals one track of a model and device comes before a second, those of most engines first.
        """
        where, values = self._where(chosen)
        rows = self.sql.execute(
            "WITH shared AS (SELECT track FROM track_keys GROUP BY track HAVING count(*) > 1), told AS ("
            " SELECT k.track, group_concat(k.claim) AS claims, count(*) AS many, min(c.model) AS model,"
            " min(c.accelerator) AS accelerator, count(DISTINCT coalesce(d.publisher, d.url)) AS publishers,"
            " count(DISTINCT c.engine) AS engines"
            " FROM shared s CROSS JOIN track_keys k ON k.track = s.track CROSS JOIN claims c ON c.id = k.claim"
            f" CROSS JOIN documents d ON d.id = c.document WHERE {where} GROUP BY k.track HAVING many > 1)"
            " SELECT track, claims FROM told ORDER BY publishers DESC, row_number() OVER (PARTITION BY publishers, model,"
            " accelerator ORDER BY engines DESC, many DESC, track), engines DESC, many DESC, track",
            values,
        )
        for row in rows:
            yield KeyGroup(str(row[0]), tuple(sorted(map(int, row[1].split(",")))))

    def almost_on(self, claim: Claim, chosen: ClaimFilter, limit: int) -> list[StoredClaim]:
        """Return claims that pass ``chosen`` and contradict ``claim`` in no condition but leave some unsaid.

        Of its metric, about its model or about none; the newest, at most ``limit`` of each.
        """
        where, values = self._where(chosen)
        mended = self._mended((*_STATED, *_LOAD, "metric", "form"), chosen)
        almost = [s for s in mended if _almost(s.claim, claim) and passes(s, chosen)]
        found = sorted(almost, key=age_of, reverse=True)[:limit]
        for model in dict.fromkeys((claim.model, None)):
            near = "c.id IN (SELECT id FROM claims WHERE model IS ? ORDER BY first_seen DESC LIMIT ?)"
            tail = (
                f"{near} AND {BUT} AND c.metric = ? AND c.form = 'absolute' AND {_AGREES} AND {_LACKS} AND {where}"
                " ORDER BY c.id DESC LIMIT ?"
            )
            stated = [getattr(claim, name) for name in _STATED]
            found += self._claims(tail, [model, NEWEST, ids_of(mended), claim.metric, *stated, *values, limit])
        return found


def _almost(one: Claim, claim: Claim) -> bool:
    """What the query asks, of a claim that was corrected: it contradicts ``claim`` in nothing and leaves something unsaid."""
    stated = [(getattr(one, name), getattr(claim, name)) for name in _STATED]
    agrees = all(own in (None, wanted) for own, wanted in stated)
    lacks = any(own is None for own, _ in stated) or all(getattr(one, name) is None for name in _LOAD)
    return one.metric == claim.metric and one.form == "absolute" and agrees and lacks
