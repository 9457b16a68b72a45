"""Users and groups that commands create and remove."""

from __future__ import annotations

from dockwright.image.commands import Ran
from dockwright.image.effects.effect import Account, Effect, PathChange
from dockwright.image.image import Image
from dockwright.semantics.commands.account_options import ADDGROUP, ADDUSER, GROUPMOD, USERADD, USERMOD
from dockwright.semantics.commands.options import Arguments, arguments
from dockwright.syntax.shell import Word

DEPENDENT = frozenset({"userdel", "deluser", "groupdel", "delgroup", "usermod", "groupmod"})
"""Programs whose effect depends on the existing accounts."""


def effect(made: Ran, image: Image) -> Effect | None:
    """The effect of a command on accounts; None if it has none."""
    words = made.command.arguments
    match made.name:
        case "useradd" | "adduser":
            return _user(made, image)
        case "groupadd" | "addgroup":
            given = arguments(words, ADDGROUP)
            names = _literals(made, given.operands)
            if names is None:
                return Effect(any_account=True)
            if made.name == "addgroup" and len(names) == 2:
                return Effect()
            return Effect(
                accounts=tuple(Account(name, given.value("-g", "--gid"), is_group=True) for name in names[:1])
            )
        case "userdel" | "deluser" | "groupdel" | "delgroup":
            names = _literals(made, arguments(words, ("-R", "-P", "--group")).operands)
            if names is None:
                return Effect(any_account=True)
            group = made.name in ("groupdel", "delgroup")
            gone = []
            for name in names[:1]:
                known = image.account_of(name, group)
                gone.append((known or Account(name))._replace(removed=True, is_group=group))
                if not group:
                    own = image.account_of(name, True) or Account(name, is_group=True)
                    gone.append(own._replace(removed=True))
            return Effect(accounts=tuple(gone))
        case "usermod" | "groupmod":
            return _changed(made, image)
    return None


def _changed(made: Ran, image: Image) -> Effect:
    """What takes another name or number: what it had before is free."""
    given = arguments(made.command.arguments, USERMOD if made.name == "usermod" else GROUPMOD)
    names = made.values_of(given.operands)
    titles, numbers = (
        ("-l", "--login", "-n", "--new-name"),
        ("-u", "--uid") if made.name == "usermod" else ("-g", "--gid"),
    )
    paths = (PathChange("open", "/home"),) if given.has("-d", "--home", "-m", "--move-home") else ()
    if not given.has(*titles, *numbers):
        return Effect(paths=paths)
    if len(names) != 1 or names[0] is None:
        return Effect(any_account=True, loses_accounts=True, paths=paths)
    is_group = made.name == "groupmod"
    known = image.account_of(names[0], is_group) or Account(names[0], is_group=is_group)
    title = given.value(*titles) if given.has(*titles) else known.name
    number = given.value(*numbers) if given.has(*numbers) else known.number
    if title is None or "$" in title or "`" in title:
        return Effect(any_account=True, loses_accounts=True, paths=paths)
    new = known._replace(name=title, number=number, home=None if given.has("-d", "--home") else known.home)
    return Effect(accounts=(known._replace(removed=True), new), paths=paths)


def _user(made: Ran, image: Image) -> Effect:
    busybox = made.name == "adduser" and image.base.family not in ("rhel", "suse")  # there it is useradd
    given = arguments(made.command.arguments, ADDUSER if busybox else USERADD)
    names = _literals(made, given.operands)
    if not names:
        return Effect(any_account=True)
    name = names[0] if busybox else names[-1]
    if busybox and len(names) == 2:
        return Effect()
    number = given.value("-u", "--uid")
    # BusyBox's -g is a remark about the person
    group = given.value("--gid", "--ingroup") or given.value("-G" if busybox else "-g")
    home = given.value("-d", "--home-dir", "--home", "-h") or f"/home/{name}"
    own = [Account(name, number, group, home)]
    if group is None and not given.has("-N", "--no-user-group"):
        own.append(Account(name, None if busybox and given.has("-S", "--system") else number, is_group=True))
    return Effect(accounts=tuple(own), paths=_home(made, image, home, given))


def _home(made: Ran, image: Image, home: str, given: Arguments) -> tuple[PathChange, ...]:
    """The home folder that is created, with copies of /etc/skel in it."""
    if given.has("-M", "-H", "--no-create-home") or not home.startswith("/"):
        return ()
    if given.has("-b", "--base-dir", "-D", "--defaults") and made.name == "useradd":
        return (PathChange("open", "/"),)
    if made.name == "useradd" and image.base.family in ("debian", "ubuntu") and not given.has("-m", "--create-home"):
        return ()
    surely = made.name == "adduser" or given.has("-m", "--create-home")
    return ((PathChange("folder", home),) if surely else ()) + (PathChange("open", home),)


def _literals(made: Ran, operands: tuple[Word, ...]) -> list[str] | None:
    values = made.values_of(operands)
    return None if any(value is None for value in values) else [value for value in values if value is not None]
