"""A real terminal for a command, and what of its bytes would act on one."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from collections.abc import Sequence
from typing import Final

SHOWN: Final = re.compile(
    r"\x1b\[[0-9;]*m"  # colours and weights
    r"|\x1b\]8;(?:id=[\w.-]*)?;(?:https?://[!-~]*)?\x1b\\"  # a link to a web address, and its end
)
PROGRESS: Final = re.compile(r"\x1b\[\?25[lh]|\r?\x1b\[[12]?[AK]|\r(?!\n)")
"""What a progress bar is drawn with."""
ACTING: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\U000e0000-\U000e0fff]"
)
"""Control bytes of ASCII and C1, bidi, zero-width and tag characters: none is ours to print."""


def in_terminal(command: Sequence[str], columns: int = 100) -> tuple[int, str]:
    """Run in a pseudo terminal with colours; return the exit status and all that was printed on it."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True)
    os.close(theirs)
    printed = bytearray()
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError as error:  # how Linux says that the other side is closed
            if error.errno != errno.EIO:
                raise
            break
        if not part:
            break
        printed += part
    os.close(ours)
    return process.wait(timeout=60), printed.decode("utf-8")


def acting(printed: str, *, progress: bool = False) -> list[str]:
    """Return what acts on a terminal beside colours, links and a progress bar's means, each with what stands around it."""
    rest = SHOWN.sub("", PROGRESS.sub("", printed) if progress else printed).replace("\r\n", "\n")
    return [repr(rest[max(0, found.start() - 30) : found.end() + 30]) for found in ACTING.finditer(rest)]
