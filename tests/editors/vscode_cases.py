"""What `actions.mjs` does in VS Code: an example of each refactoring's and each fix's page, and what it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import refactor_pages
import rule_pages
from dockwright.config import Config
from dockwright.context.build_context import Context
from dockwright.ide.actions.code_action import actions, resolve
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import CodeAction
from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.text import Edit, Span, apply, unsnipped


class Case(NamedTuple):
    """A file with a selection, the entry to choose, and what has to stand there then."""

    name: str
    text: str
    start: tuple[int, int]
    end: tuple[int, int]
    """Lines and UTF-16 columns, from 0."""
    title: str
    after: str
    kind: str = ""
    """Of what stands in no menu, but is run by its kind."""


@cache
def cases() -> tuple[Case, ...]:
    """One for each refactoring, and one for each rule with a fix."""
    return (*_of_refactors(), *_of_rules())


def _of_refactors() -> Iterator[Case]:
    left = set(by_kind())
    for example in refactor_pages.examples():
        if example.kind not in left or not _is_plain(example.context, example.config) or example.outcome != "after":
            continue
        answer = by_kind()[example.kind].apply(example.snapshot.model, example.span, None, example.config)
        if not isinstance(answer, Rewrite) or answer.addition:
            continue
        left.discard(example.kind)
        snapshot, span = example.snapshot, example.span
        found = [action for action in actions(snapshot, span) if not action.kind.startswith("source")]
        menu = {_left(snapshot, span, action): action.title for action in reversed(found)}
        title = menu.get(example.result, "")
        yield _case(
            example.kind.removeprefix("refactor."), snapshot, span, title, example.result, "" if title else example.kind
        )


def _of_rules() -> Iterator[Case]:
    known: set[str] = set()
    for whole in (True, False):
        for example in rule_pages.EXAMPLES:
            if example.fixed is None or example.page in known or not _is_plain(example.context, example.config):
                continue
            if found := _fix(example, example.fixed, whole):
                known.add(example.page)
                yield found


def _fix(example: rule_pages.Example, fixed: str, whole: bool) -> Case | None:
    """A fix that leaves what the page shows as fixed; or else lines that stand there."""
    snapshot = Snapshot.of(example.source, example.config)
    for finding in snapshot.findings:
        span = Span(finding.span.start, finding.span.start)
        for action in actions(snapshot, span, ("quickfix",)):
            after = _left(snapshot, span, action)
            new = set(after.split("\n")) - set(example.source.split("\n"))
            if after == fixed or (not whole and new and new <= set(fixed.split("\n"))):
                return _case(f"fix {example.page}", snapshot, span, action.title, after)
    return None


def _case(name: str, snapshot: Snapshot, span: Span, title: str, after: str, kind: str = "") -> Case:
    start, end = (snapshot.text.position(offset, "utf-16") for offset in span)
    return Case(name, snapshot.text.string, tuple(start), tuple(end), title, after, kind)


def _is_plain(context: Context | None, config: Config) -> bool:
    """Whether an example needs no files and no settings."""
    return context is None and config == Config()


def _left(snapshot: Snapshot, span: Span, action: CodeAction) -> str:
    """What an action makes of the text."""
    made = resolve(snapshot, span, action.key) if action.key else action
    if made is None or action.disabled:
        return snapshot.text.string
    edits = [*made.edits, *(Edit(edit.span, unsnipped(edit.new)) for edit in made.snippets)]
    return apply(snapshot.text.string, edits)
