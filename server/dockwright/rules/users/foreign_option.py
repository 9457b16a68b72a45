"""`foreign-option`: options of another distribution's adduser or addgroup."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep
from dockwright.image.commands import Ran
from dockwright.image.run_text import source_span
from dockwright.text import Span

_ONLY_BUSYBOX = {"adduser": frozenset("DSG"), "addgroup": frozenset("S")}
"""Letters that Debian's scripts refuse; `-u` and others they take for the beginning of a long option."""
_ONLY_DEBIAN = {
    "adduser": (
        "--group", "--gid", "--disabled-login", "--home-dir", "--quiet", "--force-badname", "--allow-bad-names",
        "--comment", "--add_extra_groups", "--add-extra-groups", "--firstuid", "--lastuid", "--debug",
    ),
    "addgroup": ("--group", "--quiet", "--force-badname", "--allow-bad-names", "--firstgid", "--lastgid", "--debug"),
}  # fmt: skip
"""Long options that BusyBox's programs do not know."""


@rule("foreign-option", Severity.WARNING, on=("RUN",))
def foreign_option(step: BuildStep) -> Iterator[Finding]:
    family = step.image.base.family
    for ran, image in step.commands:
        name = ran.name or ""
        if name not in _ONLY_BUSYBOX or image.base.program(name) is not Answer.YES or image.program(name) is Answer.NO:
            continue
        if not ran.certain and ran.conditions:
            continue
        found = _foreign(ran, name, family)
        if found is not None:
            option, span = found
            own, other = ("BusyBox", "Debian") if family == "alpine" else (family.capitalize(), "BusyBox")
            advice = _ADVICE.get((family == "alpine", name, option), "remove it or use the equivalent option")
            message = f"`{option}` is a {other} option that {own}'s `{name}` rejects; {advice}"
            doubtful = step.varies_in_family or not ran.certain
            yield Finding(source_span(step.instruction.unit, span), message, doubtful=doubtful)


_ADVICE = {
    (False, "adduser", "-D"): 'use `--disabled-password --gecos ""`',
    (False, "adduser", "-S"): "use `--system`",
    (False, "adduser", "-G"): "use `--ingroup`",
    (False, "addgroup", "-S"): "use `--system`",
    (True, "adduser", "--gid"): "use `-G` with the name of the group",
    (True, "adduser", "--group"): "create the group with `addgroup`",
    (True, "adduser", "--disabled-login"): "use `-D`",
}


def _foreign(ran: Ran, name: str, family: str) -> tuple[str, Span] | None:
    for word in ran.command.arguments:
        text = word.literal or ""
        if family == "alpine" and text.partition("=")[0] in _ONLY_DEBIAN[name]:
            return text.partition("=")[0], word.span
        if family in ("debian", "ubuntu") and len(text) > 1 and text[0] == "-" and text[1] != "-":
            letter = next((one for one in text[1:] if one in _ONLY_BUSYBOX[name]), None)
            if letter is not None:
                return f"-{letter}", word.span
    return None
