"""Every test is alone: its own database and config, and no name of the internet is looked up."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMETRACK_DB", str(tmp_path / "test.db"))
    monkeypatch.setenv("SAMETRACK_CONFIG", str(tmp_path / "config" / "config.toml"))
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    ask = socket.getaddrinfo

    def local_only(host: str, *rest: object, **more: object) -> object:
        if host != "localhost" and not host.replace(".", "").isdigit() and ":" not in host:
            raise AssertionError(f"a test asked for {host}")
        return ask(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", local_only)
