"""Converts MAINTAINER to a label."""

from __future__ import annotations

from dockwright.findings.forms.reparse import crosses_comment, reread
from dockwright.findings.forms.words import literal, meaning, written
from dockwright.semantics.stage import Stage
from dockwright.syntax.nodes import Unit
from dockwright.text import Edit

LABEL = "org.opencontainers.image.authors"


def as_label(unit: Unit, stage: Stage | None) -> tuple[Edit, ...] | str:
    """The edits, from the start of the unit, that replace MAINTAINER by a label; or a reason if impossible.

    Quotes around the whole name are left out of the label, although MAINTAINER includes them.
    """
    (name,) = unit.arguments
    if stage is not None and _has_label(stage):
        return f"The stage already sets the label `{LABEL}`; remove one of the two"
    if crosses_comment(unit, name.span):
        return "There is a comment within the name"
    wanted = literal(_unquoted(name.value))
    edits = (
        Edit(unit.keyword.span, "label" if unit.keyword.value.islower() else "LABEL"),
        Edit(name.span, f"{LABEL}={written(wanted, unit.escape, quotes=True)}"),
    )
    new = reread(unit, edits)
    if new is None or new.name != "LABEL" or len(new.arguments) != 2 or new.problems:
        return "No quotes would keep the name unchanged"
    return edits if meaning(new.arguments[1].value, unit.escape) == wanted else "The name cannot be written as a label"


def _unquoted(name: str) -> str:
    quote = name[:1]
    if quote in ("'", '"') and len(name) > 1 and name.endswith(quote) and quote not in name[1:-1]:
        return name[1:-1].strip()
    return name


def _has_label(stage: Stage) -> bool:
    return any(
        meaning(key.value, step.instruction.unit.escape) == literal(LABEL)
        for step in stage.all("LABEL")
        for key, _ in step.instruction.pairs
    )
