"""What a rewrite does to a file, apart from the text that it replaces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from dockwright.frozen import fields
from dockwright.ide.snapshot import Snapshot
from dockwright.image.run_text import body_of
from dockwright.semantics.stage import Step
from dockwright.semantics.state import State
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Unit
from dockwright.syntax.shell import AndOr, Compound, Sequence, Simple
from dockwright.text import Edit, Span


class Difference(NamedTuple):
    """What a rewrite changes in the model."""

    added: frozenset[str] = frozenset()
    """The names of instructions of which there are more afterwards."""
    removed: frozenset[str] = frozenset()
    state: frozenset[str] = frozenset()
    """What is not as it was, before an instruction that is not touched or at the end of a stage."""

    def __or__(self, other: Difference) -> Difference:
        return Difference(self.added | other.added, self.removed | other.removed, self.state | other.state)

    def within(self, other: Difference) -> bool:
        """Whether all of it is part of another."""
        return self | other == other


def moved(offset: int, edits: Iterable[Edit]) -> int:
    """Where a place that no edit touches stands afterwards."""
    before = [edit for edit in edits if edit.span.end <= offset]
    return offset + sum(len(edit.new) - edit.span.end + edit.span.start for edit in before)


def touched(span: Span, edits: Iterable[Edit]) -> bool:
    """Whether an edit changes an instruction; lines put in before or after it do not."""
    for edit in edits:
        if edit.span.start == edit.span.end and (
            (edit.span.start == span.start and edit.new.endswith(("\n", "\r")))
            or (edit.span.start == span.end and edit.new.startswith(("\n", "\r")))
        ):
            continue
        if edit.span.start < edit.span.end == span.start and edit.new.lstrip().startswith(("\\", "`")):
            return True  # the line above goes on, so that this is a part of it
        if (edit.span.start <= span.end and edit.span.end > span.start) or edit.span == (span.start, span.start):
            return True
    return False


def difference(before: Snapshot, edits: tuple[Edit, ...], after: Snapshot) -> Difference:
    """What changed; an instruction that no edit touches and that is not there as it was is an AssertionError."""
    kept = {step.instruction.start: step for step in after.model.steps()}
    changed: set[str] = set()
    last: dict[int, Step] = {}
    for step in before.model.steps():
        instruction = step.instruction
        if touched(instruction.span, edits):
            continue
        place = moved(instruction.span.start, edits) - (instruction.span.start - instruction.start)
        assert place in kept and kept[place].instruction.unit.text.rstrip() == instruction.unit.text.rstrip(), (
            f"{instruction.unit.text!r} is not where it was"
        )
        changed |= _changed(step.before, kept[place].before)
        last[place] = step
    if len(before.model.stages) == len(after.model.stages):
        for one, other in zip(before.model.stages, after.model.stages, strict=True):
            changed |= _changed(one.final, other.final)
    else:
        changed.add("stages")
    names = Counter(instruction.name for instruction in before.tree.instructions)
    new_names = Counter(instruction.name for instruction in after.tree.instructions)
    return Difference(frozenset(new_names - names), frozenset(names - new_names), frozenset(changed))


def problems(snapshot: Snapshot) -> Counter[str]:
    """What the parser refuses, counted."""
    return Counter(problem.code for instruction in snapshot.tree.instructions for problem in instruction.problems)


def meaning(snapshot: Snapshot) -> list[Any]:
    """The instructions without the way they are written: for equality of models."""
    return [_meaning(step) for step in snapshot.model.steps()]


def _changed(one: State, other: State) -> set[str]:
    if one is other:
        return set()
    return {name for name in fields(State) if _plain(getattr(one, name)) != _plain(getattr(other, name))}


def _plain(value: Any) -> Any:
    """A value by what it says: equal units are not always the same object, because not all are remembered for ever."""
    if isinstance(value, tuple):
        return tuple(each.text if isinstance(each, Unit) else each for each in value)
    return dict(value) if hasattr(value, "items") else value


def _meaning(step: Step) -> Any:
    instruction = step.instruction.inner or step.instruction
    flags = sorted(flag.raw for flag in instruction.flags)
    body = body_of(step)
    if body is not None and not body.script.has_errors:
        return [step.instruction.name, flags, _shell(body.script.body)]
    return [step.instruction.name, flags, instruction.is_json, _words(instruction)]


def _words(instruction: Instruction) -> list[str]:
    documents = [heredoc.content for heredoc in instruction.heredocs]
    return [*(" ".join(token.value.split()) for token in instruction.arguments), *documents]


def _shell(node: Any) -> Any:
    """A shell tree without spans, blanks and the difference between `;` and a line break."""
    if isinstance(node, Sequence):
        marks = [operator.text.replace("\n", ";") for operator in node.separators]
        return [
            "sequence",
            [_shell(item) for item in node.items],
            marks[: len(node.items) - 1] + ["&"] * (marks[-1:] == ["&"]),
        ]
    if isinstance(node, AndOr):
        return ["list", [_shell(item) for item in node.items], [operator.text for operator in node.operators]]
    if isinstance(node, Simple):
        return ["simple", *(item.name for item in node.assignments), *(word.text for word in node.words),
                *((item.operator, item.target and item.target.text) for item in node.redirections)]  # fmt: skip
    if isinstance(node, Compound):
        return [node.kind, node.name, *(word.text for word in node.words), *(_shell(body) for body in node.bodies)]
    return ["pipeline", bool(node.negation), *(_shell(item) for item in node.commands)]
