"""`arg-overrides-env`: an ARG overrides an ENV of the same name during the build."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Related, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Stage
from dockwright.syntax.nodes import Token
from dockwright.text import Span


@rule("arg-overrides-env", Severity.INFORMATION, on=("ARG", "ENV"))
def arg_overrides_env(stage: Stage) -> Iterator[Finding]:
    if not stage.body.places(("ARG",)) or not stage.body.places(("ENV",)):
        return
    given: dict[str, Token] = {}
    for step in stage.all("ARG", "ENV"):
        found = step.instruction
        if found.problems:
            continue
        if found.name == "ENV":
            given |= {key.value: key for key, _ in found.pairs}
            continue
        for token in found.arguments:
            name = token.value.partition("=")[0]
            kept = step.before.env.get(name)
            new = step.after.variables.get(name)
            if name in given and name in step.after.variables and (new is None or new != kept):
                message = (
                    f"This ARG hides ENV `{name}` in the rest of the stage, but not in the container; "
                    "rename one of them"
                )
                span = Span(token.span.start, min(token.span.start + len(name), token.span.end))
                yield Finding(span, message, related=(Related(given[name].span, "The ENV that it hides"),))
