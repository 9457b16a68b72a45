"""Naming and extracting stages: who builds on whom, who takes from whom, and every value stay, in every file."""

from __future__ import annotations

from itertools import groupby

from dockwright.ide.snapshot import Snapshot
from dockwright.refactors.kit.refactor import Rewrite, by_kind
from dockwright.semantics.model import Model
from dockwright.text import Span, apply
from refactors.test_arguments import values
from refactors.test_corpus import files


def test_a_name_changes_nothing_but_the_name() -> None:
    done = 0
    for name, before in files():
        for stage in before.model.stages:
            start = stage.origin.keyword.span.start
            answer = by_kind()["refactor.rewrite.stage.name"].apply(before.model, Span(start, start))
            if not isinstance(answer, Rewrite):
                continue
            after = Snapshot.of(apply(before.text.string, answer.plain))
            assert _without_names(after.model) == _without_names(before.model), f"{name}:\n{after.text.string}"
            new = after.model.stages[stage.index].name
            assert new and after.model.stage_referred(new) is after.model.stages[stage.index]
            numbers = [it for it in after.model.references if it.kind == "copy" and it.token.value == str(stage.index)]
            assert all(it.is_trigger for it in numbers), f"{name}:\n{after.text.string}"
            done += 1
    assert done > 20


def test_an_extracted_stage_keeps_every_value() -> None:
    done = 0
    for name, before in files():
        for stage in before.model.stages:
            for movable, group in groupby(stage.steps, lambda step: step.instruction.name in ("RUN", "COPY", "ADD")):
                steps = list(group)
                span = Span(steps[0].instruction.span.start, steps[-1].instruction.span.end)
                answer = by_kind()["refactor.extract.stage"].apply(before.model, span) if movable else None
                if not isinstance(answer, Rewrite):
                    continue
                after = Snapshot.of(apply(before.text.string, answer.plain))
                where = f"{name}:\n{after.text.string}"
                assert _contents(after.model, answer.title.split()[-1]) == _contents(before.model, ""), where
                assert _ends(after.model)[-1] == _ends(before.model)[-1], where
                assert len(after.model.stages) - len(before.model.stages) in (1, 2)
                assert _named(before.model) - _named(after.model) == set(), where
                done += 1
    assert done > 20


def _without_names(model: Model) -> object:
    """Values, and who builds on whom and takes from whom, by number."""
    taken = [(it.kind, it.source.index, it.target.index if it.target else it.token.value) for it in model.references]
    kept = [item[:1] if isinstance(item, tuple) and len(item) == 2 else item for item in values(model)]
    bases = [(stage.base.index if stage.base else stage.image) for stage in model.stages]
    return taken, bases, [item for item in kept if not (isinstance(item, tuple) and item[:1] == ("FROM",))]


def _contents(model: Model, built: str) -> list[object]:
    """What the builder makes of every instruction, but for FROM and the COPY from the new stage."""
    found = [item for item in values(model) if isinstance(item, tuple) and isinstance(item[0], str) and len(item) > 1]
    instructions = [item for item in found if isinstance(item[1], list) and item[0] != "FROM"]
    return [item for item in instructions if not (built and item[-1] == "/path/to/result")]


def _ends(model: Model) -> list[object]:
    states = [stage.final for stage in model.stages]
    return [(dict(it.env), dict(it.variables), it.shell, it.user, it.workdir, it.stop_signal) for it in states]


def _named(model: Model) -> set[str]:
    return {stage.name for stage in model.stages if stage.name}
