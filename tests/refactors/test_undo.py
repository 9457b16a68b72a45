"""What one refactoring does and another takes back: the file that comes back means what the first one meant.

`UNDO` is the whole list. Each pair is tried over the pages, the samples and the corpus, wherever the first is offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import Refusal, Rewrite, by_kind
from dockwright.refactors.run.chain_to_heredoc import is_chain
from dockwright.refactors.shell.effects import looked_up
from dockwright.refactors.shell.segment import Segment, segment
from dockwright.syntax.shell import AndOr
from dockwright.text import Edit, Span, apply
from generated import script
from refactor_pages import examples
from refactored_files import files
from rewriting import meaning, moved, touched


class Undo(NamedTuple):
    """A refactoring and the one that takes it back."""

    there: str
    back: str
    where: Callable[[Snapshot, Snapshot, Span, tuple[Edit, ...]], Span | None]
    """The selection for the way back, in the second file; None where the two are no pair."""
    read: Callable[[Snapshot], Any] = meaning
    """What of a file is to come back."""
    refused: tuple[str, ...] = ()
    """How the reasons begin for which the way back may be refused: what the first one did is of use to it alone."""


def same_start(before: Snapshot, after: Snapshot, span: Span, edits: tuple[Edit, ...]) -> Span:
    """The start of the first instruction that was changed."""
    first = next((it.span for it in before.tree.instructions if touched(it.span, edits)), span)
    at = moved(first.start, [edit for edit in edits if edit.span.end < first.start])
    found = after.tree.at(at)
    at = found.keyword.span.start if found else at
    return Span(at, at)


def both(before: Snapshot, after: Snapshot, span: Span, edits: tuple[Edit, ...]) -> Span:
    """All instructions that one became."""
    start = same_start(before, after, span, edits).start
    count = len(after.tree.instructions) - len(before.tree.instructions)
    behind = [it for it in after.tree.instructions if it.span.end > start]
    return Span(start, behind[count].span.end)


def plain_chain(before: Snapshot, after: Snapshot, span: Span, edits: tuple[Edit, ...]) -> Span | None:
    """Where a RUN is a list of `&&` and sets no options: only that comes back as it was written."""
    return same_start(before, after, span, edits) if _chained(before, span.start) else None


def two_of_a_chain(before: Snapshot, after: Snapshot, span: Span, edits: tuple[Edit, ...]) -> Span | None:
    """Both halves of a list of `&&`, if no command is looked up in both: such a one stays in a subshell."""
    selection = both(before, after, span, edits)
    halves = [it for it in after.tree.all("RUN", "ONBUILD") if it.span.overlaps(selection)]
    one, other = (segment(after.model, step) for it in halves if (step := after.model.step_at(it.keyword.span.start)))
    if not isinstance(one, Segment) or not isinstance(other, Segment) or not _chained(before, span.start):
        return None
    again = looked_up(one.script, at_top=True) & looked_up(other.script, at_top=False)
    return None if again else selection


def second_command(before: Snapshot, after: Snapshot, span: Span, edits: tuple[Edit, ...]) -> Span | None:
    """Where the second of two RUNs begins in the one, if both are joined as they are and can be told apart."""
    runs = [it for it in before.tree.instructions if touched(it.span, edits)]
    joint = next((edit for edit in edits if edit.span.end - edit.span.start > 1), None)
    if (
        len(runs) != 2
        or joint is None
        or not joint.new.strip().startswith("&&")
        or joint.new.rstrip().endswith(("(", "{"))
    ):
        return None
    if len(edits) > 1 or any(not _chained(before, it.keyword.span.start) for it in runs):
        return None
    at = joint.span.start + len(joint.new)
    return Span(at, at)


def one_each(before: Snapshot, after: Snapshot, span: Span, edits: tuple[Edit, ...]) -> Span | None:
    """Where each of the instructions that were merged has one pair, as they have when they are taken apart."""
    merged = [it.inner or it for it in before.tree.instructions if touched(it.span, edits)]
    if any(len(it.pairs) != 1 for it in merged) or any(it.unit.form == "legacy" for it in merged):
        return None
    return same_start(before, after, span, edits)


def new_arg(before: Snapshot, after: Snapshot, span: Span, edits: tuple[Edit, ...]) -> Span:
    """The name in the ARG that was added."""
    at = next(edit.span.start for edit in edits if edit.new.upper().lstrip().startswith("ARG"))
    found = next(it for it in after.tree.all("ARG") if it.end > at and "=" in it.argument_text)
    return Span(found.arguments[0].span.start, found.arguments[0].span.start)


def all_changed(before: Snapshot, after: Snapshot, span: Span, edits: tuple[Edit, ...]) -> Span:
    """All instructions that were changed, each for itself."""
    last = [it.span for it in before.tree.instructions if touched(it.span, edits)][-1]
    return Span(same_start(before, after, span, edits).start, moved(last.start, edits) + 1)


def no_shell_in_run(before: Snapshot, after: Snapshot, span: Span, edits: tuple[Edit, ...]) -> Span | None:
    """Where all that was changed are RUNs, and none held a shell."""
    changed = {(it.inner or it).name for it in before.tree.instructions if touched(it.span, edits)}
    return no_shell(before, after, span, edits) if changed == {"RUN"} else None


def no_shell_in_others(before: Snapshot, after: Snapshot, span: Span, edits: tuple[Edit, ...]) -> Span | None:
    """Where nothing that was changed is a RUN, and none held a shell."""
    changed = {(it.inner or it).name for it in before.tree.instructions if touched(it.span, edits)}
    return None if "RUN" in changed else no_shell(before, after, span, edits)


def no_shell(before: Snapshot, after: Snapshot, span: Span, edits: tuple[Edit, ...]) -> Span | None:
    """Where no array held a shell: its text needs that again."""
    changed = [it.inner or it for it in before.tree.instructions if touched(it.span, edits)]
    held = any(token.value == "-c" for it in changed for token in it.arguments)
    return None if held else all_changed(before, after, span, edits)


def lines(before: Snapshot, after: Snapshot, span: Span, edits: tuple[Edit, ...]) -> Span | None:
    """Where a heredoc has a command a line, as it has when it is made."""
    step = before.model.step_at(span.start)
    found = segment(before.model, step) if step else None
    plain = isinstance(found, Segment) and len(found.items) > 1
    if not plain or any(isinstance(it, AndOr) and it.only_and for it in found.items):  # type: ignore[union-attr]
        return None
    return same_start(before, after, span, edits)


def without_case(snapshot: Snapshot) -> str:
    """The meaning, whichever case words have."""
    return repr(meaning(snapshot)).casefold()


def without_exec(snapshot: Snapshot) -> str:
    """The meaning without `exec` before the program: an array starts it as process 1, which shell form says so."""
    return re.sub(r"'exec', |\bexec ", "", repr(meaning(snapshot)))


def without_quotes(snapshot: Snapshot) -> str:
    """The same with words as they come out of their quotes."""
    return re.sub(r"[\\\"']", "", without_exec(snapshot))


UNDO = [
    Undo(
        "refactor.rewrite.run.toHeredoc",
        "refactor.rewrite.run.fromHeredoc",
        plain_chain,
        refused=("There is a heredoc inside, or what looks like one",),
    ),
    Undo("refactor.rewrite.run.fromHeredoc", "refactor.rewrite.run.toHeredoc", lines),
    Undo("refactor.rewrite.run.split", "refactor.rewrite.run.merge", two_of_a_chain),
    Undo("refactor.rewrite.run.merge", "refactor.rewrite.run.split", second_command),
    Undo(
        "refactor.rewrite.command.toExec",
        "refactor.rewrite.command.toShell",
        all_changed,
        without_quotes,
        ("An image from scratch has no shell", "ENTRYPOINT `"),
    ),
    Undo(
        "refactor.rewrite.run.toExec",
        "refactor.rewrite.command.toShell",
        all_changed,
        without_quotes,
        ("An image from scratch has no shell", "ENTRYPOINT `"),
    ),
    Undo("refactor.rewrite.command.toExecShell", "refactor.rewrite.command.toShell", all_changed, without_exec),
    Undo("refactor.rewrite.command.toShell", "refactor.rewrite.command.toExec", no_shell_in_others),
    Undo("refactor.rewrite.command.toShell", "refactor.rewrite.run.toExec", no_shell_in_run),
    Undo("refactor.rewrite.pairs.split", "refactor.rewrite.pairs.merge", both),
    Undo("refactor.rewrite.pairs.merge", "refactor.rewrite.pairs.split", one_each),
    Undo("refactor.extract.arg", "refactor.inline.arg", new_arg),
    Undo("refactor.extract.arg.all", "refactor.inline.arg", new_arg),
    Undo("refactor.rewrite.keywords.lower", "refactor.rewrite.keywords.upper", same_start, without_case),
]


@pytest.mark.parametrize("pair", UNDO, ids=lambda pair: f"{pair.there}-{pair.back}")
def test_what_is_undone_means_what_it_meant(pair: Undo) -> None:
    there, back = by_kind()[pair.there], by_kind()[pair.back]
    done = 0
    for name, before in files():
        seen: set[tuple[Edit, ...]] = set()
        for span in _places(before, pair.there):
            answer = there.apply(before.model, span, before.context)
            if not isinstance(answer, Rewrite) or answer.plain in seen:
                continue
            edits = tuple(sorted(answer.plain))
            seen.add(answer.plain)
            middle = apply(before.text.string, edits)
            after = Snapshot.of(middle, context=before.context)
            place = pair.where(before, after, span, edits)
            if place is None:
                continue
            undone = back.apply(after.model, place, before.context)
            if isinstance(undone, Refusal) and undone.reason.startswith(pair.refused or ("-",)):
                continue
            shown = f"{name} at {span}:\n{before.text.string}\n{middle}"
            assert isinstance(undone, Rewrite), f"{undone} {shown}"
            end = apply(middle, undone.plain)
            assert pair.read(Snapshot.of(end)) == pair.read(before), f"{shown}\n{end}"
            done += 1
    assert done


def _places(snapshot: Snapshot, kind: str) -> list[Span]:
    """All places worth a try, and those of the pages."""
    own = [example.span for example in examples() if example.kind == kind and example.source == snapshot.text.string]
    return [*own, *script("refactors").places(snapshot)]


def _chained(snapshot: Snapshot, at: int) -> bool:
    step = snapshot.model.step_at(at)
    found = segment(snapshot.model, step) if step else None
    return isinstance(found, Segment) and is_chain(found) and not found.prelude
