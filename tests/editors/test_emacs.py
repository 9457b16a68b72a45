"""Emacs with eglot: what an author does, done in batch mode."""

from __future__ import annotations

import pytest

from editors.tools import HERE, NOT_YET, program, run


@pytest.fixture(scope="module")
def said() -> str:
    return run([program("emacs"), "--batch", "-Q", "-l", str(HERE / "eglot.el")])


@pytest.mark.parametrize("step", ["diagnostics", "hover", "completion", "code action", "rename", "outline"])
def test_eglot(said: str, step: str, request: pytest.FixtureRequest) -> None:
    if step in NOT_YET:
        request.applymarker(pytest.mark.xfail(reason="the server does not have it yet"))
    assert f"\nok - {step}\n" in f"\n{said}", said
