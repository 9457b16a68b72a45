"""`id-taken`: a user or group is made whose name or number the image already has."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.image.run_text import source_span
from dockwright.semantics.commands.account_options import ADDUSER, GROUPADD, USERADD
from dockwright.semantics.commands.options import arguments
from dockwright.text import Span


@rule("id-taken", Severity.WARNING, on=("RUN",))
def id_taken(step: BuildStep) -> Iterator[Finding]:
    for ran, image in step.commands:
        if ran.certain and ran.fatal and ran.name in _OF:
            for span, message in _OF[ran.name](ran, image):
                where = source_span(step.instruction.unit, span)
                yield Finding(where, message, doubtful=step.is_doubtful)
                return


_Found = Iterator[tuple[Span, str]]


def _taken(image: Image, name: str, number: str | None, is_group: bool, program: str) -> str | None:
    """What stands against a new account."""
    if image.account(name, is_group) is Answer.YES:
        kind = "Group" if is_group else "User"
        return f"{kind} `{name}` already exists in the image, so `{program}` fails; use it or choose another name"
    if number and number.isdigit() and image.account(number, is_group) is Answer.YES:
        other = image.account_of(number, is_group)
        title = "GID" if is_group else "UID"
        taken = f"is taken by `{other.name}`" if other else "is taken in the image"
        return f"{title} {number} {taken}, so `{program}` fails; choose another one"
    return None


def _user(ran: Ran, image: Image) -> _Found:
    busybox = image.base.family in ("alpine", "busybox", "wolfi")
    if ran.name == "adduser" and not busybox:
        return
    given = arguments(ran.command.arguments, (*USERADD, *ADDUSER))
    names = ran.values_of(given.operands)
    if len(names) != 1 or names[0] is None or given.has("-o", "--non-unique", "-D" if ran.name == "useradd" else "-o"):
        return
    option = next((one for one in given.options if one.name in ("-u", "--uid")), None)
    number = option.value if option else None
    message = _taken(image, names[0], number, False, ran.name or "")
    if message:
        named = image.account(names[0]) is Answer.YES
        yield (given.operands[0].span if named or option is None else option.span), message
        return
    own_group = ran.name == "useradd" and not given.has("-g", "--gid", "-N", "--no-user-group")
    if own_group and image.account(names[0], True) is Answer.YES:
        yield (
            given.operands[0].span,
            f"Group `{names[0]}` already exists in the image, so `useradd` fails; add `-g {names[0]}`",
        )


def _group(ran: Ran, image: Image) -> _Found:
    busybox = image.base.family in ("alpine", "busybox", "wolfi")
    if ran.name == "addgroup" and not busybox:
        return
    given = arguments(ran.command.arguments, GROUPADD)
    names = ran.values_of(given.operands)
    if len(names) != 1 or names[0] is None or given.has("-o", "--non-unique", "-f", "--force"):
        return
    option = next((one for one in given.options if one.name in ("-g", "--gid")), None)
    message = _taken(image, names[0], option.value if option else None, True, ran.name or "")
    if message:
        named = image.account(names[0], True) is Answer.YES
        yield (given.operands[0].span if named or option is None else option.span), message


_OF = {"useradd": _user, "adduser": _user, "groupadd": _group, "addgroup": _group}
