"""The stages of a file and what each takes from others, for drawing."""

from __future__ import annotations

from typing import Literal

from dockwright.frozen import frozen
from dockwright.ide.snapshot import Snapshot
from dockwright.semantics.references import Reference

KINDS: dict[str, Literal["base", "copy", "mount"]] = {"from": "base", "copy": "copy", "mount": "mount"}


@frozen
class Node:
    """A stage; `base` is the image after FROM with variables expanded, or as written if they are not known."""

    index: int
    name: str | None
    base: str
    line: int
    target: bool


@frozen
class Edge:
    """A dependency on a stage, given by its index, or on an image, given by its name."""

    source: int | str
    to: int
    kind: Literal["base", "copy", "mount"]


def stage_graph(snapshot: Snapshot) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """All stages in order, and each dependency once; the last stage is the result of the build."""
    model, text = snapshot.model, snapshot.text
    last = len(model.stages) - 1
    nodes = tuple(
        Node(
            stage.index,
            stage.name,
            stage.image or stage.base_word,
            text.line_of(stage.origin.keyword.span.start),
            stage.index == last,
        )
        for stage in model.stages
    )
    edges = dict.fromkeys(
        Edge(found.target.index if found.target else _image(found), found.source.index, KINDS[found.kind])
        for found in model.references
    )
    return nodes, tuple(edges)


def _image(found: Reference) -> str:
    """The image that is copied from, if it is not a stage."""
    return found.source.image if found.kind == "from" and found.source.image else found.token.value
