"""Judges moves in a repository by all that its builds take before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from posixpath import dirname, join
from typing import NamedTuple

from dockwright.context.build_context import Context, clean
from dockwright.context.builds import build_inputs
from dockwright.context.builds.discovery import Candidate, ignore_file
from dockwright.context.builds.documentation import KINDS as HINTS
from dockwright.context.builds.readers import reader_of, reads_called_files
from dockwright.context.contents import Contents, contents
from dockwright.context.file_names import is_dockerfile
from dockwright.context.inline_dockerfiles import Held
from dockwright.context.moves.in_definitions import callers
from dockwright.context.moves.moves import Moved, moved
from dockwright.context.moves.paths import Move, after
from dockwright.context.sources import Source, in_named, sources, taken
from dockwright.context.survey import Survey
from dockwright.context.values import Build, Workspace
from dockwright.context.values import join as named_path
from dockwright.embedded.finding import within
from dockwright.semantics.model import Model, analyse
from dockwright.syntax.tree import parse
from host_files import Recorded

Pair = tuple[str, str]


class Built(NamedTuple):
    """What counts of a build."""

    dockerfile: str
    context: str
    name: str
    target: str
    args: tuple[tuple[str, str], ...]
    contexts: tuple[tuple[str, str], ...]


class Taken(NamedTuple):
    """A source as notices name it, with the files that it sends."""

    place: str
    files: frozenset[str]


class Seen(NamedTuple):
    """A Dockerfile in one of its contexts."""

    guessed: bool
    ignored_by: str | None
    taken: list[Taken]


Key = tuple[str, int, str]
"""A Dockerfile's path, its number within a file of another kind or -1, and its context."""


