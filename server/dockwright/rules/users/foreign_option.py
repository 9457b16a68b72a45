"""`foreign-option`: options of another distribution's adduser, addgroup or package manager."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.image.run_text import source_span
from dockwright.rules.users._foreign_words import MANAGERS, foreign_words
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
_NOT_USERADD = frozenset(
    ("--allow-bad-names", "--disabled-login", "--disabled-password", "--force-badname", "--gecos", "--ingroup",
     "--quiet")
)  # fmt: skip
"""Options of Debian's `adduser` that `useradd` refuses, which is what `adduser` is in the RPM family."""


@rule("foreign-option", Severity.WARNING, on=("RUN",))
def foreign_option(step: BuildStep) -> Iterator[Finding]:
    family = step.image.base.family
    for ran, image in step.commands:
        name = ran.name or ""
        if name in MANAGERS and ran.certain and not ran.excused and image.program(name) is not Answer.NO:
            for message, span in foreign_words(ran) if image.base.is_known else ():
                yield Finding(source_span(step.instruction.unit, span), message, doubtful=step.is_doubtful)
        if name not in _ONLY_BUSYBOX or not _is_of_base(image, name, family):
            continue
        if not ran.certain and ran.conditions:
            continue
        found = _foreign(ran, name, family)
        if found is not None:
            option, span = found
            of_debian = family == "alpine" or option.startswith("--")
            own, other = _OWN.get(family, family.capitalize()), "Debian" if of_debian else "BusyBox"
            advice = _ADVICE.get((_OWN.get(family, ""), name, option), "remove it or use the equivalent option")
            message = f"`{option}` is a {other} option that {own}'s `{name}` rejects; {advice}"
            doubtful = step.varies_in_family or not ran.certain
            yield Finding(source_span(step.instruction.unit, span), message, doubtful=doubtful)


def _is_of_base(image: Image, name: str, family: str) -> bool:
    """Whether it is the program that the base has; no package of Debian or the RPM family has another `adduser`."""
    if image.program(name) is Answer.NO:
        return False
    if family in ("debian", "ubuntu"):  # recent slim images have none, where the RUN fails, too
        return image.base.program(name) is not Answer.NO
    return image.base.program(name) is Answer.YES or (family == "rhel" and name == "adduser" and image.base.is_plain)


_OWN = {"alpine": "BusyBox", "rhel": "Red Hat"}
"""Whose programs they are, where it is not the family itself."""
_ADVICE = {
    ("", "adduser", "-D"): 'use `--disabled-password --gecos ""`',
    ("", "adduser", "-S"): "use `--system`",
    ("", "adduser", "-G"): "use `--ingroup`",
    ("", "addgroup", "-S"): "use `--system`",
    ("BusyBox", "adduser", "--gid"): "use `-G` with the name of the group",
    ("BusyBox", "adduser", "--group"): "create the group with `addgroup`",
    ("BusyBox", "adduser", "--disabled-login"): "use `-D`",
    ("Red Hat", "adduser", "--disabled-password"): "remove it",
    ("Red Hat", "adduser", "--disabled-login"): "use `--shell /sbin/nologin`",
    ("Red Hat", "adduser", "--gecos"): "use `--comment`",
    ("Red Hat", "adduser", "--ingroup"): "use `--gid`",
    ("Red Hat", "adduser", "-S"): "use `--system`",
    ("Red Hat", "adduser", "-H"): "use `--no-create-home`",
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
        if family == "rhel" and name == "adduser":
            option = text.partition("=")[0]
            if option in _NOT_USERADD or option in ("-S", "-H"):
                return option, word.span
    return None
