"""Replace `cd` at the start of a RUN by a WORKDIR before it and one after it that restores the folder."""

from __future__ import annotations

import re
from typing import NamedTuple

from dockwright.findings.forms.reparse import crosses_comment, reread
from dockwright.findings.forms.words import argument
from dockwright.image.run_text import body_of, source_span
from dockwright.image.work_folders import Folder, folder_before
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.selection import each, has_pragma, is_windows
from dockwright.refactors.kit.started_commands import reads_plainly
from dockwright.semantics.model import Model
from dockwright.semantics.mounts import fields, target_of
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import resolve
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.shell import AndOr, Script, Simple
from dockwright.text import Edit, Span

_GOES_BACK = re.compile(r"OLDPWD|~-|\b(?:cd|pushd)\s+-|\bpopd\b|\bdirs\b")
_SEES_LINKS = re.compile(r"\bPWD\b|~\+|\bpwd\b|\b(?:cd|chdir|pushd)\s+[\"']?(?:[^\s;&|/]+/)*\.\.")
"""Commands that distinguish the path by which a folder was entered from the folder itself."""

_OF_KERNEL = ("/proc/", "/sys/", "/dev/")
_ANYWHERE = frozenset({"ARG", "ENV", "EXPOSE", "LABEL", "SHELL", "STOPSIGNAL", "USER", "VOLUME"})
"""Instructions that do the same in any folder."""


class Visit(NamedTuple):
    """The target of a leading `cd`, and the script after it."""

    path: str
    start: int
    joint: int
    """The end of the operator after it."""
    rest: int
    """The start of the next command; the end of the script if there is none."""


@refactor(
    "refactor.rewrite.run.cdToWorkdir",
    "Replace `cd` with WORKDIR and restore the folder",
    fixes=("DL3003",),
    everywhere=True,
)
def cd_to_workdir(model: Model, selection: Span) -> Answer:
    """Replace the `cd` at the start of the selected RUNs by WORKDIR."""
    return each(model, selection, _one, "Replace `cd` with WORKDIR in {} RUNs")


def _one(model: Model, stage: Stage | None, step: Step) -> Answer:
    body = body_of(step)
    if stage is None or body is None or not any(command.name == "cd" for command in body.commands):
        return None
    reason = unfit(model, stage, step, body.script)
    visit = reason or visit_of(body.script)
    if isinstance(visit, str):
        return Refusal(visit)
    if visit.rest >= len(body.script.text.rstrip()):
        return None
    before = folder_before(model, stage, step)
    if before.path is None and before.is_chosen_by_base and visit.path.startswith("/"):
        before = Folder("/", of_image="/")
    path = resolve(before.path, visit.path)
    if path is None or (not visit.path.startswith("/") and "CDPATH" in step.before.env):
        return Refusal(before.reason or "CDPATH decides where `cd` looks for folders")
    if path.startswith(_OF_KERNEL):
        return Refusal("The kernel provides that folder for each RUN; WORKDIR would create one in the image")
    if path == before.path and not before.of_image:
        edits = _left_out(step, visit, body.script)
        return Rewrite(f"Remove `cd {path}`", edits) if isinstance(edits, tuple) else Refusal(edits)
    return _around(model, stage, step, visit, path, before, body.script)


def unfit(model: Model, stage: Stage, step: Step, script: Script) -> str:
    """Why a RUN cannot be rewritten, whatever it runs; empty if it can."""
    instruction = step.instruction
    if instruction.inner:
        return "Under ONBUILD the folder depends on the stage that the trigger runs in"
    if is_windows(model, stage) or not reads_plainly(step.before.shell):
        return "Cannot tell whether the shell is a plain `sh` or `bash` without startup files"
    if instruction.heredocs or instruction.problems or script.has_errors or not script.body.items:
        return "The RUN has a heredoc, or its shell commands cannot be parsed"
    if has_pragma(model, step):
        return "A comment that suppresses findings in the RUN would end up above the WORKDIR"
    for flag in instruction.flags:
        found = {field.key: field.value for field in fields(instruction, flag)} if flag.name == "mount" else {}
        target = target_of(found)
        if flag.name == "mount" and found.get("type") not in ("secret", "ssh") and not (target or "").startswith("/"):
            return "The target of a mount is relative to WORKDIR, which would change"
    return ""


