"""Writing files whole or not at all: a full disk must not cost yesterday's."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..store.errors import StoreError


def replace_file(output: Path, text: str) -> None:
    """Replace ``output`` at once with ``text``; raises StoreError and leaves the old file where that fails."""
    replace_files({output: text.encode("utf-8")})


def replace_files(outputs: Mapping[Path, bytes | Iterable[bytes]]) -> None:
    """Replace files with their new bytes, whole or piece by piece, none before all are written and on the disk.

    Raises StoreError where one cannot be written, and leaves the old files as they were and nothing beside them.
    """
    staged: list[tuple[Path, Path]] = []
    output = Path()
    try:
        for output, data in outputs.items():
            staged.append((_beside(output, data), output))
        while staged:
            beside, output = staged[0]
            beside.replace(output)
            staged.pop(0)
    except OSError as error:
        raise StoreError(
            f"{output}: cannot be written ({error.strerror}); free the disk or check the folder's permissions"
        ) from None
    finally:
        for beside, _ in staged:
            with contextlib.suppress(OSError):
                beside.unlink()


def _beside(output: Path, data: bytes | Iterable[bytes]) -> Path:
    """Write ``data`` to a new file in the folder of ``output``, with the mode any new file has; gone if that fails."""
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
            mask = os.umask(0)
            os.umask(mask)
            Path(name).chmod(0o666 & ~mask)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    return Path(name)
