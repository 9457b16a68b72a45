"""Neovim with its built-in client: what an author does, done headless."""

from __future__ import annotations

import pytest

from editors.tools import HERE, PLACE, program, run


@pytest.fixture(scope="module")
def said() -> str:
    nvim = program("nvim", PLACE / "nvim" / "bin" / "nvim")
    return run([nvim, "--clean", "--headless", "-l", str(HERE / "neovim.lua")])


@pytest.mark.parametrize("step", ["diagnostics", "hover", "completion", "code action", "rename", "outline", "plan"])
def test_neovim(said: str, step: str) -> None:
    assert f"\nok - {step}\n" in f"\n{said}", said
