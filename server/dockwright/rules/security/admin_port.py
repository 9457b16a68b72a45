"""`admin-port`: EXPOSE of a port for remote logins, or of the port of Docker's API without encryption."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.forms.exposed_ports import ports
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step

_LOGINS = {22: "SSH", 23: "Telnet", 3389: "RDP"}
_DOCKER = 2375
_RANGE = 16
"""Of a longer range, the last ports are hardly meant one by one."""
_NUMBERS = pattern(r"(?P<first>\d{1,5})(?:-(?P<last>\d{1,5}))?(?:/tcp)?", re.IGNORECASE)


@rule("admin-port", Severity.WARNING, aliases=("CKV_DOCKER_1", "trivy/DS-0004"), groups=("security",), on=("EXPOSE",))
def admin_port(step: Step) -> Iterator[Finding]:
    """SSH, Telnet, RDP and Docker over TCP."""
    for port in ports(step):
        match = _NUMBERS.fullmatch(port.value)
        if match is None:
            continue
        first = int(match["first"])
        numbers = range(first, int(match["last"] or first) + 1)[:_RANGE]
        login = next((number for number in _LOGINS if number in numbers), None)
        if login:
            message = f"Port {login} is for {_LOGINS[login]} logins; use `docker exec`, which needs no login server"
            yield Finding(port.span, message, at_most=Severity.INFORMATION)
        elif _DOCKER in numbers:
            message = "Port 2375 is for Docker's API without a login; use port 2376, which requires a certificate"
            yield Finding(port.span, message)
