"""Builds in settings of tools with keys for Dockerfile and context: editors, clouds, Nx, GoReleaser, .NET."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.context.builds import yaml
from dockwright.context.builds.devcontainer import without_comments
from dockwright.context.values import NOTHING, ROOT, Build, Made, Workspace, join
from dockwright.lazy import pattern

LARGEST = 500_000
_FILES = ("dockerfile", "Dockerfile", "dockerfilePath", "dockerFile", "dockerfile_path", "containerfile")
_CONTEXTS = ("context", "DockerContext", "dockerContext", "contextDir", "docker_context", "buildContext", "path")
_ROOT = pattern(r"\$\{(?:workspaceFolder|workspaceRoot|env:PWD)\}/?|<rootDir>/?|\{workspaceRoot\}/?|\{projectRoot\}/?")
_TOML = pattern(r"^[ \t]*(?:dockerfile|dockerfilePath)[ \t]*=[ \t]*[\"']([^\"'\n]+)[\"']", re.MULTILINE)
_CSHARP = pattern(r"<(DockerfileFile|DockerfileContext)>([^<\n]+)</")
_BEFORE = pattern(r"[\"']?\b(?:dependsOn|dependencies|hooks?|pre[-_]?(?:build|deploy)\w*|before\w*)[\"']?[ \t]*:", 2)
_OWN_FOLDER = "GoReleaser builds in a folder of its own, with the binaries and the extra files that it is told to add"


def described(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The mappings of a YAML or JSON file that name a Dockerfile, with their context."""
    if path.endswith(".json"):
        text = without_comments(text)
    hooks = ".kamal/hooks/pre-build" in workspace.files and posixpath.basename(path) == "deploy.yml"
    before = Made(unknown=f"what `{path}` runs before") if hooks or _BEFORE.search(text) else NOTHING
    note = _OWN_FOLDER if "goreleaser" in path.lower() else ""
    for document in yaml.documents(text)[:20]:
        for node in document.mappings():
            key = next((key for key in _FILES if node.text(key)), None)
            if key is None:
                continue
            place = next((written for key in _CONTEXTS if (written := node.text(key))), None)
            in_context = node.get("DockerContext") is not None
            found = _found(posixpath.dirname(path), node.text(key) or "", place, in_context, workspace)
            if found is not None:
                line, target = node.entries[key].line, node.text("target") or ""
                yield Build(found[0], found[1], "described", path, line, target=target, note=note, made=before)


def described_in_toml(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The Dockerfile in `fly.toml` and similar files; the context is the folder of the file."""
    for match in list(_TOML.finditer(text[:LARGEST]))[:20]:
        found = _found(posixpath.dirname(path), match[1], None, False, workspace)
        if found is not None:
            yield Build(found[0], found[1], "described", path, text.count("\n", 0, match.start()))


def project(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The context in a .NET project; its Dockerfile is next to it unless the project names another one."""
    found = _CSHARP.finditer(text[:LARGEST])
    named = {match[1]: (match[2].strip().replace("\\", "/"), match.start()) for match in found}
    if "DockerfileContext" not in named:
        return
    folder, (written, at) = posixpath.dirname(path), named["DockerfileContext"]
    context, file = join(folder, written), join(folder, named.get("DockerfileFile", ("Dockerfile", 0))[0])
    if context is not None and file is not None and workspace.exists(file):
        yield Build(file, context, "described", path, text.count("\n", 0, at))


def _found(
    folder: str, written: str, place: str | None, in_context: bool, workspace: Workspace
) -> tuple[str, str] | None:
    """The Dockerfile and context. Tools differ in what the path is relative to: the folder that contains the
    Dockerfile.
    """
    written, place = _ROOT.sub(ROOT, written), _ROOT.sub(ROOT, place or ".")
    for base in dict.fromkeys((folder, posixpath.dirname(folder), "")):
        context = join(base, place)
        if context is None:
            continue
        files = [join(base, written), join(context, written)]
        for file in files[::-1] if in_context else files:
            if file is not None and workspace.exists(file):
                return file, context
    return None
