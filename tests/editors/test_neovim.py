"""Neovim with its built-in client: what an author does, done headless."""

from __future__ import annotations

import re

import pytest

from editors.tools import HERE, PLACE, program, run


@pytest.fixture(scope="module")
def said() -> str:
    nvim = program("nvim", PLACE / "nvim" / "bin" / "nvim")
    return run([nvim, "--clean", "--headless", "-l", str(HERE / "neovim.lua")])


STEPS = re.findall(r"^  step\('(.+)',", (HERE / "neovim.lua").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("step", STEPS)
def test_neovim(said: str, step: str) -> None:
    assert f"\nok - {step}\n" in f"\n{said}", said