class Judge:
    """A repository before any move."""

    def __init__(self, workspace: Workspace) -> None:
        workspace = Workspace(workspace.files, lru_cache(None)(workspace.read))
        self.workspace = workspace
        self.survey = Survey(Recorded(workspace))
        self.seen = dict(_seen(self.survey))

    @property
    def copied(self) -> list[str]:
        """The files that builds copy, their Dockerfiles, and all folders above these."""
        files = {path for seen in self.seen.values() for one in seen.taken for path in one.files}
        files |= {build.dockerfile for build in self.survey.builds if build.dockerfile in self.workspace.files}
        return sorted(files | above(files))

    @property
    def named(self) -> set[str]:
        """What files of the repository name, with the folders above."""
        found = {path for path in self.workspace.files if path.endswith(("ignore", ".env"))}
        for build in (*self.survey.builds, *self.survey.discovered.inline):
            found |= {build.dockerfile, build.context, build.file}
        for (path, _, context), seen in self.seen.items():
            found |= {path, *(join(context, clean(one.place.split("`")[1])) for one in seen.taken)}
        return found | above(found)

    def answer(self, pairs: Sequence[Pair]) -> Moved:
        """What the program says to a move."""
        return moved(self.survey, pairs, within)

    def wrong(self, pairs: Sequence[Pair], said: Moved) -> list[str]:
        """Where an answer does not say what the builds then are, or says more."""
        move = Move(tuple(pairs))
        then = Survey(Recorded(after(self.workspace, move, said.edits)), previous=self.survey)
        notices = list(said.notices)
        found, lost = self._wrong_builds(move, then, notices)
        now = dict(_seen(then))
        known = {key[0] for key in now}
        for (path, index, context), was in self.seen.items():
            key = move(path), index, move(context)
            own = [notice for notice in notices if notice.startswith(f"{path}:")]
            notices = [notice for notice in notices if not notice.startswith(f"{path}:")] if key not in now else notices
            if key in now:
                found += _wrong_sources(path, was, now[key], move, own)
                if now[key].guessed and not was.guessed and key[0] not in lost:
                    found.append(f"the context of {path} is a guess now")
            # Where no file says the context, another guess is as good, and no Dockerfile is by any name.
            elif key[0] not in lost and not was.guessed and (key[0] in known or is_dockerfile(key[0])):
                found.append(f"{path} is not built in {key[2]!r} any more")
        starts = {one.place for seen in self.seen.values() for one in seen.taken}
        starts |= {f"{path}: the ignore file" for path, _, _ in self.seen}
        return found + [f"nothing for {notice}" for notice in notices if not notice.startswith(tuple(starts))]

    def _wrong_builds(self, move: Move, then: Survey, notices: list[str]) -> tuple[list[str], set[str]]:
        """The files whose builds differ and that are not told, or the other way round; the Dockerfiles of builds that
        differ. Notices about such files are taken out.
        """
        before, now = _builds(self.survey, move), _builds(then, Move(()))
        arrived = {move(path) for path in self.workspace.files if move.takes(path)} - self.workspace.files.keys()
        differs, lost = set(), set()
        for file in before.keys() | now.keys():
            was, will = before.get(file, Counter()), now.get(file, Counter())
            # A file may name a Dockerfile that was not there, and is now; a script names one in each folder that it
            # may be run from.
            more = Counter({one: count for one, count in (will - was).items() if one.dockerfile not in arrived})
            if was - will or more:
                differs.add(file)
                lost |= {one.dockerfile for one in (was - will) + (will - was)}
        places = {move(notice.partition(": ")[0]): notice for notice in notices if ": it " in notice}
        notices[:] = [notice for notice in notices if ": it " not in notice]
        of: dict[str, set[str]] = {}
        back = {move(path): path for path in self.workspace.files}
        called = {back.get(file, file) for file in before}
        for caller, file in callers(self.workspace, called):
            of.setdefault(move(caller), set()).add(move(file))
        if any(map(move.takes, called)):
            calls = _calls(self.workspace, move), _calls(then.workspace, Move(()))
            differs |= {caller for caller, _ in calls[0] - calls[1]}
        found = [
            f"the builds of {file} differ: {sorted((before.get(file, Counter()) - now.get(file, Counter())).keys())}"
            for file in differs
            if file not in places and not any(file in of.get(place, ()) for place in places)
        ]
        for file, notice in places.items():
            # A workflow that calls another is not run from another folder, but what it calls builds the same.
            is_idle = "not read as such" in notice and bool(of.get(file))
            if file not in differs and not of.get(file, set()) & differs and not is_idle:
                found.append(f"nothing for {notice}")
        return found, lost

    def fewest_wrong(self, pairs: Sequence[Pair]) -> tuple[Sequence[Pair], list[str]]:
        """The fewest of some moves that are answered wrongly, with what is wrong; nothing if all are right."""
        wrong = self.wrong(pairs, self.answer(pairs))
        half = len(pairs) // 2
        for part in (pairs[:half], pairs[half:]) if wrong and half else ():
            few = self.fewest_wrong(part)
            if few[1]:
                return few
        return (pairs, wrong) if wrong else ((), [])


def above(paths: set[str]) -> set[str]:
    """The folders above some files."""
    found: set[str] = set()
    for path in paths:
        while (path := dirname(path)) and path not in found:
            found.add(path)
    return found


def _wrong_sources(path: str, was: Seen, now: Seen, move: Move, notices: list[str]) -> Iterator[str]:
    moved_by = move(was.ignored_by) if was.ignored_by else None
    if (moved_by != now.ignored_by) != any(notice.startswith(f"{path}: the ignore file") for notice in notices):
        yield f"the ignore file of {path} was {was.ignored_by} and is {now.ignored_by}"
    differing = set()
    for one, other in zip(was.taken, now.taken, strict=True):
        before = frozenset(map(move, one.files))
        if before == other.files:
            continue
        differing.add(one.place)
        fewer, more = len(before - other.files), len(other.files - before)
        parts = f"{fewer} fewer" if fewer else "", f"{more} more" if more else ""
        said = f"{one.place} takes {' and '.join(filter(None, parts))} of the files"
        if not any(notice.startswith(said) for notice in notices):
            yield f"not told: {said}, such as {min(before ^ other.files)}"
    for one in was.taken:
        if one.place not in differing and any(notice.startswith(f"{one.place} takes") for notice in notices):
            yield f"nothing for {one.place}"


