"""Claims -> Parquet, where pyarrow (extra ``parquet``) is installed."""

from __future__ import annotations

import io
from collections.abc import Sequence

from ...store.claim import NUMERIC
from ...store.rows import StoredClaim
from .records import COLUMNS, record


def parquet(claims: Sequence[StoredClaim]) -> bytes | None:
    """Return the claims as a Parquet file with the columns of the CSV, numbers as doubles; None without pyarrow."""
    try:
        import pyarrow
        from pyarrow.parquet import write_table
    except ImportError:
        return None
    rows = [record(stored) for stored in claims]
    columns = {
        name: pyarrow.array(
            [row.get(name) for row in rows],
            pyarrow.float64() if name in NUMERIC else pyarrow.string(),
            from_pandas=False,
        )
        for name in COLUMNS
    }
    out = io.BytesIO()
    write_table(pyarrow.table(columns), out)
    return out.getvalue()
