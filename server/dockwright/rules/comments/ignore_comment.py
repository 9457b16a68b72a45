"""`DL1001`: comments of hadolint switch rules off."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.suppression_names import in_gap, is_read_by_hadolint
from dockwright.semantics.model import Model
from dockwright.syntax.nodes import Gap

_MESSAGE = "Suppression comments are not allowed here; fix the finding or change the configuration"


@rule("DL1001", Severity.OFF, aliases=("ignore-comment",), on=("#",))
def ignore_comment(model: Model, config: Config) -> Iterator[Finding]:
    tree = model.tree
    for piece, start in zip(tree.pieces, tree.starts, strict=True):
        if type(piece) is Gap and piece.comments:
            names = in_gap(piece)
            if config.profile == "hadolint":
                names = tuple(found for found in names if is_read_by_hadolint(found, piece))
            below = [found for found in names if found.kind == "hadolint" and found.scope == "below"]
            for span in dict.fromkeys(found.comment for found in below):
                yield Finding(span.shifted(start), _MESSAGE)
