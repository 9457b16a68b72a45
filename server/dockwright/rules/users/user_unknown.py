"""`user-unknown`: a user or group by a name that the image does not have, or not yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.frozen import replace
from dockwright.image.accounts import account
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.image.run_text import source_span
from dockwright.lazy import pattern
from dockwright.semantics.commands.account_options import ADDUSER, USERADD, USERMOD
from dockwright.semantics.commands.options import arguments
from dockwright.semantics.structure import CAME_OR_WENT
from dockwright.text import Edit, Span

_NAME = pattern(r"[A-Za-z_][A-Za-z0-9_.-]*\$?\Z")
_ADDUSER = ("addgroup -S {0}", "adduser -S -G {0} {0}")
_USERADD = ("groupadd --system {0}", "useradd --system --gid {0} {0}")
_MAKING = {"alpine": _ADDUSER, "busybox": _ADDUSER, "debian": _USERADD, "ubuntu": _USERADD, "rhel": _USERADD}
"""How a user with a group of its own is made, by family of base."""
_SHELLS = frozenset({"sh", "bash", "ash", "dash"})
_MAKES = frozenset({"useradd", "adduser", "groupadd", "addgroup"})


_NEED_ACCOUNTS = frozenset({"chown", "chgrp", "useradd", "usermod", "adduser", "install", "su", "runuser"})


class _Unknown(NamedTuple):
    name: str
    is_group: bool

    def message(self, late: bool, then: str) -> str:
        kind, when = "Group" if self.is_group else "User", "yet" if late else "in the image"
        return f"{kind} `{self.name}` does not exist {when}, so {then}; create it first"


@rule("user-unknown", Severity.WARNING, on=("USER", "COPY", "ADD", "RUN", "#", CAME_OR_WENT))
def user_unknown(scene: BuiltStage) -> Iterator[Finding]:
    copied: set[_Unknown] = set()
    stopped: set[_Unknown] = set()
    if scene.image.base.family == "scratch":
        return
    for index, unit in enumerate(scene.stage.body.units):
        if unit.name not in ("USER", "COPY", "ADD", "RUN") or unit.problems:
            continue
        step, offset = scene.at(index), scene.stage.body.offsets[index]
        for unknown, finding in _OF[unit.name](scene, index, step):
            builds_on = unit.name in ("COPY", "ADD")  # to whom the files belong then, and what stops, are two things
            if unknown in stopped or (builds_on and unknown in copied):
                continue
            if unknown in copied:
                finding = replace(finding, fixes=())  # the fix above makes the user for all
            (copied if builds_on else stopped).add(unknown)
            yield finding.shifted(offset)


_Found = Iterator[tuple[_Unknown, Finding]]


def _unknown(image: Image, owner: str) -> _Unknown | None:
    """Which part of `user:group` the image is sure not to have."""
    user, _, group = owner.partition(":")
    for name, is_group in ((user, False), (group, True)):
        if name and _NAME.match(name) and image.account(name, is_group) is Answer.NO:
            return _Unknown(name, is_group)
    return None


def _later(scene: BuiltStage, index: int, unknown: _Unknown) -> bool:
    """Whether an instruction further down makes it."""
    return any(image.account(unknown.name, unknown.is_group) is Answer.YES for image in scene.images[index + 1 :])


def _user(scene: BuiltStage, index: int, step: BuildStep) -> _Found:
    if not step.instruction.arguments:
        return
    owner, token = step.step.after.user, step.instruction.arguments[0]
    unknown = _unknown(step.image, owner) if owner else None
    # USER takes effect when something runs: an instruction below may still make the user.
    runs = scene.stage.body.places(("RUN",))
    next_run = next((place for place in runs if place > index), None)
    image = scene.images[next_run] if next_run is not None else scene.image
    if unknown and image.account(unknown.name, unknown.is_group) is Answer.NO:
        late = _later(scene, index, unknown)
        then = "the next RUN fails" if next_run is not None else "the container cannot start"
        message = unknown.message(late, then)
        fixes = () if late else _made(scene, index, step, unknown, owner or "")
        yield unknown, Finding(token.span, message, fixes, doubtful=step.is_doubtful)


def _copy(scene: BuiltStage, index: int, step: BuildStep) -> _Found:
    flag = step.instruction.flag("chown")
    owner = step.step.before.expand(flag.value, step.instruction.unit.escape) if flag and flag.value else None
    link = step.instruction.flag("link")
    if not flag or not owner or (link and (link.value or "true").lower() != "false"):
        return
    unknown = _unknown(step.image, owner)
    if unknown:
        late = _later(scene, index, unknown)
        message = unknown.message(late, "BuildKit makes root the owner of the files")
        fixes = _moved(scene, index) if late else _made(scene, index, step, unknown, owner)
        yield unknown, Finding(flag.value_span, message, fixes, doubtful=step.is_doubtful)


def _made(scene: BuiltStage, index: int, step: BuildStep, unknown: _Unknown, owner: str) -> tuple[Fix, ...]:
    """A RUN above that makes the account as images of this family do; where it is sure that it can."""
    user, _, group = owner.partition(":")
    runs_as = account(scene.stage, step.step)
    shell = scene.stage.body.states[index].shell[0].rpartition("/")[2]
    commands = _MAKING.get(scene.image.base.family)
    if unknown.is_group or group not in ("", user) or commands is None or shell not in _SHELLS:
        return ()
    if runs_as is None or not runs_as.is_root or step.instruction.inner is not None:
        return ()
    if step.image.account(user, is_group=True) is not Answer.NO:
        return ()
    if any(step.image.program(command.split()[0]) is not Answer.YES for command in commands):
        return ()
    run = "run" if step.instruction.keyword.value.islower() else "RUN"
    newline = "\r\n" if step.instruction.unit.text.endswith("\r\n") else "\n"
    text = f"{run} {' && '.join(commands).format(user)}{newline}"
    return (Fix(f"Create user `{user}` first", (Edit(Span(0, 0), text),), safe=False),)


def _moved(scene: BuiltStage, index: int) -> tuple[Fix, ...]:
    """The RUN below, where it only makes accounts, put above."""
    units, offsets = scene.stage.body.units, scene.stage.body.offsets
    if index + 1 >= len(units) or units[index + 1].name != "RUN":
        return ()
    below = scene.at(index + 1)
    if not below.commands or any(moment.ran.name not in _MAKES for moment in below.commands):
        return ()
    own, next_one = units[index].text, units[index + 1].text
    gap = offsets[index + 1] - offsets[index] - len(own)
    if gap or not own.endswith("\n"):
        return ()
    text = next_one if next_one.endswith("\n") else next_one + "\n"
    insert = Edit(Span(0, 0), text)
    remove = Edit(Span(len(own), len(own) + len(next_one)), "")
    return (Fix("Move the RUN that creates the user above", (insert, remove)),)


def _run(scene: BuiltStage, index: int, step: BuildStep) -> _Found:
    for ran, image in step.commands:
        if not ran.certain or not ran.fatal:
            continue
        for owner, word in _owners(ran):
            unknown = _unknown(image, owner)
            if unknown:
                late = _later(scene, index, unknown)
                switch = ran.outer.name if ran.outer is not None and owner == ran.user else ran.name
                message = unknown.message(late, f"`{switch}` fails")
                span = source_span(step.instruction.unit, word)
                fixes = () if late else _made(scene, index, step, unknown, owner)
                yield unknown, Finding(span, message, fixes, doubtful=step.is_doubtful)


def _owners(ran: Ran) -> Iterator[tuple[str, Span]]:
    """The accounts that a command needs, each as `user:group`."""
    if ran.user and ran.outer is not None:
        yield ran.user, ran.outer.words[0].span
    if ran.name not in _NEED_ACCOUNTS:
        return
    given = arguments(ran.command.arguments, _VALUES.get(ran.name or "", ()))
    spans = [word.span for word in given.operands]
    first = next(zip(ran.values_of(given.operands), spans, strict=True), (None, Span(0, 0)))
    match ran.name:
        case "chown" if first[0] and "." not in first[0] and not given.has("--reference"):
            yield first[0], first[1]  # `user.group` is an old form
        case "chgrp" if first[0] and not given.has("--reference"):
            yield f":{first[0]}", first[1]
        case "useradd" | "usermod":
            for option in given.options:
                if option.name in ("-g", "--gid", "-G", "--groups") and option.value and "$" not in option.value:
                    for name in option.value.split(","):
                        yield f":{name}", option.span
            if ran.name == "usermod" and first[0]:
                yield first[0], first[1]
        case "adduser":
            for option in given.options:
                if option.name in ("-G", "--ingroup") and option.value and "$" not in option.value:
                    yield f":{option.value}", option.span
        case "install":
            for option in given.options:
                if option.name in ("-o", "--owner", "-g", "--group") and option.value and "$" not in option.value:
                    yield f"{':' if 'g' in option.name[1:3] else ''}{option.value}", option.span
        case "su" | "runuser":
            user = _of_su(ran)
            if user is not None:
                yield user, ran.span


def _of_su(ran: Ran) -> str | None:
    """Whom `su` makes run a command: the first word that is no option and no value of one."""
    words = list(ran.words[1:])
    while words:
        word = words.pop(0)
        if word is None:
            return None
        if word in ("-c", "--command", "-s", "--shell", "-g", "--group", "-G", "-w"):
            words = words[1:]
        elif word in ("-u", "--user"):
            return words[0] if words else None
        elif not word.startswith("-"):
            return word
    return None


_VALUES = {
    "useradd": USERADD,
    "usermod": USERMOD,
    "adduser": ADDUSER,
    "install": ("-m", "--mode", "-o", "--owner", "-g", "--group", "-t", "--target-directory", "-S", "--suffix"),
}
_OF = {"USER": _user, "COPY": _copy, "ADD": _copy, "RUN": _run}
