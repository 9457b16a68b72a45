"""`script-cannot-start`: the container starts a script whose first line or line ends make it fail."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.install_fix import install
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.bases.packages import package_of
from dockwright.image.built_stage import BuiltStage
from dockwright.image.scripts import head_of, lacking, misread, why_not
from dockwright.image.starting.executable import why_not_by, why_not_run
from dockwright.image.starting.start_files import StartFile, start_files

_FOLDERS = ("/usr/local/bin/", "/usr/bin/", "/bin/", "/usr/local/sbin/", "/usr/sbin/", "/sbin/")


@rule(
    "script-cannot-start",
    Severity.WARNING,
    on=("CMD", "ENTRYPOINT", "HEALTHCHECK", "COPY", "ADD", "RUN", "USER", "WORKDIR", "VOLUME"),
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
        if message is None and (why := _why_not_by_user(stage, one, path)):
            message = f"{why}; use mode `755` or `--chown`"
        if message is not None:
            yield Finding(one.span, message, () if one.program else _install(stage, one, path))
            return


def _install(stage: BuiltStage, one: StartFile, path: str) -> tuple[Fix, ...]:
    """The fix that installs the program that the first line of a script asks for, where the image has none."""
    name = lacking(stage.files, stage.image, path)
    package = package_of(stage.image.base, name) if name else None
    index = bisect_right(stage.stage.body.offsets, one.span.start) - 1
    return install(stage, index, package) if package else ()


def _why_not_by_user(stage: BuiltStage, one: StartFile, path: str) -> str | None:
    """Why the USER may not start it: the engine itself starts what is not readable, an interpreter does not."""
    user = stage.stage.final.user or stage.image.base.user or ""
    head = None if one.program else head_of(stage.files, stage.image, path)
    needs = [4] if one.program or (head or b"").startswith(b"#!") else []
    needs += [1] if one.by_shell and not one.program else []
    reasons = (why_not_by(stage.files, stage.image, path, user, need) for need in needs)
    return next((why for why in reasons if why), None)


def _path(stage: BuiltStage, one: StartFile) -> str:
    """The path of the script; for a bare name, in the first folder of PATH that contains it."""
    places = [folder + one.written for folder in _FOLDERS] if one.named else []
    return next((path for path in places if stage.files.find(stage.image, path).answer is Answer.YES), one.path)
