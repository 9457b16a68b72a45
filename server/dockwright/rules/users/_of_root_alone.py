"""Commands that only root may run, in any folder."""

from __future__ import annotations

from dockwright.image.built_stage import BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.lazy import pattern
from dockwright.semantics.commands.packages import invocation

_MANAGERS = {
    "apt-get": {"install", "update", "upgrade", "dist-upgrade", "remove", "purge", "clean", "autoremove"},
    "apt": {"install", "update", "upgrade", "full-upgrade", "remove", "purge", "clean", "autoremove"},
    "apk": {"add", "del", "update", "upgrade"},
    "yum": {"install", "update", "upgrade", "remove", "makecache"},
    "dnf": {"install", "update", "upgrade", "remove", "makecache"},
    "microdnf": {"install", "update", "upgrade", "remove", "makecache"},
    "zypper": {"install", "in", "update", "up", "remove", "rm", "refresh", "ref"},
}
_ACCOUNTS = frozenset(
    {"useradd", "userdel", "usermod", "groupadd", "groupdel", "groupmod", "adduser", "deluser", "addgroup", "delgroup"}
)
_NAME = pattern(r"[a-z_][a-z0-9_-]*\Z")


def of_root_alone(scene: BuiltStage, index: int, ran: Ran, image: Image, user: str) -> str | None:
    """The message about a command that fails because `user` is not root; None for others."""
    first = next((value for value in ran.values if not value.startswith("-")), "")
    name = ran.name or ""
    if first in _MANAGERS.get(name, ()) and not {"--help", "--version", "-s", "--simulate", "--root"} & set(ran.values):
        return _alone(scene, index, f"`{name} {first}`", user)
    if name == "dpkg" and {"-i", "--install"} & set(ran.values):
        return _alone(scene, index, "`dpkg -i`", user)
    if name in _ACCOUNTS and ran.values and not ran.values[0].startswith("--h"):
        return _alone(scene, index, f"`{name}`", user)
    if name == "npm" and _is_global(ran) and _has_default_prefix(scene, index, image):
        return _alone(scene, index, "`npm install -g`", user)
    if name == "corepack" and ran.values == ("enable",) and _has_default_prefix(scene, index, image):
        return _alone(scene, index, "`corepack enable`", user)
    if name == "chown" and _gives_away(ran, user):
        return _alone(scene, index, "`chown` to another user", user)
    return None


def _alone(scene: BuiltStage, index: int, what: str, user: str) -> str:
    """The message about what only root may do, and who is set: by a USER, or by the base image."""
    set_here = scene.stage.body.states[index].user
    if set_here == scene.stage.root.body.states[0].user and (set_here or "").partition(":")[0] == user:
        return f"{what} needs root, but the base image runs as `{user}`; add `USER root` above this"
    return f"{what} needs root, but USER is `{user}` here; move it above USER"


def _gives_away(ran: Ran, user: str) -> bool:
    """Whether a `chown` names another owner by name; numbers may be those of the same user."""
    owner = first.partition(":")[0] if (first := next((one for one in ran.values if one[:1] != "-"), "")) else ""
    plain = bool(_NAME.match(owner) and _NAME.match(user)) and not any(one.startswith("--") for one in ran.values)
    return plain and owner != user and "-f" not in ran.values


def _is_global(ran: Ran) -> bool:
    call = invocation(ran.command)
    values = ran.values
    wanted = {"-g", "--global", "--location=global"} & set(values) and values[:1] in (("install",), ("i",), ("add",))
    return bool(wanted) and call is not None and not any(value.startswith("--prefix") for value in values)


def _has_default_prefix(scene: BuiltStage, index: int, image: Image) -> bool:
    """Whether npm installs globally where the official image of Node.js lets only root write."""
    if image.base.distribution is None or image.base.distribution.name != "node":
        return False
    state = scene.stage.body.states[index]
    names = {name.lower() for name in state.variables}
    if {"npm_config_prefix", "prefix"} & names:
        return False
    stage = scene.stage
    while True:
        for unit in stage.body.units:
            if unit.name in ("RUN", "COPY", "ADD") and any(
                mark in unit.text for mark in ("prefix", "npmrc", "chown", "chmod", "/usr/local")
            ):
                return False
        if stage.base is None:
            return True
        stage = stage.base
