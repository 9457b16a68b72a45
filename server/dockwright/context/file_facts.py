"""The content of the few files of a context that a Dockerfile refers to; read in the background."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dockwright.context.archives import NEEDED, is_archive
from dockwright.lazy import pattern

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.context.contents import Contents
    from dockwright.syntax.tree import Tree

MOST_FILES = 60
"""Maximum number of files read for one Dockerfile."""
LARGEST_TEXT = 300_000
LARGEST_SCRIPT = 100_000
HEAD = 4_096
"""Number of bytes read of a script."""
_SCRIPT = pattern(r"(?:\./|/)?([\w.+-]+\.(?:sh|bash|ash|py|pl|rb|js))\b|\./([\w.+-]+)")
_WORD = pattern(r"([\w.+-]*[A-Za-z][\w.+-]*)")
_WHOLE = frozenset({".", "./", "/", "*", "./*"})
_INSTALL = pattern(r"\b(?:npm|yarn|pnpm|pip3?|bundle|composer|go|poetry)\b")
_GO = pattern(r"\bgo[ \t]+build\b")
_MANIFEST = pattern(
    r"(?:package\.json|requirements[\w.-]*\.txt|pyproject\.toml|Cargo\.(?:toml|lock)|go\.(?:mod|work)|composer\.json"
    r"|Gemfile|pom\.xml|[\w.-]+\.(?:cs|fs|vb)proj|\.ruby-version|(?:next|vite|vue)\.config\.\w+)\Z"
)
"""Files that define what a package manager installs."""


class Asked(NamedTuple):
    """The sources of a Dockerfile whose content matters."""

    added: tuple[str, ...] = ()
    """The sources of ADD, and of COPY if they may be archives."""
    copied: tuple[str, ...] = ()
    """The sources of COPY, which may be folders with manifests."""
    run: tuple[str, ...] = ()
    """The names of files that RUN, CMD and the like may execute."""
    go: bool = False
    """Whether Go programs are built, so that their imports matter."""
    history: bool = False
    """Whether dependencies are installed after all files are copied, so that it matters how often these change."""


def asked(tree: Tree) -> Asked:
    """The files that a Dockerfile gives a reason to read."""
    added: dict[str, None] = {}
    copied: dict[str, None] = {}
    for instruction in tree.all("ADD", "COPY"):
        if instruction.flag("from") or instruction.problems:
            continue
        for token in instruction.arguments[:-1]:
            if "$" not in token.value and "://" not in token.value:
                (added if instruction.name == "ADD" else copied)[token.value] = None
    run: dict[str, None] = {}
    for instruction in tree.all("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"):
        words = _SCRIPT if instruction.name == "RUN" else _WORD
        for match in words.finditer(instruction.unit.text[:LARGEST_TEXT]):
            run[match[match.lastindex or 1]] = None
    is_go = any(_GO.search(instruction.unit.text) for instruction in tree.all("RUN"))
    whole = [one.start for one in tree.all("ADD", "COPY") if any(each.value in _WHOLE for each in one.arguments)]
    installs = [one.start for one in tree.all("RUN") if _INSTALL.search(one.unit.text)] if whole else []
    late = bool(installs) and installs[-1] > whole[0]
    return Asked(tuple(added), tuple(copied), tuple(run)[:MOST_FILES], is_go, late)


def learn(
    context: Context, wanted: Asked, head: Callable[[str, int], bytes | None], text: Callable[[str], str | None]
) -> None:
    """Read the files and store their content in the context, which is not shared with other threads yet."""
    if wanted.history and context.place:
        from dockwright.context.git_history import recent

        context.commits = recent(Path(context.place, context.contents.root))
    for path in _first(_files(context, wanted.added)):
        data = head(path, NEEDED)
        context.archives[path] = None if data is None else is_archive(data)
    named = (*wanted.added, *wanted.copied)
    for path in (*_first(_manifests(context, named)), *_first(_telling(context, named))):
        found = text(path)
        if found is not None and len(found) <= LARGEST_TEXT:
            context.texts[path] = found
    for path in (*_first(_scripts(context, wanted)), *_first(_go_files(context) if wanted.go else iter(()))):
        data = head(path, HEAD)
        if data is not None:
            context.heads[path] = data


def _scripts(context: Context, wanted: Asked) -> Iterator[str]:
    """The files that are executed by name, and those that a COPY or ADD names directly, except for large ones."""
    names = frozenset(wanted.run)
    sources = (*wanted.copied, *wanted.added)
    named = [entry for source in sources for entry in context.files(source)]
    by_name = _by_name(context.contents)
    called = sorted(place for name in names for place in by_name.get(name, ()))
    for entry in (*named, *(context.contents.entries[place] for place in called)):
        if entry.rule is None and entry.size <= LARGEST_SCRIPT and "node_modules/" not in entry.path:
            yield entry.path


def _by_name(contents: Contents) -> dict[str, list[int]]:
    """The places of files among the entries, by their names."""
    found: dict[str, list[int]] | None = contents.memo.get("names")
    if found is None:
        found = contents.memo["names"] = {}
        for place, entry in enumerate(contents.entries):
            found.setdefault(entry.path.rpartition("/")[2], []).append(place)
    return found


def _go_files(context: Context) -> Iterator[str]:
    """Those nearest to the root first."""
    names = [entry for entry in context.contents.entries if entry.path.endswith(".go") and entry.rule is None]
    for entry in sorted(names, key=lambda entry: entry.path.count("/")):
        if not entry.path.endswith("_test.go") and "vendor/" not in entry.path and entry.size <= LARGEST_SCRIPT:
            yield entry.path


def _first(paths: Iterator[str]) -> Iterator[str]:
    for _, path in zip(range(MOST_FILES), dict.fromkeys(paths), strict=False):
        yield path


def _files(context: Context, sources: tuple[str, ...]) -> Iterator[str]:
    for source in sources:
        yield from (entry.path for entry in context.files(source) if entry.rule is None)


def _telling(context: Context, sources: tuple[str, ...]) -> Iterator[str]:
    """The files that may contain secrets, if reading them can tell."""
    from dockwright.context.outline import is_telling
    from dockwright.context.unwanted_files import secrets

    for source in sources:
        yield from (secret.path for secret in secrets(context, source) if is_telling(secret.path))


def _manifests(context: Context, sources: tuple[str, ...]) -> Iterator[str]:
    """The manifests at the root, which describe the project, and those in copied folders."""
    from dockwright.context.build_context import clean

    kept: dict[str, list[str]] = context.contents.memo.setdefault("manifests", {})
    for folder in ("", *map(clean, sources)):
        if folder not in kept:
            names = [name for name, is_folder in context.children(folder) if not is_folder]
            kept[folder] = [posixpath.join(folder, name) for name in names if _MANIFEST.match(name)]
        yield from kept[folder]
