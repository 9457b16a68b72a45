"""Configuration files: their names, and the settings in them. Their parsers are imported on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from dockwright.config.model import Config, Lock
from dockwright.frozen import replace

if TYPE_CHECKING:
    from dockwright.config.reading import Problem

HADOLINT = (".hadolint.yaml", ".hadolint.yml")
NAMES = ("dockwright.toml", ".dockwright.toml", "pyproject.toml", *HADOLINT)
"""In the order of the search in a folder; the nearest folder upwards that has one of them wins."""

_DEEPEST = 8
_FAIL_LEVELS = ("hint", "information", "warning", "error", "none")
"""From the strictest."""


class Brought(NamedTuple):
    """A file that another one extends."""

    place: str
    """Where it is, by which it is known."""
    text: str
    bring: Bring
    """What finds the files that it extends itself."""


Bring = Callable[[str], Brought | str]
"""From a reference in `extends` to the file that it means, or to the reason why that is not read."""


def parse(name: str, text: str, bring: Bring | None = None) -> tuple[Config, tuple[Problem, ...]] | None:
    """The settings in a file of this name; None for a pyproject.toml without a table for Dockwright."""
    if name in HADOLINT:
        from dockwright.config import hadolint

        return hadolint.parse(name, text)
    table = _table(name, text)
    if table is None:
        return None
    problems: list[Problem] = []
    config = _over(Config(), table, bring, (), problems)
    return config, tuple(dict.fromkeys(problems))


def bound(config: Config, above: Config, below: str) -> Config:
    """The settings of a file, held to what a file above it has locked; `below` leads from there to here."""
    locks = tuple(replace(lock, below=lock.below + below) for lock in above.locks)
    return _held(replace(config, locks=(*locks, *config.locks))) if locks else config


def _over(
    lower: Config, table: Mapping[str, object] | str, bring: Bring | None, way: tuple[str, ...], problems: list[Problem]
) -> Config:
    """The settings of a file over those of the files that it extends, which lie over `lower`; `way` led to it."""
    from dockwright.config.reading import Problem, read

    if isinstance(table, str):
        problems.append(Problem(way[-1] if way else "settings", table))
        return lower
    for reference in read(table)[0].extends:
        found = bring(reference) if bring else "only a file can extend other files"
        if isinstance(found, Brought) and (found.place in way or len(way) >= _DEEPEST):
            found = "it extends itself" if found.place in way else f"more than {_DEEPEST} files extend each other"
        if isinstance(found, str):
            problems.append(Problem("extends", f"cannot read `{reference}`: {found}"))
            continue
        inner = _table(found.place.replace("\\", "/").rpartition("/")[2], found.text)
        theirs: list[Problem] = []
        lower = _over(lower, {} if inner is None else inner, found.bring, (*way, found.place), theirs)
        problems += [problem._replace(place=problem.place or found.place) for problem in theirs]
    config, own = read(table, replace(lower, extends=(), locked=()))
    problems += own
    if config.shellcheck.path:
        # A file of the workspace may come from anyone, so it cannot say which program to run.
        message = "only the editor's own settings may name a program to run; ignored"
        problems.append(Problem("shellcheck.path", message))
        config = replace(config, shellcheck=replace(config.shellcheck, path=""))
    if config.locked:
        config = replace(config, locks=(*config.locks, Lock(config.locked, replace(config, locks=()))))
    return _held(config)


def _held(config: Config) -> Config:
    """What locks something is not undone by a command that succeeds whatever is found."""
    levels = {config.fail_level, *(lock.config.fail_level for lock in config.locks)}
    return replace(config, fail_level=min(levels, key=_FAIL_LEVELS.index)) if len(levels) > 1 else config


def _table(name: str, text: str) -> Mapping[str, object] | str | None:
    """The settings of a file as they are written; what is wrong with it; or None where it holds none."""
    import tomllib

    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return f"invalid TOML, so its settings are ignored: {error}"
    if name == "pyproject.toml":
        tool = table.get("tool")
        inner = tool.get("dockwright") if isinstance(tool, dict) else None
        return inner if isinstance(inner, dict) else None
    return table
