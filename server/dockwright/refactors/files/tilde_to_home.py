"""Replace `~` by the home folder where no shell expands it."""

from __future__ import annotations

from dockwright.image.accounts import account
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.selection import each
from dockwright.rules.variables.tilde_not_expanded import tilde_not_expanded
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Edit, Span


@refactor("refactor.rewrite.home", "Replace `~` with the home folder", fixes=("tilde-not-expanded",), everywhere=True)
def tilde_to_home(model: Model, selection: Span) -> Answer:
    """Write the home folder of the user in the selected WORKDIR, COPY, ADD, VOLUME and ENV."""
    return each(model, selection, _one, "Replace `~` with the home folder in {} instructions")


def _one(model: Model, stage: Stage | None, step: Step) -> Answer:
    places = [finding.span for finding in tilde_not_expanded.check(step)] if stage is not None else []
    if stage is None or not places:
        return None
    user = account(stage, step)
    if user is None or not user.home:
        return Refusal("Cannot tell the user or the home folder of the user")
    if any(model.tree.text.slice(place) != "~" for place in places):
        return Refusal("The path spans lines or is quoted in parts")
    edits = tuple(Edit(place, user.home) for place in places)
    cost = "until now this is a folder called `~`"
    return Rewrite(f"Replace `~` with `{user.home}`", edits, cost)
