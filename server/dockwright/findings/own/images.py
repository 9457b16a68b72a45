"""The images that a file takes files from: the bases of stages, and those that COPY and mounts name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.semantics.model import Model
from dockwright.semantics.mounts import from_value
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.nodes import Token
from dockwright.text import Span


class NamedImage(NamedTuple):
    """An image where it is named; variables in the name are expanded."""

    name: str
    span: Span
    stage: Stage
    instruction: str
    is_literal: bool
    """Whether the name stands there as it is."""


def named_images(model: Model) -> Iterator[NamedImage]:
    """All images of a file whose names are known; a plain word may be a named context and is left out."""
    for stage in model.stages:
        token = stage.base_token
        if token is not None and stage.base is None and stage.image is not None:
            yield NamedImage(stage.image, token.span, stage, "FROM", stage.image == token.value)
        for step in stage.all("COPY", "RUN"):
            for name in _sources(step.instruction.name, step):
                plain = not any(mark in name.value for mark in ":/@")
                if not plain and "$" not in name.value and model.stage_referred(name.value) is None:
                    yield NamedImage(name.value, name.span, stage, step.instruction.name, True)


def _sources(keyword: str, step: Step) -> Iterator[Token]:
    for flag in step.instruction.flags:
        if keyword == "COPY" and flag.name == "from" and flag.value:
            yield Token(flag.value, flag.value_span)
        elif keyword == "RUN" and flag.name == "mount" and (name := from_value(step.instruction, flag)):
            yield name
