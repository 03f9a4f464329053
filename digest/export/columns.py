"""Claims -> Parquet, where pyarrow (extra ``parquet``) is installed."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import islice
from typing import Final

from ...store.claim import NUMERIC
from ...store.rows import StoredClaim
from .records import COLUMNS, record

BATCH: Final = 20_000
"""Rows of one row group."""


def parquet(claims: Iterable[StoredClaim]) -> bytes | None:
    """Return the claims as a Parquet file with the columns of the CSV, numbers as doubles; None without pyarrow."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetWriter
    except ImportError:
        return None
    kinds = {name: pyarrow.float64() if name in NUMERIC else pyarrow.string() for name in COLUMNS}
    out, rest = io.BytesIO(), iter(claims)
    with ParquetWriter(out, pyarrow.schema(kinds.items())) as file:
        while rows := [record(stored) for stored in islice(rest, BATCH)]:
            columns = {n: pyarrow.array([r.get(n) for r in rows], kind, from_pandas=False) for n, kind in kinds.items()}
            file.write_table(pyarrow.table(columns))
    return out.getvalue()
