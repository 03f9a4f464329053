"""Commands that read what they are given read it where a runaway can be ended: one clean line, exit 3, in time."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sametrack.digest.cli.root import run
from sametrack.ingest.allowance import Allowance
from sametrack.ingest.forking import Forks
from sametrack.ingest.isolation import Task, Workers
from sametrack.store.errors import ReadError

sys.path.insert(0, str(Path(__file__).parent))
from contents import SAID, feed, html
from wire import Talk, Wire, response

LIMIT_S = 1.0
FLOOD = "on H100 vLLM is 2.5x faster than TGI, " * 20_000
SLOW_LINKS = '<a href="/x">y</a>' * 300_000


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    for reader in (Forks, Workers):
        monkeypatch.setitem(reader.__init__.__kwdefaults__, "limit_s", LIMIT_S)  # type: ignore[misc]


@pytest.fixture
def wire() -> Iterator[Wire]:
    def serve(_: Wire, talk: Talk) -> None:
        kinds = {"/feed": "application/atom+xml", "/flood": "text/html", "/links": "text/html", "/honest": "text/html"}
        bodies = {"/feed": feed("reading", said="&lt;b&gt;" * 2_000_000).encode(), "/flood": html("", FLOOD), "/links": html(SLOW_LINKS), "/honest": html("")}  # fmt: skip
        if talk.path in kinds:
            talk.send(response(bodies[talk.path], f"Content-Type: {kinds[talk.path]}"))
        else:
            talk.send(response(b"no", status="404 No"))

    with Wire(serve) as wire:
        yield wire


def test_a_runaway_file_given_to_a_reading_command_is_ended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "flood.md").write_text(f"# News\n\n{FLOOD}\n")
    (tmp_path / "honest.md").write_text(f"# News\n\n{SAID}\n")
    files = [str(tmp_path / "flood.md"), str(tmp_path / "honest.md")]
    for command in (["check"], ["extract"], ["extract", "--figures"]):
        start = time.monotonic()
        assert run([*command, *files]) == 3
        assert time.monotonic() - start < 10
        out, err = capsys.readouterr()
        assert "took longer than 1 s to read; skipped" in err
        assert err.count("\n") == 1
        assert "honest" in out or command[-1] == "--figures"


@pytest.mark.parametrize("command", [["extract"], ["sources", "add", "--dry-run"]])
@pytest.mark.parametrize("path", ["/flood", "/links"])
def test_a_runaway_address_is_ended(
    command: list[str], path: str, wire: Wire, capsys: pytest.CaptureFixture[str]
) -> None:
    start = time.monotonic()
    status = run([*command, wire.url + path, "--allow-address", f"127.0.0.1:{wire.port}"])
    assert time.monotonic() - start < 10
    err = capsys.readouterr().err
    assert status == (3 if err else 0)
    assert err.count("\n") <= 1
    assert status == 3 or command[0] == "sources"  # a page is only fetched to be added, not annotated


@pytest.mark.parametrize("command", [["sources", "add", "--dry-run", "URL"], ["sources", "import", "OPML"]])
def test_what_is_to_be_watched_is_read_elsewhere(
    command: list[str], wire: Wire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    answer = Forks.answer

    def watched(self: Forks, name: str, task: Task, allowance: Allowance | None) -> object:
        read.append(name)
        return answer(self, name, task, allowance)

    monkeypatch.setattr(Forks, "answer", watched)
    (tmp_path / "list.opml").write_text("<opml version='2.0'><body/></opml>")
    words = {"URL": wire.url + "/honest", "OPML": str(tmp_path / "list.opml")}
    allow = ["--allow-address", f"127.0.0.1:{wire.port}"] if "URL" in command else []
    assert run([*(words.get(word, word) for word in command), *allow]) == 0
    assert read


def test_a_childs_answer_error_and_end_are_the_pools() -> None:
    with Forks(limit_s=LIMIT_S) as reader:
        assert reader.call("x", len, "four") == 4
        with pytest.raises(ReadError, match="x: took longer than 1 s to read; skipped"):
            reader.call("x", time.sleep, 60.0)
        with pytest.raises(ReadError, match="needs more memory"):
            reader.call("x", bytearray, 2_000_000_000)
        with pytest.raises(ReadError, match=r"x: cannot be read \(ValueError"):
            reader.call("x", int, "no number")
        with pytest.raises(ReadError, match="x: took more time or memory"):
            reader.call("x", os._exit, 9)
        assert reader.call("y", len, "four") == 4


def test_a_process_with_threads_is_not_forked() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        with Forks() as reader:
            parent = reader.call("x", os.getppid)
        assert parent != os.getpid()  # the pool's fork server's child, not ours
    finally:
        done.set()
        other.join()
    with Forks() as reader:
        assert reader.call("x", os.getppid) == os.getpid()


ORPHAN = """
import sys
sys.path.insert(0, {place!r})
from runaways import busy
from sametrack.ingest.{module} import {name}

if __name__ == "__main__":
    with {name}(limit_s=1.0) as reader:
        reader.call("x", busy, {told!r})
"""


@pytest.mark.parametrize(("module", "name"), [("forking", "Forks"), ("isolation", "Workers")])
def test_a_runaway_ends_even_where_nobody_is_left_to_end_it(module: str, name: str, tmp_path: Path) -> None:
    told = tmp_path / "pid"
    script = tmp_path / "parent.py"
    script.write_text(ORPHAN.format(place=str(Path(__file__).parent), module=module, name=name, told=str(told)))
    parent = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.DEVNULL)
    limit = time.monotonic() + 30
    while not (told.exists() and told.read_text()) and time.monotonic() < limit:
        time.sleep(0.02)
    parent.kill()
    parent.wait()
    runaway = int(told.read_text())
    while is_running(runaway) and time.monotonic() < limit:
        time.sleep(0.1)
    try:
        assert not is_running(runaway)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(runaway, signal.SIGKILL)


def is_running(pid: int) -> bool:
    """Whether the process is there, and not only waiting to be reaped."""
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip()) and not done.stdout.startswith("Z")
