"""`pip-externally-managed`: the pip of the distribution refuses to install outside of a virtual environment."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.externally_managed import is_held_back, marks, may_refuse, permission
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuiltStage
from dockwright.image.run_text import source_span
from dockwright.semantics.commands.packages import invocation


@rule("pip-externally-managed", Severity.WARNING, on=("RUN", "COPY", "ADD", "ENV", "ARG"))
def pip_externally_managed(scene: BuiltStage) -> Iterator[Finding]:
    base = scene.image.base
    if not marks(base):
        return
    for index in scene.stage.body.places(("RUN",)):
        step = scene.at(index)
        for ran, image in step.commands:
            call = invocation(ran.command)
            if call is None or ran.excused or not may_refuse(ran, call):
                continue
            if image.program("pip3") is not Answer.YES:
                continue
            if is_held_back(scene, index):
                return
            start = scene.stage.body.offsets[index]
            edit = permission(step.instruction, call).shifted(start)
            fix = Fix("Add `--break-system-packages`", (edit,), safe=False)
            message = (
                f"{base.family.capitalize()}'s pip refuses to install here (externally managed); use a virtual "
                f"environment or `--break-system-packages`"
            )
            yield Finding(
                source_span(step.instruction.unit, ran.span).shifted(start), message, (fix,),
                doubtful=step.is_doubtful or not ran.certain,
            )  # fmt: skip
            return
