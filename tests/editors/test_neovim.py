"""Neovim with its built-in client: what an author does, done headless."""

from __future__ import annotations

from editors.tools import HERE, PLACE, program, run


def test_neovim() -> None:
    nvim = program("nvim", PLACE / "nvim" / "bin" / "nvim")
    said = run([nvim, "--clean", "--headless", "-l", str(HERE / "neovim.lua")])
    for step in ("diagnostics", "hover", "completion", "code action", "rename", "outline"):
        assert f"ok - {step}\n" in said.replace("\r", ""), said
