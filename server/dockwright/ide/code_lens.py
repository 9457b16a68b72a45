"""Code lenses above each stage, if there are several: its final base image and its uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols.stages import possible_users
from dockwright.semantics.references import Reference
from dockwright.semantics.stage import Stage
from dockwright.text import Span

_BETWEEN = " · "
"""Between the parts of a title."""


class Lens(NamedTuple):
    """A line above an instruction."""

    span: Span
    title: str
    uses: tuple[Span, ...]
    """The references to the stage."""

    def said(self, say: Callable[[str], str]) -> str:
        """The title in another language."""
        return _BETWEEN.join(map(say, self.title.split(_BETWEEN)))


def lenses(snapshot: Snapshot) -> list[Lens]:
    """None for a file with one stage, for which there is nothing to show."""
    stages = snapshot.model.stages
    if len(stages) < 2 or not snapshot.config.code_lens:
        return []
    mentions: dict[int, list[Reference]] = {}
    for reference in snapshot.model.references:
        if reference.target is not None:
            mentions.setdefault(reference.target.index, []).append(reference)
    return [_lens(snapshot, stage, mentions.get(stage.index, [])) for stage in stages]


def _lens(snapshot: Snapshot, stage: Stage, references: list[Reference]) -> Lens:
    users = sorted({reference.source.index for reference in references})
    parts = []
    if stage.base and stage.root.image:
        parts.append(f"based on {stage.root.image}")
    if users:
        named = ", ".join(snapshot.model.stages[index].name or f"stage {index}" for index in users[:3])
        parts.append(f"used by {named}" + (f" and {len(users) - 3} more" if len(users) > 3 else ""))
    elif stage is snapshot.model.stages[-1]:
        parts.append("built by default")
    elif perhaps := next(possible_users(snapshot, stage), None):
        parts.append(f"maybe used by {perhaps.name or f'stage {perhaps.index}'}")
    else:
        parts.append("used by no other stage")
    title = _BETWEEN.join(parts)
    uses = tuple(reference.token.span for reference in references)
    return Lens(stage.origin.keyword.span, title[:1].upper() + title[1:], uses)
