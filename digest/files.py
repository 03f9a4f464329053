"""Writing a file whole or not at all: a full disk must not cost yesterday's."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ..store.errors import StoreError


def replace_file(output: Path, text: str) -> None:
    """Replace ``output`` at once with ``text``; raises StoreError and leaves the old file where that fails."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=output.parent, prefix=output.name, delete=False
        ) as beside:
            beside.write(text)
            beside.flush()
            os.fsync(beside.fileno())
        Path(beside.name).replace(output)
    except OSError as error:
        raise StoreError(f"{output}: cannot be written ({error.strerror}); check the folder") from None
