"""Facts about a program, user, group or path of an image: whether it exists, and what created it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import Literal

from dockwright.context.build_context import clean
from dockwright.frozen import frozen
from dockwright.ide.image_facts.history import Maker, Place
from dockwright.image.answer import Answer
from dockwright.image.bases.packages import brings, package_of
from dockwright.image.effects.effect import Account, Effect, PathChange
from dockwright.image.found import Found, is_below
from dockwright.image.image import Image
from dockwright.image.on_path import BINS, added_folders, may_be, on_path
from dockwright.semantics.state import DEFAULT_PATH
from dockwright.text import Span

Kind = Literal["program", "user", "group", "path"]


@frozen(eq=False)
class Asked:
    """A word of an instruction that names something in an image."""

    kind: Kind
    name: str
    """For a path, the absolute one."""
    span: Span
    place: Place
    is_certain: bool = True
    """Whether it certainly names something; if not, only existing things are shown."""


@frozen(eq=False)
class Fact:
    """The answer to a question about a name."""

    asked: Asked
    answer: Answer
    maker: Maker | None = None
    """What created or removed it, or why it is not known; None: the base image."""
    package: str = ""
    """The package that installed a program, or would install it."""
    account: Account | None = None
    found: Found | None = None
    """For paths, and for programs with a known file."""
    through: Fact | None = None
    """The fact about a file in the stage that it was copied from."""
    is_implied: bool = False
    """Whether it is a folder that only exists because something was put into it."""


def fact(asked: Asked, hops: int = 4) -> Fact:
    """The fact about a name."""
    if asked.kind == "program":
        return _program(asked)
    return _path(asked, asked.name, hops) if asked.kind == "path" else _account(asked)


def _program(asked: Asked) -> Fact:
    place, name = asked.place, asked.name
    image = place.image
    folders = added_folders(place.stage, place.index) if place.stage else frozenset()
    if folders is None:
        return Fact(asked, Answer.UNKNOWN)
    for folder in sorted(folders - BINS):
        path = posixpath.join(folder, name)
        if may_be(image, path):
            found = _path(asked, path, 4)
            if found.answer is not Answer.NO:
                return found
    answer = on_path(image, folders, name)
    if answer is Answer.YES:
        return _present(asked)
    if answer is Answer.UNKNOWN:
        depth = _newest(image, lambda effect: effect.may_bring(name) or _names(effect, name))
        return Fact(asked, answer, place.maker(depth))
    if image.base.family == "scratch":
        return Fact(asked, Answer.UNKNOWN)  # containers may not search it on PATH
    depth = _newest(image, lambda effect: (name, False) in effect.programs)
    return Fact(asked, answer, place.maker(depth), package=package_of(image.base, name) or "")


def _present(asked: Asked) -> Fact:
    """An existing program: the newest change that created it, unless it existed before and was only updated."""
    place, name = asked.place, asked.name
    for image in _history(place.image):
        effect, before = image.effect, image.before
        if before is None or (name, True) not in effect.programs or not effect.certain:
            continue
        if effect.packages:
            if before.program(name) is Answer.YES:
                continue
            return Fact(asked, Answer.YES, place.maker(image.depth), package=_package(image, name))
        for folder in DEFAULT_PATH.split(":"):
            found = _path(asked, posixpath.join(folder, name), 4)
            if found.answer is Answer.YES and found.found and found.found.depth == image.depth:
                return found
        return Fact(asked, Answer.YES, place.maker(image.depth))
    return Fact(asked, Answer.YES)


def _package(image: Image, name: str) -> str:
    """The package, among those that a command installs, with a program."""
    there = [(family, package) for family, package, is_there in image.effect.packages if is_there]
    for family, package in sorted(there, key=lambda one: one[1] not in (name, package_of(image.base, name))):
        if package == name or name in brings(image.base, family, (package,))[0]:
            return package
    return there[0][1] if len(there) == 1 else ""


def _account(asked: Asked) -> Fact:
    place, name, is_group = asked.place, asked.name, asked.kind == "group"
    answer = place.image.account(name, is_group)

    def says(effect: Effect) -> bool:
        return any(one.is_group == is_group and name in (one.name, one.number) for one in effect.accounts)

    if answer is Answer.UNKNOWN:
        depth = _newest(place.image, lambda effect: effect.any_account or says(effect))
        return Fact(asked, answer, place.maker(depth))
    account = place.image.account_of(name, is_group) if answer is Answer.YES else None
    return Fact(asked, answer, place.maker(_newest(place.image, says)), account=account)


def _path(asked: Asked, path: str, hops: int) -> Fact:
    place = asked.place
    found = place.files.find(place.image, path)
    if found.answer is Answer.UNKNOWN:
        return Fact(asked, found.answer, place.maker(found.depth), found=found)
    if found.answer is Answer.NO:
        return Fact(asked, found.answer, _remover(place, path), found=found)
    found, is_implied = _made(place, path, found)
    through = _copied_from(asked, path, found, hops) if found.depth and hops and not is_implied else None
    return Fact(asked, found.answer, place.maker(found.depth), found=found, through=through, is_implied=is_implied)


def _made(place: Place, path: str, found: Found) -> tuple[Found, bool]:
    """What created a folder that later changes only put something into; and whether that is all that is known."""
    image = place.image
    while found.kind == "folder" and found.depth:
        image = next(image for image in _history(image) if image.depth == found.depth)
        if any(change.path == path for change in image.effect.paths) or image.before is None:
            return found, False
        before = place.files.find(image.before, path)
        if before.answer is not Answer.YES:
            return found, found.source is None
        image = image.before
        found = found._replace(depth=before.depth, source=before.source)
    return found, False


def _copied_from(asked: Asked, path: str, found: Found, hops: int) -> Fact | None:
    """The fact about a file in the stage that a COPY took it from; None for other sources."""
    place = asked.place
    image = next(image for image in _history(place.image) if image.depth == found.depth)
    for change in image.effect.paths:
        copied = change.copied
        if copied is None or not copied.origin or (path != change.path and not is_below(path, change.path)):
            continue
        other = place.source(copied.origin)
        if other is None:
            return None
        for source in copied.sources:
            top = posixpath.normpath(posixpath.join("/", source))
            below = posixpath.relpath(path, change.path)
            for origin in dict.fromkeys((posixpath.normpath(posixpath.join(top, below)), top)):
                is_same = origin != top or below in (".", posixpath.basename(top))
                there = other.files.find(other.image, origin)
                if is_same and there.answer is Answer.YES and (there.kind == "folder") is (found.kind == "folder"):
                    return fact(Asked("path", origin, asked.span, other), hops - 1)
    return None


def _remover(place: Place, path: str) -> Maker | None:
    """What removed a path that existed."""
    for image in _history(place.image):
        if image.before is not None and any(_removes(change, path) for change in image.effect.paths):
            was_there = place.files.find(image.before, path).answer is Answer.YES
            return place.maker(image.depth) if was_there else None
    return None


def file_of(found: Fact) -> str | None:
    """The file or folder of the build context that something was copied from, through stages; None if there is none."""
    if found.through is not None:
        return file_of(found.through)
    source = found.found.source if found.found and found.answer is Answer.YES else None
    return clean(source) if source is not None else None


def _history(image: Image | None) -> Iterator[Image]:
    """An image and its predecessors, newest first, without the base."""
    while image is not None and image.before is not None:
        yield image
        image = image.before


def _newest(image: Image, matches: Callable[[Effect], bool]) -> int:
    """The depth of the newest change of this kind; 0 if there is none."""
    return next((one.depth for one in _history(image) if matches(one.effect)), 0)


def _names(effect: Effect, name: str) -> bool:
    return any(program == name for program, _ in effect.programs)


def _removes(change: PathChange, path: str) -> bool:
    return change.operation == "remove" and (path == change.path or is_below(path, change.path))
