"""The VS Code extension's own checks: settings are current, lint, types, unit tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CLIENT = ROOT / "client-vscode"


def test_settings_are_the_servers() -> None:
    """A stale package.json is rewritten, so that running the test again passes."""
    script = [sys.executable, str(CLIENT / "scripts" / "settings.py")]
    checked = subprocess.run([*script, "--check"], capture_output=True, text=True, check=False)
    if checked.returncode:
        subprocess.run(script, check=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_command_is_registered() -> None:
    manifest = json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))
    source = (CLIENT / "src" / "extension.ts").read_text(encoding="utf-8")
    for command in manifest["contributes"]["commands"]:
        assert f"command('{command['command'].removeprefix('dockwright.')}'" in source


@pytest.mark.parametrize("script", ["types", "lint", "test"])
def test_typescript(script: str) -> None:
    if shutil.which("npm") is None or not (ROOT / "node_modules").is_dir():
        reason = "npm packages are not installed; run `npm ci`"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    command = ["npm", "run", "--silent", script]
    done = subprocess.run(command, cwd=CLIENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
