"""Builds in GitHub workflows and actions: steps with actions or commands, with inputs and matrices expanded."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import partial

from dockwright.context.builds import yaml
from dockwright.context.builds.build_commands import commands
from dockwright.context.builds.earlier import callers
from dockwright.context.builds.earlier.actions import made_by_action
from dockwright.context.builds.earlier.commands import Commands, made
from dockwright.context.hosts.workflow import references
from dockwright.context.values import NOTHING, ROOT, Build, Made, Workspace, join
from dockwright.frozen import field, frozen, replace
from dockwright.lazy import pattern

MOST_COMBINATIONS = 500
MOST_CALLS = 200
"""Maximum number of reusable workflows and actions that one workflow calls, directly or indirectly."""
DEEPEST = 3
_EXPRESSION = pattern(r"\$\{\{\s*(.*?)\s*\}\}")
_LITERAL = pattern(r"'((?:[^']|'')*)'\Z")
_DEFAULT = pattern(r"\{\{[ \t]*defaultContext[ \t]*\}\}:?/?")
_GIT = "the action builds from Git and reads no ignore file"
_FILE_KEYS: tuple[str, ...] = ("file", "dockerfile", "dockerfilepath", "dockerfilelocation", "containerfile")
_FILE_KEYS += ("containerfiles", "buildfile")
_CONTEXT_KEYS: tuple[str, ...] = ("context", "buildcontext", "dockercontext", "dockerbuildcontext", "contextpath")
_CONTEXT_KEYS += ("contextdir", "path", "directory", "workdir", "dockerfilecontext")
_BUILDS = pattern(r"docker|container|buildah|kaniko|image|build")
_BUILDS_NOT = pattern(r"lint|scan|trivy|snyk|grype|login|metadata|setup-|artifact|cache|checkout|bake")


@frozen
class _Call:
    """A workflow or action with the values of its inputs."""

    path: str
    text: str
    document: yaml.Node
    values: Mapping[str, str]
    workspace: Workspace
    depth: int = 0
    calls: list[int] = field(default_factory=lambda: [0])
    known: dict[str, tuple[str, yaml.Node]] = field(default_factory=dict)
    """The called files that were read already."""

    def called(self, used: str, given: Mapping[str, str]) -> _Call | None:
        """The workflow or action of this repository that a job or step uses, with inputs."""
        if not used.startswith("./") or self.depth >= DEEPEST:
            return None
        self.calls[0] += 1
        if self.calls[0] > MOST_CALLS:
            return None
        place = posixpath.normpath(used)
        paths = [place] if place.endswith((".yml", ".yaml")) else [f"{place}/action.yml", f"{place}/action.yaml"]
        path = next(filter(self.workspace.exists, paths), None)
        if path is None:
            return None
        if path not in self.known:
            text = self.workspace.read(path) or ""
            self.known[path] = text, next(iter(yaml.documents(text)), yaml.Node(0))
        text, document = self.known[path]
        inputs = {f"inputs.{name}": value for name, value in given.items()}
        values = _defaults(document) | inputs
        return _Call(path, text, document, values, self.workspace, self.depth + 1, self.calls, self.known)


def workflow(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The builds of a workflow or action, and of those it uses, for each combination of a matrix."""
    for document in yaml.documents(text)[:1]:
        yield from _builds(_Call(path, text, document, _defaults(document), workspace))


def _builds(call: _Call) -> Iterator[Build]:
    document = call.document
    values = dict(call.values) | _environment(document, call.values)
    runs = document.get("runs")
    if runs is not None:
        yield from _steps(call, runs, [values], "")
    jobs = document.get("jobs")
    for name, job in jobs.entries.items() if jobs else ():
        combinations = [values | one for one in _combinations(call, job.get("strategy", "matrix"), name)]
        used = job.text("uses")
        if used is None:
            places = (holder.text("defaults", "run", "working-directory") for holder in (job, document))
            yield from _steps(call, job, combinations, next(filter(None, places), ""))
            continue
        for one in combinations:
            yield from _used(call, job, used, one)


