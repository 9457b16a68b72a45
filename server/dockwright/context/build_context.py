"""The build context of a Dockerfile: built once in the background, queried at each keystroke."""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from dockwright.frozen import frozen

if TYPE_CHECKING:
    from dockwright.context.builds.build_inputs import Given, Named
    from dockwright.context.builds.unread_ignore_files import Unread
    from dockwright.context.contents import Contents, Entry
    from dockwright.context.ignore.reader import Rule
    from dockwright.context.values import Build
    from dockwright.semantics.copying import Kind
    from dockwright.semantics.model import Model

FEWEST_COMMITS = 10
"""With fewer there is no history to speak of."""
WILDCARDS = "*?["

_KINDS: Mapping[bool | None, Kind | None] = {True: "archive", False: "file", None: None}


def _holds(contents: Contents, path: str) -> bool:
    """Whether another context contains something at a path; a pattern may match there."""
    if not path or any(mark in path for mark in WILDCARDS + "\\"):
        return True
    return any(entry.path == path or entry.path.startswith(f"{path}/") for entry in contents.entries)


@frozen
class Fate:
    """The result for one source: how many of its files are sent, and how many each ignore line leaves out."""

    sent: int
    bytes: int
    """Total size of the files that are sent."""
    left_out: tuple[tuple[Rule, int], ...]
    """The lines that leave files out, with the number of files, largest number first."""
    largest: Entry | None = None

    @property
    def exists(self) -> bool:
        return bool(self.sent or self.left_out)


