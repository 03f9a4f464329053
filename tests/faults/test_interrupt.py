"""Stopped by a person in mid-fetch: one line, the status of an interrupt, and a sound database."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from loopback import Answer, Loopback


def hearing() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_an_interrupt_is_one_line(tmp_path: Path) -> None:
    loopback = Loopback()
    loopback.answers["/feed"] = Answer(b"late", wait=3)
    database = tmp_path / "x.db"
    command = [str(Path(sys.executable).with_name("sametrack")), "--db", str(database), "ingest", loopback.url + "/feed",
               "--allow-address", f"127.0.0.1:{loopback.port}"]  # fmt: skip
    with loopback:
        process = subprocess.Popen(  # as a terminal starts it: tests run in the background are born deaf to interrupts
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=hearing
        )
        while not loopback.asked and process.poll() is None and not database.exists():
            time.sleep(0.05)
        time.sleep(1.0)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=120)
    assert process.returncode == 130
    assert told.strip() == b"sametrack: stopped"
    with sqlite3.connect(database) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
