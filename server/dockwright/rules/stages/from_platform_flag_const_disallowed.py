"""`FromPlatformFlagConstDisallowed`: a fixed platform in FROM."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step

_PREDEFINED = pattern("(?:BUILD|TARGET)PLATFORM")


@rule(
    "FromPlatformFlagConstDisallowed",
    Severity.INFORMATION,
    aliases=("DL3029",),
    engines=("buildkit", "podman"),
    on=("FROM",),
)
def from_platform_flag_const_disallowed(step: Step, config: Config) -> Iterator[Finding]:
    found = step.instruction
    flag = found.flag("platform")
    hadolint = config.profile == "hadolint"
    if flag and flag.value and ("$" not in flag.value or (hadolint and not _PREDEFINED.search(flag.value))):
        name = found.arguments[2].value.lower() if len(found.arguments) == 3 else ""
        if not hadolint and any(part and part in name for part in flag.value.lower().split("/")[:2]):
            return
        yield Finding(
            flag.value_span,
            f"`{flag.value}` is fixed for every build; use `$BUILDPLATFORM` or `$TARGETPLATFORM`, or remove the flag",
        )
