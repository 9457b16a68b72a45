"""`admin-port`: EXPOSE of a remote login port."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.exposed_ports import ports
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step

_LOGINS = {"22": "SSH", "23": "Telnet", "3389": "RDP"}


@rule(
    "admin-port", Severity.INFORMATION, aliases=("CKV_DOCKER_1", "trivy/DS-0004"), groups=("security",), on=("EXPOSE",)
)
def admin_port(step: Step) -> Iterator[Finding]:
    """SSH, Telnet and RDP over TCP."""
    for port in ports(step):
        number, _, protocol = port.value.partition("/")
        if number in _LOGINS and protocol.lower() in ("", "tcp"):
            message = f"Port {number} is for {_LOGINS[number]} logins; use `docker exec`, which needs no login server"
            yield Finding(port.span, message)
