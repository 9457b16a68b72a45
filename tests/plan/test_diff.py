"""`dockwright diff`: what claims the same meaning makes the same image, what announces a change is named."""

from __future__ import annotations

import pytest

from dockwright.plan.difference.compare import Side
from dockwright.plan.difference.rewritten import CHANGING, explained
from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.text import apply
from refactor_pages import Example, examples

BESIDE = frozenset({"refactor.rewrite.ignoreFile"})
"""These change another file than the Dockerfile."""
SHELL = "needs /bin/sh in the image"
"""Says when a RUN builds, and nothing of what it makes."""


def _applied(example: Example) -> Rewrite:
    answer = by_kind()[example.kind].apply(example.snapshot.model, example.span, example.context, example.config)
    assert isinstance(answer, Rewrite)
    return answer


@pytest.mark.parametrize(
    "example", [each for each in examples() if each.outcome == "after"], ids=lambda each: f"{each.kind}-{each.number}"
)
def test_a_refactoring_does_what_it_says(example: Example) -> None:
    answer = _applied(example)
    before = example.snapshot
    after = before.of(apply(example.source, answer.plain), context=example.context)
    found, _ = explained(Side(before.model, before.context), Side(after.model, after.context))
    assert found is not None
    changes = answer.cost not in ("", SHELL) or example.kind in CHANGING
    if example.kind not in BESIDE:
        assert found.is_same != changes, (answer.title, answer.cost, found)
