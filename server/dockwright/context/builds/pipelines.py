"""Builds in other CI pipelines: steps with keys for Dockerfile and context, and the commands of all other steps."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dockwright.context.builds import yaml
from dockwright.context.builds.build_commands import commands
from dockwright.context.builds.earlier.steps import made_by_groovy, made_by_steps
from dockwright.context.values import NOTHING, ROOT, Build, Made, Workspace, join
from dockwright.frozen import replace
from dockwright.lazy import pattern

_FOLDERS: tuple[str, ...] = ("CI_PROJECT_DIR", "GITHUB_WORKSPACE", "CIRCLE_WORKING_DIRECTORY", "WORKSPACE")
_FOLDERS += ("CODEBUILD_SRC_DIR", "BUILDKITE_BUILD_CHECKOUT_PATH", "APPVEYOR_BUILD_FOLDER", "DRONE_WORKSPACE")
_FOLDERS += ("TRAVIS_BUILD_DIR", "BUILD_SOURCESDIRECTORY", "SEMAPHORE_GIT_DIR", "BITBUCKET_CLONE_DIR")
_CHECKOUT = dict.fromkeys(_FOLDERS, ROOT)
"""Variables of pipelines that contain the folder of the checkout."""
MOST_PLACES = 50
"""Maximum number of lines with builds in one pipeline whose previous steps are read."""
_BUILDERS = ("bazel", "buildpacks", "custom", "jib", "ko", "ruby")
"""Skaffold's builders that do not use a Dockerfile."""
_IMAGE = pattern(
    r"\bdocker\s*\.\s*build\s*\(\s*(?:\"[^\"\n]*\"|'[^'\n]*'|[\w.$+ -])+(?:,\s*(?:\"([^\"\n]*)\"|'([^'\n]*)'))?\s*\)"
)
_DIR = pattern(r"\bdir\s*\(\s*(\"[^\"\n]*\"|'[^'\n]*')\s*\)\s*\{")
_STAGE = pattern(r"^[ \t]*stage\s*\(", 8)
_AZURE_ROOT = pattern(r"\$\((?:Build\.(?:SourcesDirectory|Repository\.LocalPath)|System\.DefaultWorkingDirectory)\)/?")


def steps(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """Steps with `dockerfile` and `context`, Cloud Build's docker arguments, and the commands of other steps."""
    text = _AZURE_ROOT.sub("./", text)
    documents = yaml.documents(text)[:10]
    before: dict[int, Made] = {}
    for build in _steps(path, text, documents, workspace):
        if build.line not in before:
            cut = len(before) >= MOST_PLACES
            found = Made(unknown="a long pipeline") if cut else made_by_steps(documents, path, build.line)
            before[build.line] = found
        yield replace(build, made=before[build.line])


def _steps(path: str, text: str, documents: list[yaml.Node], workspace: Workspace) -> Iterator[Build]:
    base = posixpath.dirname(path)
    for document in documents:
        for node in document.mappings():
            args, image = node.get("args"), node.text("name") or ""
            if args is not None and args.items and ("docker" in image or "kaniko" in image):
                words = [item.scalar or "" for item in args.items]
                program = "/kaniko/executor" if "kaniko" in image else "docker"
                for place in dict.fromkeys((base, "")):
                    folder = join(place, node.text("dir") or ".")
                    if folder is not None and (program != "docker" or words[0] in ("build", "buildx", "image")):
                        for build in commands(path, f"{program} {' '.join(words)}", "pipeline", folder, args.line):
                            if workspace.exists(build.dockerfile):
                                yield build
                continue
            inputs = node.get("inputs") if "docker" in (node.text("task") or "").lower() else node
            if inputs is not None:
                yield from _named(path, inputs, workspace)
    for build in commands(path, text, "pipeline", base if "cloudbuild" in path else "", 0, _CHECKOUT):
        if "cloudbuild" not in path or workspace.exists(build.dockerfile):
            yield build


def _named(path: str, node: yaml.Node, workspace: Workspace) -> Iterator[Build]:
    file = node.text("dockerfile") or node.text("Dockerfile") or node.text("dockerFile")
    if not file:
        return
    written = node.text("context") or node.text("buildContext") or node.text("docker_context")
    found = join("", file)
    if found is not None and file.startswith("**/") and workspace.exists(file[3:]):
        found = file[3:]
    # Azure builds in the Dockerfile's folder by default
    beside = node.get("Dockerfile") is not None and not written
    context = posixpath.dirname(found or "") if beside or written == "**" else join("", written or ".")
    if context is not None and found is not None and workspace.exists(found):
        yield Build(found, context, "pipeline", path, node.line, node.text("image") or "")


def jenkins(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The `docker.build` calls of a Jenkinsfile, and the commands of its steps."""
    written = _IMAGE.sub(lambda match: f" docker build {match[1] or match[2] or '.'}; ", text)
    # A stage runs in the folder of the checkout, and `dir` changes the folder temporarily.
    written = _DIR.sub(r"cd \1; ", _STAGE.sub("stage() (", written))
    before, count = NOTHING, 0
    for build in commands(path, written, "script", "", 0, _CHECKOUT):
        if workspace.exists(build.dockerfile):
            if not before.unknown:
                count += 1
                cut = count > MOST_PLACES
                lines = text.split("\n")[: build.line + 1]
                before = Made(unknown="a long pipeline") if cut else made_by_groovy("\n".join(lines))
            yield replace(build, made=before)


def skaffold(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The artifacts of a Skaffold file; a Dockerfile path is relative to its context."""
    for document in yaml.documents(text)[:10]:
        for node in document.mappings():
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
                before = Made(unknown="the hooks of Skaffold") if artifact.get("hooks", "before") else NOTHING
                yield Build(file, context, "pipeline", path, artifact.line, name, target, (), args, made=before)
