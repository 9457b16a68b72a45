"""Hover: the meaning of the word at the cursor."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide import pages
from dockwright.ide.context_sources import brought, named_context, told
from dockwright.ide.hover.arguments import argument_at, command
from dockwright.ide.hover.comments import comment_at
from dockwright.ide.hover.flags import flag_at
from dockwright.ide.hover.image_facts import in_image
from dockwright.ide.hover.images import described
from dockwright.ide.hover.variables import used_in_command, variable_at
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols.stages import possible_users
from dockwright.ide.values import Hover
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import resolve
from dockwright.syntax.instruction import Instruction


def hover(snapshot: Snapshot, offset: int) -> Hover | None:
    """The explanation of what is at `offset`; None if there is none."""
    step = snapshot.model.step_at(offset)
    if step is None:
        return comment_at(snapshot, offset)
    in_command = used_in_command(snapshot, step, offset)
    if in_command:
        return in_command
    if step.instruction.name == "RUN" and (there := _in_image(snapshot, step.instruction, offset)):
        return there
    if any(heredoc.body.touches(offset) for heredoc in step.instruction.heredocs):
        return None
    outer = step.instruction
    instruction = outer
    while instruction.inner and offset >= instruction.inner.keyword.span.start:
        instruction = instruction.inner
    if instruction.keyword.span.touches(offset):
        return _keyword(snapshot, step, instruction)
    found = _reference(snapshot, step, instruction, offset) or variable_at(snapshot, step, instruction, offset)
    found = found or brought(snapshot, offset) or _in_image(snapshot, instruction, offset)
    return (
        found
        or flag_at(instruction, offset, snapshot.config.locale)
        or argument_at(step, instruction, offset)
        or _path(step, instruction, offset)
    )


def _in_image(snapshot: Snapshot, instruction: Instruction, offset: int) -> Hover | None:
    """Facts about the image; for the value of a flag together with the page of the flag."""
    there, flag = in_image(snapshot, offset), flag_at(instruction, offset, snapshot.config.locale)
    return Hover(there.span, f"{there.markdown}\n\n---\n\n{flag.markdown}") if there and flag else there


def _keyword(snapshot: Snapshot, step: Step, instruction: Instruction) -> Hover | None:
    page = pages.find(f"instructions/{instruction.name}", snapshot.config.locale)
    if not page:
        return None
    state = "\n".join(_state(step))
    # Facts about this file come before the page, which may not fit in the editor's window.
    parts = [f"Here:\n\n{state}" if state else "", page]
    stage = snapshot.model.stage_at(instruction.start)
    if instruction.name == "FROM" and snapshot.context is not None:
        parts.insert(0, told(snapshot.context))
    if stage is not None and instruction is step.instruction and instruction.name in ("CMD", "ENTRYPOINT"):
        parts.insert(0, command(snapshot, stage))
    return Hover(instruction.keyword.span, "\n\n---\n\n".join(filter(None, parts)))


def _state(step: Step) -> Iterator[str]:
    """The state before an instruction, as a list."""
    before = step.before
    if before.globals is None or step.instruction.name == "FROM":
        return
    if before.workdir:
        yield f"- working directory `{before.workdir}`"
    if before.user:
        yield f"- user `{before.user}`"
    if before.shell_set:
        yield f"- shell `{' '.join(before.shell)}`"
    for name, value in before.env.items():
        if name != "PATH":
            yield (
                f"- `{name}` = `{value}`" if value is not None else f"- `{name}`, whose value depends on the base image"
            )


def _reference(snapshot: Snapshot, step: Step, instruction: Instruction, offset: int) -> Hover | None:
    for reference in snapshot.model.references:
        if reference.token.span.touches(offset) and reference.instruction.start == instruction.start:
            if named := named_context(snapshot, reference.token.value):
                return Hover(reference.token.span, named)
            if reference.target is not None:
                return Hover(reference.token.span, _stage(snapshot, reference.target))
            image = reference.source.image if reference.kind == "from" else reference.token.value
            varies = "$" in reference.token.value
            if varies and (reference.kind != "from" or variable_at(snapshot, step, instruction, offset)):
                return None
            text = described(image) if image else None
            return Hover(reference.token.span, text) if text else None
    stage = snapshot.model.stage_at(offset)
    token = stage.name_token if stage else None
    if stage and token and token.span.touches(offset):
        return Hover(token.span, _stage(snapshot, stage))
    return None


def _stage(snapshot: Snapshot, stage: Stage) -> str:
    line = snapshot.text.line_of(stage.start) + 1
    lines = [f"**Stage {stage.name or stage.index}** (number {stage.index}, line {line})", ""]
    token = stage.base_token
    if stage.base:
        lines.append(f"- based on stage `{stage.base.name or stage.base.index}`, base image `{stage.root.image}`")
    elif token:
        resolved = f", here `{stage.image}`" if stage.image and stage.image != token.value else ""
        lines.append(f"- based on `{token.value}`{resolved}")
    users = [
        str(snapshot.text.line_of(reference.token.span.start) + 1)
        for reference in snapshot.model.references
        if reference.target is stage
    ]
    if users:
        lines.append(f"- used in line{'s' * (len(users) > 1)} {', '.join(users)}")
    elif perhaps := next(possible_users(snapshot, stage), None):
        lines.append(f"- maybe used by {perhaps.name or f'stage {perhaps.index}'}")
    else:
        lines.append("- used by no other stage")
    return "\n".join(lines)


def _path(step: Step, instruction: Instruction, offset: int) -> Hover | None:
    """The absolute path of WORKDIR and of the target of COPY and ADD."""
    if instruction.name not in ("WORKDIR", "COPY", "ADD") or not instruction.arguments:
        return None
    token = instruction.arguments[-1]
    if not token.span.touches(offset) or (instruction.name != "WORKDIR" and len(instruction.arguments) < 2):
        return None
    path = resolve(step.before.workdir, step.before.expand(token.value, instruction.unit.escape))
    return Hover(token.span, f"`{path}`") if path else None
