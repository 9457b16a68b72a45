"""What is offered for one instruction is offered for the whole file, where there is another of its kind."""

from __future__ import annotations

from dockwright.ide.actions.code_action import actions, resolve
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Span, apply

KIND = "refactor.rewrite.pairs.equals"
SOURCE = """\
FROM debian:12
ENV A b c
RUN x
ENV D=e
FROM debian:12
LABEL f g
ENV H i\\
j
ENV K it's
"""
AFTER = """\
FROM debian:12
ENV A="b c"
RUN x
ENV D=e
FROM debian:12
LABEL f=g
ENV H=i\\
j
ENV K it's
"""


def test_a_refactoring_is_done_to_the_whole_file() -> None:
    snapshot = Snapshot.of(SOURCE)
    cursor = Span(SOURCE.index("A b"), SOURCE.index("A b"))
    one, everywhere = actions(snapshot, cursor, (KIND,))
    assert (one.title, everywhere.title) == (
        "Write ENV with `=`", "Write the name and the value with `=`, everywhere in this file",
    )  # fmt: skip
    assert one.kind == everywhere.kind == KIND and not everywhere.edits
    found = resolve(snapshot, cursor, everywhere.key)
    assert found is not None
    assert apply(SOURCE, found.edits) == AFTER


def test_it_is_not_offered_where_there_is_no_other() -> None:
    source = "FROM debian:12\nENV A b c\nRUN x\n"
    assert [action.title for action in actions(Snapshot.of(source), Span(20, 20), (KIND,))] == ["Write ENV with `=`"]
