"""Move instructions to a new stage, and copy their results from it."""

from __future__ import annotations

from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.stage_end import ends_open
from dockwright.refactors.names.lines import above, cased, line_end
from dockwright.refactors.names.stages import new_stage_name
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Edit, Span, as_snippet

_MOVABLE = frozenset({"RUN", "COPY", "ADD"})
_COST = "the image keeps only what COPY takes"


@refactor("refactor.extract.stage", "Extract into a stage")
def extract_stage(model: Model, selection: Span) -> Answer:
    """Move the selected instructions to a new stage, and copy from it."""
    stage = model.stage_at(selection.start)
    if stage is None or selection.start == selection.end or stage is not model.stage_at(selection.end - 1):
        return None
    steps = list(stage.steps)
    chosen = [index for index, step in enumerate(steps) if step.instruction.span.overlaps(selection)]
    moved = [steps[index] for index in chosen]
    if not any(step.instruction.name in _MOVABLE for step in moved):
        return None
    if moved[0].instruction.head_span.start < selection.start or moved[-1].instruction.span.end > selection.end:
        return None
    if any(step.instruction.name not in _MOVABLE for step in moved):
        other = next(step.instruction.name for step in moved if step.instruction.name not in _MOVABLE)
        return Refusal(f"Only RUN, COPY and ADD can move; what {other} sets is also needed below")
    before, after = steps[1 : chosen[0]], steps[chosen[-1] + 1 :]
    if any(step.instruction.unit.heredocs_open for step in moved) or ends_open(model):
        return Refusal("The file ends within an instruction")
    if not before and not after and stage is not model.stages[-1]:
        return Refusal("The selection is already a whole stage")
    reason = _obstacle(model, stage, before) or _hidden(moved[0])
    return Refusal(reason) if reason else _extracted(model, stage, before, moved)


def _obstacle(model: Model, stage: Stage, before: list[Step]) -> str:
    line_of = model.tree.text.line_of
    if stage.origin.problems or stage.base_token is None or len(stage.origin.arguments) not in (1, 3):
        return "The FROM of this stage cannot be read"
    for reference in model.references:
        value = reference.token.value
        if reference.kind == "copy" and value.isdigit() and int(value) >= stage.index:
            return (
                f"Line {line_of(reference.token.span.start) + 1} refers to a stage by its number; name that stage first"
            )
    for step in before:
        name = step.instruction.name
        if name in ("CMD", "ENTRYPOINT", "HEALTHCHECK", "ONBUILD") or step.instruction.problems:
            return f"{name} in line {line_of(step.instruction.start) + 1} would have another effect in a stage below"
    return ""


def _hidden(first: Step) -> str:
    """Why a stage based on it would have other values: ENV wins there over a later ARG with its name."""
    state = first.before
    names = [name for name, value in state.env.items() if state.variables.get(name) != value]
    return f"ARG `{names[0]}` hides the ENV of this name here, but would not in a stage below" if names else ""


def _extracted(model: Model, stage: Stage, before: list[Step], moved: list[Step]) -> Answer:
    end, text = line_end(model), model.tree.text.string
    origin = stage.origin
    keyword = origin.keyword.value
    as_word, from_word, copy_word = (cased(word, keyword) for word in ("AS", "FROM", "COPY"))
    below = new_stage_name(model, ("base", "base-stage"))
    built = new_stage_name(model, ("build", "builder", "results"))
    if not below or not built or stage.base_token is None:
        return Refusal("All names for the new stage are taken")
    name = stage.name_token
    last = f" {as_word} {name.value}" if name else ""
    named = Edit(name.span, below if before else built) if name else None
    if named is None:
        at = stage.base_token.span.end
        named = Edit(Span(at, at), f" {as_word} {below if before else built}")
    edits = [named]
    head = f"{from_word} {below}"
    if before:
        at = above(model, moved[0].instruction)
        blank = "" if text[:at].endswith(end * 2) else end
        edits.append(Edit(Span(at, at), f"{blank}{head} {as_word} {built}{end}"))
    else:
        head = text[origin.keyword.span.start : stage.base_token.span.end]
    at = moved[-1].instruction.full_end
    opening = "" if text[:at].endswith("\n") else end
    copy = f"{copy_word} --from={built} ${{1:/path/to/result}} ${{2:/path/to/result}}{end}"
    snippet = Edit(Span(at, at), f"{opening}{end}{as_snippet(head + last)}{end}{copy}")
    return Rewrite(f"Extract into the stage `{built}`", tuple(edits), _COST, (snippet,))
