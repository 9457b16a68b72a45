"""Name a stage, and use the name instead of its number in `--from`."""

from __future__ import annotations

import re

from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.names.lines import cased
from dockwright.refactors.names.stages import new_stage_name
from dockwright.semantics.model import Model
from dockwright.semantics.references import Reference
from dockwright.semantics.stage import Stage
from dockwright.text import Edit, Span


@refactor("refactor.rewrite.stage.name", "Name the stage and use its name")
def name_stage(model: Model, selection: Span) -> Answer:
    """Name the stage whose FROM, or whose number after `--from=`, is at the cursor."""
    stage = _meant(model, selection.start)
    if stage is None or stage.origin.problems or stage.base_token is None:
        return None
    numbers = [reference for reference in model.references if reference.target is stage and _is_number(reference)]
    if stage.name:
        if not numbers:
            return None
        if model.stage_referred(stage.name, numbers=False) is not stage:
            return Refusal(f"Several stages are named `{stage.name}`, and COPY uses the last of them")
        edits = tuple(Edit(reference.token.span, stage.name) for reference in numbers)
        return Rewrite(f"Replace the stage number {stage.index} with `{stage.name}`", edits)
    if len(model.stages) == 1:
        return None  # no name is needed to distinguish it
    if len(stage.origin.arguments) != 1:
        return Refusal("The text after the image is not a valid stage name")
    name = new_stage_name(model, _wanted(model, stage))
    if not name:
        return Refusal("All names for the stage are taken")
    end = stage.base_token.span.end
    named = Edit(Span(end, end), f" {cased('AS', stage.origin.keyword.value)} {name}")
    copies = (Edit(reference.token.span, name) for reference in numbers)
    count = f" and use the name ({len(numbers)} times)" if numbers else ""
    return Rewrite(f"Name the stage `{name}`{count}", (named, *copies))


def _meant(model: Model, offset: int) -> Stage | None:
    stage = model.stage_at(offset)
    if stage and stage.origin.head_span.touches(offset):
        return stage
    for reference in model.references:
        if reference.source is stage and reference.token.span.touches(offset) and _is_number(reference):
            return reference.target
    return None


def _is_number(reference: Reference) -> bool:
    """Whether a COPY refers to a stage of this file by number; one under ONBUILD refers to stages of another file."""
    return reference.kind == "copy" and reference.token.value.isdigit() and not reference.is_trigger


def _wanted(model: Model, stage: Stage) -> tuple[str, ...]:
    """Names by the purpose of the stage: base, source of copies, or the last one; then by its image."""
    image = (stage.image or "").partition("@")[0].rpartition("/")[2].partition(":")[0].lower()
    words = re.sub(r"[^a-z0-9]+", "-", image).strip("-")
    own = (words,) if re.match(r"[a-z]", words) else ()
    if stage is model.stages[-1]:
        return ("final", *own, f"stage-{stage.index}")
    kinds = {reference.kind for reference in model.references if reference.target is stage}
    compiles = any(step.instruction.name == "RUN" for step in stage.steps)
    return (*(("build",) if "copy" in kinds and compiles else ()), *own, f"stage-{stage.index}")
