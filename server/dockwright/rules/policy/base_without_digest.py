"""`base-without-digest`: an image that is named by a tag alone, which may be another one tomorrow."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.own.images import named_images
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model


@rule("base-without-digest", Severity.OFF, groups=("policy",), on=())
def base_without_digest(model: Model) -> Iterator[Finding]:
    """For who wants every build to start from the very same images."""
    for image in named_images(model):
        if image.name != "scratch" and "@" not in image.name:
            message = f"`{image.name}` can change between builds; add its digest, `@sha256:...`"
            yield Finding(image.span, message)
