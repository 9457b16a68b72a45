"""Valid stage names in a file."""

from __future__ import annotations

from dockwright.semantics.model import Model
from dockwright.semantics.stage import STAGE_NAME

_RESERVED = frozenset({"scratch", "context"})


def stage_reason(model: Model, name: str | None, new_name: str) -> str:
    """Why a stage `name` cannot be renamed to `new_name`; empty if it can."""
    lower = new_name.lower()
    if not STAGE_NAME.match(lower):
        return f"Invalid stage name `{new_name}`; use a letter, then letters, digits, `-`, `_` and `.`"
    if lower in _RESERVED:
        return f"`{new_name}` is reserved and cannot name a stage"
    if lower == name:
        return ""
    if model.stage_named(lower):
        return f"Another stage is called `{new_name}`"
    for reference in model.references:
        image = reference.source.image if reference.kind == "from" else reference.token.value
        if reference.target is None and image and image.lower() == lower:
            line = model.tree.text.line_of(reference.token.span.start) + 1
            return f"Line {line} means the image `{image}`; a stage of that name would take its place"
    return ""


def new_stage_name(model: Model, wanted: tuple[str, ...]) -> str:
    """The first of some names, or the last one with a number, that a new stage can have."""
    numbered = (f"{wanted[-1]}-{number}" for number in range(2, 200))
    return next((name for name in (*wanted, *numbered) if not stage_reason(model, None, name)), "")