def visit_of(script: Script) -> Visit | str:
    """The `cd` at the start of a script; or why WORKDIR cannot replace it."""
    first, end = script.body.items[0], len(script.text.rstrip())
    joint = rest = end
    command = first.items[0] if isinstance(first, AndOr) else first
    if not isinstance(command, Simple) or command.name != "cd" or command.assignments or command.span.start != 0:
        return "Only a `cd` at the very start of a RUN can become a WORKDIR above it"
    if script.body.separators[:1] and script.body.separators[0].text == "&":
        return "In the background, `cd` has no effect on what follows"
    if isinstance(first, AndOr):
        if first.operators[0].text != "&&":
            return "What follows `cd` also runs if `cd` fails"
        joint, rest = first.operators[0].span.end, first.items[1].span.start
    elif script.body.separators:
        joint = script.body.separators[0].span.end
        rest = script.body.items[1].span.start if len(script.body.items) > 1 else end
    words = command.arguments
    path = words[0].literal if len(words) == 1 and not words[0].is_pattern and not command.redirections else None
    if not path or path.startswith("-") or ".." in path.split("/"):
        return "Only the shell knows where this `cd` goes"
    if _GOES_BACK.search(script.text, joint):
        return "A later command returns to the folder before `cd`"
    if _SEES_LINKS.search(script.text, joint):
        return "If the folder is a link, `..` and `pwd` differ after `cd` and after WORKDIR"
    return Visit(path, command.span.start, joint, rest)


def _around(model: Model, stage: Stage, step: Step, visit: Visit, path: str, before: Folder, script: Script) -> Answer:
    edits = _left_out(step, visit, script)
    if isinstance(edits, str):
        return Refusal(edits)
    instruction, text = step.instruction, model.tree.text.string
    word, escape = keyword(instruction), instruction.unit.escape
    margin = text[instruction.start : instruction.keyword.span.start].rpartition("\n")[2]
    end = "\r\n" if "\r\n" in instruction.unit.text else "\n"
    start = Span(instruction.keyword.span.start, instruction.keyword.span.start)
    found = [Edit(start, f"{word} {argument(path, escape)}{end}{margin}"), *edits]
    cost = "creates a missing folder as root"
    title = f"Replace `cd` with `WORKDIR {path}`"
    if not _is_set_next(stage, step):
        if before.path is None:
            return Refusal("Cannot tell which folder to restore; the working directory above is unknown")
        behind = Span(instruction.span.end, instruction.span.end)
        found.append(Edit(behind, f"{end}{margin}{word} {argument(before.path, escape)}"))
        title += f" and restore `{before.path}`"
        if before.of_image:
            cost += f"; assumes the base's WORKDIR is `{before.of_image}`"
    return Rewrite(title, tuple(found), cost)


def _left_out(step: Step, visit: Visit, script: Script) -> tuple[Edit, ...] | str:
    """The edit that removes `cd` from the RUN; a comment after it stays."""
    unit = step.instruction.unit
    span = source_span(unit, Span(visit.start, visit.rest))
    if crosses_comment(unit, span):
        span = source_span(unit, Span(visit.start, visit.joint))
        behind = unit.text[span.end :]
        span = Span(span.start, span.end + len(behind) - len(behind.lstrip(" \t")))
    edit = Edit(span, "")
    new = reread(unit, [edit])
    wanted = script.text[visit.rest :].strip()
    if crosses_comment(unit, span) or not new or new.form != "string" or new.heredocs or new.flags != unit.flags:
        return "There is a comment in the `cd` command, or BuildKit would read the rest differently"
    if new.joined.string[new.rest :].strip() != wanted:
        return "BuildKit would read the rest differently"
    return (edit.shifted(step.instruction.start),)


def _is_set_next(stage: Stage, step: Step) -> bool:
    """Whether an absolute folder is set anyway before anything is relative to the folder."""
    for following in stage.steps:
        instruction = following.instruction
        if instruction.start <= step.instruction.start or instruction.name in _ANYWHERE:
            continue
        last = instruction.arguments[-1].value if instruction.arguments and not instruction.problems else ""
        if instruction.name not in ("COPY", "ADD") or not last.startswith("/"):
            return instruction.name == "WORKDIR" and last.startswith("/")
    return False


def keyword(instruction: Instruction) -> str:
    """WORKDIR in the case of the keyword of an instruction."""
    return "workdir" if instruction.keyword.value.islower() else "WORKDIR"
