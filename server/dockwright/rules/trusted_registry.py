"""A base image from a registry that is not trusted."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from dockwright.config import Config
from dockwright.rules.finding import Finding, Severity
from dockwright.rules.rule import rule
from dockwright.semantics.model import Model


@rule("DL3026", Severity.WARNING, aliases=("trusted-registry",))
def trusted_registry(model: Model, config: Config) -> Iterator[Finding]:
    """A base image from a registry that is not trusted."""
    trusted = config.trusted_registries
    if not trusted:
        return
    for stage in model.stages:
        image = stage.image
        if image is None or image == "scratch":
            continue
        registry = _registry(image)
        token = stage.base_token
        if token and not any(fnmatchcase(registry, pattern) for pattern in trusted):
            message = (
                f"`{registry}` is not among the trusted registries ({', '.join(trusted)}): use an image of theirs."
            )
            yield Finding(token.span, message)


def _registry(image: str) -> str:
    """The registry of a reference; without one it is Docker Hub."""
    first, slash, _ = image.partition("/")
    is_host = slash and ("." in first or ":" in first or first == "localhost")
    return first if is_host and first != "index.docker.io" else "docker.io"
