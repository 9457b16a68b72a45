"""The packaged extension in the real VS Code, driven in a browser as an author would; pictures in build/screenshots."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from editors.tools import HERE, PLACE, ROOT, SHOTS, missing, program

SCRIPTS = HERE / "vscode"
NAME = re.compile(r"^    '(.+)': async", re.MULTILINE)

Results = dict[str, str]


def steps(script: str) -> list[str]:
    """The names of a script's steps."""
    return NAME.findall((SCRIPTS / script).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def package() -> Path:
    """The .vsix, made anew."""
    program("node")
    if not (ROOT / "node_modules").is_dir():
        missing("npm packages are not installed; run `npm ci`")
    done = subprocess.run(
        [sys.executable, str(ROOT / "client-vscode" / "scripts" / "bundle.py"), "--package"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    print(done.stdout)
    (made,) = (ROOT / "client-vscode" / "build").glob("*.vsix")
    return made


@pytest.fixture(scope="session")
def driven(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Results]:
    """Runs a script once; what each of its steps said."""
    known: dict[str, Results] = {}

    def drive(script: str) -> Results:
        if script not in known:
            known[script] = _drive(script, package, tmp_path_factory.mktemp("workspace"))
        return known[script]

    return drive


@pytest.mark.parametrize("step", steps("ui.mjs"))
def test_author(driven: Callable[[str], Results], step: str) -> None:
    assert driven("ui.mjs")[step] == "ok"


@pytest.mark.parametrize("step", steps("many.mjs"))
def test_large_workspace(driven: Callable[[str], Results], step: str) -> None:
    assert driven("many.mjs")[step] == "ok"


@pytest.mark.parametrize("step", steps("neighbours.mjs"))
def test_beside_another_extension(driven: Callable[[str], Results], step: str) -> None:
    assert driven("neighbours.mjs")[step] == "ok"


@pytest.mark.parametrize("step", steps("pythonless.mjs"))
def test_without_python(driven: Callable[[str], Results], step: str) -> None:
    assert driven("pythonless.mjs")[step] == "ok"


def _drive(script: str, package: Path, folder: Path) -> Results:
    if not (PLACE / "code-server" / "ready").exists():
        missing(f"VS Code is not installed; run tests/editors/vscode/install.sh {PLACE / 'code-server'}")
    chromium = program("chromium")
    command = ["node", str(SCRIPTS / script), str(PLACE / "code-server"), str(package), str(folder)]
    environment = {**os.environ, "CHROMIUM": chromium, "SHOTS": str(SHOTS)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=900, check=False)
    print(done.stdout)
    said = dict.fromkeys(steps(script), f"not reached:\n{done.stdout}{done.stderr}")
    for part in re.split(r"^(?=ok - |not ok - |# )", done.stdout, flags=re.MULTILINE):
        match = re.match(r"(ok|not ok) - (.+?)(?: \([\d.]+ s\))?\n", part)
        if match:
            said[match[2]] = "ok" if match[1] == "ok" else part
    return said
