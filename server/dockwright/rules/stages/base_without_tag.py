"""`DL3006`: a base image without a tag."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model


@rule("DL3006", Severity.INFORMATION, aliases=("base-without-tag",), on=())
def base_without_tag(model: Model, config: Config) -> Iterator[Finding]:
    """`DL3006`: a base image without a tag."""
    for stage in model.stages:
        name = stage.base_word
        if (
            stage.base is not None
            or _may_have_tag(name, config)
            or "@" in name
            or name == "scratch"
            or ":" in name.rpartition("/")[2]
        ):
            continue
        token = stage.base_token
        if token is None:
            continue
        message = f"No tag given, so this pulls `{name}:latest`, which changes over time; pin a tag"
        yield Finding(token.span, message)


def _may_have_tag(name: str, config: Config) -> bool:
    """Whether a variable may contain the tag; hadolint assumes so only for a variable at the start."""
    return name.startswith("$") if config.profile == "hadolint" else "$" in name
