"""Completion of packages: those that are installed most, and those of the distribution, by their programs too."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide import pages
from dockwright.ide.image_facts.places import place_of
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.image.answer import Answer
from dockwright.image.bases.packages import programs_by_package
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

_SHOWN = 4
"""Programs of a package that are named."""


def packages(
    snapshot: Snapshot, instruction: Instruction, family: str, given: set[str], word: Span, typed: str
) -> Iterator[Completion]:
    """The packages that `typed` may become; the distribution's own once a letter is typed, as there are hundreds."""
    step = snapshot.model.step_at(instruction.start)
    place = place_of(snapshot.model, step, snapshot.context) if step else None
    image = place.image if place else None
    brought = programs_by_package(image.base, family) if image else {}
    popular = pages.table("packages").get(family, ())
    for order, name in enumerate(dict.fromkeys((*popular, *(brought if typed else ())))):
        if name in given or (image and image.package(family, name) is Answer.YES):
            continue
        others = [program for program in brought.get(name, ()) if program != name]
        detail = f"brings {', '.join(others[:_SHOWN])}{', …' * (len(others) > _SHOWN)}" if others else ""
        yield Completion(name, "package", word, name, detail=detail, sort_text=f"{order:03}")
    for name, programs in brought.items() if typed not in brought else ():
        program = next((one for one in programs if one == typed or (len(typed) > 2 and one.startswith(typed))), None)
        if program is None or name in given or name.startswith(typed):
            continue
        if image is not None and image.program(program) is not Answer.YES:
            yield Completion(
                name, "package", word, name, detail=f"brings {program}", sort_text=f"~{name}", filter_text=program
            )
