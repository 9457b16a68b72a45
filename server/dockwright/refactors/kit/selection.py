"""The instructions in a selection, and applying a function to each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dockwright.findings.suppression_names import in_gap
from dockwright.image.families import names_windows
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Edit, Span

One = Callable[[Model, Stage | None, Step], Answer]
"""A refactoring of a single instruction."""


def each(model: Model, selection: Span, one: One, title: str) -> Answer:
    """Apply it to each selected instruction; refused only if it applies to none.

    `title` is used when several instructions change, with `{}` for their number.
    """
    answers = [one(model, stage, step) for stage, step in selected(model, selection)]
    rewrites = [answer for answer in answers if isinstance(answer, Rewrite)]
    if len(rewrites) < 2:
        refusals = (answer for answer in answers if isinstance(answer, Refusal))
        return rewrites[0] if rewrites else next(refusals, None)
    cost = "; ".join(dict.fromkeys(rewrite.cost for rewrite in rewrites if rewrite.cost))
    edits = tuple(edit for rewrite in rewrites for edit in rewrite.edits)
    return Rewrite(title.format(len(rewrites)), edits, cost)


def selected(model: Model, selection: Span) -> Iterator[tuple[Stage | None, Step]]:
    """The instructions that a selection touches, each with its stage."""
    if model.global_steps and selection.start < model.global_steps[-1].instruction.full_end:
        yield from ((None, step) for step in model.global_steps if step.instruction.span.overlaps(selection))
    for stage in model.stages:
        if stage.start <= selection.end and selection.start <= stage.span.end:
            yield from ((stage, step) for step in stage.steps if step.instruction.span.overlaps(selection))


def is_windows(model: Model, stage: Stage | None) -> bool:
    """Whether the stage is, or may be, for Windows: by its base, its platform, or the escape directive."""
    if model.tree.escape != "\\":
        return True
    if stage is None:
        return False
    origin = stage.root.origin
    platform = origin.flag("platform")
    return names_windows(f"{stage.root.base_word} {stage.root.image or ''} {platform.raw if platform else ''}")


def edits_of(step: Step, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Convert edits with offsets from the start of an instruction to edits of the file."""
    return tuple(edit.shifted(step.instruction.start) for edit in edits)


def placed(step: Step, found: tuple[Edit, ...] | str, title: str, cost: str = "") -> Answer:
    """The answer for edits with offsets from the start of an instruction, or for the reason why there are none."""
    if isinstance(found, str):
        return Refusal(found)
    return Rewrite(title, edits_of(step, found), cost)


def has_pragma(model: Model, step: Step) -> bool:
    """Whether a comment above an instruction suppresses findings in it."""
    found = model.tree.gap_before(step.instruction.start)
    return found is not None and bool(in_gap(found[0]))
