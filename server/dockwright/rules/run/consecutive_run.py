"""`DL3059`: several small RUN instructions in a row."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.hadolint.body import body_as_hadolint
from dockwright.findings.rule import rule
from dockwright.image.run_body import Body
from dockwright.image.run_text import body_of
from dockwright.semantics.stage import Stage, Step


@rule("DL3059", Severity.OFF, aliases=("consecutive-run",))
def consecutive_run(stage: Stage, config: Config) -> Iterator[Finding]:
    is_small = _is_small_to_hadolint if config.profile == "hadolint" else _is_small
    previous: Step | None = None
    for step in stage.steps:
        is_run = step.instruction.name == "RUN"
        if is_run and previous and _flags(previous) == _flags(step) and is_small(previous) and is_small(step):
            yield Finding(
                step.instruction.keyword.span,
                "This RUN and the one above are small and make a layer each; merge them into one",
            )
        previous = step if is_run else None


def _flags(step: Step) -> list[str]:
    return [flag.raw for flag in step.instruction.flags]


def _is_small(step: Step) -> bool:
    body = body_of(step)
    if body is None:
        return step.instruction.is_json
    return len([name for name in _names(body) if not name.startswith("[")]) < 2


def _is_small_to_hadolint(step: Step) -> bool:
    """Exec form is read as if it were a script, and `time` is a command beside the one that it measures."""
    body = body_as_hadolint(step)
    names = [name for part in (body, body_of(step)) if part for name in _names(part) if part is body or name == "time"]
    return body is not None and len([name for name in names if not name.startswith("[")]) < 2


def _names(body: Body) -> list[str]:
    return [command.name for command in body.commands if command.name]
