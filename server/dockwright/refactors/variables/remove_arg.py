"""Remove an ARG that is never used."""

from __future__ import annotations

from dockwright.refactors.kit.refactor import Answer, Rewrite, refactor
from dockwright.refactors.names.lines import without_item
from dockwright.rules.variables.unused_arg import unused_arg
from dockwright.semantics.model import Model
from dockwright.text import Span


@refactor("refactor.rewrite.arg.remove", "Remove the unused ARG", fixes=("unused-arg",))
def remove_arg(model: Model, selection: Span) -> Answer:
    """Remove the ARG at the cursor if nothing can use it."""
    step = model.step_at(selection.start)
    if step is None or step.instruction.name != "ARG":
        return None
    place = selection.start
    found = next((one.span for one in unused_arg.check(model) if one.span.start <= place <= one.span.end), None)
    if found is None:
        return None
    name = model.tree.text.slice(found)
    cost = f"builds with `--build-arg {name}` get a warning"
    return Rewrite(f"Remove ARG `{name}`", (without_item(model, step, found),), cost)
