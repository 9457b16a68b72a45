"""Whether the instructions of a stage may bring a command into the image."""

from __future__ import annotations

from dockwright.image.run_text import body_of
from dockwright.semantics.commands.packages import Invocation, Package, invocation, takes_recommended
from dockwright.semantics.commands.provides import provides
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import resolve
from dockwright.syntax.shell import unwrapped

_FAMILIES = ("deb", "apk", "rpm")
HARMLESS = frozenset(
    {
        "cd", "echo", "printf", "true", ":", "set", "export", "mkdir", "chown", "chmod", "touch", "useradd",
        "groupadd", "adduser", "addgroup", "usermod", "id", "date", "sleep", "ls", "test", "[", "sed", "grep", "rm",
        "npm", "npx", "yarn", "pnpm", "pip", "pip3", "uv", "poetry", "bundle", "gem", "composer", "go", "cargo",
        "rustup", "mvn", "gradle", "dotnet", "corepack", "find", "sort", "head", "tail", "wc", "whoami", "uname",
        "pwd", "env", "umask", "exit", "unset", "sync", "apt-mark", "apt-cache", "dpkg-reconfigure", "locale-gen",
        "git", "curl", "wget",
    }
)  # fmt: skip
"""Programs that put no program of the system where PATH finds it. Packages of languages are not asked for here."""
_FOLDERS = frozenset(
    {
        "/", "/usr", "/usr/local", "/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin",
    }
)  # fmt: skip

Answer = str
_ORDER = ("no", "maybe", "yes")


def brings(stage: Stage, name: str) -> list[Answer]:
    """Whether the instructions before each one of a stage, and those of its bases, may bring the command `name`.

    The last item is about all of them.
    """
    answer: Answer = "no"
    below = stage.base
    while below is not None:
        answer = max(answer, *(_of(step, name) for step in below.steps), key=_ORDER.index)
        below = below.base
    found = [answer]
    for step in stage.steps:
        answer = max(answer, _of(step, name), key=_ORDER.index)
        found.append(answer)
    return found


def _of(step: Step, name: str) -> Answer:
    unit = step.instruction.unit
    if unit.name not in ("RUN", "COPY", "ADD"):
        return "no"
    key = ("brings", name, step.before.shell, step.before.workdir)
    found: Answer | None = unit.memo.get(key)
    if found is None:
        found = unit.memo[key] = _of_run(step, name) if unit.name == "RUN" else _of_copy(step, name)
    return found


def _of_copy(step: Step, name: str) -> Answer:
    found = step.instruction
    target = resolve(step.before.workdir, found.arguments[-1].value) if found.arguments else None
    if target is None or "$" in target or target.rpartition("/")[2] == name:
        return "yes"
    if target not in _FOLDERS:
        return "no"
    sources = [token.value for token in found.arguments[:-1]]
    plain = found.arguments[-1].value.endswith("/") and all("." in source.rpartition("/")[2] for source in sources)
    is_archive = found.name == "ADD" and any(".t" in source or "://" in source for source in sources)
    return "no" if plain and not is_archive else "yes"


def _of_run(step: Step, name: str) -> Answer:
    body = body_of(step)
    if body is None or body.script.has_errors or name in body.text:
        return "yes"
    answer = "no"
    for call in body.calls:
        if call.manager.family in _FAMILIES and call.action in ("install", "other", "download"):
            if any(package.kind != "package" for package in call.packages) or call.action != "install":
                return "yes"
            if any(_provides(call, package, name) for package in call.packages):
                return "yes"
            answer = "maybe"
    for command in map(unwrapped, body.commands):
        if command.words and not (is_harmless(command.name) or invocation(command)):
            return "yes"
    return answer


def _provides(call: Invocation, package: Package, name: str) -> bool:
    return provides(call.manager.family, package.name, name, recommended=takes_recommended(call))


def is_harmless(name: str | None) -> bool:
    """Whether a program puts no other where PATH finds it."""
    return name is not None and name.rpartition("/")[2] in HARMLESS
