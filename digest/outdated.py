"""Which side of a comparison ran an engine that was behind its own releases when the post came out (C24, by dates).

Claims hold no dates, so this is a remark beside the verdict: the releases that are held say when a version was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from ..store.rows import ReleaseRow, StoredClaim

STALE_DAYS: Final = 30
"""So many days after a newer stable release a version is stale (C24)."""


def outdated(stored: StoredClaim, releases: Sequence[ReleaseRow]) -> str | None:
    """Return the remark on one claim, given the releases of its engine; None where nothing newer was out, or dates are not held.

    Only stable releases made after the one that was used, and before the post, count.
    """
    used = stored.claim.engine_version or stored.claim.subject_version
    published = _day(stored.document.published)
    dated = {r.version.lstrip("v"): day for r in releases if not r.prerelease and (day := _day(r.released))}
    then = dated.get((used or "").lstrip("v"))
    if published is None or then is None:
        return None
    newer = {version: day for version, day in dated.items() if then < day <= published}
    if not newer:
        return None
    first, latest = min(newer.values()), max(newer, key=lambda version: newer[version])
    age = (published - first).days
    stale = f", more than {STALE_DAYS} days" if age > STALE_DAYS else ""
    return (
        f"{stored.claim.engine} {used} was behind for {age} days{stale} when the post came out: {latest} was out [C24]"
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
