"""Neovim with its built-in client: what an author does, done headless."""

from __future__ import annotations

import pytest

from editors.tools import HERE, NOT_YET, PLACE, program, run


@pytest.fixture(scope="module")
def said() -> str:
    nvim = program("nvim", PLACE / "nvim" / "bin" / "nvim")
    return run([nvim, "--clean", "--headless", "-l", str(HERE / "neovim.lua")])


@pytest.mark.parametrize("step", ["diagnostics", "hover", "completion", "code action", "rename", "outline"])
def test_neovim(said: str, step: str, request: pytest.FixtureRequest) -> None:
    if step in NOT_YET:
        request.applymarker(pytest.mark.xfail(reason="the server does not have it yet"))
    assert f"\nok - {step}\n" in f"\n{said}", said
