"""Every command says what it is for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dockwright.cli.main import COMMANDS, NO_ARGUMENTS, SERVERS


@pytest.mark.parametrize("command", sorted({*COMMANDS, *SERVERS} - NO_ARGUMENTS))
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_no_error(command: str, option: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dockwright", command, option], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: dockwright {command} ")
