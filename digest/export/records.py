"""Claims -> one record each: CSV that no spreadsheet calculates, and JSON Lines."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from ...store.claim import FIELDS
from ...store.rows import StoredClaim
from ..jsonout import claim_object
from ..sanitise import plain, web_address

PLACED: Final = (
    "id",
    "url",
    "title",
    "publisher",
    "published",
    "line",
    "quote",
    "value_text",
    "place",
    "status",
    "first_seen",
)
COLUMNS: Final = (*PLACED, *FIELDS)
"""The columns of a record, always all and in this order."""
ACTING: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so is a formula to a spreadsheet, to some in their full-width forms too (OWASP, CSV injection)."""
INNER: Final = re.compile(f";(?=[\"']*[{re.escape(''.join(ACTING))}])")
"""Where lists are written with semicolons, a spreadsheet begins a cell after one, whatever is quoted."""


def record(stored: StoredClaim) -> dict[str, Any]:
    """Return a claim's stated columns, every text on one clean line of at most 300 characters."""
    clean = {k: plain(v, 300) if isinstance(v, str) else v for k, v in claim_object(stored).items() if v is not None}
    return clean | {"url": web_address(stored.document.url) or plain(stored.document.url, 2000)}


def json_lines(claims: Iterable[StoredClaim]) -> Iterator[str]:
    """Yield one JSON object a line; what is not stated is left out."""
    for stored in claims:
        yield json.dumps(record(stored), ensure_ascii=False, allow_nan=False) + "\n"


def csv_lines(claims: Iterable[StoredClaim]) -> Iterator[str]:
    """Yield a CSV table with a header (RFC 4180, lines end in LF); what is not stated is an empty cell."""
    yield _line(COLUMNS)
    for stored in claims:
        held = record(stored)
        yield _line([_cell(held.get(name)) for name in COLUMNS])


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    text = "" if value is None else str(value)
    text = INNER.sub("; ", text)
    return "'" + text if text.startswith(ACTING) else text
