"""Programs that are said to fail on empty input do, where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dockwright.semantics.commands import inputs

TABLES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(inputs.__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
NEEDED = {"tar": ["-x"], "gtar": ["-x"], "grep": ["-q", "x"], "egrep": ["-q", "x"], "unzip": ["-"]}
CALLS = [(name, option) for name, table in TABLES.items() for option in table.get("options", [""])]


@pytest.mark.parametrize(("name", "option"), CALLS)
@pytest.mark.parametrize("busybox", [False, True])
def test_empty_input_is_an_error(name: str, option: str, busybox: bool, tmp_path: Path) -> None:
    if name == "apt-key":
        pytest.skip("it changes the system")
    words = NEEDED.get(name, [option] if option else [])
    program = [name, *words]
    if busybox:
        if TABLES[name].get("busybox") or not _is_applet(name) or option.startswith("--"):
            pytest.skip("BusyBox has none, or takes less")
        program = ["busybox", *program]
    elif not shutil.which(name):
        pytest.skip("not installed")
    home = {"GNUPGHOME": str(tmp_path), "PATH": os.environ["PATH"]}
    assert subprocess.run(program, input=b"", capture_output=True, env=home, cwd=tmp_path).returncode != 0


def _is_applet(name: str) -> bool:
    busybox = shutil.which("busybox")
    return bool(busybox) and name in subprocess.check_output(["busybox", "--list"], text=True).split()