def _steps(call: _Call, holder: yaml.Node, combinations: list[dict[str, str]], place: str) -> Iterator[Build]:
    steps = holder.get("steps")
    before = Made(unknown="what runs before the action") if _is_for_others(call, holder) else NOTHING
    for step in steps.items if steps else []:
        seen: set[tuple[object, ...]] = set()
        for one in combinations:
            values = one | _environment(holder, one)
            values |= _environment(step, values)
            found = [(_key(build), build) for build in _step(call, step, values, place)]
            yield from (replace(build, made=before | build.made) for key, build in found if key not in seen)
            seen.update(key for key, _ in found)
        values = combinations[0] if len(combinations) == 1 else {}
        elsewhere = " --file" if step.text("with", "files") or step.text("with", "workdir") else ""
        text = step.text("run") or f"{step.text('uses') or ''}{elsewhere}"
        base = join("", _fill(step.text("working-directory") or place or ".", values))
        here = Commands(text, base, call.path, {"GITHUB_WORKSPACE": ROOT})
        callers.note(text, base or "", call.workspace, partial(_made_up_to, before, here))
        before |= _made(call, step, values, place)


def _key(build: Build) -> tuple[object, ...]:
    """What other combinations of a matrix have in common with a build that is the same."""
    return build.dockerfile, build.context, build.target, build.line, build.file


def _made_up_to(before: Made, step: Commands, at: int) -> Made:
    return before | made(step._replace(text=step.text[:at]))


def _is_for_others(call: _Call, holder: yaml.Node) -> bool:
    """Whether workflows of other repositories use these steps; what runs before is unknown then."""
    return call.depth == 0 and holder is call.document.get("runs") and not call.path.startswith(".github/")


def _made(call: _Call, step: yaml.Node, values: dict[str, str], place: str) -> Made:
    """The files that a step may create."""
    run = step.get("run")
    if run is not None:
        if (step.text("shell") or "bash").split()[0] not in ("bash", "sh", "pwsh", "powershell", "cmd"):
            return Made(unknown=f"a step in {step.text('shell')}")
        base = join("", _fill(step.text("working-directory") or place or ".", values))
        variables = {"GITHUB_WORKSPACE": ROOT}
        return made(Commands(_fill(run.scalar or "", values), base, call.path, variables))
    used, written = step.text("uses") or "", step.get("with")
    given = {name: _fill(value.scalar or "", values) for name, value in written.entries.items()} if written else {}
    own = call.called(used, given)
    if own is None:
        return made_by_action(used, given)
    found, runs = NOTHING, own.document.get("runs")
    if runs is None or (runs.text("using") or "") != "composite":
        return Made(unknown=used)
    steps = runs.get("steps")
    for inner in steps.items if steps else []:
        found |= _made(own, inner, dict(own.values), "")
    return found


def _step(call: _Call, step: yaml.Node, values: dict[str, str], place: str) -> Iterator[Build]:
    run = step.get("run")
    if run is not None and run.scalar:
        base = join("", _fill(step.text("working-directory") or place or ".", values))
        if base is not None:
            shell = {name.removeprefix("env."): value for name, value in values.items() if name.startswith("env.")}
            shell["GITHUB_WORKSPACE"] = ROOT
            first = run.line + ("\n" in run.scalar)  # a block begins below its `|`
            yield from commands(call.path, _fill(run.scalar, values), "workflow", base, first, shell)
        return
    used = _fill(step.text("uses") or "", values)
    if used:
        yield from _used(call, step, used, values)


def _used(call: _Call, node: yaml.Node, used: str, values: dict[str, str]) -> Iterator[Build]:
    """The builds of an action, or of a reusable workflow, with the given inputs."""
    written = node.get("with")
    given = {name: _fill(value.scalar or "", values) for name, value in written.entries.items()} if written else {}
    own = call.called(used, given)
    if own is not None:
        yield from _builds(own)
        return
    push = "docker/build-push-action" in used
    if not push and (not _BUILDS.search(used) or _BUILDS_NOT.search(used.lower())):
        return
    plain = {re.sub(r"[-_]", "", name).lower(): (name, value) for name, value in given.items()}
    file_key, file = next((plain[key] for key in _FILE_KEYS if key in plain), ("", ""))
    place_key, place = next((plain[key] for key in _CONTEXT_KEYS if key in plain), ("", ""))
    if not push and (not place or not (file or "docker" in used)):
        return
    default = _DEFAULT.match(place)
    note = "" if not push or ("context" in given and default is None) else _GIT
    context = join("", f"./{place[default.end() :]}" if default else place or ".")
    found = join("", file) if file else None
    if context is None or (file and found is None):
        return
    keys = place_key, file_key
    build = _build(call.path, written or node, given, context, found, keys)
    build = replace(build, references=tuple(references(call.path, call.text, node, given, keys)))
    if not push and file and not call.workspace.exists(build.dockerfile):
        build = replace(build, dockerfile=posixpath.join(context, found or ""))
    if push or call.workspace.exists(build.dockerfile):
        yield replace(build, note=note)


