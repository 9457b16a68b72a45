"""The user that runs an instruction, and the home directory, as far as the file and known images tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.image.run_text import body_of
from dockwright.semantics import images
from dockwright.semantics.commands.account_options import ADDUSER, USERADD
from dockwright.semantics.commands.options import arguments
from dockwright.semantics.image_names import parse_reference
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import State
from dockwright.syntax.shell import unwrapped

_OPTIONS = {"useradd": USERADD, "adduser": ADDUSER}
_HOME = ("-d", "--home-dir", "--home", "-h")
_SYSTEM = ("-r", "--system", "-S", "-b", "--base-dir", "-H", "--no-create-home")


class Account(NamedTuple):
    """A user; fields are None if the file does not tell."""

    name: str
    uid: str | None
    home: str | None

    @property
    def is_root(self) -> bool:
        """Whether it is the superuser."""
        return self.uid == "0"


_ROOT = Account("root", "0", "/root")
BROUGHT = {
    "node": Account("node", "1000", "/home/node"),
    "gradle": Account("gradle", "1000", "/home/gradle"),
}
"""Users of official images that have the same name, number and home in all versions."""


def account(stage: Stage, step: Step) -> Account | None:
    """The user before a step; None if not known."""
    state = state_of(stage, step)
    user = state.user
    if not _is_said(stage, step) and user is None:
        reference = stage.root.image or ""
        facts = images.relative(reference)
        user = facts.user if facts else None
    if user is None:
        return None
    name = user.partition(":")[0]
    found = _ROOT if name in ("", "root", "0") else _known(stage, step, name)
    home = state.variables.get("HOME", found.home)
    return found._replace(home=home)


def state_of(stage: Stage, step: Step) -> State:
    """The state in which a step runs: under ONBUILD, the final state of the stage."""
    return stage.body.passed_on if step.instruction.inner is not None else step.before


def assumed_account(stage: Stage, step: Step) -> Account | None:
    """Like `account`, but root if neither USER nor facts about the base image tell, as in most images."""
    found = account(stage, step)
    return _ROOT if found is None and not _is_said(stage, step) else found


def official(stage: Stage) -> str:
    """The name of the official image that a stage starts from; empty for others."""
    image = stage.root.image
    name = parse_reference(image) if image else None
    return (name.official or "") if name else ""


def _is_said(stage: Stage, step: Step) -> bool:
    late = step.instruction.inner is not None
    if any(late or other.instruction.start < step.instruction.start for other in stage.all("USER")):
        return True
    below = stage.base
    while below is not None:
        if below.all("USER"):
            return True
        below = below.base
    return False


def _known(stage: Stage, step: Step, name: str) -> Account:
    for made in accounts_made(stage, step.instruction.start):
        if name in (made.name, made.uid):
            return made
    if name.isdecimal():
        return Account(name, name, None)
    brought = BROUGHT.get(official(stage))
    return brought if brought and brought.name == name else Account(name, None, None)


def accounts_made(stage: Stage, before: int) -> Iterator[Account]:
    """The users that `useradd` and `adduser` create in a stage and its bases."""
    if stage.base is not None:
        yield from accounts_made(stage.base, stage.base.span.end)
    for step in stage.all("RUN"):
        text = step.instruction.unit.text
        if step.instruction.start >= before or not any(program in text for program in _OPTIONS):
            continue
        body = body_of(step)
        for command in body.commands if body else ():
            program = unwrapped(command)
            options = _OPTIONS.get(program.name or "")
            if options is None:
                continue
            given = arguments(program.arguments, options)
            names = given.operands[:1] if program.name == "adduser" else given.operands[-1:]
            for word in names:
                if word.literal is None:
                    continue
                uid, home = given.value("-u", "--uid"), given.value(*_HOME)
                if home is None and not given.has(*_SYSTEM):
                    home = f"/home/{word.literal}"
                yield Account(
                    word.literal,
                    uid if uid and uid.isdecimal() else None,
                    home if home and home.startswith("/") and "$" not in home else None,
                )
