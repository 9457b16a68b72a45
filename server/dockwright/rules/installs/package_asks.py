"""`package-asks`: a package that asks a question during installation."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep
from dockwright.image.run_text import body_of, source_span
from dockwright.semantics.commands.packages import invocation
from dockwright.text import Edit, Span

_ASK = frozenset(
    {
        "tzdata", "keyboard-configuration", "console-setup", "postfix", "wireshark-common", "wireshark", "tshark",
        "iptables-persistent", "ttf-mscorefonts-installer", "msmtp", "krb5-user", "slapd", "phpmyadmin", "davfs2",
    }
)  # fmt: skip
"""Packages whose debconf questions have a priority that is asked by default."""


@rule("package-asks", Severity.HINT, on=("RUN",))
def package_asks(step: BuildStep) -> Iterator[Finding]:
    body = body_of(step.step)
    if step.image.base.family not in ("debian", "ubuntu") or body is None:
        return
    if "DEBIAN_FRONTEND" in step.step.before.variables or any(
        word in body.text for word in ("DEBIAN_FRONTEND", "debconf", "TZ=")
    ):
        return
    for ran, image in step.commands:
        call = invocation(ran.command)
        if call is None or call.manager.name not in ("apt", "apt-get") or call.action != "install":
            continue
        for package in call.packages:
            if package.name not in _ASK or image.package("deb", package.name) is Answer.YES:
                continue
            if package.name == "tzdata" and step.image.base.family == "debian":
                continue  # most of its images have it
            start = source_span(step.instruction.unit, ran.span).start
            message = f"`{package.name}` asks a question during installation; set `DEBIAN_FRONTEND=noninteractive`"
            edit = Edit(Span(start, start), "DEBIAN_FRONTEND=noninteractive ")
            fix = Fix("Set `DEBIAN_FRONTEND=noninteractive`", (edit,), safe=False)
            yield Finding(source_span(step.instruction.unit, package.span), message, (fix,))
            return
