"""Discovers builds: the Dockerfiles and contexts in the files of a workspace, and guesses if nothing defines one."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dockwright.context.builds.command_places import named_in_command
from dockwright.context.builds.documentation import KINDS as HINTS
from dockwright.context.builds.documentation import hints
from dockwright.context.builds.earlier import callers
from dockwright.context.builds.readers import Reader, is_certain, reader_of
from dockwright.context.file_names import is_dockerfile
from dockwright.context.values import Build, Made, Workspace
from dockwright.frozen import frozen, replace
from dockwright.semantics.suggestions import mistyped
from dockwright.text import Text

MOST_FILES = 5_000
LARGEST_FILE = 2_000_000
LARGEST_OTHER = 200_000
"""Size limit for files that are not recognized by name."""
_RANK = {
    "compose": 0,
    "tilt": 1,
    "bake": 0,
    "devcontainer": 0,
    "workflow": 1,
    "pipeline": 2,
    "described": 2,
    "makefile": 3,
    "script": 4,
    "package": 4,
    "comment": 5,
    "doc": 6,
}


@frozen
class Candidate:
    """A possible context of a Dockerfile with the builds that define it, the strongest evidence first."""

    dockerfile: str
    context: str
    evidence: tuple[Build, ...]
    sure: bool
    """Whether a file defines it; otherwise it is a guess, and no finding may depend on it."""
    reason: str = ""
    """Why it was guessed."""
    chosen: bool = False
    """Whether the user selected it."""

    @property
    def podman(self) -> bool:
        """Whether Podman or Buildah builds it, as far as known."""
        name = posixpath.basename(self.dockerfile).lower()
        return all(build.podman for build in self.evidence) and (bool(self.evidence) or "containerfile" in name)


_PROJECTS = (
    "package.json", "go.mod", "requirements.txt", "pyproject.toml", "setup.py", "pom.xml", "build.gradle",
    "build.gradle.kts", "Cargo.toml", "composer.json", "Gemfile", "mix.exs", "CMakeLists.txt",
)  # fmt: skip
"""Files at the top of a project, whose Dockerfile there copies all of it."""


class Discovered(NamedTuple):
    """The builds that the files of a workspace define."""

    builds: tuple[Build, ...]
    asked: frozenset[str]
    """The files that were read or looked for: a change of one may change the result."""
    notices: tuple[str, ...]
    """What was left out, and why."""
    inline: tuple[Build, ...] = ()
    """Builds of Dockerfiles that are embedded in the file that defines the build."""


def discover(workspace: Workspace) -> tuple[Build, ...]:
    """Every build of a separate Dockerfile that the files of the workspace define."""
    return survey_builds(workspace).builds


def survey_builds(workspace: Workspace) -> Discovered:
    """Every build that the files define, and for Dockerfiles without one, those in documentation."""
    asked: set[str] = set()
    notices: dict[str, None] = {}

    def read(path: str) -> str | None:
        asked.add(path)
        return workspace.read(path)

    def tell(said: str) -> None:
        notices[said] = None
        workspace.tell(said)

    before: dict[str, Made] = {}
    heard = Workspace(workspace.files, read, tell, asked, before)
    found: dict[tuple[object, ...], Build] = {}
    told = [(path, reader) for path in workspace.files if (reader := reader_of(path)) is not None]
    told.sort(key=lambda pair: (not is_certain(pair[0]), pair[0].count("/")))
    if len(told) > MOST_FILES and is_certain(told[MOST_FILES][0]):
        tell(f"more than {MOST_FILES:,} files may define builds; only those nearest to the root are read")
    for path, reader in told[:MOST_FILES]:
        most = LARGEST_FILE if is_certain(path) else LARGEST_OTHER
        if workspace.files[path] > most:
            if is_certain(path):
                tell(f"{path}: not read, larger than {most // 1_000_000} MB")
        elif (text := read(path)) is not None:
            for build in read_builds(reader, path, text, workspace, heard):
                key = (build.kind, build.dockerfile, build.context, build.file, build.line, build.name, build.target)
                known = found.setdefault(key, build)
                if known is not build:
                    places = tuple(dict.fromkeys((*known.references, *build.references)))
                    found[key] = replace(known, made=known.made | build.made, references=places)
    every = [callers.applied(build, before) for build in found.values()]
    builds, inline = [one for one in every if not one.inline], tuple(one for one in every if one.inline)
    built = {build.dockerfile for build in builds}
    builds += hints({path for path in workspace.files if is_dockerfile(path)} - built, heard)
    return Discovered(tuple(builds), frozenset(asked), tuple(notices), inline)


def read_builds(reader: Reader, path: str, text: str, workspace: Workspace, heard: Workspace) -> Iterator[Build]:
    """The builds that reading a file gives, with the files that are there, and with what their commands name."""
    lines: Text | None = None
    for build in reader(path, text, heard):
        references = build.references
        if not references and build.file == path and "\r" not in text:
            lines = lines or Text.of(text)
            references = named_in_command(build, lines)
        yield replace(there(workspace, build), read_from=path, references=references)


def there(workspace: Workspace, build: Build) -> Build:
    """The build with the file that is used if there is no `Dockerfile`."""
    folder, name = posixpath.split(build.dockerfile)
    if name != "Dockerfile" or build.dockerfile in workspace.files:
        return build
    others = (posixpath.join(folder, other) for other in ("dockerfile", *(["Containerfile"] if build.podman else [])))
    other = next(filter(workspace.files.__contains__, others), None)
    return build if other is None else replace(build, dockerfile=other)


def defines_builds(path: str) -> bool:
    """Whether a file of this name may define builds."""
    return reader_of(path) is not None


def candidates(
    dockerfile: str, sources: Iterable[str], builds: Iterable[Build], workspace: Workspace
) -> tuple[Candidate, ...]:
    """The possible contexts of a Dockerfile, the most likely first; `sources` are those of its COPY and ADD."""
    by_context: dict[str, list[Build]] = {}
    for build in builds:
        if build.dockerfile == dockerfile:
            by_context.setdefault(build.context, []).append(build)
    wanted = [clean for source in sources if (clean := _literal(source))]
    told = [
        Candidate(dockerfile, context, tuple(sorted(found, key=lambda build: _RANK.get(build.kind, 9))), True)
        for context, found in by_context.items()
    ]

    def order(candidate: Candidate) -> tuple[float, int, int]:
        present = _present(candidate.context, wanted, workspace)
        return -present, _RANK.get(candidate.evidence[0].kind, 9), -len(candidate.evidence)

    told.sort(key=order)
    if told and not all(build.kind in HINTS for candidate in told for build in candidate.evidence):
        return tuple(told)
    guess = _guess(dockerfile, wanted, workspace)
    said = [replace(candidate, sure=False, reason=f"from `{candidate.evidence[0].label}`") for candidate in told]
    if not said or order(said[0])[0] > -_present(guess.context, wanted, workspace):
        return (guess, *(candidate for candidate in said if candidate.context != guess.context))
    return tuple(said)


def disagreement(found: tuple[Candidate, ...]) -> str:
    """The other builds of a Dockerfile with other contexts, unless the user selected one; else empty."""
    first, *others = found
    told = [other for other in others if other.evidence and other.sure]
    if first.chosen or not first.sure or not told:
        return ""
    said = " and ".join(f"`{other.evidence[0].label}` uses `{other.context or '.'}`" for other in told[:2])
    return f", while {said}" + (f" and {len(told) - 2} more use others" if len(told) > 2 else "")


def ignore_file(dockerfile: str, context: str, workspace: Workspace, podman: bool = False) -> str | None:
    """The ignore file that the builder reads for a Dockerfile and context; None if there is none."""
    names = (".containerignore", ".dockerignore") if podman else (".dockerignore",)
    places = [dockerfile + name for name in names] + [posixpath.join(context, name) for name in names]
    return next(filter(workspace.exists, places), None)


def _guess(dockerfile: str, wanted: list[str], workspace: Workspace) -> Candidate:
    own = posixpath.dirname(dockerfile)
    above = [own]
    while above[-1]:
        above.append(posixpath.dirname(above[-1]))
    present = {folder: _present(folder, wanted, workspace) for folder in above}
    best = max(above, key=present.__getitem__)
    if wanted and present[best] > 0:
        # Of 150 Dockerfiles whose folder alone has all sources, none is built with another context.
        others_have_less = all(present[folder] < present[own] for folder in above[1:])
        if best == own and others_have_less and not (present[own] < 1 and _missing(own, wanted, workspace)):
            return Candidate(dockerfile, own, (), True, "the folder of the Dockerfile, which alone has its sources")
        return Candidate(dockerfile, best, (), False, "the nearest folder with most of the sources")
    if not own and not wanted and any(map(workspace.exists, _PROJECTS)):
        return Candidate(dockerfile, own, (), True, "the folder of the Dockerfile and of the project")
    return Candidate(dockerfile, own, (), False, "the folder of the Dockerfile")


def _present(context: str, wanted: list[str], workspace: Workspace) -> float:
    if not wanted:
        return 0.0
    return sum(_exists(posixpath.join(context, source), workspace) for source in wanted) / len(wanted)


def _missing(context: str, wanted: list[str], workspace: Workspace) -> bool:
    """Whether a folder lacks a source and has no file with a name of which that may be a misspelling."""
    missing = [path for path in (posixpath.join(context, one) for one in wanted) if not _exists(path, workspace)]
    beside: dict[str, set[str]] = {posixpath.dirname(path): set() for path in missing}
    for file in workspace.files if missing else ():
        folder, name = posixpath.split(file)
        if folder in beside:
            beside[folder].add(name)
    return not all(mistyped(posixpath.basename(path), beside[posixpath.dirname(path)]) for path in missing)


def _exists(path: str, workspace: Workspace) -> bool:
    if not any(mark in path for mark in "*?["):
        return path in workspace.files or path in workspace.folders
    # only folders before the first wildcard are tested: that is enough for a guess
    fixed = re.split(r"[*?\[]", path, maxsplit=1)[0].rpartition("/")[0]
    depth = path.count("/")
    names = (
        name for name in (*workspace.files, *workspace.folders) if name.startswith(fixed) and name.count("/") == depth
    )
    pattern = re.compile(fnmatch.translate(path)) if path.count("*") <= 3 else None
    return any(pattern.match(name) for name in names) if pattern else fixed in workspace.folders


def _literal(source: str) -> str:
    if "$" in source or "://" in source or source.startswith("<<"):
        return ""
    clean = posixpath.normpath("/" + source.replace("\\", "/")).strip("/")
    return "" if clean == "." else clean
