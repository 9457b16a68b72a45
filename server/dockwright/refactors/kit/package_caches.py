"""The path of a package manager's cache, from what is known about user, home and variables."""

from __future__ import annotations

import posixpath
import re

from dockwright.image.accounts import Account, account, assumed_account, official, state_of
from dockwright.refactors.kit.refactor import Refusal
from dockwright.refactors.kit.shell_text import ShellText
from dockwright.semantics import images
from dockwright.semantics.commands.packages import CacheMount, Invocation
from dockwright.syntax.shell import unwrapped, variables_assigned

_OTHER_USER = frozenset({"sudo", "doas", "gosu", "su-exec", "chroot"})
_PATH = re.compile(r"/[\w.@+-]+(?:/[\w.@+-]+)*\Z")


def flag(text: ShellText, call: Invocation, mount: CacheMount) -> tuple[str, str] | Refusal:
    """The target and the complete `--mount=...` for one cache."""
    name = call.manager.name
    if word := _moved(text, call, mount):
        return Refusal(f"With `{word}`, `{name}` may keep its cache elsewhere")
    for variable, switch in call.manager.environment.items():
        if switch == "no-cache" and re.search(rf"\b{variable}=", text.body.text):
            return Refusal(f"The commands turn the cache of `{name}` off with `{variable}`")
    who = None
    fixed = mount.at[0].startswith("/")
    target: str | Refusal = mount.at[0]
    if not fixed:
        who = assumed_account(text.stage, text.step)
        if who is None:
            return Refusal("Cannot tell which user runs this, and so in whose home the cache is")
        if _wrapper(text, call) in _OTHER_USER and not who.is_root:
            return Refusal(f"`{_wrapper(text, call)}` runs `{name}` as another user, whose home is unknown")
        target = _place(text, call, mount, who)
    elif _wrapper(text, call) == "chroot":
        return Refusal("`chroot` puts the cache below another root")
    if isinstance(target, Refusal):
        return target
    target = posixpath.normpath(target)
    if not _PATH.match(target):
        return Refusal(f"Cannot mount a cache at `{target}`")
    if who and who.uid is None:
        return Refusal(f"User `{who.name}` must own the cache, but its UID is unknown")
    options = f",sharing={mount.sharing}" if mount.sharing else ""
    owner = f",uid={who.uid}" if who and not who.is_root else ""
    return target, f"--mount=type=cache,target={target}{options}{owner}"


def assumption(text: ShellText, call: Invocation) -> str:
    """The assumption that the path of a cache depends on; empty if everything is known."""
    mounts = [mount for mount in call.manager.mounts if not mount.at[0].startswith("/")]
    if not mounts:
        return ""
    if account(text.stage, text.step) is None:
        return "if the base image runs as root and moves no cache"
    names = {place.lstrip("$").partition("/")[0] for mount in mounts for place in mount.at if place.startswith("$")}
    return "if the base image moves no cache" if any(_variable(text, name) == (False, None) for name in names) else ""


def _place(text: ShellText, call: Invocation, mount: CacheMount, who: Account) -> str | Refusal:
    assigned = {item.name for item in variables_assigned(text.body.script)}
    for candidate in mount.at:
        if candidate.startswith("root:"):
            if who.uid is None:
                return Refusal(f"The UID of user `{who.name}` is unknown")
            if who.is_root:
                return candidate.removeprefix("root:")
            continue
        name, _, rest = candidate.lstrip("$").partition("/")
        if name == "~":
            name = "HOME"
        if name in assigned or re.search(rf"\b{name}=", text.body.text):
            return Refusal(f"The commands set `{name}`, so the place of the cache is unknown")
        if name == "HOME":
            return f"{who.home}/{rest}" if who.home else Refusal(f"The home of user `{who.name}` is unknown")
        known, value = _variable(text, name)
        if value:
            return f"{value}/{rest}" if value.startswith("/") else Refusal(f"`{name}` does not hold an absolute path")
        if known and value == "":
            continue
        if place := mount.image.get(official(text.stage), ""):
            return place
        if known:
            return Refusal(f"The cache is where `{name}` says, and its value is unknown")
        if mount.image:
            return Refusal(f"The base image is unknown, and may move the cache with `{name}`")
    first = mount.at[0].lstrip("$").partition("/")[0]
    return Refusal(f"Where `{call.manager.name}` keeps its cache depends on the rest of the image; set `{first}`")


def _variable(text: ShellText, name: str) -> tuple[bool, str | None]:
    """Whether it is known if a variable is set, and its value; empty if it is not set."""
    state = state_of(text.stage, text.step)
    if name in state.variables:
        return True, state.variables[name]
    reference = text.stage.root.image or ""
    facts = images.lookup(reference) or images.relative(reference)
    if facts is not None:
        return True, facts.env.get(name, "")
    return state.base_known, "" if state.base_known else None


def _moved(text: ShellText, call: Invocation, mount: CacheMount) -> str:
    """An option of the command, a word of this RUN or an earlier one, or a variable that sets another path."""
    options = {word.text.partition("=")[0] for word in call.command.arguments}
    earlier = [step for step in text.stage.all("RUN") if step.instruction.start < text.step.instruction.start]
    for word in sorted(mount.unless):
        if word in state_of(text.stage, text.step).variables or word in options:
            return word
        if word.startswith("-"):
            continue
        expression = re.compile(rf"\b{re.escape(word)}\b")
        texts = [text.body.text, *(step.instruction.unit.text for step in earlier if word.isalpha())]
        if any(expression.search(one) for one in texts):
            return word
    return ""


def _wrapper(text: ShellText, call: Invocation) -> str:
    """The wrapper that runs the package manager; empty if it is the shell."""
    for command in text.body.commands:
        if command.span.end == call.command.span.end and command.span != call.command.span:
            inner = unwrapped(command)
            if inner.span == call.command.span:
                return (command.name or "").rpartition("/")[2]
    return ""
