"""Add `# syntax=` for features that an older builder does not have."""

from __future__ import annotations

from dockwright.config import Config
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.syntax_line import at_least
from dockwright.semantics.features import features
from dockwright.semantics.model import Model
from dockwright.text import Span


@refactor("refactor.rewrite.syntax", "Add or raise `# syntax=`")
def declare_syntax(model: Model, selection: Span, config: Config) -> Answer:
    """Add or raise `# syntax=` for the instruction at the cursor, or add it at the head of the file."""
    instruction = model.tree.at(selection.start)
    needed = [feature.since for feature in features(instruction.unit) if feature.since] if instruction else []
    heads = model.tree.text.line_of(selection.start) == 0 and model.stages
    if not needed and not (heads and model.tree.zone.get("syntax") is None):
        return None
    edits = at_least(model, max(needed, default=0), config)
    if isinstance(edits, str):
        return Refusal(edits)
    if not edits:
        return None
    is_new = model.tree.zone.get("syntax") is None
    title = "Add `# syntax=docker/dockerfile:1`" if is_new else f"Raise the syntax to 1.{max(needed)}"
    return Rewrite(title, edits, "BuildKit downloads it if its own is older")
