"""`ExposeInvalidFormat`: a host address or host port in EXPOSE."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.forms.exposed_ports import ports
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step
from dockwright.text import Edit


@rule("ExposeInvalidFormat", Severity.WARNING, on=("EXPOSE",))
def expose_invalid_format(step: Step) -> Iterator[Finding]:
    for port in ports(step):
        for remark in port.remarks:
            if remark.kind == "mapping":
                inside = port.value.rpartition(":")[2]
                fixes = (Fix(f"Change to `{inside}`", (Edit(port.span, inside),)),) if port.literal else ()
                yield Finding(port.span, remark.message, fixes)
