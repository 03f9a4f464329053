"""The command line: the one place where ingest, store and digest meet.

``--version`` is answered before anything heavy is imported; commands are loaded when they are called.
"""

from __future__ import annotations

import sys

VERSION = "0.1.0"


def main() -> None:
    """Run the command line and exit with its status."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"sametrack {VERSION}\n")
        return
    from .root import run

    sys.exit(run(sys.argv[1:]))
