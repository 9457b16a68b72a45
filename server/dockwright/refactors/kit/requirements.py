"""The builder and language version that a rewrite requires."""

from __future__ import annotations

import re

from dockwright.config import Config
from dockwright.config.model import Engine
from dockwright.semantics.model import Model

_VERSION = re.compile(
    r"(?:docker\.io/)?docker/dockerfile:1(?:\.(?P<minor>[0-9]{1,3}))?(?:\.[0-9]+)?(?:-labs)?(?:@.*)?\Z"
)
_NEWEST = 999


def minor_version(model: Model) -> int | None:
    """The x of the language version 1.x in `# syntax=`; None if the builder decides."""
    directive = model.tree.zone.get("syntax")
    match = _VERSION.match(directive.value) if directive else None
    return int(match["minor"] or _NEWEST) if match else None


def lacking(model: Model, config: Config, what: str, minor: int, engines: tuple[Engine, ...] = ("buildkit",)) -> str:
    """Why the result, which uses a `what` of version 1.`minor`, would not build here; empty if it would."""
    if config.engine not in engines:
        return f"The settings name `{config.engine}` as the builder, which does not support {what}"
    version = minor_version(model)
    if version is not None and version < minor:
        return f"The version in `# syntax=` does not support {what}; use `docker/dockerfile:1.{minor}`"
    return ""
