"""How much memory a command's processes take at their highest: the system's own high-water mark of each, read while it lives."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Peaks:
    """Bytes: ``each`` process's highest resident set, and the highest sum of all at one moment, shared pages counted once."""

    status: int = 0
    told: str = ""
    each: dict[int, int] = field(default_factory=dict)
    together: int = 0
    seconds: float = 0.0


def measured(command: Sequence[str], timeout_s: float = 120) -> Peaks:
    found, start = Peaks(), time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while process.poll() is None:
        if time.monotonic() - start > timeout_s:
            process.kill()
        together = 0
        for pid in _family(process.pid):
            found.each[pid] = max(found.each.get(pid, 0), _number(pid, "status", "VmHWM:"))
            together += _number(pid, "smaps_rollup", "Pss:")
        found.together = max(found.together, together)
        time.sleep(0.02)
    found.seconds, found.status = time.monotonic() - start, process.returncode
    found.told = process.communicate()[1]
    return found


def _family(pid: int) -> list[int]:
    """The process and all that came from it."""
    found = [pid]
    for parent in found:
        try:
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def _number(pid: int, file: str, name: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(name)), 0)
