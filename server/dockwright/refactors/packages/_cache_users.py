"""The RUNs that have to share a cache mount, because one reads what another one left."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.shell.later_installs import stands_on
from dockwright.refactors.kit.refactor import Refusal
from dockwright.refactors.kit.shell_text import ShellText, is_there, shell_text
from dockwright.semantics.commands.packages import CacheMount, Invocation, Manager, invocation
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.shell import Script, Simple, nested_script, parse_shell, unwrapped

_OPAQUE = frozenset(
    {
        "make", "cmake", "ninja", "just", "task", "mage", "rake", "ant", "tox", "nox", "bazel",
        "sh", "bash", "ash", "dash", "source", ".", "eval",
    }
)  # fmt: skip
STARTERS = {
    # Development programs that build the project when a container starts, and again after each change of a file, by
    # their own documentation; with the manager that they call, or "" if a setting defines the command.
    "CompileDaemon": "go", "air": "go", "bacon": "cargo", "bee": "go", "buffalo": "go", "cargo-watch": "cargo",
    "concurrently": "", "delve": "go", "dlv": "go", "entr": "", "fresh": "go", "gin": "go", "gow": "go",
    "gowatch": "go", "just": "", "mage": "go", "make": "", "modd": "", "nodemon": "", "nx": "", "realize": "go",
    "reflex": "", "rerun": "", "task": "", "templ": "go", "trunk": "cargo", "turbo": "", "watchexec": "", "wgo": "go",
}  # fmt: skip


def uses(text: ShellText) -> list[tuple[Invocation, CacheMount]]:
    """The commands of a RUN that use a cache worth a mount."""
    found: list[tuple[Invocation, CacheMount]] = []
    for call in text.body.calls:
        for mount in call.manager.mounts if is_there(text, call) else ():
            if call.action in mount.actions and (not mount.needs or _comes_first(text, call, mount.needs)):
                found.append((call, mount))
    return found


def sharers(model: Model, text: ShellText, manager: Manager) -> list[ShellText] | Refusal:
    """All RUNs that use what one command of the manager leaves for the others, in the stages based on each other."""
    bottom = text.stage
    below = text.stage.base
    while below is not None:
        if any(_uses(found, manager) for found in _texts(model, below)):
            bottom = below
        below = below.base
    stages = [stage for stage in model.stages if stands_on(stage, bottom)]
    found: list[ShellText] = []
    for stage in stages:
        for step in stage.steps:
            name = (step.instruction.inner or step.instruction).name
            if name == "RUN":
                one = shell_text(model, stage, step)
                if one is not None and _uses(one, manager):
                    found.append(one)
                elif found and (word := _opaque(one)):
                    return Refusal(
                        f"{word} in line {_line(model, step)} may need what `{manager.name}` downloads here, "
                        "which would not be in the image"
                    )
            elif name in ("CMD", "ENTRYPOINT") and _runs(step, manager):
                return Refusal(
                    f"{name} in line {_line(model, step)} runs `{manager.name}`, which then needs its downloads"
                )
    return found


def later_users(model: Model, text: ShellText, family: str) -> Iterator[ShellText]:
    """The RUNs after one, and those of stages based on its stage, that use a package manager of the same family."""
    for stage in model.stages:
        if not stands_on(stage, text.stage):
            continue
        for step in stage.all("RUN", "ONBUILD"):
            one = shell_text(model, stage, step)
            if step.instruction.start <= text.step.instruction.start or one is None:
                continue
            if any(call.manager.family == family for call, _ in uses(one)):
                yield one


def copied(model: Model, stage: Stage, targets: list[str]) -> Refusal | None:
    """Why a cache has to be in a layer: another instruction copies it from the stage."""
    for step in model.steps():
        instruction = step.instruction.inner or step.instruction
        for flag in instruction.flags if instruction.name in ("COPY", "ADD") else ():
            source = model.stage_referred(flag.value or "") if flag.name == "from" else None
            if source is None or not stands_on(source, stage):
                continue
            for token in instruction.arguments[:-1]:
                path = "/" + (step.before.expand(token.value, model.tree.escape) or token.value).strip("/*")
                for target in targets:
                    if path == target or (path + "/").startswith(target + "/") or target.startswith(path + "/"):
                        return Refusal(
                            f"{instruction.name} in line {_line(model, step)} copies `{token.value}` from here, "
                            "without what is in the cache"
                        )
    return None


def _comes_first(text: ShellText, call: Invocation, action: str) -> bool:
    return any(
        other.action == action
        and other.manager.family == call.manager.family
        and other.command.span < call.command.span
        for other in text.body.calls
    )


def _uses(text: ShellText, manager: Manager) -> bool:
    actions = {action for mount in manager.mounts for action in mount.actions}
    return any(call.manager is manager and call.action in actions for call in text.body.calls)


def _texts(model: Model, stage: Stage) -> Iterator[ShellText]:
    for step in stage.all("RUN"):
        if (text := shell_text(model, stage, step)) is not None:
            yield text


def _opaque(text: ShellText | None) -> str:
    """A command that may run anything; empty if there is none."""
    if text is None:
        return "RUN"
    for command in text.body.commands:
        name = unwrapped(command).name
        if name is None and command.words:
            return f"`{command.words[0].text}`"
        if name and (name in _OPAQUE or name.startswith(("./", "../")) or name.endswith(".sh")):
            return f"`{name}`"
    return ""


def _runs(step: Step, manager: Manager) -> bool:
    """Whether CMD or ENTRYPOINT builds or runs a project with the manager, or may do so."""
    instruction = step.instruction.inner or step.instruction
    if instruction.is_json:
        words = [token.value for token in instruction.arguments]
        lines = [" ".join(word for word in words if " " not in word), *(word for word in words if " " in word)]
    else:
        lines = [instruction.argument_text]
    return any(_builds(command, manager) for line in lines for command in _commands(parse_shell(line)))


def _commands(script: Script) -> Iterator[Simple]:
    for placed in script.simple_commands():
        inner = nested_script(placed.command)
        yield from _commands(inner) if inner else (placed.command,)


def _builds(command: Simple, manager: Manager) -> bool:
    call = invocation(command)
    actions = {action for mount in manager.mounts if mount.later for action in mount.actions}
    if call is not None and call.manager is manager:
        # `dotnet app.dll` runs a finished program; the arguments of the others are subcommands.
        return call.action in actions or manager.name != "dotnet"
    inner = unwrapped(command)
    if inner.name is None:
        return False
    if STARTERS.get(inner.name.rpartition("/")[2], "-") in (manager.name, ""):
        return True
    return any((word.literal or "").endswith(".sh") for word in inner.words)


def _line(model: Model, step: Step) -> int:
    return model.tree.text.line_of(step.instruction.span.start) + 1
