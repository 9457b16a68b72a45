"""`entrypoint-not-executable`: the container starts a file that is created here without execute permission."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.engine_advice import has_modes
from dockwright.findings.finding import Finding, Fix, Related, Severity
from dockwright.findings.rule import rule
from dockwright.image.starting.entry_program import may_provide, program
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import resolve
from dockwright.text import Edit, Span

_URL = r"https?://"


@rule("entrypoint-not-executable", Severity.WARNING, on=("COPY", "ADD", "RUN", "CMD", "ENTRYPOINT"))
def entrypoint_not_executable(stage: Stage, config: Config) -> Iterator[Finding]:
    started = program(stage)
    if started is None or len(started.paths) != 1:
        return
    path = started.paths[0]
    name = path.rpartition("/")[2]
    maker: Step | None = None
    for step in stage.all("COPY", "ADD", "RUN"):
        if step.instruction.name != "RUN":
            if _target(step) == path or (maker is None and _target(step) is None):
                maker = step
            elif maker and may_provide(step, path):
                return
        elif maker and ("chmod" in step.instruction.unit.text or name in step.instruction.unit.text):
            return  # it may make the file executable
    if maker is None or _target(maker) != path:
        return
    found = maker.instruction
    mode = found.flag("chmod")
    origin = "heredoc" if found.heredocs else "download"
    if mode is None and (found.heredocs or re.match(_URL, found.arguments[0].value)):
        end = found.keyword.span.end
        advice = "run `chmod +x` on it"
        fixes: tuple[Fix, ...] = ()
        if has_modes(config):
            advice = "add `--chmod=755`"
            fixes = (Fix("Add `--chmod=755`", (Edit(Span(end, end), " --chmod=755"),), safe=False),)
        what = f"`{started.token.value}` comes from a {origin} and is not executable"
        message = f"{what}, so it cannot start; {advice}"
        related = (Related(found.head_span, "Created here"),)
        yield Finding(started.token.span, message, fixes, related=related, doubtful=not started.sure)


def _target(step: Step) -> str | None:
    """The file that a COPY or ADD creates; None if that is not a single file, or unknown."""
    found = step.instruction
    if found.problems or len(found.arguments) != 2:
        return None
    text = step.before.expand(found.arguments[1].value, found.unit.escape)
    if text is None:
        return None
    path = resolve(step.before.workdir, text)
    return None if path is None or text.endswith(("/", "/.")) or text == "." else path
