"""`secret-of-service`: a RUN mounts a secret that Compose gives to the service, and not to its build."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.build_context import Surroundings
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.mounts import fields, secret_id


@rule("secret-of-service", Severity.WARNING, on=("RUN",))
def secret_of_service(around: Surroundings) -> Iterator[Finding]:
    withheld = around.context.withheld
    for stage in around.model.stages if withheld else ():
        for step in stage.all("RUN"):
            for flag in step.instruction.flags:
                if flag.name != "mount" or "type=secret" not in (flag.value or ""):
                    continue
                values = {field.key: field.value for field in fields(step.instruction, flag)}
                name = secret_id(values)
                if name in withheld:
                    message = f"Compose gives `{name}` to the service, not to its build; add `build.secrets`"
                    yield Finding(flag.span, message)
