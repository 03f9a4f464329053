"""How long a server asks to be left alone: Retry-After, or the reset of a rate limit that is used up (RFC 9110; GitHub)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from email.utils import mktime_tz, parsedate_tz
from typing import Final

LONGEST_S: Final = 31 * 86_400.0
"""A server that asks for more is taken to mean this."""


def wait_s(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Return the seconds ``headers`` (lower-case names) ask to wait, at most 31 days; None where they do not ask.

    A date is read against the server's own clock where it states one.
    """
    now = time.time() if now is None else now
    asked = headers.get("retry-after", "").strip()
    if asked.isdigit():
        return min(float(asked[:9]), LONGEST_S)
    if (until := _moment(asked)) is not None:
        here = _moment(headers.get("date", ""))
        return min(max(0.0, until - (now if here is None else here)), LONGEST_S)
    reset = headers.get("x-ratelimit-reset", "").strip()
    if headers.get("x-ratelimit-remaining") == "0" and reset.isdigit():
        return min(max(0.0, float(reset[:12]) - now), LONGEST_S)
    return None


def _moment(text: str) -> float | None:
    try:
        parsed = parsedate_tz(text)
        return float(mktime_tz(parsed)) if parsed else None
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
