"""`default-hides-platform`: a platform ARG with a default, which overrides the value from BuildKit."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step
from dockwright.semantics.state import PLATFORM_NAMES
from dockwright.text import Edit, Span


@rule("default-hides-platform", Severity.WARNING, engines=("buildkit",), on=("ARG",))
def default_hides_platform(step: Step) -> Iterator[Finding]:
    if step.instruction.name != "ARG" or step.instruction.problems:
        return
    is_global = step.before.globals is None
    for token in step.instruction.arguments:
        name, equals, default = token.value.partition("=")
        if name in PLATFORM_NAMES and equals and name not in default and name != "TARGETSTAGE":
            if is_global and not name.startswith("TARGET"):
                continue  # what runs the build is mostly of that platform
            message = f"The default hides the value that BuildKit gives `{name}`, so all platforms get it; remove it"
            at = token.span.start + len(name)
            plain = token.span.end - token.span.start == len(token.value)
            fix = Fix("Remove the default", (Edit(Span(at, token.span.end), ""),)) if plain else None
            yield Finding(token.span, message, (fix,) if fix else ())
