"""Rules say what they read (`on`), so that other typing does not run them again: here it is typed everywhere."""

from __future__ import annotations

import pytest

from dockwright.findings import engine
from dockwright.findings.finding import Finding
from dockwright.findings.rule import Rule, all_rules
from dockwright.ide.snapshot import Snapshot
from dockwright.text import Edit, Span
from markers import marks
from rule_pages import EXAMPLES, Example

BY_MODULE = {rule.module.rpartition(".")[2]: rule for rule in all_rules()}
TRIED = [
    example
    for example in EXAMPLES
    if BY_MODULE[example.page].on is not None and BY_MODULE[example.page].scope in ("Stage", "BuiltStage", "Model")
]
ABOVE = "FROM other:1 AS other\n"
BELOW = "FROM other\nRUN last\n"


@pytest.mark.parametrize("example", TRIED, ids=lambda example: f"{example.page}-{example.number}")
def test_each_argument_and_each_instruction_taken_away_and_typed_again(example: Example) -> None:
    rule, source = BY_MODULE[example.page], marks(example.source)[0]
    if not source.startswith("#"):
        source = ABOVE + source + BELOW
    whole = _opened(example, rule, source)
    for instruction in whole.tree.instructions:
        for token in (*instruction.arguments, instruction):
            text = source[token.span.start : token.span.end]
            without = whole.edited([Edit(token.span, "")])
            assert _said(without) == _said(_opened(example, rule, without.text.string)), f"without {text}"
            again = without.edited([Edit(Span(token.span.start, token.span.start), text)])
            assert _said(again) == _said(whole), f"with {text} again"


def _opened(example: Example, rule: Rule, source: str) -> Snapshot:
    snapshot = Snapshot.of(source, engine.only(rule, config=example.config), context=example.context)
    assert snapshot.groups is not None  # as an editor asks
    return snapshot


def _said(snapshot: Snapshot) -> list[Finding]:
    return snapshot.findings
