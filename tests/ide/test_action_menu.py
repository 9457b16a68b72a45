"""What the menu of actions shows: what is rarely wanted only where it is asked for, what is wanted most first."""

from __future__ import annotations

from dockwright.ide.actions.code_action import actions
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Span

SOURCE = "FROM debian:12\nRUN make a\nRUN make b\nCMD server\n"


def kinds(start: int, end: int, *only: str) -> list[str]:
    """The kinds that are offered."""
    return [action.kind for action in actions(Snapshot.of(SOURCE), Span(start, end), only) if not action.disabled]


def test_a_cursor_gets_one_way_to_merge_and_no_array() -> None:
    found = kinds(16, 16)
    assert found[0] == "refactor.rewrite.run.merge"
    assert not [kind for kind in found if kind.startswith("refactor.rewrite.run.merge.") or kind.endswith("toExec")]


def test_a_selection_gets_the_other_ways() -> None:
    found = kinds(16, 30)
    assert {"refactor.rewrite.run.merge.set", "refactor.rewrite.run.merge.heredoc"} < {*found}
    assert "refactor.rewrite.run.merge.subshells" not in found


def test_who_names_a_kind_gets_all_of_it() -> None:
    rare = {"refactor.rewrite.run.merge.subshells", "refactor.rewrite.run.merge.heredoc", "refactor.rewrite.run.toExec"}
    assert not rare & {*kinds(16, 16, "refactor"), *kinds(16, 16, "refactor.rewrite")}
    assert rare < {*kinds(16, 16, "refactor.rewrite.run")}
    assert kinds(16, 16, "refactor.rewrite.run.toExec") == ["refactor.rewrite.run.toExec"]


def test_the_plainest_of_several_is_preferred() -> None:
    found = actions(Snapshot.of(SOURCE), Span(16, 30), ("refactor.rewrite.run.merge",))
    assert [action.kind for action in found if action.preferred] == ["refactor.rewrite.run.merge"]


def test_a_single_stage_needs_no_name() -> None:
    assert "refactor.rewrite.stage.name" not in kinds(3, 3)


ADDED = "FROM debian:12\nADD app.py /srv/\nCMD [\"a\"]\n"


def test_to_ignore_a_finding_is_the_last_entry_and_no_quick_fix() -> None:
    found = actions(Snapshot.of(ADDED), Span(16, 16))
    ignoring = [action.title.startswith(("Ignore", "Open the page")) for action in found]
    assert any(ignoring) and not ignoring[0] and ignoring == sorted(ignoring)
    assert {action.kind for action in found if action.title.startswith("Ignore")} == {"dockwright.ignore"}
    assert not any(action.preferred for action in found if action.title.startswith("Ignore"))


def test_who_asks_for_quick_fixes_alone_gets_the_way_to_ignore_behind_them() -> None:
    found = actions(Snapshot.of(ADDED), Span(16, 16), ("quickfix",))
    assert {action.kind for action in found} == {"quickfix"}
    assert found[0].title == "Replace ADD with COPY" and found[-1].title.startswith(("Ignore", "Open the page"))
    asked = actions(Snapshot.of(ADDED), Span(16, 16), ("dockwright.ignore",))
    assert asked and {action.kind for action in asked} == {"dockwright.ignore"}
