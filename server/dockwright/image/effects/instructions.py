"""The effects of instructions other than RUN on an image."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from dockwright.image.effects.effect import ANYTHING, NOTHING, Copied, Effect, PathChange
from dockwright.image.found import is_below
from dockwright.image.run_mounts import mounts_of
from dockwright.semantics import copying
from dockwright.semantics.stage import Step
from dockwright.semantics.state import resolve

if TYPE_CHECKING:
    from dockwright.image.image import Image

WITHOUT_EFFECT = frozenset(
    {
        "FROM",
        "ENV",
        "ARG",
        "USER",
        "SHELL",
        "LABEL",
        "EXPOSE",
        "CMD",
        "ENTRYPOINT",
        "HEALTHCHECK",
        "STOPSIGNAL",
        "ONBUILD",
        "MAINTAINER",
        "VOLUME",
    }
)
"""Instructions that change no file."""


def effect(step: Step) -> Effect:
    """The effect of COPY, ADD and WORKDIR."""
    name = step.instruction.name
    if name == "WORKDIR":
        path = step.after.workdir
        return Effect(paths=(PathChange("folder", path),)) if path else _open("/")
    if name in ("COPY", "ADD"):
        return _copy(step)
    return NOTHING


def opaque(step: Step) -> Effect:
    """The effect of a RUN without a POSIX shell, or whose script cannot be parsed."""
    return ANYTHING


def mounts(step: Step) -> Effect:
    """The effect of the mounts of a RUN on the image: their targets may be created as empty folders."""
    places = [mount.target for mount in mounts_of(step)]
    paths = tuple(PathChange("mount", place) for place in places if place is not None)
    return Effect(paths=paths, certain=False) if paths else NOTHING


_LISTS = "/var/lib/apt/lists"


def kept(step: Step, effect: Effect) -> Effect:
    """The part of the effect of a command that stays in the image: without files written into mounts."""
    targets = [mount.target for mount in mounts_of(step)]
    if not effect.paths or not any(targets):
        return effect
    if effect.lists and any(target and is_below(f"{_LISTS}/x", target) for target in targets):
        effect = effect._replace(lists=())
    stays = tuple(
        change
        for change in effect.paths
        if not any(target and (change.path == target or is_below(change.path, target)) for target in targets)
    )
    return effect._replace(paths=stays) if len(stays) < len(effect.paths) else effect


def within(step: Step, image: Image) -> Effect:
    """The content of the mounts of a RUN while it runs."""
    places = [mount.target for mount in mounts_of(step, image.base.workdir)]
    if not places:
        return NOTHING
    if None in places:
        return ANYTHING
    known = [place for place in places if place is not None]
    return Effect(
        programs=tuple((_base(place), True) for place in known if posixpath.dirname(place) in _BINS),
        any_program=any(_reaches(place, True) for place in known),
        any_account=any(place in _OF_ACCOUNTS for place in known),
        paths=tuple(PathChange("open", place) for place in known),
        any_package=("*",) if any(_holds_lists(place) for place in known) else (),
    )


def _holds_lists(place: str) -> bool:
    """Whether package lists may be part of what is put at a path."""
    return is_below("/var/lib/apt/lists", place) or place.startswith("/var/lib/apt")


def _open(path: str) -> Effect:
    return Effect(paths=(PathChange("open", path),), certain=False)


def _copy(step: Step) -> Effect:
    found, escape = step.instruction, step.instruction.unit.escape
    if len(found.arguments) < 2:
        return NOTHING
    written = step.before.expand(found.arguments[-1].value, escape)
    target = resolve(step.before.workdir, written)
    if target is None:
        return _somewhere([step.before.expand(token.value, escape) for token in found.arguments])
    flags = {flag.name: flag.value for flag in found.flags}
    heredocs = {heredoc.marker: heredoc for heredoc in found.heredocs}
    is_folder = len(found.arguments) > 2 or (written or "").endswith(("/", "/.", "/..")) or written in (".", "..")
    mode = step.before.expand(flags["chmod"] or "", escape) if flags.get("chmod") else None
    owner = step.before.expand(flags["chown"] or "", escape) if flags.get("chown") else None
    sources: list[str] = []
    opaque_copy, added = bool({"exclude", "unpack"} & flags.keys()), False
    paths: list[PathChange] = []
    for token in found.arguments[:-1]:
        heredoc = heredocs.get(token.span)
        if heredoc is not None:
            body = found.unit.text[heredoc.body.start - found.start : heredoc.body.end - found.start]
            made = Copied((heredoc.name,), "", is_folder, mode, owner, content=body)
            paths.append(PathChange("copy", target, copied=made))
            continue
        source = step.before.expand(token.value, escape)
        if source is None or copying.REMOTE.match(source):
            opaque_copy = True
        elif found.name == "ADD" and copying.ARCHIVE_NAME.search(source):
            opaque_copy = True  # it may be an archive when it is built, although here it is a pointer of Git LFS
        elif found.name == "ADD" and copying.kind_of_name(source) not in ("file", "folder"):
            added = True
        sources.append(source or "")
    origin = flags.get("from") or ""
    if sources:
        made = Copied(tuple(sources), origin, is_folder, mode, owner, opaque_copy, None, "parents" in flags, added)
        paths.append(PathChange("copy", target, copied=made))
    named = (
        not is_folder and target.rpartition("/")[0] in _BINS
    )  # the target is the program itself, or a folder that is not on PATH
    only_files = is_folder and not (opaque_copy or added) and all(map(is_file_name, sources))
    programs = tuple((_base(source), True) for source in sources if _on_path(target, source, is_folder))
    return Effect(
        programs=((_base(target), True),) if named else programs,
        any_program=_reaches(target, is_folder) and not (named and target not in _BINS) and not only_files,
        any_account=target in _OF_ACCOUNTS,
        paths=tuple(paths),
        any_package=("*",) if _holds_lists(target) else (),
    )


def _somewhere(words: list[str | None]) -> Effect:
    """A COPY into a folder that is not known: of files it brings these alone, by their names or that of the target."""
    files = [word or "" for word in words[:-1]]
    if words[-1] is None or not all(map(is_file_name, files)):
        return _open("/")._replace(any_program=True, any_account=True)
    names = {_base(word) for word in (*files, words[-1])}
    programs = tuple((name, True) for name in sorted(names))
    return _open("/")._replace(programs=programs, any_account=bool(names & {"passwd", "group"}))


def is_file_name(source: str) -> bool:
    """Whether a source is certainly one file, by its name alone."""
    return copying.kind_of_name(source) == "file"


def _base(source: str) -> str:
    return source.rstrip("/").rpartition("/")[2]


_OF_ACCOUNTS = ("/", "/etc", "/etc/passwd", "/etc/group")
_BINS = ("/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")


def _on_path(target: str, source: str, is_folder: bool) -> bool:
    name = _base(source)
    plain = bool(name) and not any(mark in name for mark in "*?[$")
    return plain and target in _BINS and is_folder


def _reaches(target: str, is_folder: bool) -> bool:
    """Whether files other than one with the name of the target may be put into folders on PATH."""
    return (
        any(place == target or place.startswith(target.rstrip("/") + "/") for place in _BINS)
        or (target.rpartition("/")[0] in _BINS)
        or target.rpartition("/")[2] in ("bin", "sbin")
    )
