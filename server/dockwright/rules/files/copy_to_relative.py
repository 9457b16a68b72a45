"""`DL3045`: a relative destination without a WORKDIR."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step


@rule("DL3045", Severity.INFORMATION, aliases=("copy-to-relative",), on=("COPY",))
def copy_to_relative(step: Step, config: Config) -> Iterator[Finding]:
    copy = step.instruction
    if len(copy.arguments) < 2 or copy.problems or step.before.workdir_set:
        return
    target = copy.arguments[-1]
    path = target.value.strip("\"'")
    if path.startswith(("/", "$")) or re.match(r"[A-Za-z]:" + (r"[\\/]" if config.profile != "hadolint" else ""), path):
        return
    message = f"`{path}` is relative to a folder that the base image chooses; set WORKDIR or use an absolute path"
    yield Finding(target.span, message)
