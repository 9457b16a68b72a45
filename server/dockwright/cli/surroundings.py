"""The build contexts of checked files: each repository is read once, within limits."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dockwright.context.folder_walk import walk

if TYPE_CHECKING:
    from dockwright.cli.jobs import Job
    from dockwright.context.build_context import Context
    from dockwright.context.folder_walk import Listing
    from dockwright.context.survey import Survey
    from dockwright.syntax.tree import Tree

MOST_FILES = 100_000
SECONDS = 4.0
"""Time limit in seconds for a walk without explicit request. Files it did not see are not reported missing."""

MOST_ROOTS = 4
_LISTINGS: dict[tuple[str, bool], Listing] = {}


def root_of(name: str, paths: Iterable[str]) -> str:
    """The folder with the files that define the build of a file: its repository, else the working directory, else an
    argument.
    """
    return _root_of_folder(os.path.split(name)[0], os.getcwd(), tuple(paths))  # noqa: PTH109


@lru_cache(maxsize=10_000)
def _root_of_folder(name: str, here: str, paths: tuple[str, ...]) -> str:
    folder = Path(here, name)
    top = next((str(above) for above in (folder, *folder.parents) if (above / ".git").exists()), "")
    if top:
        return top
    folders = [Path(here), *(named for path in paths if (named := Path(here, path)).is_dir())]
    return str(next((above for above in folders if folder.is_relative_to(above)), folder))


def stamp(root: str, whole: bool, besides: Path, told: Callable[[int], None] | None = None) -> str:
    """Depends on the content of a folder; `besides` are our own files, which change all the time, as git's do."""
    read = listing(root, whole, told)
    own = besides.absolute()
    own_folder = own.relative_to(read.root).as_posix() if own.is_relative_to(read.root) else None
    mark = len(read.unreadable)
    for folder, found in read.marks.items():
        # Git's own files change all the time; this one does where another commit is checked out.
        of_git = "/.git/" in f"/{folder}/" and not f"/{folder}".endswith("/.git/logs")
        if not of_git and (own_folder is None or not f"{folder}/".startswith(f"{own_folder}/")):
            mark ^= found
    return f"{root} {mark} {read.partial}"


def forget() -> None:
    """Clear the cache."""
    survey.cache_clear()
    survey_in_git.cache_clear()
    _root_of_folder.cache_clear()
    _LISTINGS.clear()


def context(job: Job, around: Survey | None = None, tree: Tree | None = None) -> Context | None:
    """The build context of a file, in its folder or in what else is said to be around it; None where not known well.

    The tree is that of the file, if it is parsed already.
    """
    from dockwright.context.file_facts import asked
    from dockwright.context.sources import sources
    from dockwright.syntax.tree import parse

    found = survey(job.root, job.unsure) if around is None else around
    root = found.listing.root
    path = Path(job.name).resolve()
    if not path.is_relative_to(root):
        return None
    chosen = Path(job.context).resolve().relative_to(root).as_posix() if job.context else None
    tree = parse(job.source) if tree is None else tree
    wanted = sources(tree) if chosen is None else ()
    given = "" if chosen == "." else chosen
    name = path.relative_to(root).as_posix()
    if job.value and chosen is None and not found.builds_of(name, job.value):
        return None
    held = found.context(name, wanted, given, into=asked(tree), inline=job.value)
    return held if held.sure or job.unsure else None


def refusal(folder: str, roots: Sequence[str]) -> str:
    """Why a folder cannot be the context of files with these roots; empty if it can."""
    place = Path(folder)
    if not place.is_dir():
        return f"`{folder}` is not a folder; name files before `--context`, or write `--context=FOLDER`"
    outside = next((root for root in roots if not place.resolve().is_relative_to(Path(root).resolve())), None)
    return f"build context `{folder}` is not inside `{outside}`, where the checked files are" if outside else ""


@lru_cache(maxsize=4)
def survey(root: str, whole: bool) -> Survey:
    """The survey of a folder. Created before processes are forked, so that they share it."""
    from dockwright.context.survey import Survey

    return Survey(listing(root, whole))


@lru_cache(maxsize=4)
def survey_in_git(root: str, revision: str) -> Survey | None:
    """What a commit has; without one, what is in a folder and not ignored by git. None where git does not tell."""
    from dockwright.context.git_tree import committed, without_ignored
    from dockwright.context.survey import Survey

    today = listing(root, True)
    found = committed(today.root, revision, today) if revision else without_ignored(today)
    return None if found is None else Survey(found)


def listing(root: str, whole: bool, told: Callable[[int], None] | None = None) -> Listing:
    """The files of a folder, read once; `told` is called with their number so far."""
    found = _LISTINGS.get((root, whole))
    if found is None:
        if len(_LISTINGS) >= MOST_ROOTS:
            _LISTINGS.clear()
        place = Path(root)
        found = walk(place, told=told) if whole else walk(place, MOST_FILES, SECONDS, told)
        _LISTINGS[root, whole] = found
    return found