def _build(
    path: str, written: yaml.Node, given: Mapping[str, str], context: str, file: str | None, keys: tuple[str, str]
) -> Build:
    node = next((found for key in keys if key and (found := written.get(key))), written)
    file = posixpath.join(context, "Dockerfile") if file is None else file
    platforms = tuple(part.strip() for part in given.get("platforms", "").split(",") if part.strip())
    args, others = _pairs(given.get("build-args", "")), _pairs(given.get("build-contexts", ""))
    return Build(file, context, "workflow", path, node.line, "", given.get("target", ""), platforms, args, others)


def _pairs(lines: str) -> dict[str, str]:
    pairs = (line.strip().partition("=") for line in lines.splitlines() if "=" in line and line.lstrip()[0] != "#")
    return {name: value for name, _, value in pairs}


def _defaults(document: yaml.Node) -> dict[str, str]:
    """The inputs that have a default."""
    # YAML 1.1 reads `on` as a boolean, but to the event reader it is a key like any other
    holders = [document.get("on", "workflow_call", "inputs"), document.get("on", "workflow_dispatch", "inputs")]
    found: dict[str, str] = {}
    for inputs in [*holders, document.get("inputs")]:
        for name, node in inputs.entries.items() if inputs else ():
            if (default := node.text("default")) is not None:
                found.setdefault(f"inputs.{name}", default)
    return found


def _environment(node: yaml.Node, values: Mapping[str, str]) -> dict[str, str]:
    env = node.get("env")
    return {f"env.{name}": _fill(value.scalar or "", values) for name, value in env.entries.items()} if env else {}


def _combinations(call: _Call, matrix: yaml.Node | None, job: str) -> list[dict[str, str]]:
    if matrix is None:
        return [{}]
    axes = [
        [_flat(f"matrix.{name}", item) for item in node.items]
        for name, node in matrix.entries.items()
        if name not in ("include", "exclude") and node.items
    ]
    product = itertools.product(*axes) if axes else iter(())
    found = [_together(parts) for parts in itertools.islice(product, MOST_COMBINATIONS)]
    if next(product, None) is not None:
        what = f"{call.path}:{matrix.line + 1}: the matrix of {job}"
        call.workspace.tell(f"{what} has more than {MOST_COMBINATIONS} combinations; only the first are read")
    included = matrix.get("include")
    for item in included.items[:MOST_COMBINATIONS] if included else []:
        extra = _flat("matrix", item)
        partners = [one for one in found if all(one.get(key, value) == value for key, value in extra.items())]
        found += [one | extra for one in partners[:20]] or [extra]
    return found[: 2 * MOST_COMBINATIONS] or [{}]


def _together(parts: tuple[dict[str, str], ...]) -> dict[str, str]:
    return {key: value for part in parts for key, value in part.items()}


def _flat(name: str, node: yaml.Node) -> dict[str, str]:
    if node.scalar is not None:
        return {name: node.scalar}
    return {f"{name}.{key}": value.scalar for key, value in node.entries.items() if value.scalar is not None}


def _fill(text: str, values: Mapping[str, str]) -> str:
    """Evaluate `${{ ... }}` in a text, as far as names, literal strings and `||` go."""
    if "${{" not in text:
        return text
    text = re.sub(r"\$\{\{\s*github\.workspace\s*\}\}", ROOT, text)
    return _EXPRESSION.sub(lambda match: _worked_out(match[1], values) or match[0], text)


def _worked_out(expression: str, values: Mapping[str, str]) -> str:
    for part in expression.split("||"):
        literal = _LITERAL.match(part.strip())
        found = literal[1].replace("''", "'") if literal else values.get(part.strip(), "")
        if "${{" in found:
            return ""
        if found:
            return found
        if literal is None and part.strip() not in values:
            return ""
    return ""
