"""`DL3001`: programs for a running machine or an interactive user."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import RUNS, rule
from dockwright.findings.shell.programs import pointless, pointless_to_hadolint
from dockwright.findings.shell.shell_findings import in_shell
from dockwright.image.run_body import Body, Note
from dockwright.semantics.stage import Step


@rule("DL3001", Severity.INFORMATION, aliases=("pointless-program",), on=RUNS)
def pointless_program(step: Step, config: Config) -> Iterator[Finding]:
    hadolint = config.profile == "hadolint"
    return in_shell(step, pointless_to_hadolint if hadolint else _unused, hadolint=hadolint)


def _unused(body: Body) -> Iterator[Note]:
    """The same without services that later commands of the RUN may use."""
    last = body.commands[-1].span.start if body.commands else 0
    started = False
    for note in pointless(body):
        is_service = body.text[note.span.start : note.span.end] == "service"
        if not is_service or (note.span.start == last and not started):
            yield note
        started |= is_service
