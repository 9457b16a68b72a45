"""`script-cannot-run`: a RUN runs a script of the build context that the system does not run."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.image.run_mounts import mounts_of
from dockwright.image.run_text import source_span
from dockwright.image.run_user import acting_user
from dockwright.image.scripts import head_of, misread, why_not
from dockwright.image.starting.executable import why_not_by, why_not_run
from dockwright.semantics.state import DEFAULT_PATH, resolve

_SHELLS = ("sh", "bash", "dash", "ash")


@rule("script-cannot-run", Severity.WARNING, on=("RUN",))
def script_cannot_run(step: BuildStep) -> Iterator[Finding]:
    mounts = mounts_of(step.step)
    for ran, image in step.commands:
        first = ran.words[0] if ran.words else None
        if not ran.certain or not ran.fatal or not first:
            continue
        script = first if "/" in first else next((word for word in ran.words[1:2] if word and "." in word), None)
        path = resolve(ran.folder, script) if script and not script.startswith(("-", "~")) else None
        found = None if "/" in first else _on_path(step, image, first)
        if found is not None:
            script, path = first, found
        if path is None or any(mount.holds(path) for mount in mounts):
            continue
        if script == first:
            message = why_not(step.files, image, path, by_shell=True) or _forbidden(step, ran, image, path)
        else:
            message = misread(step.files, image, path, ran.name or "") or _unreadable(step, ran, image, path)
        if message is not None:
            yield Finding(source_span(step.instruction.unit, ran.span), message)
            return


def _on_path(step: BuildStep, image: Image, name: str) -> str | None:
    """The file that a name without a folder means, where an instruction put it on PATH and the base has no other."""
    folders = step.step.before.env.get("PATH", DEFAULT_PATH) or image.base.path_variable
    if image.base.program(name) is not Answer.NO or folders is None:
        return None
    places = [f"{folder}/{name}" for folder in folders.split(":")]
    there = [(path, step.files.find(image, path)) for path in places]
    if any(one.answer is Answer.UNKNOWN and one.depth for _, one in there):
        return None
    found = [path for path, one in there if one.answer is Answer.YES]
    return found[0] if len(found) == 1 else None


def _forbidden(step: BuildStep, ran: Ran, image: Image, path: str) -> str | None:
    why = why_not_run(step.files, image, path)
    if why:
        return f"{why}, so RUN fails; run `chmod +x` or pass it to a shell"
    is_script = (head_of(step.files, image, path) or b"").startswith(b"#!")
    return _kept_by_root(step, ran, image, path, 1) or (_kept_by_root(step, ran, image, path, 4) if is_script else None)


def _unreadable(step: BuildStep, ran: Ran, image: Image, path: str) -> str | None:
    return _kept_by_root(step, ran, image, path, 4) if ran.name in _SHELLS else None


def _kept_by_root(step: BuildStep, ran: Ran, image: Image, path: str, needs: int) -> str | None:
    user = acting_user(step, ran, image)
    why = why_not_by(step.files, image, path, user, needs) if user else None
    return f"{why}; use mode `755` or `--chown`" if why else None
