"""`base-not-allowed`: an image that the settings do not allow to be built on."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.own.images import named_images
from dockwright.findings.own.patterns import fitting_image, image_fits
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model

_SHOWN = 3
_LONGEST = 200


@rule("base-not-allowed", Severity.WARNING, groups=("policy",), on=())
def base_not_allowed(model: Model, config: Config) -> Iterator[Finding]:
    """Bases and other images that files are copied or mounted from; scratch is nobody's image."""
    allowed, denied = config.allowed_bases, config.denied_bases
    for image in named_images(model) if allowed or denied else ():
        if image.name == "scratch":
            continue
        pattern = fitting_image(image.name, denied)
        if pattern is not None:
            yield Finding(
                image.span, f"`{image.name}` is not allowed: {_reason(denied[pattern]) or 'use another image'}"
            )
        elif allowed and not image_fits(image.name, allowed):
            named = ", ".join(f"`{one}`" for one in list(allowed)[:_SHOWN])
            more = ", ..." if len(allowed) > _SHOWN else ""
            yield Finding(image.span, f"`{image.name}` is not an allowed image; use one of {named}{more}")


def _reason(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]
