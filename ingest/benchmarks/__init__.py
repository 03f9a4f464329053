"""Benchmark sites and result files: rows of measured numbers -> documents whose claims need no reading of prose.

    bytes --formats--> rows (one document each) --sheet--> Document and claims, and what was refused with the reason

Every row becomes a document of kind ``result``: it never changes once measured, so a newer run replaces nothing.
"""

from __future__ import annotations

from .formats import Rows, is_rows, read_row, split

__all__ = ["Rows", "is_rows", "read_row", "split"]
