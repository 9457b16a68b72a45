"""Fixing all at once: stable, still the same build, and of one kind only where that is asked."""

from __future__ import annotations

import os

import pytest

from dockwright.config import Config
from dockwright.findings.engine import select
from dockwright.findings.finding import Severity
from dockwright.ide.actions.code_action import actions, resolve
from dockwright.ide.actions.fix_all import fix_all, fixed
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Span, apply
from rewriting import difference, problems
from shared import SHARED, needs_shared

EVERY = int(os.environ.get("DOCKWRIGHT_CORPUS_EVERY", "8"))
SOURCE = """\
FROM alpine:3.20 as build
ENV one 1
ENV two 2
ADD a.txt b.txt /srv/
"""


def test_rounds_go_on_until_nothing_is_left() -> None:
    after = fixed(Snapshot.of(SOURCE)).text.string
    assert after == SOURCE.replace(" as ", " AS ").replace("one 1", "one=1").replace("two 2", "two=2").replace(
        "ADD", "COPY"
    )
    assert apply(SOURCE, fix_all(Snapshot.of(SOURCE))) == after


def test_all_of_a_kind() -> None:
    snapshot = Snapshot.of(SOURCE)
    place = SOURCE.index("one")
    offered = [action for action in actions(snapshot, Span(place, place)) if action.title.startswith("Fix all of")]
    assert [action.title for action in offered] == ["Fix all of LegacyKeyValueFormat in this file"]
    answer = resolve(snapshot, Span(place, place), offered[0].key)
    assert answer is not None
    assert apply(SOURCE, answer.edits) == SOURCE.replace("one 1", "one=1").replace("two 2", "two=2")


def test_what_all_of_a_kind_cost_stands_in_the_title() -> None:
    source = "FROM example/own\nRUN cd /a && x\nRUN cd /b && y\n"
    snapshot = Snapshot.of(source, select(Config(profile="hadolint")))
    (offered,) = (one for one in actions(snapshot, Span(21, 21)) if one.title.startswith("Fix all of"))
    assert offered.title == (
        "Fix all of DL3003 in this file (creates a missing folder as root; assumes the base's WORKDIR is `/`)"
    )


def test_one_alone_is_no_kind() -> None:
    snapshot = Snapshot.of("FROM a\nENV one 1\n")
    assert not [action for action in actions(snapshot, Span(12, 12)) if action.title.startswith("Fix all of")]


@pytest.mark.parametrize("profile", ["default", "strict"])
@needs_shared
def test_real_files_stay_the_same_build(profile: str) -> None:
    assert SHARED is not None
    selection = select(Config(profile=profile))  # type: ignore[arg-type]
    changed = 0
    for path in sorted((SHARED / "corpus").glob("*.Dockerfile"))[:: EVERY * 2]:
        before = Snapshot.of(path.read_bytes().decode("utf-8", "replace"), selection)
        edits = fix_all(before)
        after = Snapshot.of(apply(before.text.string, edits), selection)
        changed += bool(edits)
        assert fix_all(after) == (), path.name
        assert not problems(after) - problems(before), path.name
        found = difference(before, edits, after)
        assert found.added <= {"COPY", "LABEL"} and found.removed <= {"ADD", "MAINTAINER"}, (path.name, found)
        assert found.state <= {"stop_signal"}, (path.name, found)  # another spelling of the same signal
        errors = [sum(f.severity is Severity.ERROR for f in snapshot.findings) for snapshot in (before, after)]
        assert errors[1] <= errors[0], path.name
    assert changed > 100 / EVERY
