"""What Dockwright says on the pages of its rules and refactorings: messages, titles, notes, and why not."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings import engine
from dockwright.findings.rule import all_rules
from dockwright.ide.actions.code_action import actions
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from markers import marks
from refactor_pages import examples
from rule_pages import EXAMPLES

_RULES = {rule.module.rpartition(".")[2]: rule for rule in all_rules()}


def said() -> Iterator[tuple[str, str]]:
    """Each text with the code of its rule, or the page of the refactoring."""
    yield from _of_rules()
    for example in examples():
        for action in actions(example.snapshot, example.span, ("refactor", "quickfix")):
            yield example.page, action.title
            if action.disabled:
                yield example.page, action.disabled


def _of_rules() -> Iterator[tuple[str, str]]:
    for example in EXAMPLES:
        rule = _RULES[example.page]
        whole = rule.scope == "Silenced"
        selection = engine.select(example.config) if whole else engine.only(rule, config=example.config)
        for group in engine.check(analyse(parse(marks(example.source)[0])), selection, example.context):
            for finding in group.findings:
                yield finding.code, finding.message
                yield from ((finding.code, fix.title) for fix in finding.fixes)
                yield from ((finding.code, place.message) for place in finding.related)
