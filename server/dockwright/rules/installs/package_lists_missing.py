"""`package-lists-missing`: `apt-get install` without package lists from `apt-get update`."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep
from dockwright.image.image import Image
from dockwright.image.run_text import source_span
from dockwright.lazy import pattern
from dockwright.semantics.commands.packages import Invocation, invocation
from dockwright.text import Edit, Span

_UPDATES = pattern(r"--update\Z|-[a-zA-Z]*U[a-zA-Z]*\Z")
"""The options with which a newer `apt-get install` fetches the lists itself."""


@rule("package-lists-missing", Severity.WARNING, on=("RUN",))
def package_lists_missing(step: BuildStep) -> Iterator[Finding]:
    for ran, image in step.commands:
        call = invocation(ran.command)
        if call is None or call.manager.name not in ("apt", "apt-get") or call.action != "install":
            continue
        if not ran.certain or ran.excused or any(_UPDATES.match(value) for value in ran.values):
            continue
        if image.base.family not in ("debian", "ubuntu") or image.lists("deb") is not Answer.NO:
            continue
        absent = _absent(call, image)
        if absent is Answer.NO:
            continue
        whole = ran.outer or ran.command
        start = source_span(step.instruction.unit, whole.span).start
        sudo = "sudo " if ran.outer is not None and ran.outer.name == "sudo" else ""
        doubtful = absent is Answer.UNKNOWN or step.varies_in_family
        edit = Edit(Span(start, start), f"{sudo}{call.manager.name} update && ")
        message = f"The image has no package lists here, so no package is found; run `{call.manager.name} update` first"
        fix = Fix(f"Run `{call.manager.name} update` first", (edit,), safe=not doubtful)
        yield Finding(source_span(step.instruction.unit, ran.span), message, (fix,), doubtful=doubtful)
        return


def _absent(call: Invocation, image: Image) -> Answer:
    """Whether a package must be downloaded; an installed one needs no list."""
    found = Answer.NO
    for package in call.packages:
        if package.kind != "package":
            continue
        name = package.name.partition(":")[0]
        answer = image.package("deb", name)
        if answer is Answer.YES:
            continue
        # Few authors install again what came with other packages.
        base = image.base
        if Answer.NO in (answer, base.package("deb", name)) or base.program(name) is Answer.NO:
            return Answer.YES
        if answer is Answer.UNKNOWN:
            found = Answer.UNKNOWN
    return found
