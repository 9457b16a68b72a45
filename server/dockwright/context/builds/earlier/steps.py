"""The files that the pipeline steps before a line may create."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.builds import yaml
from dockwright.context.builds.earlier.commands import LONGEST, Commands, made
from dockwright.context.values import NOTHING, Made, join
from dockwright.lazy import pattern

_SCRIPTS = (
    "script", "scripts", "run", "bash", "sh", "pwsh", "powershell", "command", "commands", "cmd", "before_script",
    "install", "before_install", "ps", "code", "prologue",
)  # fmt: skip
_BROUGHT = ("attach_workspace", "restore_cache", "download", "template", "pipe", "buildArtifacts", "taskRef", "plugins")
"""Keys of steps that restore files made elsewhere, or run code defined elsewhere."""
_HARMLESS = pattern(
    r"docker|checkout|nodetool|usenode|usedotnet|gotool|usepythonversion|container|kaniko|buildah|git|slack", 2
)
_BUILD = pattern(
    r"\b(?:docker|podman|buildah|nerdctl|kaniko|az|gcloud)\b[^\n]*?\b(?:build|bud|submit)\b|/kaniko/executor"
)
_GROOVY = pattern(
    r"\b(?:sh|bat|powershell|pwsh)\b[ \t]*\(?[ \t]*(?:script:[ \t]*)?"
    r"('''[\s\S]*?'''|\"\"\"[\s\S]*?\"\"\"|'[^'\n]*'|\"[^\"\n]*\")"
    r"|^[ \t]*(?:\w+[ \t]*=[ \t]*)?(?!(?:sh|bat|powershell|pwsh)\b)(\w+)\b(?:[ \t]*[('\"]|[ \t]+(?=\w))",
    8,
)
_GROOVY_NAMES = frozenset(
    """
    node stage stages steps dir script echo withCredentials checkout docker pipeline agent environment options
    parameters timeout timestamps sh bat powershell pwsh if else try catch finally for while def return when
    post always success string booleanParam choice credentials label image parallel error input retry ansiColor
    triggers cron each withEnv usernamePassword branch expression not anyOf allOf tag args kubernetes import
    buildDiscarder logRotator
    """.split()  # noqa: SIM905
)
"""Words at the start of lines that create no file."""


def made_by_steps(documents: list[yaml.Node], path: str, line: int) -> Made:
    """The files created by the steps of a pipeline above a line, and by the commands before it in its own step."""
    found = NOTHING
    for document in documents:
        for node in document.mappings():
            found |= _step(node, path, line) if node.line <= line else NOTHING
            if found.unknown:
                return found
    return found


def _step(node: yaml.Node, path: str, line: int) -> Made:
    found = NOTHING
    for key in node.entries.keys() & {*_BROUGHT}:
        if node.entries[key].line < line:
            return Made(unknown=f"`{key}` in `{path}`")
    place = join("", node.text("working_directory") or node.text("workingDirectory") or node.text("dir") or ".")
    for key in node.entries if _runs(node) else ():
        for command in _texts(node.entries[key]) if _is_script(key) else ():
            found |= made(Commands(_above(command, line), place, path)) if command.line <= line else NOTHING
    task, image = node.text("task"), node.text("image") or node.text("name") or ""
    if task and node.line < line and not _HARMLESS.match(task):
        return Made(unknown=f"the task `{task}`")
    args = node.get("args")
    if args is not None and args.items and args.line < line and (node.get("name") or node.get("image")):
        words = [item.scalar or "" for item in args.items]
        program = node.text("entrypoint") or image.rpartition("/")[2].partition(":")[0]
        text = words[-1] if program.endswith("sh") and words[:1] == ["-c"] else " ".join([program, *words])
        found |= made(Commands(text, place, path))
    if node.get("settings") is not None and node.line < line and not _HARMLESS.search(image):
        found |= Made(unknown=f"the plugin `{image}`")
    steps = node.get("steps")
    for item in steps.items if steps is not None else []:
        if item.scalar is not None and "/" in item.scalar and item.line < line:
            found |= Made(unknown=f"the step `{item.scalar}`")
        image = item.text("image") or item.text("name") or ""
        if "/" in image and not _runs(item) and not _HARMLESS.search(image) and item.line < line:
            found |= Made(unknown=f"the container `{image}`")
    artifacts = node.get("artifacts")
    for item in artifacts.items if artifacts is not None else []:
        whole = join("", (item.scalar or "").replace("*", "\2"))
        found |= Made(folders=frozenset({whole.replace("\2", "*")})) if whole else NOTHING
    return found


def _is_script(key: str) -> bool:
    return key in _SCRIPTS or key.endswith(("_script", "Script"))


def _runs(node: yaml.Node) -> bool:
    """Whether a step has commands to run."""
    return any(key in ("args", "settings", "task", "uses") or _is_script(key) for key in node.entries)


def _texts(node: yaml.Node | None) -> Iterator[yaml.Node]:
    if node is not None:
        for item in node.items or [node]:
            command = item if item.scalar is not None else item.get("command")
            if command is not None and command.scalar is not None:
                yield command


def _above(command: yaml.Node, line: int) -> str:
    """The part of a script before the build on a line."""
    lines = (command.scalar or "").split("\n")
    first = command.line + (1 if len(lines) > 1 else 0)
    if first + len(lines) <= line:
        return "\n".join(lines)
    rest = lines[line - first] if 0 <= line - first < len(lines) else ""
    build = _BUILD.search(rest)
    return "\n".join([*lines[: max(line - first, 0)], rest[: build.start()] if build else ""])


def made_by_groovy(text: str) -> Made:
    """The files created by the steps of a Jenkinsfile up to the line of a build."""
    if len(text) > LONGEST:
        return Made(unknown="a long Jenkinsfile")
    found = NOTHING
    for match in _GROOVY.finditer(text):
        if match[2] and match[2] not in _GROOVY_NAMES:
            return Made(unknown=f"`{match[2]}` of the Jenkinsfile")
        if match[1]:
            command = match[1].strip("'\"")
            build = _BUILD.search(command) if match.end() >= len(text.rstrip()) - 3 else None
            found |= made(Commands(command[: build.start()] if build else command, ""))
    return found
