"""Dates as pages write them -> ISO 8601; what is no full date is none."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\.?\s+({_MONTH})\.?,?\s+(\d{{4}})\b", re.IGNORECASE)
_NUMERIC = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_CHINESE = re.compile(r"(?<!\d)(\d{4})年(\d{1,2})月(\d{1,2})日")
_TIMED = re.compile(
    r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$", re.IGNORECASE
)
_IN_PATH = re.compile(r"(?<!\d)(20\d{2})([-_/])(\d{1,2})\2(\d{1,2})(?!\d)")
_PACKED = re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)")
_YEARS = range(1990, 2100)
_LONGEST = 200


def parse_date(text: str | None) -> str | None:
    """Return the one date that ``text`` states, as ISO 8601 (with time and zone where both are stated); else None."""
    text = " ".join((text or "").split())[:_LONGEST]
    if not re.search(r"\d{4}", text):
        return None
    timed = _TIMED.match(text)
    if timed:
        return _timed(timed[1], timed[2], timed[3])
    if re.match(r"^[A-Za-z]{3},? \d{1,2} [A-Za-z]{3} \d{4} \d", text):
        try:
            moment = parsedate_to_datetime(text)
            return moment.isoformat() if moment.year in _YEARS else None
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return _written(text)


def date_in_path(path: str) -> str | None:
    """Return the date in a URL or file name (``2026-04-22-slug``, ``/2026/04/22/``, ``20260422``), else None."""
    match = _IN_PATH.search(path)
    if match:
        return _date(match[1], match[3], match[4])
    packed = _PACKED.search(path)
    return _date(packed[1], packed[2], packed[3]) if packed else None


def _written(text: str) -> str | None:
    if match := _MONTH_FIRST.search(text):
        return _date(match[3], str(_MONTHS[match[1].lower()]), match[2])
    if match := _DAY_FIRST.search(text):
        return _date(match[3], str(_MONTHS[match[2].lower()]), match[1])
    match = _NUMERIC.search(text) or _CHINESE.search(text)
    return _date(match[1], match[2], match[3]) if match else None


def _date(year: str, month: str, day: str) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if found.year in _YEARS else None


def _timed(day: str, time: str, zone: str | None) -> str | None:
    if zone is not None and zone.upper() in ("Z", "UTC"):
        zone = "+00:00"
    elif zone is not None and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    try:
        moment = datetime.fromisoformat(f"{day}T{time}{zone or ''}")
    except ValueError:
        return None
    if moment.year not in _YEARS:
        return None
    return moment.isoformat() if zone else moment.date().isoformat()
