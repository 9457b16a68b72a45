"""`base-deprecated`: an official image that is deprecated."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.image_names import parse_reference
from dockwright.semantics.images import is_deprecated
from dockwright.semantics.model import Model


@rule("base-deprecated", Severity.INFORMATION, on=())
def base_deprecated(model: Model) -> Iterator[Finding]:
    for stage in model.stages:
        token = stage.base_token
        if token is None or stage.base is not None or "$" in token.value or not stage.image:
            continue
        name = _given_up(stage.image)
        if name:
            message = f"The official image `{name}` is deprecated and gets no fixes; use another base image"
            yield Finding(token.span, message, tags=("deprecated",))


@lru_cache(maxsize=256)
def _given_up(image: str) -> str:
    name = parse_reference(image)
    return name.official if name and is_deprecated(name.official) else ""
