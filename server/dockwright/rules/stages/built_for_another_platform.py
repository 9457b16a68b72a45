"""`built-for-another-platform`: the container starts a program that is compiled for another platform."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from dockwright.findings.finding import Finding, Related, Severity
from dockwright.findings.rule import rule
from dockwright.image.bases.base import base_of
from dockwright.image.bases.toolchains import is_toolchain
from dockwright.image.starting.entry_program import program
from dockwright.image.starting.target_platform import Target, built_for, platform_of, runs_on
from dockwright.lazy import pattern
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Body, Stage, Step
from dockwright.semantics.stage_chain import chain
from dockwright.semantics.state import resolve
from dockwright.syntax.nodes import Unit
from dockwright.text import Span

_BUILDS = pattern(r"\bgo\s+build\b|\bcargo\b|\bdotnet\s+publish\b|-march=")
_CHOOSES = pattern(r"\bGOOS\b|\bGOARCH\b|--target[ =]|CARGO_BUILD_TARGET|-march=|(?:-r|--runtime) (?:linux|win|osx)")
_MARCH = pattern(
    r"(?<![\w./-])(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+)\s[^;&|\n]*?(-march=(x86-64[\w-]*|i[3-6]86|armv[\w.+-]+))(?=\s|\Z)"
)
_LIKE = pattern(r"mcr\.microsoft\.com/dotnet/[\w/-]+:[\w.-]*alpine")
_COMPAT = pattern(r"gcompat|libc6-compat|glibc")


@rule("built-for-another-platform", Severity.WARNING, on=("RUN", "ENV", "ARG", "WORKDIR", "COPY", "ENTRYPOINT", "CMD"))
def built_for_another_platform(model: Model) -> Iterator[Finding]:
    said = [_said(stage.body) for stage in model.stages]
    if not any(one.builds for one in said):
        return
    machines = {platform_of(stage) for stage in model.stages} - {""}
    if not (len(machines) > 1 or any(one.chooses for one in said)):
        return
    for stage, words in zip(model.stages, said, strict=True):
        if machines and words.march:
            yield from _refused(stage)
        started = program(stage) if stage.in_image and not stage.is_base else None
        if started is None or not (started.sure or is_toolchain(stage.root.image or "")):
            continue
        for path in started.paths:
            found = next(_targets(model, stage, path), None)
            told = _told(stage, path, found[0]) if found else ""
            if found and told:
                target, span = found
                place = target.step.instruction.keyword.span
                yield Finding(span or started.token.span, told, related=(Related(place, "Built here"),))
                break


class _Said(NamedTuple):
    """Whether a stage compiles, chooses a platform, and passes `-march`."""

    builds: bool
    chooses: bool
    march: bool


_NOTHING = _Said(builds=False, chooses=False, march=False)


def _said(body: Body) -> _Said:
    found: _Said | None = body.memo.get("compiles")
    if found is None:
        said = [_said_by(body.units[index]) for index in body.places(("RUN", "ENV"))]
        found = body.memo["compiles"] = _Said(*map(any, zip(*said, strict=True))) if said else _NOTHING
    return found


def _said_by(unit: Unit) -> _Said:
    found: _Said | None = unit.memo.get("compiles")
    if found is None:
        found = _Said(bool(_BUILDS.search(unit.text)), bool(_CHOOSES.search(unit.text)), "-march=" in unit.text)
        unit.memo["compiles"] = found
    return found


def _refused(stage: Stage) -> Iterator[Finding]:
    """A compiler that is asked for code of another architecture than its own."""
    machine = platform_of(stage)
    for step in stage.all("RUN") if machine in ("amd64", "arm64") else ():
        for match in _MARCH.finditer(step.instruction.text):
            wanted = "arm64" if match[2].startswith("armv") else "amd64"
            if wanted != machine:
                span = step.instruction.source_span(match.start(1), match.end(1))
                message = f"`{match[1]}` is for `{wanted}`, but this stage is for `{machine}`; build it for that"
                yield Finding(span, message)


def _targets(model: Model, stage: Stage, path: str) -> Iterator[tuple[Target, Span | None]]:
    """What the program at a path is compiled for, and the source of the COPY that brings it."""
    for part in chain(stage):
        for step in reversed(part.all("COPY")):
            flag, arguments = step.instruction.flag("from"), step.instruction.arguments
            origin = model.stage_referred(flag.value) if flag and flag.value and len(arguments) == 2 else None
            if origin is None or origin.index >= stage.index:
                continue
            for source in _sources(step, path):
                if target := built_for(origin, source):
                    own = target.architecture or platform_of(origin)
                    yield target._replace(architecture=own), arguments[0].span
                    return
    if target := built_for(stage, path):
        yield target, None


def _sources(step: Step, path: str) -> Iterator[str]:
    """The paths in the other stage that a COPY may put at a path."""
    found = step.instruction
    source = resolve("/", step.before.expand(found.arguments[0].value, found.unit.escape))
    written = step.before.expand(found.arguments[1].value, found.unit.escape)
    target = resolve(step.before.workdir, written)
    if source is None or target is None:
        return
    if path == target or posixpath.join(target, posixpath.basename(source)) == path:
        yield source
    if path.startswith(target.rstrip("/") + "/"):
        yield posixpath.join(source, posixpath.relpath(path, target))


def _told(stage: Stage, path: str, target: Target) -> str:
    """The message, if the platform or the C library certainly is another one."""
    image, word = stage.root.image or "", stage.root.base_word
    if "$" in word:
        return ""
    base, machine = base_of(image), platform_of(stage)
    if target.system != "linux":
        known = base.family in ("alpine", "debian", "ubuntu", "rhel", "busybox", "suse", "distroless", "wolfi")
        return f"`{path}` is built for `{target.system}` and does not run in a Linux image" if known else ""
    if target.architecture and machine and not runs_on(target.architecture, machine):
        return f"`{path}` is built for `{target.architecture}`, but this stage is for `{machine}`; build it for that"
    is_alpine = base.family == "alpine" or _LIKE.match(image)
    texts = (unit.text for part in chain(stage) for unit in part.body.units)
    if target.library == "glibc" and is_alpine and not any(map(_COMPAT.search, texts)):
        return f"`{path}` is built for glibc, which Alpine lacks; publish it for `linux-musl`"
    return ""
