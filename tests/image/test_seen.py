"""What a RUN sees of the variables around it: the same image where it sees the same, else what a file alone says."""

from __future__ import annotations

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.image.files import Files
from dockwright.image.steps import images
from dockwright.text import Edit, Span

FILE = 'FROM debian:12\nENV A=1 B=/x PIP_NO_CACHE_DIR=1\nUSER root\nSHELL ["/bin/sh", "-c"]\nWORKDIR /w\nRUN {}\n'


def _edited(run: str, old: str, new: str) -> tuple[Snapshot, Snapshot]:
    """A file whose image is known, with a text in it exchanged, before and after."""
    before = Snapshot.of(FILE.format(run))
    images(before.model.stages[0])
    at = before.text.string.index(old)
    return before, before.edited([Edit(Span(at, at + len(old)), new)])


@pytest.mark.parametrize(
    ("run", "old", "new", "path", "there"),
    [
        ("touch /f$A", "A=1", "A=2", "/f2", "YES"),
        ("touch '/f'\"$A\"", "A=1", "A=2", "/f2", "YES"),
        ("sh -c 'touch /f$A'", "A=1", "A=2", "/f2", "YES"),
        ("touch f", "/w", "/v", "/v/f", "YES"),
        ("touch $B", "B=/x", "B=/y", "/y", "YES"),
        ("touch /f$C", "A=1", "C=2", "/f2", "YES"),
        ("touch /f", '"/bin/sh", "-c"', '"powershell", "-c"', "/f", "UNKNOWN"),
    ],
)
def test_what_the_text_names_counts(run: str, old: str, new: str, path: str, there: str) -> None:
    before, after = _edited(run, old, new)
    found = Files().find(images(after.model.stages[0])[-1], path)
    alone = Snapshot.of(after.text.string)
    assert found.answer.name == there
    assert found == Files().find(images(alone.model.stages[0])[-1], path)
    assert images(after.model.stages[0])[-1] is not images(before.model.stages[0])[-1]


@pytest.mark.parametrize(("old", "new"), [("A=1", "A=2"), ("A=1", "LONGER=3"), ("USER root", "USER other")])
def test_what_it_does_not_name_changes_nothing(old: str, new: str) -> None:
    before, after = _edited("touch /f", old, new)
    assert images(after.model.stages[0])[-1] is images(before.model.stages[0])[-1]
