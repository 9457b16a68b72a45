"""The effect of an instruction as a value: equal if two instructions do the same to the same image."""

from __future__ import annotations

from typing import Any, NamedTuple

from dockwright.image.run_text import body_of
from dockwright.plan.cache import stages_taken
from dockwright.plan.copies import origin_of
from dockwright.plan.difference.shell_form import shell_form
from dockwright.plan.works import text_of, works
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step


class Work(NamedTuple):
    """An instruction that changes files."""

    step: Step
    line: int
    text: str
    """Without its layout, but with its heredocs."""
    key: Any
    """Equal if the image is changed in the same way."""
    cached_by: Any
    """Equal if BuildKit uses the cached result of one for the other."""
    takes: tuple[str, ...] = ()
    """The common names of the stages that it takes files from."""


def compared(model: Model, stage: Stage, names: dict[int, str], common: frozenset[str]) -> list[Work]:
    """The works of a stage, FROM first; `names` are the common names of stages, `common` the ARGs of both files."""
    line = model.tree.text.line_of(stage.start) + 1
    flag = stage.origin.flag("platform")
    base = ("FROM", names[stage.base.index] if stage.base else stage.image, flag.value if flag else None)
    origin = stage.steps[0]
    found = [Work(origin, line, text_of(origin), base, base)]
    for step, at, text in works(model, stage):
        whole = "\n".join((text, *(f"{each.content}{each.name}" for each in step.instruction.heredocs)))
        takes = tuple(names[index] for index in stages_taken(model, stage, step, None))
        found.append(Work(step, at, whole, *_keys(model, stage, step, names, common), takes))
    return found


def _keys(model: Model, stage: Stage, step: Step, names: dict[int, str], common: frozenset[str]) -> tuple[Any, Any]:
    instruction, state = step.instruction, step.before
    if instruction.name == "WORKDIR":
        return ("WORKDIR", step.after.workdir), ("WORKDIR", step.after.workdir)
    if instruction.name != "RUN":
        key = _copy(model, stage, step, names)
        return key, key
    seen = {name: value for name, value in state.variables.items() if name in state.env or name in common}
    around = (state.workdir, state.user, tuple(sorted(seen.items(), key=lambda item: item[0])))
    flags = tuple(sorted(_flag(model, stage, step, flag.name, flag.value, names) for flag in instruction.flags))
    body = body_of(step)
    words = tuple(token.value for token in instruction.arguments)
    documents = tuple((each.name, each.content) for each in instruction.heredocs)
    chomps = any(each.chomp for each in instruction.heredocs)
    form: Any = shell_form(body, state.variables) if body is not None else (words, documents)
    shell = None if instruction.is_json else state.shell
    return ("RUN", shell, around, flags, form, chomps), ("RUN", shell, around, flags, words, documents, chomps)


def _copy(model: Model, stage: Stage, step: Step, names: dict[int, str]) -> Any:
    instruction, state, escape = step.instruction, step.before, step.instruction.unit.escape
    heredocs = {heredoc.marker: heredoc for heredoc in instruction.heredocs}
    sources: list[Any] = []
    for token in instruction.arguments[:-1]:
        heredoc = heredocs.get(token.span)
        if heredoc is not None:
            sources.append((heredoc.name, heredoc.expand, heredoc.chomp, heredoc.content, _used(step, heredoc.content)))
            continue
        sources.append(state.expand(token.value, escape) or token.value)
    target = state.expand(instruction.arguments[-1].value, escape) if instruction.arguments else None
    absolute = target is not None and target.startswith("/")
    written = {flag.name: flag for flag in instruction.flags}
    flags = tuple(
        sorted((name, state.expand(flag.value or "", escape)) for name, flag in written.items() if name != "from")
    )
    first = next((token.value for token in instruction.arguments), None)
    origin = origin_of(model, stage, step, first, None)
    if origin.startswith("stage "):
        other = model.stage_referred(written["from"].value or "")
        origin = f"stage {names[other.index]}" if other else origin
    return (instruction.name, tuple(sources), origin, target, None if absolute else state.workdir, flags)


def _used(step: Step, text: str) -> Any:
    return tuple(
        sorted(
            (name, value) for name, value in step.before.variables.items() if f"${name}" in text or f"{{{name}" in text
        )
    )


def _flag(
    model: Model, stage: Stage, step: Step, name: str, value: str | None, names: dict[int, str]
) -> tuple[str, str]:
    """A flag with the stage of from= replaced by its common name in both files."""
    from dockwright.semantics.mounts import from_value

    text = value or ""
    if name == "mount" and "from=" in text:
        flag = next(each for each in step.instruction.flags if each.value == value)
        token = from_value(step.instruction, flag)
        other = model.stage_referred(token.value, False) if token else None
        if token and other is not None:
            text = text.replace(f"from={token.value}", f"from={names[other.index]}")
    return name, step.before.expand(text, step.instruction.unit.escape) or text
