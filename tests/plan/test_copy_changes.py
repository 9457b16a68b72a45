"""How often what a COPY takes has changed: as the history of the cache counts it, and silent where it is not sure."""

from __future__ import annotations

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import Contents
from dockwright.context.ignore.reader import read
from dockwright.ide.snapshot import Snapshot
from dockwright.plan import copy_changes as module
from dockwright.plan.cache_history import history
from dockwright.plan.copy_changes import CopyChange, CopyChanges, copy_changes

_SOURCE = """\
FROM scratch AS build
WORKDIR /src
COPY go.mod ./
RUN one
COPY . .
RUN two

FROM scratch
COPY web/*.html /w/
COPY --link web /v
RUN three
COPY --from=build /src /s
RUN four
"""
_COMMITS = [["go.mod"], ["main.go", "web/a.html"], ["web/deep/b.html"], ["notes.log"], *([["main.go"]] * 6)]


def _context(ignored: str = "") -> Context:
    return Context(Contents("", read(ignored), ()), sure=True)


def _found(source: str, commits: list[list[str]], ignored: str = "") -> CopyChanges | None:
    model = Snapshot.of(source).model
    return copy_changes(model, model.stages[-1], _context(ignored), commits)


def test_counts_and_the_steps_that_follow() -> None:
    found = _found(_SOURCE, _COMMITS, "*.log\n")
    assert found == CopyChanges(
        10,
        {
            (0, "COPY go.mod ./"): CopyChange(1, 3),
            (0, "COPY . ."): CopyChange(9, 1),
            (1, "COPY web/*.html /w/"): CopyChange(1, 4),
            (1, "COPY --link web /v"): CopyChange(2, 3),
        },
    )


def test_counts_are_those_of_the_history_of_the_cache() -> None:
    model = Snapshot.of(_SOURCE).model
    found = _found(_SOURCE, _COMMITS)
    counted = {row.step.text: row.taken for row in history(model, model.stages[-1], _context(), _COMMITS)}
    assert found is not None
    for (_, text), change in found.steps.items():
        assert change.changed == counted[text]


@pytest.mark.parametrize(
    "source",
    [
        "FROM scratch\nARG A\nCOPY $A /a\n",  # depends on an ARG
        "FROM scratch\nCOPY main.go /a\nRUN x\nCOPY main.go /a\n",  # not told apart
        "FROM scratch\nCOPY other /a\n",  # never changed
        "FROM scratch AS a\nCOPY main.go /a\nFROM scratch\n",  # never built
    ],
)
def test_what_is_not_sure_or_never_changed_is_left_out(source: str) -> None:
    assert _found(source, _COMMITS) == CopyChanges(10, {})


def test_a_short_history_says_nothing() -> None:
    assert _found(_SOURCE, _COMMITS[:9]) is None


def test_older_commits_are_left_out_where_they_change_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PATHS", 5)
    found = _found("FROM scratch\nCOPY main.go /a\n", [*_COMMITS, ["one", "two", "three"], ["main.go"]])
    assert found is not None and found.commits == 10
