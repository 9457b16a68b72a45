"""A workspace: its files, the builds that they define, and the context of each Dockerfile."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from functools import cached_property, partial, reduce
from operator import or_

from dockwright.context import contents as holding
from dockwright.context.build_context import Context, NamedContext
from dockwright.context.builds import build_inputs
from dockwright.context.builds.bases import bases
from dockwright.context.builds.build_inputs import Named
from dockwright.context.builds.discovery import (
    Candidate,
    Discovered,
    candidates,
    defines_builds,
    disagreement,
    ignore_file,
    survey_builds,
)
from dockwright.context.builds.unread_ignore_files import unread, unused
from dockwright.context.contents import Contents
from dockwright.context.file_facts import Asked, learn
from dockwright.context.file_names import is_dockerfile
from dockwright.context.folder_walk import Listing, updated
from dockwright.context.git import GitIgnores, is_own, submodules
from dockwright.context.ignore import reader
from dockwright.context.ignore.line_effects import IgnoreFacts, below, facts
from dockwright.context.inline_dockerfiles import same_text
from dockwright.context.sources import sources
from dockwright.context.values import NOTHING, Build, Made, Workspace
from dockwright.frozen import replace
from dockwright.syntax.tree import parse

MOST_OTHERS = 3


class Survey:
    """The files and builds of a workspace. Immutable by convention; `changed` returns a new one and reuses what did not
    change.
    """

    def __init__(
        self,
        listing: Listing,
        discovered: Discovered | None = None,
        previous: Survey | None = None,
        texts: Mapping[str, str] | None = None,
        keeps_git: bool = False,
    ) -> None:
        for path in [path for path in listing.files if not path.isascii() and not _is_text(path)]:
            # neither a Dockerfile nor a message to an editor can contain such a name
            del listing.files[path]
        self.listing = listing
        self.texts = texts or {}
        """By path, the unsaved text of files in an editor."""
        self.workspace = Workspace(listing.files, self._read) if self.texts else listing.workspace()
        self.discovered = survey_builds(self.workspace) if discovered is None else discovered
        self.builds = self.discovered.builds
        self.git: GitIgnores = previous.git if previous and keeps_git else GitIgnores(self.workspace)
        self._contents: dict[tuple[str, str | None], Contents] = {}
        self._old = dict(previous._contents) if previous else {}
        self._bases: dict[str, int] | None = previous._bases if previous and discovered is not None else None

    @property
    def bases(self) -> dict[str, int]:
        """The base images in the Dockerfiles of the workspace, with the number of files that use each."""
        if self._bases is None:
            self._bases = bases(self.workspace, filter(is_dockerfile, self.workspace.files))
        return self._bases

    @property
    def notices(self) -> tuple[str, ...]:
        """What limits left out, for the user."""
        partial = f"{self.listing.root} was only read in part: {self.listing.partial}"
        return (*([partial] if self.listing.partial else []), *self.discovered.notices)

    def _read(self, path: str) -> str | None:
        text = self.texts.get(path) if path in self.listing.files else None
        return self.listing.read(path) if text is None else text

    def changed(self, paths: Iterable[str]) -> Survey:
        """The survey after these files were created, changed or deleted; a folder stands for everything in it."""
        paths = list(paths)
        listing = updated(self.listing, paths)
        told = any(self._defines(path) or is_dockerfile(path) for path in paths)
        # a folder may contain any file
        keeps_git = all(path in self.listing.files or path in listing.files for path in paths)
        keeps_git = keeps_git and not any(map(is_own, paths))
        return Survey(listing, None if told else self.discovered, self, self.texts, keeps_git)

    def reading(self, texts: Mapping[str, str]) -> Survey:
        """The survey with other texts for some files: those with unsaved changes in an editor."""
        if texts == self.texts:
            return self
        told = any(self._defines(path) for path in {**self.texts, **texts})
        return Survey(self.listing, None if told else self.discovered, self, texts)

    def _defines(self, path: str) -> bool:
        """Whether a change of a file may change the builds."""
        return path in self.discovered.asked or defines_builds(path)

    def builds_in(self, dockerfile: str, context: str) -> bool:
        """Whether a file defines a build of the Dockerfile with this context."""
        return any((build.dockerfile, build.context) == (dockerfile, context) for build in self.builds)

    def has_folder(self, path: str) -> bool:
        """Whether a folder exists and contains files."""
        return path == "" or any(file.startswith(f"{path}/") for file in self.listing.files)

    def builds_of(self, dockerfile: str, inline: str = "") -> list[Build]:
        """The builds of a Dockerfile, or of an embedded one, given by its value in the language of the file."""
        if not inline:
            return [build for build in self.builds if build.dockerfile == dockerfile]
        told = self.discovered.inline
        return [build for build in told if build.file == dockerfile and same_text(build.inline, inline)]

    def candidates(self, dockerfile: str, wanted: Iterable[str], inline: str = "") -> tuple[Candidate, ...]:
        """The possible contexts of a Dockerfile, the most likely first."""
        return candidates(dockerfile, wanted, self.builds_of(dockerfile, inline), self.workspace)

    def options(
        self, dockerfile: str, wanted: Iterable[str], chosen: str | None = None, build: str = "", inline: str = ""
    ) -> tuple[Candidate, ...]:
        """The candidates; the one that the user selected (a folder, or a build by its name) comes first."""
        found = self.candidates(dockerfile, wanted, inline)
        if chosen is None and build:
            named = (one for one in found if any(build in (told.name, told.label, told.file) for told in one.evidence))
            chosen = next((one.context for one in named), None)
        if chosen is None:
            return found
        there = (candidate for candidate in found if candidate.context == chosen)
        first = replace(next(there, Candidate(dockerfile, chosen, (), True, "chosen")), chosen=True)
        return (first, *(candidate for candidate in found if candidate.context != chosen))

    def context(
        self,
        dockerfile: str,
        wanted: Iterable[str],
        chosen: str | None = None,
        build: str = "",
        into: Asked | None = None,
        inline: str = "",
    ) -> Context:
        """The context of a Dockerfile: the one that the user selected, or the most likely; files in `into` are read."""
        found = self.options(dockerfile, wanted, chosen, build, inline)
        first = found[0]
        told = f"from `{first.evidence[0].label}`" if first.evidence else first.reason
        told += disagreement(found)
        from_git = bool(first.evidence) and all(build.note for build in first.evidence)
        if from_git:
            told += f": {first.evidence[0].note}"
        held = self.contents(first)
        for doubt in (held.undecided, self.listing.partial):
            told += f"; {doubt}" if doubt else ""
        # If files define several contexts, only one that the user selected is certain.
        sure = first.chosen or (first.sure and len(found) == 1 and not from_git)
        builds = self.builds_of(dockerfile, inline)
        made = reduce(or_, (build.made for build in first.evidence), NOTHING)
        context = Context(
            held,
            targets={build.target.lower(): build.label for build in builds if build.target},
            withheld=build_inputs.withheld(builds),
            dockerfile=dockerfile,
            builds=tuple(builds),
            neighbours=tuple(build_inputs.neighbours(dockerfile, builds, self.builds)),
            given={name: build.label for build in builds for name in build.args},
            built_by=self._built_by(builds),
            sure=sure and not self.listing.partial and not held.undecided,
            origin=told,
            others=tuple(self.contents(other) for other in found[: MOST_OTHERS + 1] if other != first),
            doubtful=partial(self._doubtful, first.context),
            made=partial(_may_hold, made, first.context),
            executable=partial(self._executable, first.context, made),
            place=str(self.listing.root),
            bases=self.bases,
            unread=None
            if inline or not sure
            else unread(dockerfile, first.context, first.podman, self.builds, self.workspace),
            args=build_inputs.arguments(first.evidence),
            named={
                name: NamedContext(found, self._named(found, made))
                for name, found in build_inputs.named(first.evidence).items()
            },
        )
        if into is not None:
            root = f"{first.context}/" if first.context else ""
            read, head = self.workspace.read, self.listing.head
            learn(context, into, lambda path, most: head(root + path, most), lambda path: read(root + path))
        return context

    def _built_by(self, builds: list[Build]) -> str | None:
        if self.listing.partial:
            return None
        if builds:
            return builds[0].label if all(build.kind == "compose" for build in builds) else None
        return "" if self._holds_one_dockerfile and not self.builds else None

    @cached_property
    def _holds_one_dockerfile(self) -> bool:
        """Whether it is a whole repository with a single Dockerfile, and no other file that could build it."""
        files = [path for path in self.workspace.files if not path.startswith(".git/")]
        is_whole = ".git" in files or len(files) < len(self.workspace.files)
        return is_whole and sum(is_dockerfile(path) or defines_builds(path) for path in files) == 1

    def _named(self, named: Named, made: Made) -> Context | None:
        folder = named.folder
        if folder is None or not (folder == "" or any(path.startswith(f"{folder}/") for path in self.workspace.files)):
            return None
        ignored_by = posixpath.join(folder, ".dockerignore")
        held = self._held(folder, ignored_by if self.workspace.exists(ignored_by) else None)
        doubtful = partial(self._doubtful, folder)
        sure = not self.listing.partial and not held.undecided
        return Context(
            held,
            sure=sure,
            origin=f"from `{named.label}`",
            doubtful=doubtful,
            made=partial(_may_hold, made, folder),
            place=str(self.listing.root),
        )

    def ignored_folder(self, path: str) -> str:
        """The context of an ignore file: its folder, or the context of the Dockerfile that it belongs to."""
        folder, name = posixpath.split(path)
        own = name.removesuffix(".dockerignore").removesuffix(".containerignore")
        dockerfile = posixpath.join(folder, own)
        if not own or (text := self.workspace.read(dockerfile)) is None:
            return folder
        return self.candidates(dockerfile, sources(parse(text)))[0].context

    def ignore_facts(self, path: str, text: str) -> IgnoreFacts:
        """Facts about an ignore file with this text."""
        folder = self.ignored_folder(path)
        files = below(self.workspace.files, folder)
        entries = tuple(holding.Entry(name, size, None) for name, size in files.items())
        shown = Context(Contents(folder, None, entries), sure=True)
        return IgnoreFacts(facts(reader.read(text, path), files), shown, unused(path, self.builds, self.workspace))

    def ignored(self, path: str) -> Contents:
        """The files of the context of an ignore file, with this text applied."""
        return self._held(self.ignored_folder(path), path)

    def contents(self, candidate: Candidate) -> Contents:
        """The files of a candidate, with its ignore file applied."""
        folder = candidate.context
        return self._held(folder, ignore_file(candidate.dockerfile, folder, self.workspace, candidate.podman))

    def _held(self, folder: str, ignored_by: str | None) -> Contents:
        found = self._contents.get((folder, ignored_by))
        if found is None:
            old = self._old.pop((folder, ignored_by), None)
            found = self._contents[folder, ignored_by] = holding.contents(self.workspace, folder, ignored_by, old)
        return found

    def _executable(self, context: str, made: Made, path: str) -> bool | None:
        whole = posixpath.join(context, path)
        # Earlier steps may change the ignore file if it is known that they do; unknown steps hardly ever do.
        return None if replace(made, unknown="").may_hold(whole) else self.listing.executable(whole)

    @cached_property
    def _empty_submodules(self) -> frozenset[str]:
        found = submodules(self.workspace)
        full = {
            path
            for path in found
            if any(file.startswith(f"{path}/") and file != f"{path}/.git" for file in self.listing.files)
        }
        return found - full

    def doubtful(self, path: str) -> bool:
        """Whether a path may exist although it is not listed: unreadable, in a submodule, or generated and ignored by
        git.
        """
        return self._doubtful("", path)

    def _doubtful(self, context: str, path: str) -> bool:
        whole = posixpath.join(context, path)
        above = whole
        while above:
            if above in self.listing.unreadable or above in self._empty_submodules:
                return True
            above = posixpath.dirname(above)
        return bool(self.listing.partial) or self.git.ignores(whole)


def _may_hold(made: Made, context: str, path: str) -> bool:
    """Whether commands before a build may have created a path of its context."""
    return bool(made) and made.may_hold(posixpath.join(context, path))


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
