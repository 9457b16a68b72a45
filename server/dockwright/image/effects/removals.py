"""What is gone once a package manager has removed packages."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.image.answer import Answer
from dockwright.image.bases.packages import brings, programs_of
from dockwright.image.effects.effect import Effect, PathChange
from dockwright.image.image import Image
from dockwright.semantics.commands.packages import Invocation

_VIRTUAL = ("-t", "--virtual")


def kinds(call: Invocation) -> tuple[str, ...]:
    """Under which names the packages of an install are kept: apk's may have a virtual package for theirs."""
    family = call.manager.family
    virtual = call.arguments.value(*_VIRTUAL) if family == "apk" else None
    return (family, _kind(virtual)) if virtual else (family,)


def effect(call: Invocation, image: Image, opened: tuple[PathChange, ...]) -> Effect:
    """What a removal does: the programs are gone that nothing else has brought."""
    family = call.manager.family
    named = [one.name for one in call.packages]
    gone = {name for one in named for name in (image.installed(_kind(one)) if family == "apk" else ())}
    gone = {name for name in gone if not _is_named_alone(image, name)} | set(named)
    rest = image.installed(family) - gone
    kept, others = brings(image.base, family, rest, recommends=False)
    programs = {
        program
        for package in gone
        if image.package(family, package) is Answer.YES
        for program in programs_of(image.base, family, package)
        if program not in kept and _is_of_packages(image, program)
    }
    return Effect(
        programs=tuple((program, False) for program in sorted(programs)),
        packages=tuple((family, name, False) for name in sorted(gone)),
        paths=opened,
        certain=family != "apk" or not others,  # apk keeps what other packages need
    )


def _kind(virtual: str) -> str:
    return f"apk {virtual}"


def _effects(image: Image) -> Iterator[Effect]:
    at: Image | None = image
    while at is not None:
        yield at.effect
        at = at.before


def _is_named_alone(image: Image, package: str) -> bool:
    """Whether apk was asked for a package outside of all virtual ones, too."""
    for one in _effects(image):
        found = [kind for kind, name, there in one.packages if name == package and there]
        if found == ["apk"]:
            return True
    return False


def _is_of_packages(image: Image, program: str) -> bool:
    """Whether packages alone have brought a program."""
    if image.base.program(program) is not Answer.NO or image.program(program) is not Answer.YES:
        return False
    return not any(
        ((program, True) in one.programs or one.may_bring(program)) and not one.packages for one in _effects(image)
    )


def is_removed(image: Image, program: str) -> bool:
    """Whether a program was there, until its package was removed."""
    told = [there for one in _effects(image) for name, there in one.programs if name == program and one.packages]
    return told[:1] == [False]
