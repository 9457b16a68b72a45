"""`healthcheck-shell-form`: HEALTHCHECK CMD in shell form, which needs a shell and starts one for each check."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step

_FOR_SHELLS = pattern(r"[|&;<>$`*?~(]|(?:^|\s)(?:exit|test|\[)\s")
"""Shell syntax that has no equivalent in a JSON array."""


@rule(
    "healthcheck-shell-form",
    Severity.HINT,
    groups=("DL3025",),
    hidden_by=("DL3025", "JSONArgsRecommended"),
    on=("HEALTHCHECK",),
)
def healthcheck_shell_form(step: Step, config: Config) -> Iterator[Finding]:
    found = step.instruction
    if found.is_json or found.problems or not found.arguments:
        return
    text = found.text[found.arguments[0].span.end - found.start :]
    needs_shell = config.profile != "hadolint" and _FOR_SHELLS.search(text)
    if found.arguments[0].value.upper() == "CMD" and len(found.arguments) > 1 and not needs_shell:
        message = "This check starts a shell every time; use a JSON array, which works without a shell"
        yield Finding(found.arguments[0].span, message)
