"""Builds in GitHub workflows and other pipelines: actions with inputs, and the commands of their steps."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterator

from dockwright.context import yaml
from dockwright.context.commands import commands
from dockwright.context.values import Build, Workspace, join
from dockwright.lazy import pattern

MOST_COMBINATIONS = 500
_FOLDERS = {"CI_PROJECT_DIR": ".", "GITHUB_WORKSPACE": ".", "CIRCLE_WORKING_DIRECTORY": "."}
"""Variables of pipelines that name the folder of the checkout."""
_MATRIX = pattern(r"\$\{\{\s*matrix\.([\w.-]+)\s*\}\}")
_GIT = "the action builds what is in Git, and reads no ignore file"
_BUILDERS = ("bazel", "buildpacks", "custom", "jib", "ko", "ruby")
"""What Skaffold builds an artifact with that needs no Dockerfile."""


def workflow(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The build steps of a GitHub workflow or composite action, for each combination of its matrix."""
    for document in yaml.documents(text)[:1]:
        jobs = document.get("jobs")
        holders = list(jobs.entries.values()) if jobs else [node for node in [document.get("runs")] if node]
        for job in holders:
            steps = job.get("steps")
            matrix = _combinations(job.get("strategy", "matrix"))
            places = (holder.text("defaults", "run", "working-directory") for holder in (job, document))
            place = next(filter(None, places), ".")
            for step in steps.items if steps else []:
                yield from _step(path, step, matrix, place)


def _step(path: str, step: yaml.Node, matrix: list[dict[str, str]], place_of_job: str) -> Iterator[Build]:
    uses = step.text("uses") or ""
    run = step.get("run")
    written = step.get("with")
    seen = set()
    for values in matrix:
        if run is not None and run.scalar:
            base = join("", _fill(step.text("working-directory") or place_of_job, values))
            if base is not None and (key := (base, text := _fill(run.scalar, values))) not in seen:
                seen.add(key)
                yield from commands(path, text, "workflow", base, run.line + 1)
        elif written is not None and (written.get("context") or written.get("file") or "build-push-action" in uses):
            given = {name: _fill(node.scalar or "", values) for name, node in written.entries.items()}
            if "bake" in uses or "docker" not in uses:
                continue
            place = given.get("context", ".")
            note = "" if "context" in given and "defaultContext" not in place else _GIT
            place = re.sub(r"^\{\{defaultContext\}\}:?", "./", place)
            context = join("", place or ".")
            file = join("", given["file"]) if given.get("file") else None
            if context is not None and not given.get("file"):
                file = posixpath.join(context, "Dockerfile")
            if context is not None and file is not None and (file, context) not in seen:
                seen.add((file, context))
                node = written.get("context") or written.get("file") or step
                args = dict(_pair(line) for line in given.get("build-args", "").splitlines() if "=" in line)
                others = dict(_pair(line) for line in given.get("build-contexts", "").splitlines() if "=" in line)
                platforms = tuple(part.strip() for part in given.get("platforms", "").split(",") if part.strip())
                target = given.get("target", "")
                yield Build(file, context, "workflow", path, node.line, "", target, platforms, args, others, note)


def steps(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """Steps of pipelines that name `dockerfile` and `context`, Cloud Build's docker arguments, Skaffold's artifacts."""
    base = posixpath.dirname(path)
    if "skaffold" in posixpath.basename(path).lower():
        yield from _skaffold(path, text, workspace)
        return
    for document in yaml.documents(text)[:10]:
        for node in _mappings(document):
            args = node.get("args")
            if args is not None and "docker" in (node.text("name") or "") and args.items:
                words = [item.scalar or "" for item in args.items]
                place = join(base, node.text("dir") or ".")
                if place is not None and words[0] in ("build", "buildx", "image"):
                    yield from commands(path, f"docker {' '.join(words)}", "pipeline", place, args.line)
                continue
            file = node.text("dockerfile")
            if file is None:
                continue
            context = join("", node.text("context") or ".")
            found = join("", file)
            if context is not None and found is not None and workspace.exists(found):
                yield Build(found, context, "pipeline", path, node.line, node.text("image") or "")
    yield from commands(path, text, "pipeline", base if "cloudbuild" in path else "", 0, _FOLDERS)


def _skaffold(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The artifacts of a Skaffold file; a Dockerfile is named relative to its context."""
    for document in yaml.documents(text)[:10]:
        for node in _mappings(document):
            artifacts = node.get("artifacts")
            for artifact in artifacts.items if artifacts else []:
                if any(artifact.get(builder) for builder in _BUILDERS) or artifact.text("image") is None:
                    continue
                how = artifact.get("docker") or artifact.get("kaniko") or yaml.Node(artifact.line)
                context = join(posixpath.dirname(path), artifact.text("context") or ".")
                file = join(context, how.text("dockerfile") or "Dockerfile") if context is not None else None
                if context is None or file is None or not workspace.exists(file):
                    continue
                given = how.get("buildArgs")
                args = {key: value.scalar or "" for key, value in given.entries.items()} if given else {}
                name, target = artifact.text("image") or "", how.text("target") or ""
                yield Build(file, context, "pipeline", path, artifact.line, name, target, (), args)


def _mappings(document: yaml.Node) -> Iterator[yaml.Node]:
    seen: set[int] = set()
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.entries:
            yield node
        waiting += [*node.entries.values(), *node.items]


def _combinations(matrix: yaml.Node | None) -> list[dict[str, str]]:
    if matrix is None:
        return [{}]
    axes = []
    for name, node in matrix.entries.items():
        if name not in ("include", "exclude") and node.items:
            axes.append([_flat(name, item) for item in node.items])
    product = itertools.islice(itertools.product(*axes), MOST_COMBINATIONS) if axes else ()
    found = [{key: value for part in parts for key, value in part.items()} for parts in product]
    included = matrix.get("include")
    for item in included.items[:MOST_COMBINATIONS] if included else []:
        extra = {key: node.scalar or "" for key, node in item.entries.items()}
        partners = [one for one in found if all(one.get(key, value) == value for key, value in extra.items())]
        found += [one | extra for one in partners[:20]] or [extra]
    return found[: 2 * MOST_COMBINATIONS] or [{}]


def _flat(name: str, node: yaml.Node) -> dict[str, str]:
    if node.scalar is not None:
        return {name: node.scalar}
    return {f"{name}.{key}": value.scalar or "" for key, value in node.entries.items()}


def _fill(text: str, values: dict[str, str]) -> str:
    text = _MATRIX.sub(lambda match: values.get(match[1], match[0]), text)
    return re.sub(r"\$\{\{\s*github\.workspace\s*\}\}/?", "./", text)


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.strip().partition("=")
    return name, value
