"""`script-cannot-run`: a RUN runs a script of the build context that the system does not run."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep
from dockwright.image.image import Image
from dockwright.image.run_mounts import mounts_of
from dockwright.image.run_text import source_span
from dockwright.image.scripts import misread, why_not
from dockwright.image.starting.executable import why_not_run
from dockwright.semantics.state import resolve


@rule("script-cannot-run", Severity.WARNING, on=("RUN",))
def script_cannot_run(step: BuildStep) -> Iterator[Finding]:
    mounts = mounts_of(step.step)
    for ran, image in step.commands:
        first = ran.words[0] if ran.words else None
        if not ran.certain or not ran.fatal or not first:
            continue
        script = first if "/" in first else next((word for word in ran.words[1:2] if word and "." in word), None)
        path = resolve(ran.folder, script) if script and not script.startswith(("-", "~")) else None
        if path is None or any(mount.holds(path) for mount in mounts):
            continue
        if script == first:
            message = why_not(step.files, image, path, by_shell=True) or _forbidden(step, image, path)
        else:
            message = misread(step.files, image, path, ran.name or "")
        if message is not None:
            yield Finding(source_span(step.instruction.unit, ran.span), message)
            return


def _forbidden(step: BuildStep, image: Image, path: str) -> str | None:
    why = why_not_run(step.files, image, path)
    return f"{why}, so RUN fails; run `chmod +x` or pass it to a shell" if why else None
