"""The Dockerfiles that a move may touch, those within other files included, each with one of its contexts."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from dockwright.context.builds import build_inputs
from dockwright.context.builds.discovery import Candidate, ignore_file
from dockwright.context.file_names import is_dockerfile
from dockwright.context.inline_dockerfiles import Held, Within
from dockwright.context.moves.paths import Move, relative
from dockwright.context.sources import Source, in_named, sources, taken
from dockwright.context.survey import Survey
from dockwright.context.values import Workspace
from dockwright.frozen import frozen
from dockwright.semantics.model import Model, analyse
from dockwright.syntax.tree import parse


@frozen(eq=False)
class Dockerfile:
    """A Dockerfile in one of its contexts."""

    path: str
    """Of the file that it stands in."""
    model: Model
    candidate: Candidate
    folders: Mapping[str, str]
    """The named contexts that are folders of the workspace, by name in lower case."""
    held: Held | None = None
    index: int = 0
    """Which one of its file it is, where it stands within one."""

    @property
    def contexts(self) -> list[str]:
        """The folders that it takes files from."""
        return list(dict.fromkeys((self.candidate.context, *self.folders.values())))

    def place(self, source: Source) -> str:
        """Where a source stands, for people."""
        offset = source.token.span.start
        line = self.held.line(offset) if self.held else self.model.tree.text.line_of(offset)
        return f"{self.path}:{line + 1}"

    def taken(self, model: Model) -> Iterator[tuple[str, Source]]:
        """Each source with the folder that it counts from, of the file as it is or as it will be."""
        for source in taken(model):
            yield self.candidate.context, source
        for name, source in in_named(model, self.folders):
            yield self.folders[name], source

    def ignore_file(self, context: str, workspace: Workspace, move: Move) -> str | None:
        """The ignore file that counts for one of its contexts, in the workspace before a move or after it."""
        if context == self.candidate.context:
            return ignore_file(move(self.path), move(context), workspace, self.candidate.podman)
        path = posixpath.join(move(context), ".dockerignore")
        return path if workspace.exists(path) else None


def dockerfiles(survey: Survey, within: Within, paths: Iterable[str]) -> Iterator[Dockerfile]:
    """Each with each context that a file gives it, or the likeliest, if one of some paths is in that."""
    paths = list(paths)
    named = {path for path in survey.workspace.files if is_dockerfile(path)}
    named |= {build.dockerfile for build in survey.builds if build.dockerfile in survey.workspace.files}
    for path in sorted(named):
        text = survey.workspace.read(path)
        if text is not None:
            yield from _near(survey, path, text, paths)
    for path in dict.fromkeys(build.file for build in survey.discovered.inline):
        for index, held in enumerate(within(path, survey.workspace.read(path) or "")):
            if held.value:
                yield from _near(survey, path, held.text, paths, held, index)


def _near(
    survey: Survey, path: str, text: str, paths: list[str], held: Held | None = None, index: int = 0
) -> Iterator[Dockerfile]:
    tree = parse(text)
    found = survey.candidates(path, sources(tree), held.value if held else "")
    found = tuple(one for one in found if one.sure) or found[:1]
    model: Model | None = None
    for candidate in found:
        named = build_inputs.named(candidate.evidence)
        folders = {name: one.folder for name, one in named.items() if one.folder is not None}
        contexts = (candidate.context, *folders.values())
        if any(relative(name, context) is not None for name in paths for context in contexts):
            model = model or analyse(tree)
            yield Dockerfile(path, model, candidate, folders, held, index)
