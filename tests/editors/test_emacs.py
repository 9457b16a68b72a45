"""Emacs with eglot: what an author does, done in batch mode."""

from __future__ import annotations

from editors.tools import HERE, program, run


def test_eglot() -> None:
    emacs = program("emacs")
    said = run([emacs, "--batch", "-Q", "-l", str(HERE / "eglot.el")])
    for step in ("diagnostics", "hover", "completion", "code action", "rename", "outline"):
        assert f"ok - {step}\n" in said, said
