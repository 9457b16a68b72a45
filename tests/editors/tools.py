"""Where the editors are, and what happens when one is missing: a skip with the reason, in CI a failure."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PLACE = Path(os.environ.get("DOCKWRIGHT_EDITORS") or ROOT / "build" / "editors")
"""What is installed for these tests alone: code-server, Neovim."""
SHOTS = ROOT / "build" / "screenshots"
SERVER = f"{sys.executable} -m dockwright lsp"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "server"), "SERVER": SERVER}


def missing(reason: str) -> NoReturn:
    """Skip, or in CI fail: there every editor has to be."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def program(name: str, *places: Path) -> str:
    """The path of a program, from the places given or the PATH."""
    for place in places:
        if place.exists():
            return str(place)
    found = shutil.which(name)
    if found is None:
        missing(f"{name} is not installed")
    return found


def run(command: list[str], seconds: int = 120) -> str:
    """Run an editor's script; what it says, with its steps as "ok - name"."""
    done = subprocess.run(
        command, capture_output=True, text=True, env=ENVIRONMENT, timeout=seconds, check=False, stdin=subprocess.DEVNULL
    )
    return (done.stdout + done.stderr).replace("\r", "")
