"""What Dockwright says on the pages of its rules and refactorings: messages, titles, notes, and why not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from dockwright.findings import engine
from dockwright.findings.rule import all_rules
from dockwright.ide.actions.code_action import actions
from dockwright.semantics.model import analyse
from dockwright.syntax.tree import parse
from markers import marks
from refactor_pages import by_module, examples
from rule_pages import EXAMPLES

_RULES = {rule.module.rpartition(".")[2]: rule for rule in all_rules()}


class Said(NamedTuple):
    """A text that somebody reads."""

    family: str
    """The folder of the page that shows it, such as `rules/users`."""
    code: str
    """The code of the rule, or the page of the refactoring."""
    kind: Literal["message", "fix", "place", "title", "refusal"]
    text: str


@cache
def said() -> tuple[Said, ...]:
    """Each text, once for each page that shows it."""
    return tuple(dict.fromkeys((*_of_rules(), *_of_refactors())))


def _of_refactors() -> Iterator[Said]:
    for example in examples():
        family = _family(by_module()[example.page][0].module)
        for action in actions(example.snapshot, example.span, ("refactor", "quickfix")):
            yield Said(family, example.page, "title", action.title)
            if action.disabled:
                yield Said(family, example.page, "refusal", action.disabled)


def _of_rules() -> Iterator[Said]:
    for example in EXAMPLES:
        rule = _RULES[example.page]
        family = _family(rule.module)
        whole = rule.scope == "Silenced"
        selection = engine.select(example.config) if whole else engine.only(rule, config=example.config)
        for group in engine.check(analyse(parse(marks(example.source)[0])), selection, example.context):
            for finding in group.findings:
                yield Said(family, finding.code, "message", finding.message)
                yield from (Said(family, finding.code, "fix", fix.title) for fix in finding.fixes)
                yield from (Said(family, finding.code, "place", place.message) for place in finding.related)


def _family(module: str) -> str:
    return "/".join(module.split(".")[1:3])
