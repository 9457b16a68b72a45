"""`shell-missing`: a command in shell form in an image without that shell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.install_fix import install
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.bases.packages import package_of
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.image import Image
from dockwright.image.on_path import BINS, added_folders, may_be, on_path
from dockwright.image.run_text import shell_text

_POSIX = frozenset({"sh", "bash", "ash", "dash", "zsh", "ksh", "fish"})
"""Other shells that SHELL names are those of Windows."""
_AT_START = ("CMD", "ENTRYPOINT", "HEALTHCHECK")


@rule("shell-missing", Severity.WARNING, on=("RUN", "COPY", "ADD", "SHELL", "ENV", "USER", "WORKDIR", *_AT_START))
def shell_missing(scene: BuiltStage) -> Iterator[Finding]:
    yield from _interpreters(scene)
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


_FIRST_LINE = re.compile(r"#![ \t]*(?:/usr/bin/env[ \t]+)?(\S+)")


def _interpreters(scene: BuiltStage) -> Iterator[Finding]:
    """The programs that the first lines of heredocs ask for: such a text is a script of its own."""
    for index in scene.stage.body.places(("RUN",)):
        step = scene.at(index)
        text = shell_text(step.instruction.unit) if len(step.instruction.unit.heredocs) == 1 else ""
        match = _FIRST_LINE.match(text)
        if match is None or any(flag.name == "mount" for flag in step.instruction.flags):
            continue
        folder, slash, name = match[1].rpartition("/")
        path = match[1] if slash and "env" not in match[0].split()[0] else ""
        if not re.fullmatch(r"[\w.+-]+", name) or (path and folder not in BINS):
            continue
        found = on_path(step.image, added_folders(scene.stage, index), name)
        if found is not Answer.NO or (path and may_be(step.image, path)):
            continue
        package = package_of(step.image.base, name)
        advice = f"install the package `{package}`" if package else "install it"
        message = f"The first line asks for `{name}`, which `{step.image.base.reference}` does not have; {advice} first"
        span = step.instruction.unit.heredocs[0].marker.shifted(scene.stage.body.offsets[index])
        yield Finding(span, message, doubtful="$" in step.base_word or not step.image.base.is_certain)


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
    is_foreign = image.base.is_plain and name in ("pwsh", "powershell", "cmd")
    if (name not in _POSIX and not is_foreign) or family in ("", "windows"):
        return False
    if is_foreign and image.program(name) is Answer.UNKNOWN and image.depth:
        return False
    if image.program(name) is not Answer.NO or on_path(image, added_folders(scene.stage, index), name) is not Answer.NO:
        return False
    if "/" in shell and family == "scratch":
        return scene.files.find(image, shell).answer is Answer.NO
    return "/" not in shell or not may_be(image, shell)


def _set_by(scene: BuiltStage, index: int) -> int | None:
    """The SHELL of this stage that applies to an instruction."""
    places = [place for place in scene.stage.body.places(("SHELL",)) if place < index]
    return places[-1] if places and scene.stage.steps[places[-1]].instruction.arguments else None
