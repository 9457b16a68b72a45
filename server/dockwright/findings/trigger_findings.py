"""Findings in ONBUILD: its instructions run first in whatever is based on the image, so that they are checked there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dockwright.findings.groups import Placed, by_piece
from dockwright.findings.running import of_rules
from dockwright.frozen import replace
from dockwright.image.built_stage import BuiltStage
from dockwright.image.files import Files
from dockwright.image.steps import after
from dockwright.semantics.stage import Body, Stage
from dockwright.semantics.state import after as state_after

if TYPE_CHECKING:
    from dockwright.findings.finding import Finding
    from dockwright.findings.selection import Selection
    from dockwright.syntax.nodes import Unit

_CODES = frozenset(
    ("asks-for-confirmation", "command-not-installed", "file-not-there", "folder-not-there", "foreign-option",
     "id-taken", "mkdir-fails", "mount-read-only", "needs-root", "package-lists-missing", "package-manager-missing",
     "pip-externally-managed", "unknown-to-sh", "user-unknown")
)  # fmt: skip
"""The rules about an instruction that fails, whatever comes after it."""


def of_triggers(scene: BuiltStage, selection: Selection) -> Iterator[Placed]:
    """The findings in the ONBUILD instructions of a stage, as an image that is based on it runs them.

    The build context is that of the other image, so that nothing is known of the files in it.
    """
    body = scene.stage.body
    places = body.places(("ONBUILD",)) if scene.stage.in_image else ()
    if not places:
        return
    child = _child(scene, places)
    rules = [pair for pair in selection.build_steps if pair[0].code in _CODES]
    found: list[Finding] = []
    for index, unit in enumerate(child.stage.body.units):
        named = [pair for pair in rules if pair[0].on is None or unit.name in pair[0].on]
        offset = child.stage.body.offsets[index]
        found += [one.shifted(offset) for one in of_rules(named, child.at(index), selection.config)]
    for pair in selection.built_stages:
        if pair[0].code in _CODES:
            found += of_rules([pair], child, selection.config)
    told = [replace(finding, fixes=()) for finding in found]  # an edit would change the parent at another place
    yield from (placed for _, placed in by_piece(told, body.offsets, body.units, "ONBUILD"))


def _child(scene: BuiltStage, places: tuple[int, ...]) -> BuiltStage:
    """A stage that is based on the one with ONBUILD, and consists of what it triggers."""
    body = scene.stage.body
    triggers = [(body.units[place].inner, body.offsets[place]) for place in places if not body.units[place].problems]
    while triggers and (triggers[-1][0] is None or triggers[-1][0].name not in ("RUN", "COPY", "ADD")):
        triggers.pop()  # a USER at the end has an effect on what the other image adds alone
    units: list[Unit] = [body.units[0]]
    offsets, images = [0], [scene.image]
    states = [replace(body.passed_on, triggers=())] * 2
    for unit, offset in triggers:
        if unit is not None:
            units.append(unit)
            offsets.append(offset)
            states.append(state_after(states[-1], unit))
    child = Stage(Body(tuple(units), tuple(offsets), tuple(states)), 0, scene.stage.index + 1, scene.stage, None)
    child.is_base = True
    for step in child.steps:
        images.append(after(step, images[-1]))
    return BuiltStage(child, images, Files())
