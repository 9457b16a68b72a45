"""Completion of packages: the most used ones, and those of the distribution, also by the names of their programs."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide import pages
from dockwright.ide.image_facts.history import place_of
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.image.answer import Answer
from dockwright.image.bases.base import UNKNOWN_BASE, Base
from dockwright.image.bases.packages import packages_like, programs_like, programs_of
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

_SHOWN = 4
"""Number of programs of a package that are listed."""


def packages(
    snapshot: Snapshot, instruction: Instruction, family: str, given: set[str], word: Span, typed: str
) -> Iterator[Completion]:
    """The packages that complete `typed`; those of the distribution after the first letter, as there are hundreds."""
    typed = typed.lower()
    step = snapshot.model.step_at(instruction.start)
    place = place_of(snapshot.model, step, snapshot.context) if step else None
    image = place.image if place else None
    base = image.base if image else UNKNOWN_BASE
    popular = [name for name in pages.table("packages").get(family, ()) if name.startswith(typed)]
    others = packages_like(base, family, typed) if typed else []
    for order, name in enumerate(dict.fromkeys((*popular, *others))):
        if name in given or (image and image.package(family, name) is Answer.YES):
            continue
        yield Completion(name, "package", word, name, detail=_brings(base, family, name), sort_text=f"{order:03}")
    if image is None or typed in others or typed in popular:
        return
    told = set()
    for program, name in programs_like(base, family, typed) if len(typed) > 1 else ():
        is_meant = (program == typed or len(typed) > 2) and not name.startswith(typed) and name not in given
        if is_meant and name not in told and image.program(program) is not Answer.YES:
            told.add(name)
            detail = f"provides {program}"
            yield Completion(name, "package", word, name, detail=detail, sort_text=f"~{name}", filter_text=program)


def _brings(base: Base, family: str, name: str) -> str:
    """The programs of a package with other names than the package."""
    programs = [program for program in programs_of(base, family, name) if program != name]
    more = ", …" if len(programs) > _SHOWN else ""
    return f"provides {', '.join(programs[:_SHOWN])}{more}" if programs else ""
