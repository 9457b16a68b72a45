"""`workdir-of-system`: WORKDIR in a system folder, which mixes it with files of the application."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step

_FOLDERS = frozenset(
    [
        "/bin",
        "/boot",
        "/dev",
        "/etc",
        "/lib",
        "/lib32",
        "/lib64",
        "/proc",
        "/sbin",
        "/sys",
        "/usr",
        "/usr/bin",
        "/usr/lib",
        "/usr/lib64",
        "/usr/sbin",
    ]
)

_NOT_ON_DISK = ("/boot/", "/dev/", "/proc/", "/sys/")


@rule("workdir-of-system", Severity.WARNING, aliases=("trivy/DS-0030",), groups=("security",), on=("WORKDIR",))
def workdir_of_system(step: Step) -> Iterator[Finding]:
    """System folders, and everything below those that the kernel and the boot loader fill."""
    found = step.instruction
    if found.name == "WORKDIR" and len(found.arguments) == 1:
        token = found.arguments[0]
        path = step.before.expand(token.value, found.unit.escape) or ""
        if path.rstrip("/") in _FOLDERS or path.startswith(_NOT_ON_DISK):
            message = (
                f"`{path}` is a system folder, and files here may replace the system's; use a folder such as `/app`"
            )
            yield Finding(token.span, message)
