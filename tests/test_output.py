"""What users see: the demo, one screen, inert output, JSON, and one clean line for bad usage."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sametrack.digest.cli.commands import COMMANDS
from sametrack.digest.cli.root import cli, run
from sametrack.digest.sanitise import inert, link, markdown, plain

EVIL = "# News \x1b]0;pwn\x07 [bold]x[/bold] [/] ![a](javascript:alert(1)) \u202e<script>\n\nOn H100 vLLM \x1b[2J is 2.5x faster than `TGI` | now.\n"


def test_the_demo_tells_the_story(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--all"]) == 0
    out = capsys.readouterr().out
    for words in (
        "SAME TRACK",
        "1,500.1 tok/s",
        "MUST NOT BE COMPARED",
        "not comparable",
        "no comparable pair between the posts",
        "FlashInfer 0.6.16",
        "next:",
    ):
        assert words in out
    assert "[C08]" in out
    assert "199 tok/s" in out


def test_the_first_screen_is_a_screen(capsys: pytest.CaptureFixture[str]) -> None:
    run(["demo"])
    assert len(capsys.readouterr().out.splitlines()) <= 42


@pytest.mark.parametrize("form", ["terminal", "markdown", "json"])
def test_fetched_text_is_inert_in_every_output(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "evil.md").write_text(EVIL)
    run(["ingest", str(tmp_path / "evil.md")])
    capsys.readouterr()
    assert run(["digest", "--all", "--format", form]) == 0
    out = capsys.readouterr().out
    assert not set(out) & {"\x1b", "\x07", "\u202e"}
    if form == "markdown":
        assert "<script>" not in out
        assert "](javascript" not in out


def test_the_same_window_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\nOn H100 vLLM is 2x faster than TGI.\n")
    run(["ingest", str(tmp_path / "a.md")])
    for name in ("one.md", "two.md"):
        assert run(["digest", "--all", "--format", "markdown", "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "one.md").read_bytes() == (tmp_path / "two.md").read_bytes()


def test_reading_commands_speak_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text("# A\n\nOn H100 vLLM is 2x faster than TGI.\n")
    run(["ingest", str(tmp_path / "a.md")])
    for command in (["claims"], ["search", "faster"], ["digest"], ["tracks"], ["doctor"]):
        capsys.readouterr()
        assert run([*command, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["schema_version"] == 1


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["digest", "--week", "next"], ["compare", "one"], ["sources", "add"]]
)
def test_bad_usage_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_config_init_writes_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "init"]) == 0
    assert run(["config", "init"]) == 1
    assert "left as it is" in capsys.readouterr().err


def test_reading_imports_no_parser_and_no_network() -> None:
    code = (
        "import sys; from sametrack.digest.cli.root import run; run(['claims']); run(['digest']);"
        "print(sorted({'bs4', 'feedparser', 'httpx2', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


@given(st.text(max_size=200))
def test_the_sanitiser_lets_nothing_act(text: str) -> None:
    for clean in (plain(text), inert(text), markdown(text)):
        assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in clean)
    assert "](" not in link(text, text) or link(text, text).count("](<http") == 1


def test_the_summary_of_every_command_is_the_first_sentence_of_its_help() -> None:
    for name, entry in COMMANDS.items():
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        assert command.get_short_help_str(limit=200) == entry.summary
