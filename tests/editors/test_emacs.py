"""Emacs with eglot: what an author does, done in batch mode."""

from __future__ import annotations

import pytest

from editors.tools import HERE, program, run


@pytest.fixture(scope="module")
def said() -> str:
    return run([program("emacs"), "--batch", "-Q", "-l", str(HERE / "eglot.el")])


@pytest.mark.parametrize("step", ["diagnostics", "hover", "completion", "code action", "rename", "outline", "plan"])
def test_eglot(said: str, step: str) -> None:
    assert f"\nok - {step}\n" in f"\n{said}", said
