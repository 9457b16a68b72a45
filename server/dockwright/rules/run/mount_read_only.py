"""`mount-read-only`: a RUN writes into a bind mount, which is read-only."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep
from dockwright.image.run_mounts import mounts_of
from dockwright.image.run_text import source_span
from dockwright.image.written_paths import written


@rule("mount-read-only", Severity.WARNING, on=("RUN",))
def mount_read_only(step: BuildStep) -> Iterator[Finding]:
    mounts = mounts_of(step.step)
    if all(mount.kind != "bind" or mount.writable for mount in mounts):
        return
    variables = frozenset(step.step.before.variables)
    for ran, image in step.commands:
        if not ran.certain or not ran.fatal or ran.conditions:
            continue
        for path in written(ran, image, variables):
            over = [mount for mount in mounts if mount.target is None or mount.holds(path)]
            if any(mount.target is None for mount in over):
                continue
            inner = max(over, key=lambda mount: len(mount.target or ""), default=None)
            if inner is not None and inner.kind == "bind" and not inner.writable:
                message = (
                    f"`{inner.target}` is a read-only bind mount, so `{ran.name}` cannot write `{path}`; "
                    "COPY the files, or add `rw`"
                )
                yield Finding(source_span(step.instruction.unit, ran.span), message)
                return
