"""Merge apt's update and the install after it into one RUN."""

from __future__ import annotations

from dockwright.config import Config
from dockwright.refactors.kit.refactor import Answer, Rewrite, refactor
from dockwright.refactors.kit.shell_text import ShellText, shell_text
from dockwright.refactors.run.merge_run import merged
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Span

_TITLE = "Update and install in one RUN"


@refactor("refactor.rewrite.packages.updateWithInstall", _TITLE, fixes=("update-without-install",))
def update_with_install(model: Model, selection: Span, config: Config) -> Answer:
    """Merge an update of apt's lists with the install in the next RUN; either of the two is selected."""
    stage = model.stage_at(selection.start)
    steps = list(stage.steps) if stage else []
    for index, step in enumerate(steps[:-1]):
        pair = [step, steps[index + 1]]
        if stage and any(one.instruction.span.overlaps(selection) for one in pair) and _belong(model, stage, pair):
            answer = merged(model, pair, config, assuming=True)
            return Rewrite(_TITLE, answer.edits, answer.cost) if isinstance(answer, Rewrite) else answer
    return None


def _belong(model: Model, stage: Stage, pair: list[Step]) -> bool:
    """Whether the first only updates, and the second installs without an update."""
    if any(step.instruction.name != "RUN" for step in pair):
        return False
    first, second = (_actions(shell_text(model, stage, step)) for step in pair)
    return "update" in first and "install" not in first and "install" in second and "update" not in second


def _actions(text: ShellText | None) -> list[str]:
    return [call.action for call in text.body.calls if call.manager.family == "deb"] if text else []
