"""The commands that ask whether a server answers, run against one that does and one that does not."""

from __future__ import annotations

import shutil
import socket
import subprocess

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.text import Span, apply


@pytest.mark.parametrize(
    ("image", "program"), [("python:3.12", "python3"), ("node:20", "node"), ("ruby:3.3", "ruby"), ("debian:12", "bash")]
)
def test_a_health_check_tells_whether_the_port_is_open(image: str, program: str) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not here")
    with socket.create_server(("localhost", 0)) as server:
        port = server.getsockname()[1]
        command = _command(image, port)
        assert subprocess.run(command, check=False, capture_output=True).returncode == 0, command
    assert subprocess.run(command, check=False, capture_output=True).returncode != 0, command


def _command(image: str, port: int) -> list[str]:
    snapshot = Snapshot.of(f"FROM {image}\nEXPOSE {port}\n")
    answer = by_kind()["refactor.rewrite.stage.healthcheck"].apply(snapshot.model, Span(0, 0))
    assert isinstance(answer, Rewrite)
    after = Snapshot.of(apply(snapshot.text.string, answer.plain))
    (check,) = after.tree.all("HEALTHCHECK")
    words = [token.value for token in check.arguments[1:]]
    assert check.is_json and words
    return [shutil.which(words[0]) or "python3", *words[1:]]
