"""`cache-mount-emptied`: a RUN deletes what it keeps in a cache mount."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep
from dockwright.image.commands import Ran
from dockwright.image.found import is_below
from dockwright.image.run_mounts import mounts_of
from dockwright.image.run_text import source_span
from dockwright.semantics.state import resolve

_CLEANS = {
    "apt-get clean": ("/var/cache/apt",), "apt clean": ("/var/cache/apt",),
    "dnf clean": ("/var/cache/dnf", "/var/cache/libdnf5"),
    "yum clean": ("/var/cache/yum", "/var/cache/dnf"), "apk cache": ("/var/cache/apk", "/etc/apk/cache"),
    "zypper clean": ("/var/cache/zypp",), "pip cache": ("/root/.cache/pip",), "pip3 cache": ("/root/.cache/pip",),
    "npm cache": ("/root/.npm",), "yarn cache": ("/usr/local/share/.cache", "/root/.cache/yarn"),
    "uv cache": ("/root/.cache/uv",), "go clean": ("/root/.cache/go-build", "/go/pkg/mod"),
}  # fmt: skip
"""The folders that commands empty, as root."""
_EMPTIES = frozenset({"clean", "purge", "--force", "all", "-modcache", "-cache", "prune"})


@rule("cache-mount-emptied", Severity.WARNING, on=("RUN",))
def cache_mount_emptied(step: BuildStep) -> Iterator[Finding]:
    caches = [mount for mount in mounts_of(step.step) if mount.kind == "cache" and mount.target]
    for ran, _ in step.commands if caches else ():
        for path in _emptied(ran):
            hit = next(
                (one for one in caches if one.target and (one.target == path or is_below(one.target, path))), None
            )
            if hit is not None and ran.certain:
                message = f"`{hit.target}` is a cache mount and not in the image; emptying it makes the cache useless"
                yield Finding(source_span(step.instruction.unit, ran.command.span), message)
                break


def _emptied(ran: Ran) -> Iterator[str]:
    """The folders that a command empties; `x/*` gives `x` itself."""
    if ran.name == "rm" and any(value.startswith("-") and "r" in value.lower() for value in ran.values):
        for word in ran.command.arguments:
            text = word.literal if word.literal is not None else word.text
            if "$" in text or text.startswith(("-", "~")):
                continue
            path = resolve(ran.folder, text.rstrip("*") or "/")
            if path is not None and "*" not in path:
                yield path
        return
    key = f"{ran.name} {ran.values[0]}" if ran.values else ""
    if key in _CLEANS and (len(ran.values) == 1 or _EMPTIES & set(ran.values)):
        yield from _CLEANS[key]
