"""Selects the reader for a file that may define builds, by its name."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterator

from dockwright.context.builds import compose, pipelines
from dockwright.context.builds.build_commands import commands
from dockwright.context.builds.devcontainer import devcontainer
from dockwright.context.builds.earlier import callers
from dockwright.context.builds.earlier.commands import Commands, made
from dockwright.context.builds.earlier.in_file import Earlier
from dockwright.context.builds.github import workflow
from dockwright.context.builds.gitlab import pipeline
from dockwright.context.builds.quadlet import container, kube, quadlet
from dockwright.context.builds.tilt import tilt
from dockwright.context.builds.tool_settings import described, described_in_toml, project
from dockwright.context.values import Build, Workspace
from dockwright.frozen import replace
from dockwright.lazy import pattern

Reader = Callable[[str, str, Workspace], Iterator[Build]]

_PIPELINES = pattern(
    r"cloudbuild|azure-pipelines|\.azure|azure/|circleci|travis|drone|\.woodpecker|bitbucket-pipelines|buildspec|\.buildkite"
    r"|appveyor|\.semaphore|tekton|codefresh|cirrus|wercker|\.ci/|pipelines?/|\.forgejo|concourse|shippable|\.gitea|prow"
)
_TARGET = pattern(r"\btarget\b(?![ \t]*=)")
_MAKES = frozenset({
    "makefile", "gnumakefile", "justfile", ".justfile", "taskfile.yml", "taskfile.yaml", "rakefile", "earthfile",
})  # fmt: skip
_SCRIPTS = frozenset({
    "tasks.py", "fabfile.py", "noxfile.py", "mise.toml", ".mise.toml", "makefile.toml", "pyproject.toml", "magefile.go",
    "vagrantfile", "build.gradle", "build.gradle.kts", "composer.json", "build.xml",
})  # fmt: skip
_DESCRIBED = frozenset({
    "render.yaml", "render.yml", "okteto.yml", "okteto.yaml", "devspace.yaml", "garden.yml", "werf.yaml", "deploy.yml",
    "template.yaml", "template.yml", "serverless.yml", "serverless.yaml", "manifest.yml", "captain-definition",
    "railway.json", "heroku.yml", ".goreleaser.yml", ".goreleaser.yaml", "goreleaser.yml", "goreleaser.yaml",
    "project.json", "tasks.json",
})  # fmt: skip

_QUADLETS = {".build": quadlet, ".container": container, ".kube": kube}


def reader_of(path: str) -> Reader | None:
    """The reader for a file with this name; None if it defines no builds."""
    name, whole = posixpath.basename(path).lower(), path.lower()
    if name in _MAKES or name.endswith((".mk", ".mak", ".make", ".just")):
        return _in_folder("makefile")
    if name in _SCRIPTS or name.endswith((".sh", ".bash", ".zsh", ".ps1", ".bat", ".cmd")):
        return _in_folder("script")
    if name in _DESCRIBED:
        return described
    if name.endswith((".yml", ".yaml")):
        return _of_yaml(name, whole)
    if name.endswith(".hcl") or (name.endswith(".json") and "bake" in name):
        return _bake
    if name in ("devcontainer.json", ".devcontainer.json"):
        return devcontainer
    if name.endswith((".build", ".container", ".kube")):
        return _QUADLETS[posixpath.splitext(name)[1]]
    if name == "tiltfile" or name.endswith((".tiltfile", ".star")):
        return tilt
    if name in ("fly.toml", "railway.toml") or (name.startswith("fly.") and name.endswith(".toml")):
        return described_in_toml
    if "jenkinsfile" in name:
        return pipelines.jenkins
    if name.endswith((".csproj", ".fsproj", ".vbproj")):
        return project
    return _package if name == "package.json" else _script if "." not in name else None


def is_certain(path: str) -> bool:
    """Whether the name alone shows that the file may define builds; others are read after those."""
    reader = reader_of(path)
    return reader is not None and reader not in (_sniffed, _script)


def reads_called_files(path: str) -> bool:
    """Whether the reader of a file also yields the builds of files that this one calls or includes."""
    return reader_of(path) in (workflow, pipeline)


def is_bake(path: str, text: str) -> bool:
    """Whether a file in HCL or JSON is one of Bake, as far as its name or a quick look tells."""
    return "bake" in posixpath.basename(path) or _TARGET.search(text) is not None


def _bake(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """Bake files. The reader is imported on demand because it is slow to load; other programs write `.hcl`, too."""
    if not is_bake(path, text):
        return
    from dockwright.context.builds.bake import bake

    yield from bake(path, text, workspace)


def _of_yaml(name: str, path: str) -> Reader:
    if ".github/workflows/" in path or ".gitea/workflows/" in path or ".forgejo/workflows/" in path:
        return workflow
    if name in ("action.yml", "action.yaml"):
        return workflow
    if "compose" in name:
        return compose.compose
    if "gitlab" in path:
        return pipeline
    if "skaffold" in name:
        return pipelines.skaffold
    return pipelines.steps if _PIPELINES.search(path) else _sniffed


def _sniffed(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """A YAML file with any other name: a Compose file if it looks like one."""
    if compose.defines_services(text):
        yield from compose.compose(path, text, workspace)


def _script(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """A file without an extension: a script if its first line says so."""
    if text.startswith("#!"):
        yield from _in_folder("script")(path, text, workspace)


def _in_folder(kind: str) -> Reader:
    def reader(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
        """Commands run in the folder of their file or at the root: the one with the Dockerfile."""
        here = posixpath.dirname(path)
        there = workspace.files.__contains__
        callers.note(text, here, workspace, Earlier(text, path, kind, here, {}, there).made_before)
        for base in dict.fromkeys((here, posixpath.dirname(here), "")):
            found = [
                build for build in commands(path, text, kind, base, there=there) if workspace.exists(build.dockerfile)
            ]
            yield from found
            if found and kind == "makefile":
                return  # make runs in the folder of its file

    return reader


def _package(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The scripts of a package.json; each is a separate shell, and its quotes are escaped for JSON."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    scripts = data.get("scripts") if isinstance(data, dict) else None
    scripts = scripts if isinstance(scripts, dict) else {}
    for name, script in scripts.items():
        if isinstance(script, str):
            at = text.count("\n", 0, max(text.find(json.dumps(name)), 0))
            for build in _in_folder("package")(path, script, workspace):
                before = made(Commands(str(scripts.get(f"pre{name}", "")), posixpath.dirname(path), path))
                yield replace(build, line=at, name=name, made=build.made | before)
