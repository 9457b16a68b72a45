"""The last stage, which becomes the image, and where to insert a line that applies to all of it."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.refactors.names.lines import above, line_end
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage
from dockwright.text import Edit, Span

_SETTINGS = frozenset({"CMD", "ENTRYPOINT", "HEALTHCHECK", "EXPOSE", "STOPSIGNAL", "LABEL", "VOLUME"})


def last_stage(model: Model, selection: Span, *names: str) -> Stage | None:
    """The last stage, if the selection begins at its FROM or at one of these instructions in it."""
    step = model.step_at(selection.start)
    if step is None or not model.stages or model.stage_at(selection.start) is not model.stages[-1]:
        return None
    if ends_open(model):
        return None
    return model.stages[-1] if step.instruction.name in ("FROM", *names) and not step.instruction.problems else None


def ends_open(model: Model) -> bool:
    """Whether text appended at the end would become part of the last instruction: a heredoc or a continued line."""
    unit = model.tree.instructions[-1].unit
    return unit.heredocs_open or unit.text.rstrip().endswith(unit.escape)


def chain(stage: Stage) -> Iterator[Stage]:
    """A stage and its bases."""
    below: Stage | None = stage
    while below is not None:
        yield below
        below = below.base


def at_end(model: Model, stage: Stage, lines: str) -> Edit:
    r"""The snippet edit that inserts lines, each ended by `\n`, before the settings at the end of a stage."""
    steps, end = stage.steps, line_end(model)
    first = len(steps)
    while first > 1 and steps[first - 1].instruction.name in _SETTINGS:
        first -= 1
    text = lines.replace("\n", end)
    if first < len(steps):
        at = above(model, steps[first].instruction)
        return Edit(Span(at, at), text)
    at = steps[-1].instruction.full_end
    opening = "" if model.tree.text.string[:at].endswith(("\n", "\r")) else end
    return Edit(Span(at, at), opening + text)
