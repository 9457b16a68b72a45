"""Make a relative WORKDIR absolute."""

from __future__ import annotations

from dockwright.findings.forms.reparse import crosses_comment, reread
from dockwright.findings.forms.words import Meaning, argument, literal, meaning, written
from dockwright.image.work_folders import folder_before
from dockwright.refactors.kit.refactor import Answer, Refusal, refactor
from dockwright.refactors.kit.selection import each, is_windows, placed
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import resolve
from dockwright.syntax.nodes import Unit
from dockwright.text import Edit, Span


@refactor(
    "refactor.rewrite.workdir.absolute",
    "Write WORKDIR as an absolute path",
    fixes=("WorkdirRelativePath",),
    everywhere=True,
)
def absolute_workdir(model: Model, selection: Span) -> Answer:
    """Write the selected relative WORKDIRs as absolute paths."""
    return each(model, selection, _one, "Write {} WORKDIRs as absolute paths")


def _one(model: Model, stage: Stage | None, step: Step) -> Answer:
    unit = step.instruction.unit
    if unit.name != "WORKDIR" or not unit.arguments or unit.problems or stage is None:
        return None
    value = unit.arguments[0].value
    parts = meaning(value, unit.escape)
    if not parts or _is_rooted(parts[0][0]):
        return None
    if parts[0][1] and _is_rooted(step.before.expand(value, unit.escape) or "/"):
        return None
    if is_windows(model, stage):
        return Refusal("Not for Windows images or files with a backtick as escape character, where paths have drives")
    if parts[0][1]:
        return Refusal(f"`{parts[0][0]}` may hold an absolute path")
    folder = folder_before(model, stage, step)
    if folder.path is None:
        return Refusal(folder.reason)
    cost = f"assumes that the WORKDIR of `{stage.root.image}` is `{folder.of_image}`" if folder.of_image else ""
    return placed(step, _edits(unit, parts, folder.path), "Write WORKDIR as an absolute path", cost)


def _edits(unit: Unit, parts: Meaning, folder: str) -> tuple[Edit, ...] | str:
    (token,) = unit.arguments
    front = folder.rstrip("/") + "/"
    if len(parts) == 1:
        path = resolve(folder, parts[0][0]) or ""
        wanted = literal(path)
        edit = Edit(token.span, argument(path, unit.escape))
    else:
        wanted = ((front + parts[0][0], False), *parts[1:])
        edit = Edit(Span(token.span.start, token.span.start), written(literal(front), unit.escape))
    if crosses_comment(unit, edit.span):
        return "There is a comment in the middle of the path"
    new = reread(unit, [edit])
    made = new and len(new.arguments) == 1 and meaning(new.arguments[0].value, unit.escape)
    return (edit,) if made == wanted else "BuildKit would read the path differently with any quotes"


def _is_rooted(path: str) -> bool:
    return path.startswith(("/", "\\")) or path[1:2] == ":"
