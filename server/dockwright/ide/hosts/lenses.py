"""Code lenses with the builds of a stage."""

from __future__ import annotations

import posixpath

from dockwright.context.builds.documentation import KINDS as TOLD_BY_PROSE
from dockwright.context.values import Build
from dockwright.ide.code_lens import Lens
from dockwright.ide.hosts.dockerfiles import stage_of
from dockwright.ide.snapshot import Snapshot

MOST_FILES = 3
MOST_NAMES = 3


def lenses(snapshot: Snapshot) -> list[Lens]:
    """A lens above each stage that files define a build of."""
    settings, context = snapshot.config, snapshot.context
    if not settings.code_lens or not settings.hosts.code_lens or context is None:
        return []
    found: dict[int, list[Build]] = {}
    for build in context.builds:
        stage = stage_of(snapshot.model, build.target) if "$" not in build.target else None
        if stage is not None and build.kind not in TOLD_BY_PROSE:
            found.setdefault(stage.index, []).append(build)
    stages = snapshot.model.stages
    return [
        Lens(stages[index].origin.keyword.span, f"Built by {_told(builds)}", ())
        for index, builds in sorted(found.items())
    ]


def _told(builds: list[Build]) -> str:
    """The files, with the names of the services, targets or jobs."""
    by_file: dict[str, list[str]] = {}
    for build in builds:
        names = by_file.setdefault(build.file, [])
        if build.name and build.name not in names:
            names.append(build.name)
    told = [
        posixpath.basename(file) + (f": {_some(names, MOST_NAMES)}" if names else "") for file, names in by_file.items()
    ]
    return "; ".join(told[:MOST_FILES]) + (
        f" and {len(told) - MOST_FILES} more files" if len(told) > MOST_FILES else ""
    )


def _some(names: list[str], most: int) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
