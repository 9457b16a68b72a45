"""The mode in numbers follows from whether a file may be run where it lies."""

from __future__ import annotations

import pytest

from dockwright.context.build_context import Context
from dockwright.context.contents import contents
from dockwright.context.values import Workspace
from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.text import Span, apply


@pytest.mark.parametrize(
    ("letters", "runnable", "flag"),
    [("go-r", True, "711"), ("go-r", False, "600"), ("+x", True, "755"), ("+x", False, "755"), ("u+x", False, "744"),
     ("u+x", True, "755"), ("go-r", None, None), ("+x", None, "755")],
)  # fmt: skip
def test_the_mode_of_the_context_counts(letters: str, runnable: bool | None, flag: str | None) -> None:
    source = f"FROM debian:12\nCOPY run.sh /\nRUN chmod {letters} /run.sh\n"
    held = contents(Workspace({"run.sh": 1}, lambda path: None), "", None)
    context = Context(held, sure=True, executable=lambda path: runnable if path == "run.sh" else None)
    snapshot = Snapshot.of(source, context=context)
    answer = by_kind()["refactor.rewrite.copy.ownerAndMode"].apply(snapshot.model, Span(15, 15), context)
    if flag is None:
        assert not isinstance(answer, Rewrite)
        return
    assert isinstance(answer, Rewrite), answer
    assert apply(source, answer.edits) == f"FROM debian:12\nCOPY --chmod={flag} run.sh /\n"
