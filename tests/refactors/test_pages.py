"""Every refactoring's page is its test: a block with a selection, and what it becomes or why it is refused."""

from __future__ import annotations

import logging

import pytest

from dockwright.findings.rule import by_name
from dockwright.frozen import replace
from dockwright.ide.actions.code_action import actions, resolve
from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit import refactor
from dockwright.refactors.kit.refactor import Refusal, Rewrite, by_kind
from dockwright.text import Span, apply
from page_files import english
from refactor_pages import FOLDER, Example, by_module, examples

LONGEST = 120
"""Characters of a menu's entry."""


def test_every_refactoring_has_a_page_with_examples() -> None:
    assert {example.page for example in examples()} == set(by_module()) == {path.stem for path in english(FOLDER)}
    assert {example.kind for example in examples() if example.outcome == "after"} == set(by_kind())


def test_a_refactoring_fixes_what_rules_find() -> None:
    named = {code for items in by_module().values() for item in items for code in item.fixes}
    assert named <= {rule.code for rule in by_name().values()}


@pytest.mark.parametrize("example", examples(), ids=lambda example: f"{example.page}-{example.number}")
def test_an_example_becomes_what_the_page_shows(example: Example) -> None:
    snapshot = example.snapshot
    answer = by_kind()[example.kind].apply(snapshot.model, example.span, example.context, example.config)
    if example.outcome == "refused":
        assert answer == Refusal(example.result.strip())
        return
    assert isinstance(answer, Rewrite), answer
    assert apply(example.source, answer.plain) == example.result
    assert (answer.addition is None) == (example.ignored is None)
    if answer.addition is not None:
        held = example.context.contents.ignore if example.context else None
        assert (held is None) == answer.addition.is_new and answer.addition.path.endswith("ignore")
        assert example.ignored is not None and example.ignored.endswith(answer.addition.text.lstrip("\n"))
    offered = next(action for action in actions(snapshot, example.span, (example.kind,)) if action.key == example.kind)
    assert offered.title == answer.named
    resolved = resolve(snapshot, example.span, example.kind)
    assert resolved is not None
    assert (resolved.edits, resolved.snippets, resolved.addition) == (answer.edits, answer.snippets, answer.addition)
    assert len(offered.title) <= LONGEST, offered.title


def test_a_refactoring_that_is_a_fix_is_offered_with_the_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    merge = replace(by_kind()["refactor.rewrite.run.merge"], fixes=("MaintainerDeprecated",))
    monkeypatch.setattr(refactor, "all_refactors", lambda: (merge,))
    refactor.fixing.cache_clear()
    snapshot = Snapshot.of("FROM debian:12\nMAINTAINER me\nRUN a\nRUN b\n")
    fix = replace(merge, function=lambda model, span, config: merge.function(model, span.shifted(15), config))
    monkeypatch.setattr(refactor, "all_refactors", lambda: (fix,))
    found = [action for action in actions(snapshot, Span(16, 16), ("quickfix",)) if "Merge" in action.title]
    refactor.fixing.cache_clear()
    (action,) = found
    assert action.finding is not None and snapshot.findings[action.finding].code == "MaintainerDeprecated"
    assert action.edits and not action.key


def test_a_refactoring_that_crashes_costs_itself_only(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("planted")

    merge = by_kind()["refactor.rewrite.run.merge"]
    planted = replace(merge, kind="refactor.planted", function=crash)
    monkeypatch.setattr("dockwright.ide.actions.code_action.all_refactors", lambda: (planted, merge))
    snapshot = Snapshot.of("FROM debian:12\nRUN a\nRUN b\n")
    with caplog.at_level(logging.CRITICAL + 1, logger="dockwright"):
        found = actions(snapshot, Span(16, 16), ("refactor",))
    assert [action.kind for action in found] == [merge.kind]
