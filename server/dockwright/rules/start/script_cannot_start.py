"""`script-cannot-start`: the container starts a script whose first line or line ends make it fail."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuiltStage
from dockwright.image.scripts import misread, why_not
from dockwright.image.starting.executable import why_not_run
from dockwright.image.starting.start_files import StartFile, start_files

_FOLDERS = ("/usr/local/bin/", "/usr/bin/", "/bin/", "/usr/local/sbin/", "/usr/sbin/", "/sbin/")


@rule(
    "script-cannot-start",
    Severity.WARNING,
    on=("CMD", "ENTRYPOINT", "HEALTHCHECK", "COPY", "ADD", "RUN", "WORKDIR", "VOLUME"),
)
def script_cannot_start(stage: BuiltStage) -> Iterator[Finding]:
    if stage.stage.is_base or stage.stage.final.shell[0].lower().endswith((".exe", "cmd", "powershell")):
        return
    for one in start_files(stage.stage, stage.image):
        path = _path(stage, one)
        if one.program:
            message = misread(stage.files, stage.image, path, one.program)
        else:
            message = why_not(stage.files, stage.image, path, one.by_shell)
            if message is None and (why := why_not_run(stage.files, stage.image, path)):
                message = f"{why}, so it cannot start; run `chmod +x` on it"
        if message is not None:
            yield Finding(one.span, message)
            return


def _path(stage: BuiltStage, one: StartFile) -> str:
    """The path of the script; for a bare name, in the first folder of PATH that contains it."""
    places = [folder + one.written for folder in _FOLDERS] if one.named else []
    return next((path for path in places if stage.files.find(stage.image, path).answer is Answer.YES), one.path)
