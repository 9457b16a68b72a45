"""The image runs as root because the last USER says so."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Stage


@rule("DL3002", Severity.INFORMATION, aliases=("last-user-root", "CKV_DOCKER_8", "trivy/DS-0002"), on=("USER",))
def last_user_root(stage: Stage, config: Config) -> Iterator[Finding]:
    """The image runs as root because the last USER says so; for hadolint's profile, that of any stage."""
    users = stage.all("USER") if stage.is_last or config.profile == "hadolint" else ()
    if users and users[-1].instruction.arguments:
        user = users[-1].instruction.arguments[0]
        if user.value.partition(":")[0] in ("root", "0"):
            yield Finding(user.span, "The container runs as root; end the stage with a non-root USER")
