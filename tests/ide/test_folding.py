"""Folding: which lines belong together."""

from __future__ import annotations

from dockwright.ide.folding import folds
from dockwright.ide.snapshot import Snapshot

FILE = """\
# one
# two

# region base
FROM a
RUN x \\
  # inner
  # comment
  && y

COPY <<A <<B /
a
A
b
B
#endregion
# alone
FROM b
RUN z
"""


def test_all_kinds() -> None:
    lines = FILE.splitlines()
    drawn = [
        f"{fold.kind}: {lines[fold.first].strip()} .. {lines[fold.last].strip()}" for fold in folds(Snapshot.of(FILE))
    ]
    assert drawn == [
        "comment: # one .. # two",
        "region: # region base .. #endregion",
        "code: FROM a .. B",
        "code: RUN x \\ .. && y",
        "comment: # inner .. # comment",
        "code: COPY <<A <<B / .. B",
        "code: COPY <<A <<B / .. A",
        "code: A .. B",
        "code: FROM b .. RUN z",
    ]


def test_directives_stand_apart_from_the_comments_below_them() -> None:
    assert [fold[:2] for fold in folds(Snapshot.of("# syntax=a\n# b\n# c\nFROM a\n"))] == [(1, 2)]


def test_one_line_is_no_fold() -> None:
    assert folds(Snapshot.of("FROM a")) == []
    assert folds(Snapshot.of("# endregion\nFROM a\n")) == []
