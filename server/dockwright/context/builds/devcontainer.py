"""Builds defined by a devcontainer.json, and a reader for JSON with comments."""

from __future__ import annotations

import itertools
import json
import posixpath
import re
from collections.abc import Iterator

from dockwright.context.builds.compose import LARGEST, compose
from dockwright.context.builds.earlier.commands import Commands, made
from dockwright.context.hosts.devcontainer import references
from dockwright.context.values import NOTHING, Build, Made, Workspace, join
from dockwright.lazy import pattern

_LOCAL = pattern(r"^\$\{localWorkspaceFolder\}")


def devcontainer(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The Dockerfile and context of a devcontainer.json, both relative to the file."""
    try:
        data = json.loads(without_comments(text))
    except (ValueError, RecursionError):
        return
    if not isinstance(data, dict):
        return
    yield from _of_compose_files(posixpath.dirname(path), data.get("dockerComposeFile"), workspace)
    build = data.get("build") if isinstance(data.get("build"), dict) else {}
    assert isinstance(build, dict)
    written = build.get("dockerfile") or build.get("dockerFile") or data.get("dockerFile")
    if not isinstance(written, str):
        return
    base = posixpath.dirname(path)
    place = str(build.get("context") or data.get("context") or ".")
    file, context = (join(base, _LOCAL.sub(_project(base), one)) for one in (written, place))
    if file is not None and context is not None:
        found = re.search(r'"docker[fF]ile"', text)
        args = build.get("args")
        texts = {str(key): str(value) for key, value in args.items()} if isinstance(args, dict) else {}
        line = text.count("\n", 0, found.start()) if found else 0
        target = str(build.get("target") or _target_of(build.get("options")))
        command = data.get("initializeCommand")  # this command runs before the image is built
        before = made(Commands(command, "", path)) if isinstance(command, str) else NOTHING
        before |= Made(unknown="initializeCommand") if command and not isinstance(command, str) else NOTHING
        places = tuple(references(path, text))
        yield Build(
            file,
            context,
            "devcontainer",
            path,
            line,
            "",
            target,
            (),
            texts,
            folder=base,
            made=before,
            references=places,
        )


def _target_of(options: object) -> str:
    """The stage that options of `docker build` name; empty if they do not."""
    texts = [one if isinstance(one, str) else "" for one in options] if isinstance(options, list) else []
    given = [one.removeprefix("--target=") for one in texts if one.startswith("--target=")]
    given += [after for one, after in itertools.pairwise(texts) if one == "--target"]
    return given[0] if len(given) == 1 else ""


def _project(base: str) -> str:
    """The folder of the project, from that of its devcontainer.json."""
    folders = base.split("/")
    up = len(folders) - folders.index(".devcontainer") if ".devcontainer" in folders else 0
    return "../" * up or "."


def _of_compose_files(base: str, written: object, workspace: Workspace) -> Iterator[Build]:
    """The builds of the Compose files of a devcontainer.json that are not recognized by name."""
    for name in written[:20] if isinstance(written, list) else [written]:
        file = join(base, name) if isinstance(name, str) else None
        if file is None or "compose" in posixpath.basename(file).lower():
            continue
        if workspace.files.get(file, LARGEST + 1) <= LARGEST and (text := workspace.read(file)) is not None:
            yield from compose(file, text, workspace)


def without_comments(text: str) -> str:
    """Convert JSON with comments and trailing commas to plain JSON, keeping line numbers."""
    text = re.sub(
        r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.*?\*/',
        lambda match: match[1] or "\n" * match[0].count("\n"),
        text.removeprefix("\ufeff")[:500_000],
        flags=re.DOTALL,
    )
    return re.sub(r'("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])', lambda match: match[1] or "", text)
