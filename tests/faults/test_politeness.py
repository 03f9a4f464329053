"""A server that says no is asked seldom, one that says wait not at all until then."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sametrack.digest.cli.root import run

sys.path.insert(0, str(Path(__file__).parents[1]))
from loopback import Answer, Loopback


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 429, 451, 500, 503])
def test_a_refusal_is_asked_at_most_twice_a_run(status: int, capsys: pytest.CaptureFixture[str]) -> None:
    with Loopback() as loopback:
        loopback.answers["/feed"] = Answer(b"no", status)
        allow = ["--allow-address", f"127.0.0.1:{loopback.port}"]
        assert run(["ingest", loopback.url + "/feed", *allow]) == 3
        assert 1 <= len(loopback.asked) <= 2
        assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_wait_is_left_alone_by_every_source_and_run(
    status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with Loopback() as loopback:
        loopback.answers["/feed"] = Answer(b"no", status, {"Retry-After": "3600"})
        allow = ["--allow-address", f"127.0.0.1:{loopback.port}"]
        assert run(["ingest", loopback.url + "/feed", *allow]) == 3
        assert len(loopback.asked) == 1
        capsys.readouterr()
        assert run(["ingest", loopback.url + "/feed", loopback.url + "/other", *allow]) == 3
        assert len(loopback.asked) == 1
        told = capsys.readouterr().err
        assert told.count("\n") == 2
        assert "asks us to wait until" in told
