"""Who builds which Dockerfile with which context: what the files of a workspace say, and a guess where none does."""

from __future__ import annotations

import fnmatch
import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator

from dockwright.context.bake import bake
from dockwright.context.commands import commands
from dockwright.context.compose import compose, devcontainer
from dockwright.context.pipelines import steps, workflow
from dockwright.context.tilt import tilt
from dockwright.context.values import Build, Workspace
from dockwright.frozen import frozen, replace

MOST_FILES = 5_000
LARGEST_FILE = 2_000_000
_RANK = {
    "compose": 0,
    "tilt": 1,
    "bake": 0,
    "devcontainer": 0,
    "workflow": 1,
    "pipeline": 2,
    "makefile": 3,
    "script": 4,
    "package": 4,
}


@frozen
class Candidate:
    """A possible context of a Dockerfile with everything that speaks for it, the strongest first."""

    dockerfile: str
    context: str
    evidence: tuple[Build, ...]
    sure: bool
    """Whether a file says so; otherwise it is a guess, and nothing may be claimed from it."""
    reason: str = ""
    """How it was guessed."""
    chosen: bool = False
    """Whether the user said so."""

    @property
    def podman(self) -> bool:
        """Whether Podman or Buildah builds it, as far as is known."""
        name = posixpath.basename(self.dockerfile).lower()
        return all(build.podman for build in self.evidence) and (bool(self.evidence) or "containerfile" in name)


def discover(workspace: Workspace) -> tuple[Build, ...]:
    """Every build that the files of the workspace define."""
    found: list[Build] = []
    told = [(path, reader) for path in workspace.files if (reader := _reader(path)) is not None]
    for path, reader in sorted(told, key=lambda pair: pair[0].count("/"))[:MOST_FILES]:
        if workspace.files[path] <= LARGEST_FILE and (text := workspace.read(path)) is not None:
            found += reader(path, text, workspace)
    return tuple(found)


def defines_builds(path: str) -> bool:
    """Whether a file of this name may define builds."""
    return _reader(path) is not None


def candidates(
    dockerfile: str, sources: Iterable[str], builds: Iterable[Build], workspace: Workspace
) -> tuple[Candidate, ...]:
    """The possible contexts of a Dockerfile, the likeliest first; `sources` are those of its COPY and ADD."""
    by_context: dict[str, list[Build]] = {}
    for build in builds:
        if build.dockerfile == dockerfile:
            by_context.setdefault(build.context, []).append(build)
    wanted = [clean for source in sources if (clean := _literal(source))]
    folders = _folders(workspace)
    told = [
        Candidate(dockerfile, context, tuple(sorted(found, key=lambda build: _RANK.get(build.kind, 9))), True)
        for context, found in by_context.items()
    ]

    def order(candidate: Candidate) -> tuple[float, int, int]:
        present = _present(candidate.context, wanted, workspace, folders)
        return -present, _RANK.get(candidate.evidence[0].kind, 9), -len(candidate.evidence)

    told.sort(key=order)
    return tuple(told) or (_guess(dockerfile, wanted, workspace, folders),)


def ignore_file(dockerfile: str, context: str, workspace: Workspace, podman: bool = False) -> str | None:
    """The ignore file that the builder reads for a Dockerfile and context; None when there is none."""
    names = (".containerignore", ".dockerignore") if podman else (".dockerignore",)
    places = [dockerfile + name for name in names] + [posixpath.join(context, name) for name in names]
    return next(filter(workspace.exists, places), None)


def _guess(dockerfile: str, wanted: list[str], workspace: Workspace, folders: set[str]) -> Candidate:
    own = posixpath.dirname(dockerfile)
    above = [own]
    while above[-1]:
        above.append(posixpath.dirname(above[-1]))
    best = max(above, key=lambda folder: _present(folder, wanted, workspace, folders))
    if wanted and _present(best, wanted, workspace, folders) > 0:
        return Candidate(dockerfile, best, (), False, "the nearest folder that holds most of the sources")
    return Candidate(dockerfile, own, (), False, "the folder of the Dockerfile")


def _present(context: str, wanted: list[str], workspace: Workspace, folders: set[str]) -> float:
    if not wanted:
        return 0.0
    return sum(_exists(posixpath.join(context, source), workspace, folders) for source in wanted) / len(wanted)


def _exists(path: str, workspace: Workspace, folders: set[str]) -> bool:
    if not any(mark in path for mark in "*?["):
        return path in workspace.files or path in folders
    # Only the fixed folders before the first wildcard are looked at here: a guess needs no more.
    fixed = re.split(r"[*?\[]", path, maxsplit=1)[0].rpartition("/")[0]
    depth = path.count("/")
    names = (name for name in (*workspace.files, *folders) if name.startswith(fixed) and name.count("/") == depth)
    pattern = re.compile(fnmatch.translate(path)) if path.count("*") <= 3 else None
    return any(pattern.match(name) for name in names) if pattern else fixed in folders


def _literal(source: str) -> str:
    if "$" in source or "://" in source or source.startswith("<<"):
        return ""
    clean = posixpath.normpath("/" + source.replace("\\", "/")).strip("/")
    return "" if clean == "." else clean


def _folders(workspace: Workspace) -> set[str]:
    found: set[str] = {""}
    for path in workspace.files:
        folder = posixpath.dirname(path)
        while folder not in found:
            found.add(folder)
            folder = posixpath.dirname(folder)
    return found


_Reader = Callable[[str, str, Workspace], Iterator[Build]]


def _in_folder(kind: str) -> _Reader:
    def reader(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
        """Commands run where their file lies, or at the root: whichever has the Dockerfile."""
        here = posixpath.dirname(path)
        for base in dict.fromkeys((here, posixpath.dirname(here), "")):
            for build in commands(path, text, kind, base, 0, {"SCRIPT_DIR": "."}):
                if workspace.exists(build.dockerfile):
                    yield build

    return reader


def _reader(path: str) -> _Reader | None:
    name = posixpath.basename(path).lower()
    if name in ("taskfile.yml", "taskfile.yaml"):
        return _in_folder("makefile")
    if name.endswith((".yml", ".yaml")):
        if ".github/workflows/" in f"{path}" or name in ("action.yml", "action.yaml"):
            return workflow
        if "compose" in name:
            return compose
        pipelines = ("gitlab-ci", "cloudbuild", "skaffold", "azure-pipelines", "circleci", "travis", "drone")
        return steps if any(word in path.lower() for word in (*pipelines, ".woodpecker")) else None
    if name.endswith(".hcl") or (name.endswith(".json") and "bake" in name):
        return bake
    if name in ("devcontainer.json", ".devcontainer.json"):
        return devcontainer
    if name in ("makefile", "gnumakefile", "justfile") or name.endswith((".mk", ".mak")):
        return _in_folder("makefile")
    if name.endswith((".sh", ".bash", ".ps1", ".bat", ".cmd")):
        return _in_folder("script")
    if name == "tiltfile" or name.endswith((".tiltfile", ".star")):
        return tilt
    return _package if name == "package.json" else None


def _package(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The scripts of a package.json; each is a shell of its own, and its quotes are JSON's first."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    scripts = data.get("scripts") if isinstance(data, dict) else None
    for name, script in scripts.items() if isinstance(scripts, dict) else ():
        if isinstance(script, str):
            at = text.count("\n", 0, max(text.find(json.dumps(name)), 0))
            for build in _in_folder("package")(path, script, workspace):
                yield replace(build, line=at, name=name)
