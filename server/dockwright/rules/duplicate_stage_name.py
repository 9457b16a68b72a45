"""`DuplicateStageName`: two stages of one name."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.rules.finding import Finding, Related, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.model import Model
from dockwright.syntax.nodes import Token


@rule("DuplicateStageName", Severity.WARNING, aliases=("DL3024",))
def duplicate_stage_name(model: Model) -> Iterator[Finding]:
    seen: dict[str, Token] = {}
    for stage in model.stages:
        token = stage.name_token
        if token is None or stage.name is None:
            continue
        first = seen.setdefault(stage.name, token)
        if first is not token:
            message = (
                f'A stage above is called "{stage.name}" too: FROM finds the nearest one above, '
                "COPY --from the last one of the file. Give each its own name."
            )
            yield Finding(token.span, message, related=(Related(first.span, "The first stage of this name"),))
