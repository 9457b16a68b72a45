"""`ExposeProtoCasing`: a protocol in upper case in EXPOSE."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.forms.exposed_ports import ports
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step
from dockwright.text import Edit


@rule("ExposeProtoCasing", Severity.INFORMATION, on=("EXPOSE",))
def expose_proto_casing(step: Step) -> Iterator[Finding]:
    for port in ports(step):
        for remark in port.remarks:
            if remark.kind == "casing":
                fixes: tuple[Fix, ...] = ()
                if port.literal:
                    fixes = (Fix("Change to lowercase", (Edit(port.span, port.value.lower()),)),)
                yield Finding(port.span, remark.message, fixes)
