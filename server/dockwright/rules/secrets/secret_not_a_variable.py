"""`secret-not-a-variable`: a RUN uses a variable that is only the id of a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.run_text import body_of, source_span
from dockwright.lazy import pattern
from dockwright.semantics.mounts import fields
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Span

_NAME = pattern(r"[A-Za-z_]\w*\Z")


@rule("secret-not-a-variable", Severity.WARNING, on=("RUN", "ARG", "ENV"))
def secret_not_a_variable(stage: Stage) -> Iterator[Finding]:
    runs = stage.all("RUN")
    mounted = [(step, _secrets(step)) for step in runs if "type=secret" in step.instruction.unit.text]
    becomes = {value: step for step, found in mounted for value in found.values() if value}
    names = {name for _, found in mounted for name in found if _NAME.match(name)} | becomes.keys()
    for step in runs if names else ():
        body = body_of(step)
        own = {value for _, found in mounted if _ is step for value in found.values()}
        for name in sorted(names) if body is not None else ():
            assert body is not None
            if name in own or step.before.lookup(name)[0] or name in step.before.declared:
                continue
            text = body.text
            used = re.search(rf"\$(?:{name}\b|\{{{name}\}})", text)
            if used is None or re.search(
                rf"(?<![\w$-]){name}=|\bread\b|\bfor {name}\b|\bset -a\b|(?:^|[;&\s])\.\s", text
            ):
                continue
            message = f"`{name}` is not set: only the RUN that mounts the secret has it; mount it in this RUN"
            if name not in becomes:
                message = (
                    f"`{name}` is not set: a secret mount is a file in the RUN that mounts it; add `env={name}` there"
                )
            start = step.instruction.start
            span = source_span(step.instruction.unit, Span(used.start(), used.end()))
            yield Finding(span.shifted(start), message)


def _secrets(step: Step) -> dict[str, str | None]:
    """The ids of the secrets that a RUN mounts, with the variable that each becomes."""
    found: dict[str, str | None] = {}
    for flag in step.instruction.flags:
        if flag.name == "mount":
            values = {field.key: field.value for field in fields(step.instruction, flag)}
            if values.get("type") == "secret" and values.get("id"):
                found[values["id"] or ""] = values.get("env")
    return found
