"""`DL3021`: COPY of several sources to a destination without `/` at its end."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step
from dockwright.text import Edit, Span


@rule("DL3021", Severity.WARNING, aliases=("copy-several-to-file",), on=("COPY",))
def copy_several_to_file(step: Step, config: Config) -> Iterator[Finding]:
    copy = step.instruction
    if len(copy.arguments) < 3 or copy.problems:
        return
    if any(word.value == copy.unit.escape for word in copy.arguments):
        return  # a line that was meant to go on, with a comment behind
    target = copy.arguments[-1]
    name: str | None = target.value.strip("\"'")
    if config.profile != "hadolint":
        name = step.before.expand(target.value, copy.unit.escape)  # not known: it may end with a slash
    is_folder = name is None or (name.rpartition("/")[2] in (".", "..") and config.profile != "hadolint")
    if name is not None and not name.endswith("/") and not is_folder:
        end = Span(target.span.end, target.span.end)
        fix = Fix("Add `/` at the end", (Edit(end, "/"),)) if target.value[-1:] not in ("'", '"') else None
        message = "With several sources, the destination must be a folder; end it with `/`"
        yield Finding(target.span, message, (fix,) if fix else ())
