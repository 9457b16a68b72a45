"""The functions of `ide` that the server asks, found when they are first needed, so that starting costs nothing."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from dockwright.config import Config
from dockwright.frozen import frozen, replace
from dockwright.text import Edit, Text

if TYPE_CHECKING:
    from dockwright.config.reading import Problem
    from dockwright.findings.engine import Selection
    from dockwright.findings.finding import Finding
    from dockwright.findings.report import Report
    from dockwright.ide.hosts.snapshot import HostSnapshot
    from dockwright.ide.ignore_files.snapshot import IgnoreSnapshot
    from dockwright.ide.snapshot import Snapshot


@frozen
class Plain:
    """A document that is kept, but not analysed: an ignore file, or a language that is not ours."""

    text: Text
    findings: Sequence[Finding] = ()

    @property
    def report(self) -> Report:
        """Nothing."""
        from dockwright.findings.report import NOTHING

        return NOTHING

    def edited(self, edits: Iterable[Edit]) -> Plain:
        """The document after edits that are applied one after the other."""
        text = self.text
        for edit in edits:
            text = text.edited(edit)
        return replace(self, text=text)


def snapshot_of(string: str, config: Config) -> Snapshot:
    """A Dockerfile, analysed."""
    from dockwright.ide.snapshot import Snapshot

    return Snapshot.of(string, _selection(config))


def warm_up(config: Config) -> None:
    """Load what a Dockerfile needs."""
    importlib.import_module("dockwright.ide.snapshot")
    _selection(config)


def ignore_file(string: str, facts: Any) -> IgnoreSnapshot:
    """An ignore file, with what is known of its lines."""
    from dockwright.ide.ignore_files.snapshot import IgnoreSnapshot

    return IgnoreSnapshot(Text.of(string), facts)


def host_file(string: str, facts: Any, config: Config) -> HostSnapshot:
    """A host file, with what is known of its builds."""
    from dockwright.ide.hosts.snapshot import HostSnapshot

    return HostSnapshot(Text.of(string), facts, config)


def configured(
    snapshot: Snapshot | IgnoreSnapshot | HostSnapshot, config: Config
) -> Snapshot | IgnoreSnapshot | HostSnapshot:
    """The same file under other settings."""
    return snapshot.configured(_selection(config))


@lru_cache(maxsize=32)
def misnamed(config: Config) -> tuple[Problem, ...]:
    """The names in the settings that no rule has."""
    from dockwright.findings.profiles import unknown

    return tuple(unknown(config))


@cache
def ask(module: str, name: str) -> Callable[..., Any] | None:
    """A function of `ide/<module>.py`; None when there is no such module."""
    full = f"dockwright.ide.{module}"
    try:
        found: Callable[..., Any] = getattr(importlib.import_module(full), name)
    except ModuleNotFoundError as error:
        if error.name != full:
            raise
        return None
    return found


@lru_cache(maxsize=32)
def _selection(config: Config) -> Selection:
    """One object for equal settings, because findings are cached by it."""
    from dockwright.findings.engine import select

    return select(config)
