"""For which platform a program is compiled in a RUN, as far as its command says so, and for which a stage is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from dockwright.image.commands import Ran
from dockwright.image.steps import commands, images
from dockwright.lazy import pattern
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.stage_chain import chain
from dockwright.semantics.state import resolve

_CONSTANT = pattern(r"linux/(amd64|arm64|arm|386|ppc64le|s390x|riscv64)(?:/v\d)?\Z")
_OF_OWNER = pattern(r"(?:docker\.io/)?(amd64|arm64v8|arm32v7|arm32v6|i386|ppc64le|s390x|riscv64)/")
_SAME = {
    "arm64v8": "arm64", "arm32v7": "arm", "arm32v6": "arm", "i386": "386", "x86_64": "amd64", "aarch64": "arm64",
    "armv7": "arm", "i686": "386", "powerpc64le": "ppc64le", "riscv64gc": "riscv64", "x64": "amd64", "x86": "386",
}  # fmt: skip
_TRIPLE = re.compile(r"(?:^|/)target/(\w+)-(?:unknown|pc|apple)-(linux|windows|darwin)[\w-]*/(?:release|debug)/[^/]+\Z")
_RUNTIME = re.compile(r"(linux|win|osx)(-musl)?-(x64|x86|arm64|arm)\Z")
_SYSTEMS = {"win": "windows", "osx": "darwin"}


class Target(NamedTuple):
    """What a program is compiled for; empty parts are those of the machine that compiles it."""

    system: str
    architecture: str
    step: Step
    library: str = ""
    """`glibc` or `musl`, where that is chosen with it."""


def platform_of(stage: Stage) -> str:
    """The architecture of a stage that FROM fixes; empty if the build decides."""
    root = stage.root
    flag = root.origin.flag("platform")
    given = _CONSTANT.match(flag.value or "") if flag else None
    owner = _OF_OWNER.match(root.image or "") if flag is None and "$" not in root.base_word else None
    found = given[1] if given else owner[1] if owner else ""
    return _SAME.get(found, found)


def runs_on(architecture: str, machine: str) -> bool:
    """Whether a machine may run programs for an architecture: those with 64 bits often run those with 32."""
    return architecture == machine or (architecture, machine) in (("386", "amd64"), ("arm", "arm64"))


def built_for(stage: Stage, path: str) -> Target | None:
    """What the program is compiled for that a stage creates at a path; None if not known."""
    found: list[Target | None] = []
    for part in reversed(chain(stage)):
        made = images(part)
        for step, image in zip(part.steps, made, strict=False):
            if step.instruction.name == "RUN":
                found += _of_run(step, commands(step, image), path)
    return found[-1] if found and None not in found else None


def _of_run(step: Step, found: tuple[Ran, ...], path: str) -> Iterator[Target | None]:
    exported: dict[str, str | None] = {}
    for ran in found:
        if ran.name == "export":
            exported |= {one.name: one.value.literal for one in ran.command.declared if one.value is not None}
        values = ran.values
        if ran.name == "go" and values[:1] == ("build",):
            if path in _outputs(ran, "-o", "."):
                yield _of_go(step, ran, exported)
        elif ran.name == "cargo" and "build" in values[:2]:
            if triple := _TRIPLE.search(path):
                yield Target(triple[2], _SAME.get(triple[1], triple[1]), step) if ran.certain else None
        elif ran.name == "dotnet" and values[:1] == ("publish",):
            folder = next(iter(_outputs(ran, "-o", ".", "--output")), "")
            if folder and posixpath.dirname(path) == folder and not path.endswith(".dll"):
                yield _of_dotnet(step, ran)


def _outputs(ran: Ran, *options: str) -> list[str]:
    """The path that an option of a command names."""
    names, values = {one for one in options if one.startswith("-")}, ran.words[1:]
    for value, after in pairwise(values):
        if value in names and after is not None and ran.folder is not None:
            place = resolve(ran.folder, after)
            return [place] if place else []
    return []


def _of_go(step: Step, ran: Ran, exported: dict[str, str | None]) -> Target | None:
    given = {name: _variable(step, ran, exported, name) for name in ("GOOS", "GOARCH")}
    if None in given.values() or not ran.certain:
        return None
    return Target(given["GOOS"] or "linux", given["GOARCH"] or "", step)


def _variable(step: Step, ran: Ran, exported: dict[str, str | None], name: str) -> str | None:
    """The value of a variable for a command; empty if nothing sets it, None if not known."""
    whole = ran.outer or ran.command
    for item in (*ran.command.assignments, *whole.assignments):
        if item.name == name:
            return item.value.literal if item.value is not None else None
    for word in whole.words:
        if word.text.startswith(f"{name}="):
            return word.literal.partition("=")[2] if word.literal else None
    if name in exported:
        return exported[name]
    if name in step.before.env:
        return step.before.env[name]
    is_given = name in step.before.variables or name in step.before.declared
    return None if is_given or "env -w" in step.instruction.text else ""


def _of_dotnet(step: Step, ran: Ran) -> Target | None:
    values = ran.values
    for value, after in pairwise(values):
        found = _RUNTIME.match(after) if value in ("-r", "--runtime") else None
        if found:
            library = "" if found[1] != "linux" else "musl" if found[2] else "glibc"
            system = _SYSTEMS.get(found[1], "linux")
            return Target(system, _SAME.get(found[3], found[3]), step, library) if ran.certain else None
    return None
