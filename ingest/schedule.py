"""When a source is looked at next: its own rhythm, what its server asks for, and longer waits after failures.

Pure: moments are ISO 8601 in UTC, waits are seconds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any, Final

HOUR: Final = 3600.0
DAY: Final = 24 * HOUR
SHORTEST: Final = 1 * HOUR
LONGEST: Final = 1 * DAY
"""However seldom a source has news, it is looked at daily: its news is then at most a day old."""
CACHE: Final = 7 * DAY
"""The longest a Cache-Control is believed."""
BACK_OFF: Final = 7 * DAY
DEAD: Final = 5
"""Failures in a row after which a source is called dead."""
REVISIT: Final = 60 * DAY
"""How long after its first sight a post's page is looked at for edits."""
FLAPS: Final = 24
FLAP: Final = 7 * DAY
"""An item that changes with every look (a counter, a rotating advertisement) is taken so often, then once in so long."""
MAX_AGE: Final = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.I)


def after_success(
    now: str, published: Iterable[str | None], headers: Mapping[str, str], *, url: str, every_h: float | None = None
) -> str:
    """Return when a source that answered is due next.

    A quarter of the median time between its last twelve items, between one hour and one day; no sooner than its
    Cache-Control's max-age; ``every_h`` decides instead of the rhythm where it is given.
    """
    wait = every_h * HOUR if every_h else min(max(_rhythm(published) / 4, SHORTEST), LONGEST)
    if (asked := max_age_s(headers)) is not None:
        wait = max(wait, min(asked, CACHE))
    return _later(now, wait * (1 - _spread(url)))


def max_age_s(headers: Mapping[str, str]) -> float | None:
    """Return the seconds an answer says it may be kept for (``headers`` in lower case), None where it does not."""
    said = headers.get("cache-control", "")
    found = None if re.search(r"no-(?:cache|store)", said, re.I) else MAX_AGE.search(said)
    return float(found[1]) if found else None


def after_failure(now: str, failures: int, wait_s: float | None = None) -> str:
    """Return when a source that failed ``failures`` times in a row is tried again: 1 h, 2 h, 4 h ... 7 days.

    Never sooner than the server asked for (``wait_s``).
    """
    wait = min(HOUR * 2 ** min(max(failures - 1, 0), 12), BACK_OFF)
    return _later(now, max(wait, wait_s or 0.0))


def is_due(next_due: str | None, now: str) -> bool:
    """Return whether a source is to be looked at."""
    return next_due is None or next_due <= now


def to_revisit(first_seen: str, asked: str, now: str) -> bool:
    """Return whether a post's page is to be looked at for edits: daily at first, then after a quarter of its age."""
    age, since = _between(first_seen, now), _between(asked, now)
    return age < REVISIT and since >= max(DAY, age / 4)


def too_often(edits: int, asked: str, now: str) -> bool:
    """Return whether an item that its listing says changed is left as it is: after ``FLAPS`` changes one a week is taken."""
    return edits >= FLAPS and _between(asked, now) < FLAP


def finding(row: Mapping[str, Any], name: str) -> str | None:
    """Return what is wrong with a source and what to do, None for one that works; ``row`` is its row of ``sources``."""
    if row.get("failures"):
        told = f"failed {row['failures']} times in a row" if row["failures"] > 1 else "failed"
        dead = f"; dead since {str(row.get('last_success') or 'ever')[:10]}, `sametrack sources remove {name}` ends it"
        return f"{told}: {row.get('last_error')}" + (dead if row["failures"] >= DEAD else "")
    if row.get("moved_to"):
        return f"moved to {row['moved_to']}; `sametrack sources add` that, `sources remove {name}`"
    return None


def _rhythm(published: Iterable[str | None]) -> float:
    moments = sorted({m for text in published if (m := _moment(text)) is not None}, reverse=True)[:12]
    gaps = [(new - old).total_seconds() for new, old in pairwise(moments)]
    return median(gaps) if gaps else LONGEST * 4


def _spread(url: str) -> float:
    """Up to a tenth off, by address: not all daily sources are due in one minute, and the same one always alike."""
    return hashlib.sha256(url.encode()).digest()[0] / 2560


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC)


def _between(start: str, end: str) -> float:
    a, b = _moment(start), _moment(end)
    return (b - a).total_seconds() if a and b else 0.0


def _later(now: str, seconds: float) -> str:
    return (datetime.fromisoformat(now) + timedelta(seconds=seconds)).isoformat(timespec="seconds")