def _builds(survey: Survey, move: Move) -> dict[str, Counter[Built]]:
    """What each file builds, with paths as they are after a move."""
    found: dict[str, Counter[Built]] = {}
    for build in (*survey.builds, *survey.discovered.inline):
        if build.kind not in HINTS:
            found.setdefault(move(build.file), Counter())[_built(build, move)] += 1
    return found


def _calls(workspace: Workspace, move: Move) -> Counter[Pair]:
    """How often each workflow or pipeline gets builds of each other file."""
    found: Counter[Pair] = Counter()
    for path in filter(reads_called_files, workspace.files):
        reader, text = reader_of(path), workspace.read(path)
        for build in reader(path, text, workspace) if reader and text is not None else ():
            found[move(path), move(build.file)] += build.file != path
    return found


def _built(build: Build, move: Move) -> Built:
    contexts = ((name, move(named_path(build.folder, value) or value)) for name, value in build.contexts.items())
    return Built(
        move(build.dockerfile), move(build.context), build.name, build.target, tuple(sorted(build.args.items())),
        tuple(sorted(contexts)),
    )  # fmt: skip


def _seen(survey: Survey) -> Iterator[tuple[Key, Seen]]:
    """Each Dockerfile in each context that a file gives it, or the likeliest."""
    sent: dict[tuple[str, str | None], tuple[Context, dict[str, frozenset[str]]]] = {}

    def files(folder: str, ignored_by: str | None, held: Contents, path: str) -> frozenset[str]:
        index, known = sent.setdefault((folder, ignored_by), (Context(held, sure=True), {}))
        if path not in known:
            named = index.named(clean(path))
            known[path] = frozenset(join(folder, entry.path) for entry in named if entry.rule is None)
        return known[path]

    for path, index, model, held in _dockerfiles(survey):
        options = survey.candidates(path, sources(model.tree), held.value if held else "")
        sure = tuple(one for one in options if one.sure and one.evidence)
        for candidate in sure or options[:1]:
            found = []
            for folder, ignored_by, content, source in _sources(survey, candidate, model):
                start = source.token.span.start
                line = held.line(start) if held else model.tree.text.line_of(start)
                sends = files(folder, ignored_by, content, source.path)
                found.append(Taken(f"{path}:{line + 1}: `{source.path}`", sends))
            seen = Seen(not sure, _ignored_by(survey, candidate), found)
            yield (path, index, candidate.context), seen


def _sources(survey: Survey, candidate: Candidate, model: Model) -> Iterator[tuple[str, str | None, Contents, Source]]:
    own = survey.contents(candidate)
    for source in taken(model):
        yield candidate.context, _ignored_by(survey, candidate), own, source
    named = build_inputs.named(candidate.evidence)
    folders = {name: one.folder for name, one in named.items() if one.folder is not None}
    for name, source in in_named(model, folders):
        path = join(folders[name], ".dockerignore")
        ignored_by = path if survey.workspace.exists(path) else None
        yield folders[name], ignored_by, contents(survey.workspace, folders[name], ignored_by), source


def _ignored_by(survey: Survey, candidate: Candidate) -> str | None:
    return ignore_file(candidate.dockerfile, candidate.context, survey.workspace, candidate.podman)


@lru_cache(20_000)
def _model(text: str) -> Model:
    return analyse(parse(text))


def _dockerfiles(survey: Survey) -> Iterator[tuple[str, int, Model, Held | None]]:
    named = {path for path in survey.workspace.files if is_dockerfile(path)}
    named |= {build.dockerfile for build in survey.builds if build.dockerfile in survey.workspace.files}
    for path in sorted(named):
        if (text := survey.workspace.read(path)) is not None:
            yield path, -1, _model(text), None
    for path in dict.fromkeys(build.file for build in survey.discovered.inline):
        for index, held in enumerate(within(path, survey.workspace.read(path) or "")):
            if held.value:
                yield path, index, _model(held.text), held
