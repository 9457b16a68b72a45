"""`healthcheck-shell-form`: HEALTHCHECK CMD in shell form needs a shell in the image, and starts one each time."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step


@rule("healthcheck-shell-form", Severity.HINT, groups=("DL3025",), hidden_by=("DL3025", "JSONArgsRecommended"))
def healthcheck_shell_form(step: Step) -> Iterator[Finding]:
    found = step.instruction
    if found.name != "HEALTHCHECK" or found.is_json or found.problems or not found.arguments:
        return
    if found.arguments[0].value.upper() == "CMD" and len(found.arguments) > 1:
        message = (
            "A shell runs this check each time: a JSON array runs the program itself, in an image without a shell too"
        )
        yield Finding(found.arguments[0].span, message)
