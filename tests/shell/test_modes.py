"""Which modes let all write, as chmod itself says."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dockwright.findings.shell.modes import lets_all_write

MODES = """
777 0777 00777 755 666 002 020 1777 +rwx +w +rw =rwx a+w a+rwX ugo+w o+w go+w a=rwx ugo=rwx o=rwx go=rx o=wx a+r+w
a+w,o-w a-w,o+w u=rwx,go+rw u+rwx,g+rwx,o+rwx ug+w ug+w,o+w u+w =w g=u +rwx,o+w =,o+w a+wt +t,o+w u+s,a+w a+w-w a-w+w
"""


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("chmod"), reason="needs chmod")
@pytest.mark.parametrize("mode", MODES.split())
def test_as_chmod_does(mode: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch(0)
    subprocess.run(["sh", "-c", f"umask 022; chmod 000 '{file}'; chmod -- '{mode}' '{file}'"], check=True)
    bits = file.stat().st_mode
    assert lets_all_write(mode) == bool(bits & stat.S_IWOTH and not bits & stat.S_ISVTX)
