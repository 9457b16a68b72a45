"""`result-in-cache-mount`: what a RUN installs for the container is in a cache mount, not in the image."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.run_mounts import Mount, mounts_of
from dockwright.image.run_text import source_span
from dockwright.image.written_paths import made


@rule("result-in-cache-mount", Severity.WARNING, on=("RUN", "COPY", "CMD", "ENTRYPOINT"))
def result_in_cache_mount(stage: BuiltStage) -> Iterator[Finding]:
    if not stage.stage.in_image or stage.stage.is_base:
        return
    places = stage.stage.body.places(("RUN",))
    later: list[str | None] = []
    for index in reversed(places):
        step = stage.at(index)
        mounts = [mount for mount in mounts_of(step.step) if mount.kind == "cache" and mount.target]
        for mount in mounts:
            found = _filled(step, mount) if mount.target not in later else None
            if found is not None:
                yield found.shifted(stage.stage.body.offsets[index])
        later += [mount.target for mount in mounts]


_COPIES_NOTHING = frozenset({"pip", "pip3", "echo", "true", "chmod"})


def _filled(step: BuildStep, mount: Mount) -> Finding | None:
    """The finding of the last RUN with a mount, if a package manager fills it and nothing is copied out of it."""
    for index, (ran, _) in enumerate(step.commands):
        folder = made(ran, frozenset(step.step.before.variables))
        if folder is None or folder != mount.target or not ran.certain:
            continue
        if posixpath.basename(folder) not in ("node_modules", "vendor", ".venv", "venv"):
            continue
        if any(later.name not in _COPIES_NOTHING for later, _ in step.commands[index + 1 :]):
            return None  # a later command may copy it out
        message = f"`{folder}` is a cache mount; what `{ran.name}` writes there is not in the image"
        return Finding(source_span(step.instruction.unit, ran.span), message)
    return None
