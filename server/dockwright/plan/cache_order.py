"""The order of instructions that would have rebuilt least over a history, by moves that are proved safe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dockwright.plan.cache_history import history
from dockwright.plan.stages import build_order
from dockwright.refactors.files.copy_later import copy_later
from dockwright.refactors.files.manifests_first import manifests_first
from dockwright.refactors.kit.refactor import Rewrite
from dockwright.semantics.model import Model, analyse
from dockwright.syntax.tree import parse
from dockwright.text import apply

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.semantics.stage import Stage

_REFACTORS = (copy_later, manifests_first)
MOST_MOVES = 8
MOST_PLACES = 40
"""Maximum number of COPYs that are tried in each round."""


class Rebuilt(NamedTuple):
    """How much runs again over a history: one step in one commit counts as one."""

    runs: int
    """RUNs that certainly or possibly run again."""
    steps: int
    """All steps that certainly or possibly run again."""


class Order(NamedTuple):
    """A better order."""

    before: Rebuilt
    after: Rebuilt
    moves: tuple[str, ...]
    """The moves, each with its cost."""
    text: str
    """The text of the file after all moves."""


def better_order(
    model: Model, target: Stage, context: Context | None, commits: Sequence[Sequence[str]]
) -> Order | None:
    """The order that rebuilds least; None if no better one is known."""
    first = best = rebuilt(model, target, context, commits)
    moves: list[str] = []
    for _ in range(MOST_MOVES):
        tried = [
            (rebuilt(made, made.stages[target.index], context, commits), title, made)
            for title, made in _tried(model, target, context)
        ]
        least = min(tried, key=lambda each: each[0], default=None)
        if least is None or least[0].runs >= best.runs:
            break
        best, title, model = least
        moves.append(title)
    return Order(first, best, tuple(moves), model.tree.text.string) if moves else None


def rebuilt(model: Model, target: Stage, context: Context | None, commits: Sequence[Sequence[str]]) -> Rebuilt:
    """How much runs again after these commits, given as changed paths."""
    rows = history(model, target, context, commits)
    counts = [(row.step.text.partition(" ")[0].upper(), row.again + row.perhaps) for row in rows]
    return Rebuilt(sum(count for name, count in counts if name == "RUN"), sum(count for _, count in counts))


def _tried(model: Model, target: Stage, context: Context | None) -> Iterator[tuple[str, Model]]:
    """The file with one COPY of the stages in the build moved, for each that may move."""
    built = [one.stage for one in build_order(model, target) if one.turn is not None]
    places = [step.instruction.span for stage in built for step in stage.all("COPY", "ADD")]
    for span in places[:MOST_PLACES]:
        for item in _REFACTORS:
            answer = item.apply(model, span, context)
            if isinstance(answer, Rewrite):
                text = apply(model.tree.text.string, answer.plain)
                made = analyse(parse(text), build_args=model.build_args, base_state=model.base_state)
                line = model.tree.text.line_of(span.start) + 1
                if len(made.stages) == len(model.stages):
                    yield f"line {line}: {answer.named}", made
