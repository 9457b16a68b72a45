"""Sources that may be there in the build though they are not here."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.context.folder_walk import walk
from dockwright.context.survey import Survey

MODULES = '[submodule "x"]\n\tpath = libs/x\n\turl = ../x.git\n[submodule "y"]\n  path=y/\n  url = ../y.git\n'


@pytest.mark.parametrize(
    ("source", "doubted"), [("libs/x/a.c", True), ("libs/x", True), ("y/a", True), ("libs/z", False), ("full/a", False)]
)
def test_a_submodule_that_is_not_checked_out(tmp_path: Path, source: str, doubted: bool) -> None:
    (tmp_path / "Dockerfile").touch()
    (tmp_path / "full").mkdir()
    (tmp_path / "full/b").touch()
    (tmp_path / ".gitmodules").write_text(f'{MODULES}[submodule "full"]\n\tpath = full\n')
    assert Survey(walk(tmp_path)).context("Dockerfile", []).doubt(source) is doubted
