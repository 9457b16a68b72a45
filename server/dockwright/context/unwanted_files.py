"""Files that images rarely need and a copy of a whole folder includes: histories, packages, caches, secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dockwright.context.build_context import Context, clean

if TYPE_CHECKING:
    from dockwright.context.contents import Entry

FOLDERS = frozenset(
    {".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", ".mypy_cache", ".pytest_cache"}
    | {".terraform", ".idea"}
)
"""Histories of repositories; packages, compiled files, caches and plugins of this machine; settings of an editor."""
_SAMPLES = ("test", "tests", "testdata", "fixtures", "examples", "example", "samples", "docs", "__tests__", "spec")


class UnwantedFolder(NamedTuple):
    """A folder or file that is sent unnecessarily."""

    path: str
    files: int
    bytes: int


class Secret(NamedTuple):
    """A file that looks like a secret and is sent."""

    path: str
    why: str
    likely: bool
    """False if it is committed with the sources, and so may be harmless."""


def unwanted_folders(context: Context, source: str) -> tuple[UnwantedFolder, ...]:
    """The folders below a source that images rarely need, largest first; one entry for equal names."""
    found: tuple[UnwantedFolder, ...] | None = context.memo.get(key := ("unwanted_folders", clean(source)))
    if found is None:
        counted: dict[str, list[int]] = {}
        for entry in context.named(clean(source)):
            if entry.rule is None:
                name = next((part for part in entry.path.split("/")[:-1] if part in FOLDERS), None)
                if name is not None:
                    count = counted.setdefault(name, [0, 0])
                    count[0] += 1
                    count[1] += entry.size
        most = sorted(counted.items(), key=lambda item: -item[1][1])
        found = tuple(UnwantedFolder(name, files, size) for name, (files, size) in most)
        context.memo[key] = found
    return found


def secrets(context: Context, source: str) -> tuple[Secret, ...]:
    """The files below a source that look like secrets, without samples and files that were read and contain none."""
    from dockwright.context.outline import holds_none, is_telling

    def harmless(path: str) -> bool:
        text = context.texts.get(path) if is_telling(path) else None
        return text is not None and holds_none(path, text)

    return tuple(secret for secret in _by_name(context, source) if not harmless(secret.path))


def _by_name(context: Context, source: str) -> tuple[Secret, ...]:
    found: tuple[Secret, ...] | None = context.memo.get(key := ("secrets", clean(source)))
    if found is None:
        from dockwright.context.outline import why_secret

        among = (entry.path for entry in context.named(clean(source)) if entry.rule is None)
        found = context.memo[key] = tuple(
            Secret(path, why, context.unseen(path)) for path in among if (why := why_secret(path)) and _counts(path)
        )[:100]
    return found


def _counts(path: str) -> bool:
    parts = path.lower().split("/")[:-1]
    return not any(part in FOLDERS or part in _SAMPLES for part in parts)


def largest(context: Context, source: str, by_size: bool) -> tuple[tuple[str, int, int], ...]:
    """The files and folders below a source that hold most of it: path, number of files, bytes; at most three."""
    found: tuple[tuple[str, int, int], ...] | None = context.memo.get(key := ("largest", clean(source), by_size))
    if found is None:
        sent = [entry for entry in context.named(clean(source)) if entry.rule is None]
        found = context.memo[key] = tuple(_largest(sent, clean(source), 1 + by_size))[:3]
    return found


def _largest(entries: list[Entry], source: str, by: int) -> list[tuple[str, int, int]]:
    """The names in one folder that hold a good part of it, largest first; by files (1) or bytes (2)."""
    depth = source.count("/") + 1 if source else 0
    counted: dict[str, list[int]] = {}
    for entry in entries:
        path = "/".join(entry.path.split("/")[: depth + 1])
        count = counted.setdefault(path, [0, 0])
        count[0] += 1
        count[1] += entry.size
    parts = sorted(
        ((path, files, size) for path, (files, size) in counted.items()), key=lambda part: -counted[part[0]][by - 1]
    )
    total = sum(count[by - 1] for count in counted.values())
    return [part for part in parts[:3] if counted[part[0]][by - 1] * 20 >= total and part[0] != source]
