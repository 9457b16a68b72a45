"""The fix that installs a missing package, in the way the stage already installs packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.findings.finding import Fix
from dockwright.image.answer import Answer
from dockwright.image.run_text import source_span
from dockwright.semantics.commands.packages import Invocation, Package, invocation
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from dockwright.image.built_stage import BuildStep, BuiltStage
    from dockwright.semantics.stage import Stage

_FAMILIES = {"debian": "deb", "ubuntu": "deb", "alpine": "apk", "wolfi": "apk", "rhel": "rpm"}
_LINES = {
    "deb": "RUN apt-get update && apt-get install -y --no-install-recommends {} && rm -rf /var/lib/apt/lists/*",
    "apk": "RUN apk add --no-cache {}",
}
_OF_RPM = ("dnf", "yum", "microdnf")


def install(scene: BuiltStage, index: int, package: str, before: int | None = None) -> tuple[Fix, ...]:
    """Install a package before an instruction, or before one of its commands; none if no way is certain.

    The package is added to the nearest install before; if there is none, in a RUN of its own.
    """
    family = _FAMILIES.get(scene.image.base.family)
    if family is None:
        return ()
    title = f"Install `{package}`"
    for place in range(index, 0, -1):
        step = scene.at(place)
        calls = _installs(step, family, before if place == index else None)
        if calls:
            edit = _named_beside(step, calls[-1], package)
            return (Fix(title, (edit.shifted(scene.stage.body.offsets[place]),), safe=False),) if edit else ()
    place = index
    while place > 1 and not is_root(scene, place):
        place -= 1
    if place < 1 or not is_root(scene, place):
        return ()
    at = scene.stage.steps[place].instruction.start
    text = scene.stage.body.units[0].text + scene.stage.body.units[place].text
    line = _LINES[family] if family in _LINES else _line_of_rpm(scene)
    if line is None:
        return ()
    new = line.format(package) + ("\r\n" if "\r\n" in text else "\n")
    return (Fix(title, (Edit(Span(at, at), new),), safe=False),)


def _line_of_rpm(scene: BuiltStage) -> str | None:
    manager = next((one for one in _OF_RPM if scene.image.base.program(one) is Answer.YES), None)
    return f"RUN {manager} install -y {{}} && {manager} clean all" if manager else None


def _installs(step: BuildStep, family: str, before: int | None) -> list[Invocation]:
    """The commands of a RUN that install packages permanently."""
    found = []
    for ran, _ in step.commands[:before]:
        call = invocation(ran.command)
        if call is None or call.action != "install" or call.manager.family != family or not ran.certain:
            continue
        passing = any(option.name in ("-t", "--virtual") for option in call.arguments.options)
        if not passing and any(one.kind == "package" for one in call.packages):
            found.append(call)
    return found


def _named_beside(step: BuildStep, call: Invocation, package: str) -> Edit | None:
    """Add a package to those that a command installs, at its place in their order."""
    unit = step.instruction.unit
    spans = [(one, source_span(unit, one.span)) for one in call.packages]
    names = [one.name for one, _ in spans]
    if package in names:
        return None
    blank = " "
    if len(spans) > 1:
        between = unit.text[spans[-2][1].end : spans[-1][1].start]
        blank = between if "\n" in between and not between.strip(" \t\r\n\\`") else " "
    behind = _behind(spans, names, package)
    if behind is not None:
        return Edit(Span(behind, behind), package + blank)
    end = spans[-1][1].end
    return Edit(Span(end, end), blank + package)


def _behind(spans: list[tuple[Package, Span]], names: list[str], package: str) -> int | None:
    """The package that comes after it in the alphabet; None if they are not sorted, or none does."""
    if len(names) < 2 or names != sorted(names):
        return None
    return next((span.start for one, span in spans if one.name > package), None)


def is_root(scene: BuiltStage, index: int) -> bool:
    """Whether an instruction certainly runs as root."""
    user = scene.stage.body.states[index].user
    if user is None and not _says_user(scene.stage, index):
        user = ""  # without a USER, it is the user of the base
    return user is not None and (user or scene.image.base.user) in ("root", "0")


def _says_user(stage: Stage, until: int) -> bool:
    if any(place < until for place in stage.body.places(("USER",))):
        return True
    return stage.base is not None and _says_user(stage.base, len(stage.base.body.units))