class Context:
    """The indexed files of a context. Immutable by convention; answers are cached."""

    def __init__(
        self,
        contents: Contents,
        *,
        sure: bool,
        origin: str = "",
        others: tuple[Contents, ...] = (),
        doubtful: Callable[[str], bool] = lambda path: False,
        made: Callable[[str], bool] = lambda path: False,
        executable: Callable[[str], bool | None] = lambda path: None,
        place: str = "",
        archives: dict[str, bool | None] | None = None,
        texts: dict[str, str] | None = None,
        heads: dict[str, bytes] | None = None,
        args: Mapping[str, Given] | None = None,
        named: Mapping[str, NamedContext] | None = None,
        bases: Mapping[str, int] | None = None,
        targets: Mapping[str, str] | None = None,
        given: Mapping[str, str] | None = None,
        built_by: str | None = None,
        withheld: Mapping[str, str] | None = None,
        dockerfile: str = "",
        builds: tuple[Build, ...] = (),
        neighbours: tuple[Build, ...] = (),
        unread: Unread | None = None,
    ) -> None:
        self.contents = contents
        self.sure = sure
        """Whether a file defines this context; otherwise it is a guess."""
        self.origin = origin
        """The file that defines it, for the user."""
        self.others = others
        """The other candidates."""
        self.place = place
        """The absolute path of the workspace; "" if there is none."""
        self.args = args or {}
        """The values of ARGs given by the build."""
        self.named_contexts = named or {}
        """The named contexts of the build, by name in lower case."""
        self.archives = archives or {}
        """Whether ADD unpacks a file, for files that were read."""
        self.texts = texts or {}
        """The content of manifests that were read."""
        self.heads = heads or {}
        """The first bytes of files that may be executed, for those that were read."""
        self.bases = bases or {}
        """The base images in the Dockerfiles of the workspace, with the number of files that use each."""
        self.targets = targets or {}
        """The stages that builds select, by name in lower case, with the file that says so."""
        self.given = given or {}
        """The names of ARGs that any build sets, with the file that says so."""
        self.dockerfile = dockerfile
        """The path of the Dockerfile in the workspace."""
        self.builds = builds
        """All builds of the Dockerfile, including those in other contexts."""
        self.neighbours = neighbours
        """The builds of other Dockerfiles that share lines of host files with these."""
        self.built_by = built_by
        """The file that defines everything a build of the Dockerfile gets; "" if nothing builds it, None if other files
        may."""
        self.withheld = withheld or {}
        """The secrets that Compose gives to containers but not to the build, with the file that says so."""
        self.unread = unread
        """An ignore file meant for the Dockerfile that certainly no build reads."""
        self.commits: Sequence[Sequence[str]] | None = None
        """The paths that each of the last commits of git's history changes, where somebody asked for them."""
        self.executable = executable
        """Whether a copy of the file at a cleaned path is executable; None if not known."""
        self._entries, self._paths = contents.ordered
        self._doubtful = doubtful
        self._made = made
        self._fates: dict[str, Fate] = {}
        self.memo: dict[Any, Any] = {}
        """A cache for values that others compute from this context alone."""

    def fate(self, source: str) -> Fate:
        """The result for a source of COPY or ADD."""
        path = clean(source)
        found = self._fates.get(path)
        if found is None:
            if len(self._fates) > 5_000:
                self._fates.clear()
            found = self._fates[path] = _fate(self.named(path))
        return found

    def kind(self, source: str) -> Kind | None:
        """The kind of a source of ADD, from the content of its files; None if they were not read.

        If a pattern matches several files, an archive decides. If the context is a guess, only an archive is reported.
        """
        found = self.likely_kind(source)
        return found if self.sure or found == "archive" else None

    def likely_kind(self, source: str) -> Kind | None:
        """Like `kind`; if the context is a guess, also a file or folder that no other candidate contains."""
        path = clean(source)
        files = {entry.path for entry in self.files(path)}
        kinds: set[Kind | None] = set()
        for entry in self.named(path):
            if entry.rule is None:
                kinds.add(_KINDS[self.archives.get(entry.path)] if entry.path in files else "folder")
        if "archive" in kinds or None in kinds:
            return "archive" if "archive" in kinds else None
        if not self.sure and any(_holds(other, path) for other in self.others):
            return None
        return "file" if "file" in kinds else "folder" if kinds else None

    def located(self, path: str) -> str:
        """The absolute path of a file of the context; empty if the workspace has no path."""
        parts = (self.place.rstrip("/"), self.contents.root, path)
        return "/".join(part for part in parts if part) if self.place else ""

    def files(self, source: str) -> list[Entry]:
        """The files that a source names directly, without those in folders it names."""
        path = clean(source)
        depth = path.count("/")
        return [entry for entry in self.named(path) if entry.path.count("/") <= depth] if path else []

    def named(self, path: str) -> list[Entry]:
        """The files that a cleaned path selects: itself, everything below it, or the matches of its wildcards."""
        if not path:
            return self._entries
        if not any(mark in path for mark in WILDCARDS + "\\"):
            return self._exactly(path) + self._below(path)
        found: list[Entry] | None = self.memo.get(key := ("named", path))
        if found is None:
            if len(self.memo) > 20_000:
                self.memo.clear()
            found = self.memo[key] = self._matching(path)
        return found

    def _matching(self, path: str) -> list[Entry]:
        from dockwright.context.ignore.patterns import compile_pattern

        fixed = path[: min(path.find(mark) for mark in WILDCARDS + "\\" if mark in path)].rpartition("/")[0]
        pattern = compile_pattern(path)
        depth = path.count("/") + 1
        among = self._below(fixed) if fixed else self._entries
        return [entry for entry in among if pattern.matches("/".join(entry.path.split("/")[:depth]))]

    def doubt(self, path: str) -> bool:
        """Whether a path may exist in the build although it is not listed: made by an earlier step, or not visible
        here.
        """
        return self._made(path) or self.unseen(path)

    def unseen(self, path: str) -> bool:
        """Whether a path may exist here although it is not listed or not in git: unreadable, or below a link."""
        parts = path.split("/")
        above = ["/".join(parts[:count]) for count in range(1, len(parts))]
        if any(self._exactly(folder) for folder in above):
            return True
        return self._doubtful(path)

    def nearest(self, path: str) -> list[str]:
        """Similar names: first in another case, then similar ones in the same folder, then the same name in other
        folders.
        """
        found: list[str] | None = self.memo.get(key := ("nearest", path))
        if found is None:
            found = self.memo[key] = self._nearest(path)
        return found

    def _nearest(self, path: str) -> list[str]:
        folder, name = posixpath.split(path)
        names = [name for name, _ in islice(self.children(folder), 5_000)]
        same_case = [found for found in names if found.lower() == name.lower()]
        like = [
            found for found in names if abs(len(found) - len(name)) < 3 and {found[0], found[-1]} & {name[0], name[-1]}
        ]
        from difflib import get_close_matches

        alike = get_close_matches(name, like[:300], 2, 0.75)
        beside = [posixpath.join(folder, found) for found in (*same_case, *alike)]
        at = self._text.find(f"/{name}\n")
        if at >= 0:
            beside.append(self._text[self._text.rfind("\n", 0, at) + 1 : at + 1 + len(name)])
        return list(dict.fromkeys(beside))[:3]

    @cached_property
    def _text(self) -> str:
        """All paths, one per line: searching this is faster than testing each path."""
        return "\n".join(("", *self._paths, ""))

    def elsewhere(self, path: str) -> str | None:
        """Another candidate that contains the path."""
        return next((other.root or "." for other in self.others if any(other.matching(path))), None)

    def children(self, folder: str, prefix: str = "") -> Iterator[tuple[str, bool]]:
        """The names in a folder that begin with a prefix, and whether each is a folder."""
        start = f"{folder}/" if folder else ""
        at = bisect_left(self._paths, start + prefix)
        while at < len(self._paths) and self._paths[at].startswith(start + prefix):
            name, slash, _ = self._paths[at][len(start) :].partition("/")
            yield name, bool(slash)
            # The files of a folder are adjacent: "0" is the character after "/".
            at = bisect_left(self._paths, f"{start}{name}0", at) if slash else at + 1

    def _exactly(self, path: str) -> list[Entry]:
        at = bisect_left(self._paths, path)
        return [self._entries[at]] if at < len(self._paths) and self._paths[at] == path else []

    def _below(self, folder: str) -> list[Entry]:
        # "0" is the character after "/"
        return self._entries[bisect_left(self._paths, f"{folder}/") : bisect_left(self._paths, f"{folder}0")]


class NamedContext(NamedTuple):
    """A named context of the build, and its content if it is a folder of the workspace."""

    given: Named
    context: Context | None


@frozen
class Surroundings:
    """A model and its build context: the argument of rules that check files."""

    model: Model
    context: Context


def clean(source: str) -> str:
    """The path of a source in the context, without `/` at either end; "" for the whole context."""
    return posixpath.normpath("/" + source).strip("/")


def _fate(entries: list[Entry]) -> Fate:
    from collections import Counter

    sent = [entry for entry in entries if entry.rule is None]
    rules = {id(entry.rule): entry.rule for entry in entries if entry.rule is not None}
    lines = Counter(id(entry.rule) for entry in entries if entry.rule is not None)
    largest = max(sent, key=lambda entry: entry.size, default=None)
    return Fate(
        len(sent),
        sum(entry.size for entry in sent),
        tuple((rules[key], count) for key, count in lines.most_common()),
        largest,
    )
