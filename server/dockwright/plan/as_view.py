"""A plan as the rows of a view: short texts with the lines that they come from."""

from __future__ import annotations

from typing import Any

from dockwright.l10n.parts import Say
from dockwright.plan.at_position import Here
from dockwright.plan.phrases import cut, details, place_of, rows, rows_here, run_lines, stage_title
from dockwright.plan.plan import Plan
from dockwright.semantics.model import Model

_LONGEST = 400
"""Maximum number of characters of an instruction that are shown."""


def as_view(found: Plan, model: Model, say: Say = str) -> dict[str, Any]:
    """The final image, and the build of each stage; lines count from 1."""
    line_of = model.tree.text.line_of
    return {
        "problems": [{"line": line, "message": say(message)} for line, message in found.problems],
        "configuration": [list(row) for row in rows(found.configuration, say)],
        "run": [list(row) for row in run_lines(found, say)],
        "stages": [
            {
                "index": one.stage.index,
                "name": one.stage.name,
                "title": stage_title(one, found, say),
                "line": line_of(one.stage.origin.keyword.span.start) + 1,
                "turn": one.turn,
                "isTarget": one.stage is found.target,
                "steps": [
                    {
                        "line": step.line,
                        "text": cut(step.text, _LONGEST),
                        "layer": step.makes_layer,
                        "details": list(details(step, say)),
                    }
                    for step in found.steps.get(one.stage.index, ())
                ],
            }
            for one in found.stages
        ],
    }


def here_as_view(found: Here, say: Say = str) -> dict[str, Any]:
    """The state at a position."""
    return {
        "title": place_of(found, say),
        "line": found.line,
        "text": found.text,
        "rows": [list(row) for row in rows_here(found, say)],
    }
