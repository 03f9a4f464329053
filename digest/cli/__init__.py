"""The command line: the one place where ingest, store and digest meet.

``--version`` is answered before anything heavy is imported; commands are loaded when they are called.
"""

from __future__ import annotations

import os
import sys

VERSION = "0.1.0"
STOPPED = 130
"""The exit status after an interrupt."""


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"sametrack {VERSION}\n")
        return
    from .root import run

    status = run(sys.argv[1:])
    if status == STOPPED:  # what is still being fetched is not waited for
        sys.stdout.flush()
        os._exit(status)
    sys.exit(status)
