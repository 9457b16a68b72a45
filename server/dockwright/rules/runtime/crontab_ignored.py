"""`crontab-ignored`: a file in /etc/cron.d that cron ignores, for its name, its last line, or a missing user."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.context.build_context import clean
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuiltStage

_FOLDER = "/etc/cron.d"
_WHOLE = 4_000
"""Only the beginning of a file of the context is known."""
_NAME = re.compile(r"[A-Za-z0-9_-]+\Z")
_JOB = re.compile(r"\s*(?:@\w+|(?:[\d*][\d*,/-]*\s+){2}(?:[\w*,/-]+\s+){2}[\w*,/-]+)\s+(\S+)")
_CHANGED = re.compile(
    r"\bcrontab\s|supercronic|\bgo-crond?\b|crond\b|(?:\bsed|echo|printf|dos2unix|tee|mv|cp)\b[^&;]*cron"
)


@rule("crontab-ignored", Severity.WARNING, on=("COPY", "ADD", "RUN"))
def crontab_ignored(scene: BuiltStage) -> Iterator[Finding]:
    if scene.image.base.family not in ("debian", "ubuntu"):
        return
    for index in scene.stage.body.places(("COPY", "ADD")):
        instruction = scene.at(index).instruction
        if instruction.problems or len(instruction.arguments) != 2 or _FOLDER not in instruction.unit.text:
            continue
        source, target = (token.value for token in instruction.arguments)
        into = target.rstrip("/") == _FOLDER
        path = posixpath.join(_FOLDER, posixpath.basename(source)) if into else target
        if posixpath.dirname(path) != _FOLDER or instruction.flag("from") is not None:
            continue
        context = scene.files.context
        head = context.heads.get(clean(source)) if context is not None else None
        if instruction.unit.heredocs:
            head = instruction.unit.heredocs[0].content.encode()
        why = _why(posixpath.basename(path), head)
        if why and not any(_CHANGED.search(step.instruction.unit.text) for step in scene.stage.all("RUN", "CMD")):
            span = instruction.arguments[-1 if why.startswith("Cron ignores names") else 0].span
            yield Finding(span.shifted(scene.stage.body.offsets[index]), why)


def _why(name: str, head: bytes | None) -> str:
    """Why cron ignores a file; empty if nothing certain does."""
    if not _NAME.match(name) and name != ".placeholder":
        return f"Cron ignores names with other characters than letters, digits, `-` and `_`: rename `{name}`"
    if head is None or len(head) >= _WHOLE or not head.strip():
        return ""
    if not head.endswith(b"\n"):
        return f"Cron ignores `{name}`, whose last line does not end; add a newline"
    for line in head.decode("utf-8", "replace").splitlines():
        job = _JOB.match(line)
        if job and not line.lstrip().startswith("#") and "/" in job[1]:
            return f"Cron ignores `{name}`: a line in `/etc/cron.d` names a user before the command"
    return ""
