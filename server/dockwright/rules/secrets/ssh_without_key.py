"""`ssh-without-key`: a repository is fetched by ssh, and the build has no key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.stage_text import says
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.run_text import source_span
from dockwright.syntax.shell import Word
from dockwright.text import Edit, Span

_BY_SSH = re.compile(r"(?:git\+)?ssh://|git@[\w.-]+:(?!//)|\w[\w.-]*@[\w.-]+\.\w+:[\w~/]")
_KEYS = re.compile(
    r"(?:COPY|ADD)[^\n]*\.ssh|\.ssh/(?!known_hosts)|id_rsa|id_ed25519|id_ecdsa|id_dsa|ssh_config|GIT_SSH|insteadOf|insteadof|ssh-agent|ssh-add|SSH_AUTH"
    r"|SSH_|_KEY|sshCommand|COPY[^\n]*\s(?:/root/?|~/?|\$HOME/?|/)\s*$",
    re.MULTILINE,
)
_PROGRAMS = {"git": ("clone", "fetch", "pull", "submodule", "ls-remote"), "pip": ("install",), "pip3": ("install",)}
_PROGRAMS |= dict.fromkeys(("npm", "yarn", "pnpm"), ("install", "i", "add"))


@rule("ssh-without-key", Severity.WARNING, on=("RUN", "COPY", "ADD", "ENV", "ARG"))
def ssh_without_key(scene: BuiltStage) -> Iterator[Finding]:
    if not scene.image.base.distribution or not scene.image.base.distribution.official:
        return
    for index in scene.stage.body.places(("RUN",)):
        step = scene.at(index)
        if _has_mount(step):
            continue
        for ran, _ in step.commands:
            word = _by_ssh(ran)
            if word is None or not ran.certain or ran.excused:
                continue
            if says(scene, _KEYS, index + 1):
                return
            at = scene.stage.body.offsets[index]
            span = source_span(step.instruction.unit, word.span).shifted(at)
            end = step.instruction.keyword.span.end + at
            fix = Fix("Mount the SSH agent", (Edit(Span(end, end), " --mount=type=ssh"),), safe=False)
            message = "The build has no SSH key; add `--mount=type=ssh` and the host to `~/.ssh/known_hosts`"
            yield Finding(span, message, (fix,))


def _has_mount(step: BuildStep) -> bool:
    return any(
        flag.name == "mount" and re.search(r"type=(?:ssh|secret|bind)", flag.value or "")
        for flag in step.instruction.flags
    )


def _by_ssh(ran: Ran) -> Word | None:
    words = ran.command.arguments
    actions = _PROGRAMS.get(ran.name or "", ())
    if not any((word.literal or "") in actions for word in words[:4]) or ran.outer is not None:
        return None
    return next((word for word in words if _BY_SSH.match(word.text.strip("\"'"))), None)
