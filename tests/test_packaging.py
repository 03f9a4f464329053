"""What the wheel holds is what the tree holds, and the version is one."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from sametrack.digest.cli import VERSION

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("ingest", "store", "digest")


def test_the_version_is_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert importlib.metadata.version("sametrack") == project["version"] == VERSION


def test_the_wheel_holds_every_file_of_the_tree(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in (*ROOMS, "pyproject.toml", "README.md", "LICENSE"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(copy)],
        check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    held = {n.removeprefix("sametrack/") for n in zipfile.ZipFile(wheel).namelist() if n.startswith("sametrack/")}
    tree = {p.relative_to(copy).as_posix() for room in ROOMS for p in (copy / room).rglob("*") if p.is_file()}
    assert held == tree


def test_no_file_is_a_lumber_room() -> None:
    names = {p.stem for room in ROOMS for p in (ROOT / room).rglob("*.py")}
    assert not names & {"utils", "util", "helpers", "common", "misc", "base", "core", "constants"}


def test_the_readmes_session_is_true() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    session = re.search(r"```console\n(.*?)```", readme, re.S)
    assert session is not None
    for command, expected in re.findall(r"^\$ (sametrack demo)\n(.*?)(?=^\$ |\Z)", session[1], re.S | re.M):
        code = "import sys; sys.argv = sys.argv[1:]; from sametrack.digest.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, *command.split()], capture_output=True, text=True, check=True
        )
        assert [line.rstrip() for line in done.stdout.splitlines()] == [line.rstrip() for line in expected.splitlines()]
