"""`systemd-not-running`: a RUN asks systemd to do something, which no build runs."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep
from dockwright.image.commands import Ran
from dockwright.image.on_path import may_be
from dockwright.image.run_text import source_span

_REMOVE = "remove it"
_START = "start the program in CMD or ENTRYPOINT"
_ASK: dict[str, dict[str, str]] = {
    "systemctl": {
        **dict.fromkeys(("start", "restart", "reload", "try-restart", "reload-or-restart"), _START),
        **dict.fromkeys(("stop", "status", "is-active", "kill", "daemon-reload", "daemon-reexec"), _REMOVE),
    },
    "timedatectl": {"set-timezone": "set TZ, or link `/etc/localtime`", "set-ntp": _REMOVE, "set-time": _REMOVE},
    "hostnamectl": {"set-hostname": "use `--hostname` when you run the container"},
    "localectl": {"set-locale": "set LANG with ENV", "set-keymap": _REMOVE},
}
"""By program, the subcommands that fail without systemd as the first process (tried with systemd 252), and what to do.

`systemctl enable`, `disable`, `mask` and the like change links only, and work.
"""
_ELSEWHERE = ("--root", "--image", "-H", "--host", "-M", "--machine", "--help", "-h", "--version")


@rule("systemd-not-running", Severity.WARNING, on=("RUN",))
def systemd_not_running(step: BuildStep) -> Iterator[Finding]:
    for ran, image in step.commands:
        name = ran.name or ""
        found = _asked(ran) if name in _ASK and ran.fatal and ran.certain and not ran.excused else None
        if found is None or image.program(name) is Answer.NO:  # `command-not-installed` says where it is missing
            continue
        # Scripts that take its place have its name.
        if any(may_be(image, f"{folder}/{name}") for folder in ("/bin", "/usr/bin", "/usr/local/bin")):
            continue
        message = f"No build runs systemd, so `{name} {found}` fails; {_ASK[name][found]}"
        yield Finding(source_span(step.instruction.unit, ran.span), message)
        return


def _asked(ran: Ran) -> str | None:
    """The subcommand of a program that asks the systemd that runs."""
    if any(value.partition("=")[0] in _ELSEWHERE for value in ran.values):
        return None
    subcommand = next((value for value in ran.values if not value.startswith("-")), None)
    return subcommand if subcommand in _ASK[ran.name or ""] else None
