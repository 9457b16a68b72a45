"""Replace a RUN that only exports variables by ENV."""

from __future__ import annotations

import re

from dockwright.findings.forms.words import literal, meaning, written
from dockwright.image.run_text import body_of
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.selection import each
from dockwright.refactors.names.lines import cased
from dockwright.refactors.run.cd_to_workdir import unfit
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.shell import Simple, Word
from dockwright.text import Edit, Span

_GIVEN = re.compile(r"([A-Za-z_]\w*)=(.*)\Z", re.DOTALL)
_PLAIN = re.compile(r"(\"?)(?:[\w./:@%+,=-]|\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\})*\1\Z")
"""A value that means the same to a shell and to ENV."""


@refactor("refactor.rewrite.run.exportToEnv", "Replace a lone `export` with ENV", fixes=("effect-ends-with-run",))
def export_to_env(model: Model, selection: Span) -> Answer:
    """Replace the selected RUN by ENV if it only runs `export`."""
    return each(model, selection, _one, "Replace {} lone `export` commands with ENV")


def _one(model: Model, stage: Stage | None, step: Step) -> Answer:
    body = body_of(step)
    items = body.script.body.items if body else ()
    command = items[0] if len(items) == 1 else None
    if stage is None or body is None or not isinstance(command, Simple) or command.name != "export":
        return None
    instruction = step.instruction
    reason = unfit(model, stage, step, body.script)
    if not reason and (instruction.flags or instruction.comments):
        reason = "The RUN has flags or comments, which ENV cannot keep"
    if not reason and (command.redirections or command.assignments):
        reason = "The RUN does more than export variables"
    pairs = reason or _items(command, step)
    if isinstance(pairs, str):
        return Refusal(pairs)
    edit = Edit(instruction.span, f"{cased('ENV', instruction.keyword.value)} {' '.join(pairs)}")
    return Rewrite("Replace with ENV", (edit,), "for all that follows, and in containers")


def _items(command: Simple, step: Step) -> list[str] | str:
    """The arguments of ENV, or why they would not mean the same."""
    found: list[str] = []
    names: set[str] = set()
    for word in command.words[1:]:
        match = _GIVEN.match(word.text)
        if match is None:
            return f"`{word.text}` has no value"
        value = _value(word, match, step)
        if value is None:
            return f"ENV does not read `{word.text}` as the shell does"
        used = {variable.name for variable in word.variables}
        if used & names:
            return "ENV does not see its own variables, unlike this `export`"
        names.add(match[1])
        found.append(f"{match[1]}={value}")
    return found or "The RUN exports nothing"


def _value(word: Word, match: re.Match[str], step: Step) -> str | None:
    if word.literal is not None and not word.is_pattern:
        return written(literal(word.literal.partition("=")[2]), step.instruction.unit.escape) or '""'
    known = step.before.env.keys() | {"PATH"}
    if not _PLAIN.match(match[2]) or not {variable.name for variable in word.variables} <= known:
        return None
    return match[2] if meaning(match[2], step.instruction.unit.escape) is not None else None
