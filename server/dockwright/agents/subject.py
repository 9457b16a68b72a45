"""The file of the workspace that a tool is called for, with its build context."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from dockwright.agents.roots import Refused, Roots
from dockwright.cli import files, surroundings
from dockwright.cli.discover import build_kind, host_kind
from dockwright.cli.jobs import Job
from dockwright.cli.plan import placed
from dockwright.cli.settings import Settings
from dockwright.config import Config
from dockwright.ide.not_dockerfile import no_dockerfile
from dockwright.ide.snapshot import Snapshot
from dockwright.l10n.catalogue import catalogue, wanted
from dockwright.l10n.parts import said
from dockwright.text import Span


class Subject(NamedTuple):
    """A Dockerfile, or a file that contains or builds some."""

    file: Path
    name: str
    """Its name in answers."""
    source: str
    kind: str
    """The kind of a file that contains Dockerfiles (`embedded.finding.kind_of`); empty for a Dockerfile."""
    builds: str
    """The kind of a file that defines builds (`context.hosts.kinds`); empty for a Dockerfile."""
    config: Config
    root: Path
    """The folder in which its builds are searched: its repository, limited to the workspace."""

    @property
    def language(self) -> str:
        """The language of messages: that of the settings or of the terminal that started the server."""
        return wanted(self.config.locale, os.environ)

    def say(self, english: str) -> str:
        """A message or title in that language."""
        return said(catalogue(self.language), english)


def subject(roots: Roots, name: str) -> Subject:
    """Read the file that a call names."""
    file = roots.find(name)
    if not file.is_file():
        raise Refused(f"{name}: not a regular file; name a Dockerfile")
    source = files.read(str(file))
    if source is None:
        raise Refused(f"{name}: cannot read the file")
    held = host_kind(file.name, source) or build_kind(str(file), source)
    if not held and (why := no_dockerfile(file.name, source)):
        raise Refused(f"{name}: {why}")
    return of_source(roots, file, source, Settings(rules=True, top=roots.top(file)))


def dockerfile(roots: Roots, name: str) -> Subject:
    """Like `subject`, for calls that accept only Dockerfiles."""
    found = subject(roots, name)
    if found.kind or found.builds:
        raise Refused(f"{name}: not a Dockerfile, but contains or builds some; use `check` or `fix`")
    return found


def of_source(roots: Roots, file: Path, source: str, settings: Settings) -> Subject:
    """A file of the workspace with a known text."""
    top = roots.top(file)
    repository = Path(surroundings.root_of(str(file), [str(top)]))
    root = repository if repository.is_relative_to(top) else top
    kinds = host_kind(file.name, source), build_kind(str(file), source)
    return Subject(file, roots.shown(file), source, *kinds, settings.of(str(file)), root)


def job(own: Subject, *, fix: str = "", unsure: bool = False) -> Job:
    """The job for it; `unsure` also accepts a build context that is only likely."""
    place, root, kinds = str(own.file), str(own.root), (own.kind, own.builds)
    return Job(place, own.source, own.config, (), (), fix, "", unsure, root, "", *kinds)


def snapshot(own: Subject, config: Config | None = None, given: Mapping[str, str] | None = None) -> Snapshot:
    """Its snapshot, as in an editor, with values for ARGs."""
    surroundings.forget()
    given = dict(given or {})
    return placed(
        Snapshot.of(own.source, own.config if config is None else config, build_args=given),
        job(own, unsure=True),
        given,
    )


def line(found: Snapshot, number: int) -> Span:
    """A line, counted from 1, without leading blanks."""
    if not 0 < number <= found.text.line_count:
        raise Refused(f"line {number} not found; the file has {found.text.line_count} lines")
    span = found.text.line_span(number - 1)
    text = found.text.line(number - 1)
    return Span(span.start + len(text) - len(text.lstrip(" \t")), span.end)
