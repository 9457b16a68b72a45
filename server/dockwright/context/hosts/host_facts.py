"""Facts about a host file: its builds and the Dockerfiles they name. Made in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from dockwright.context.builds.discovery import read_builds
from dockwright.context.builds.readers import reader_of
from dockwright.context.hosts.kinds import KINDS
from dockwright.context.hosts.name_readers import names_in, unknown_in
from dockwright.context.hosts.names import NOTHING, Names, Used
from dockwright.context.inline_dockerfiles import Held, Within, nothing_within, same_text
from dockwright.context.survey import Survey
from dockwright.context.values import Build, Workspace
from dockwright.frozen import field, frozen, replace
from dockwright.semantics.model import Model, analyse
from dockwright.syntax.tree import parse

LARGEST = 500_000


@frozen(eq=False)
class HostFacts:
    """A host file with the builds that it contributes to."""

    path: str
    text: str
    """The text that the ranges of the builds refer to."""
    builds: tuple[Build, ...]
    others: tuple[Build, ...]
    """All builds of the workspace."""
    models: Mapping[str, Model]
    """The Dockerfiles that are there, by path; those within the file by what `key` gives."""
    held: Mapping[str, Held]
    """Those within the file."""
    place: str
    """The absolute path of the workspace."""
    exists: Callable[[str], bool]
    """Whether a file or folder exists."""
    doubtful: Callable[[str], bool]
    """Whether one may exist although it is not listed."""
    children: Callable[[str], Iterator[str]]
    """The names in a folder, with a trailing `/` for folders."""
    names: Names = NOTHING
    """What its builds are called, and where one names another."""
    unknown: Mapping[Used, bool] = field(default_factory=dict)
    """The names that nothing defines, each with whether that is certain."""
    memo: dict[str, Any] = field(default_factory=dict)
    """A cache for values that others compute from these facts alone."""


def key(path: str, index: int) -> str:
    """What stands for the path of a Dockerfile within a file."""
    return f"{path}#{index + 1}"


def host_facts(
    survey: Survey, path: str, text: str, texts: Mapping[str, str], within: Within = nothing_within
) -> HostFacts:
    """The facts of a file with this text; `texts` are Dockerfiles and host files with unsaved changes in editors."""
    workspace = survey.workspace

    def read(other: str) -> str | None:
        return text if other == path else texts[other] if other in texts else workspace.read(other)

    reader = reader_of(path) if len(text) <= LARGEST else None
    seen = Workspace({**workspace.files, path: len(text)}, read)
    own = [each for each in read_builds(reader, path, text, seen, seen) if each.kind in KINDS] if reader else []
    made = {(build.file, build.name, build.dockerfile): build.made for build in survey.builds}
    own = [replace(each, made=each.made | made.get((each.file, each.name, each.dockerfile), each.made)) for each in own]
    # Builds of other files may refer to this one: their ranges are valid as long as its text is the same.
    same = workspace.read(path) == text
    own += [build for build in survey.builds if same and build.read_from != path and _speaks_of(build, path)]
    held = {key(path, index): one for index, one in enumerate(within(path, text)) if one.value}
    own = [found for build in own if _speaks_of(build, path) and (found := _of_its_own(build, path, held)) is not None]
    dockerfiles = dict.fromkeys(build.dockerfile for build in own)
    read_texts = {each: held[each].text if each in held else read(each) for each in dockerfiles}
    names = names_in(path, text, seen) if reader else NOTHING
    return HostFacts(
        path,
        text,
        tuple(own),
        survey.builds,
        {each: analyse(parse(found)) for each, found in read_texts.items() if found is not None},
        held,
        str(survey.listing.root),
        lambda place: workspace.exists(place) or survey.has_folder(place),
        survey.doubtful,
        partial(_children, sorted(workspace.files)),
        names,
        unknown_in(names, path, text, seen) if not survey.listing.partial else {},
    )


def _of_its_own(build: Build, path: str, held: Mapping[str, Held]) -> Build | None:
    """A build with what stands for its Dockerfile where that is within the file; None where it is not read there."""
    if not build.inline:
        return build
    found = (each for each, one in held.items() if build.file == path and same_text(one.value, build.inline))
    return replace(build, dockerfile=name) if (name := next(found, None)) else None


def _speaks_of(build: Build, path: str) -> bool:
    return any(reference.file == path for reference in build.references)


def _children(files: list[str], folder: str) -> Iterator[str]:
    start = f"{folder}/" if folder else ""
    found = (path[len(start) :].partition("/") for path in files if path.startswith(start))
    yield from dict.fromkeys(name + slash for name, slash, _ in found)
