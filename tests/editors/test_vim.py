"""Vim with ALE, which asks for code actions without naming a problem: what an author does, done without a screen."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from editors.tools import ENVIRONMENT, HERE, missing, program

ALE = Path("/usr/share/vim-ale")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    vim = program("vim")
    if not ALE.is_dir():
        missing("ALE is not here; install Debian's package vim-ale")
    answer = tmp_path_factory.mktemp("vim") / "said"
    command = [vim, "--not-a-term", "-N", "-i", "NONE", "-u", "NONE", "-es", "-S", str(HERE / "ale.vim")]
    environment = {**ENVIRONMENT, "SAID": str(answer)}
    subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)
    return answer.read_text(encoding="utf-8") if answer.exists() else "nothing was said"


@pytest.mark.parametrize("step", ["diagnostics", "hover", "code action"])
def test_ale(said: str, step: str) -> None:
    assert f"\nok - {step}\n" in f"\n{said}", said
