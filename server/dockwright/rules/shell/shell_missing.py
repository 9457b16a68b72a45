"""`shell-missing`: a command in shell form in an image without that shell."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.install_fix import install
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.bases.packages import package_of
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.image import Image
from dockwright.image.on_path import added_folders, may_be, on_path

_POSIX = frozenset({"sh", "bash", "ash", "dash", "zsh", "ksh", "fish"})
"""Other shells that SHELL names are those of Windows."""
_AT_START = ("CMD", "ENTRYPOINT", "HEALTHCHECK")


@rule("shell-missing", Severity.WARNING, on=("RUN", "COPY", "ADD", "SHELL", "ENV", "USER", "WORKDIR", *_AT_START))
def shell_missing(scene: BuiltStage) -> Iterator[Finding]:
    last = {unit.name: index for index, unit in enumerate(scene.stage.body.units)}
    told: set[str] = set()
    for index, unit in enumerate(scene.stage.body.units):
        if unit.name != "RUN" and (unit.name not in _AT_START or last[unit.name] != index or scene.stage.is_base):
            continue
        step = scene.at(index)
        shell = step.step.before.shell[0] if step.step.before.shell else ""
        if not _uses_shell(step) or shell in told or (unit.name == "RUN" and step.step.before.empty):
            continue
        image = step.image if unit.name == "RUN" else scene.image
        if not _is_absent(scene, index, image, shell):
            continue
        told.add(shell)
        name = shell.rpartition("/")[2]
        place = _set_by(scene, index)
        found = scene.stage.steps[index].instruction
        span = found.keyword.span if unit.name == "RUN" else found.arguments[-1].span
        if place is not None:
            span = scene.stage.steps[place].instruction.arguments[0].span
        package = package_of(image.base, name)
        fixes = install(scene, index if place is None else place, package) if package and place is not None else ()
        yield Finding(span, _message(scene, unit.name, shell), fixes, doubtful="$" in step.base_word)


def _message(scene: BuiltStage, name: str, shell: str) -> str:
    base = scene.image.base
    what = "The stage" if base.family == "scratch" else f"`{base.reference}`"
    if base.family in ("scratch", "distroless"):
        advice = "write the command as a JSON array" if name != "RUN" else "do this in a stage that has one"
        return f"{what} has no shell `{shell}` to run this; {advice}"
    return f"{what} has no `{shell}`, which runs what follows; install it first or use `/bin/sh`"


def _uses_shell(step: BuildStep) -> bool:
    found = step.instruction
    if found.problems or found.is_json or not found.arguments:
        return False
    if found.name == "HEALTHCHECK" and len(found.arguments) < 2:
        return False
    return not any(flag.name == "mount" for flag in found.flags) and "<<" not in found.unit.text


def _is_absent(scene: BuiltStage, index: int, image: Image, shell: str) -> bool:
    name, family = shell.rpartition("/")[2], image.base.family
    if name not in _POSIX or family in ("", "windows"):
        return False
    if on_path(image, added_folders(scene.stage, index), name) is not Answer.NO:
        return False
    if "/" in shell and family == "scratch":
        return scene.files.find(image, shell).answer is Answer.NO
    return "/" not in shell or not may_be(image, shell)


def _set_by(scene: BuiltStage, index: int) -> int | None:
    """The SHELL of this stage that applies to an instruction."""
    places = [place for place in scene.stage.body.places(("SHELL",)) if place < index]
    return places[-1] if places and scene.stage.steps[places[-1]].instruction.arguments else None
