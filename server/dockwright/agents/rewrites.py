"""The tool `rewrite`: the refactorings available at a line, and the result of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from dockwright.agents.checks import NOT_WRITTEN, written
from dockwright.agents.roots import Refused, Roots
from dockwright.agents.subject import dockerfile, line, snapshot
from dockwright.cli import files
from dockwright.cli.arguments import close
from dockwright.findings.finding import Addition, Finding
from dockwright.ide.actions.code_action import actions
from dockwright.ide.actions.fix_all import is_worse
from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import Answer, Refactor, Rewrite, all_refactors, by_kind, fixing
from dockwright.text import Edit, Span, Text, apply


def rewrite(
    roots: Roots,
    file: str,
    number: int,
    name: str = "",
    *,
    end: int = 0,
    column: int = 0,
    everywhere: bool = False,
    write: bool = False,
) -> str:
    """Without a name, the refactorings available at a line; else a diff of one, which is applied on request.

    Lines `number` to `end` are selected; `column` counts from 1, and 0 is the first word of the line.
    """
    own = dockerfile(roots, file)
    found = snapshot(own)
    place = _selected(found, number, end, column)
    here = [] if column else _findings(found, number, end)
    if not name:
        return (
            "\n".join(_possible(found, place, here, own.say)) or f"{own.name}:{number}: no refactoring is possible here"
        )
    item = by_kind().get(name) or by_kind().get(f"refactor.{name}")
    if item is None:
        raise Refused(f"unknown refactoring `{name}`{close(name, by_kind()) or '; call without a name to list all'}")
    if everywhere and not item.everywhere:
        raise Refused(f"{item.kind} works on one place at a time; remove `everywhere`")
    answer = _answer(found, item, found.tree.span(), []) if everywhere else _answer(found, item, place, here)
    if not isinstance(answer, Rewrite):
        raise Refused(f"{item.kind}: {own.say(answer.reason) if answer else 'not possible here'}")
    result = apply(own.source, sorted(answer.plain))
    if is_worse(Snapshot.of(result, found.selection, build_args=found.build_args, context=found.context), found):
        raise Refused(f"{item.kind}: the result would have syntax errors")
    added = _added(roots, answer.addition) if answer.addition else None
    changes = files.diff(own.name, own.source, result) + (
        files.diff(roots.shown(added[0]), *added[1:]) if added else ""
    )
    if write and added and not files.write(str(added[0]), added[2]):
        raise Refused(f"{added[0]}: cannot write the file")
    done = written(own, result, write) if result != own.source or not write else "Written."
    return f"{own.say(answer.named)}\n{changes}{done if write else NOT_WRITTEN}"


def _selected(found: Snapshot, number: int, end: int, column: int) -> Span:
    first = line(found, number)
    start = found.text.offset(number - 1, column - 1, "utf-32") if column else first.start
    return Span(start, line(found, end).end if end > number else start)


def _findings(found: Snapshot, number: int, end: int) -> list[Finding]:
    """The findings in the selected lines."""
    text = found.text
    lines = Span(text.line_span(number - 1).start, text.line_span(max(number, end) - 1).end)
    return [finding for finding in found.findings if lines.start <= finding.span.start <= lines.end]


def _answer(found: Snapshot, item: Refactor, place: Span, here: list[Finding]) -> Answer:
    """Apply a refactoring to a finding that it solves, or else at the selection."""
    starts = [Span(finding.span.start, finding.span.start) for finding in here if finding.code in item.fixes]
    answers = [item.apply(found.model, each, found.context, found.config) for each in (*starts, place)]
    return next((each for each in answers if isinstance(each, Rewrite)), answers[-1])


def _possible(found: Snapshot, place: Span, here: list[Finding], say: Callable[[str], str]) -> Iterator[str]:
    """The refactorings that solve a finding, those available at the selection, and those refused there."""
    solving = {item.kind: (item, code) for code in dict.fromkeys(each.code for each in here) for item in fixing(code)}
    shown = set()
    for kind, (item, code) in solving.items():
        if isinstance(answer := _answer(found, item, place, here), Rewrite):
            shown.add(kind)
            yield f"{kind}: {say(answer.named)} [solves {code}]"
    for action in actions(found, place, tuple(item.kind for item in all_refactors())):
        if action.key and action.key != action.kind:
            yield f"{action.kind} with `everywhere: true`: {say(action.title)}"
        elif action.kind not in shown:
            refused = f" is refused: {say(action.disabled)}" if action.disabled else f": {say(action.title)}"
            yield f"{action.kind}{refused}"


def _added(roots: Roots, addition: Addition) -> tuple[Path, str, str]:
    """Another file of the workspace, before and after the addition."""
    named = Path(addition.path)
    place = roots.find(str(named.parent)) / named.name
    if place.is_symlink():
        raise Refused(f"{addition.path}: this is a link, which is never written through")
    before = "" if not place.exists() else files.read(str(place))
    if before is None:
        raise Refused(f"{addition.path}: cannot read the file")
    text = Text.of(before)
    start = text.offset(addition.line, addition.column, "utf-16")
    stop = text.offset(*addition.until, "utf-16") if addition.until else start
    return place, before, apply(before, [Edit(Span(start, stop), addition.text)])
