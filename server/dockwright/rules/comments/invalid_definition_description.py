"""`InvalidDefinitionDescription`: a comment above ARG or FROM that does not begin with the name it describes."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.suppression_names import experimental, linked
from dockwright.semantics.model import Model
from dockwright.syntax.nodes import Gap, Unit


@rule(
    "InvalidDefinitionDescription",
    Severity.INFORMATION,
    groups=("experimental",),
    engines=("buildkit",),
    on=("#", "ARG"),
)
def invalid_definition_description(model: Model) -> Iterator[Finding]:
    if not {"all", "invaliddefinitiondescription"} & experimental(model.tree):
        return
    pieces = model.tree.pieces
    head = model.tree.directives[-1].span.end
    for index, piece in enumerate(pieces[1:], 1):
        above = pieces[index - 1]
        names = _names(piece) if isinstance(piece, Unit) else []
        comments = linked(above, head if index == 1 else 0) if isinstance(above, Gap) else ()
        if names and comments and (comments[-1].indented or comments[-1].value.split(" ")[0] not in names):
            name = names[0] if len(names) == 1 else "name"
            message = f"A comment above {piece.name} must start with the name it describes, as in `# {name} ...`"
            yield Finding(comments[-1].span.shifted(model.tree.starts[index - 1]), message)


def _names(unit: Unit) -> list[str]:
    if unit.name == "ARG":
        return [token.value.partition("=")[0] for token in unit.arguments]
    if unit.name == "FROM" and len(unit.arguments) == 3:
        return [unit.arguments[2].value.lower()]
    return []
