"""Where commands and steps of other files build: each case is a kind of file with what such files really say."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dockwright.context.builds.discovery import candidates, discover
from dockwright.context.values import Build, Workspace

DOCKERFILES = ("Dockerfile", "app/Dockerfile", "web/Dockerfile", "docker/Dockerfile", "docker/api.Dockerfile")


def builds(files: dict[str, str]) -> list[Build]:
    files = {**dict.fromkeys(DOCKERFILES, ""), **files}
    return list(discover(Workspace({path: len(text) for path, text in files.items()}, files.get)))


def places(files: dict[str, str]) -> set[tuple[str, str]]:
    return {(build.dockerfile, build.context) for build in builds(files)}


ROOT_WITH_FILE = {("docker/Dockerfile", "")}
APP = {("app/Dockerfile", "app")}


def _cases() -> list[tuple[str, str, str]]:
    read = yaml.safe_load((Path(__file__).parent / "where.yaml").read_text(encoding="utf-8"))
    return [(case["file"], case["text"], case["builds"]) for case in read]


@pytest.mark.parametrize(("path", "text", "found"), _cases())
def test_where(path: str, text: str, found: str) -> None:
    files = {path: text, "ci/base.yml": ".base:\n  script:\n    - cd $WHERE\n    - docker build .\n"}
    shown = sorted(f"{dockerfile} in {context or '.'}" for dockerfile, context in places(files))
    assert ", ".join(shown) == found.replace("nothing", "")


PUSH = "- uses: docker/build-push-action@v6"
WORKFLOW = """
on:
  workflow_dispatch:
    inputs:
      where: {default: app}
env:
  FILE: docker/Dockerfile
jobs:
  a:
    runs-on: ubuntu-latest
    env: {DIR: .}
    steps:
"""


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (f"{PUSH}\n  with: {{context: '${{{{ env.DIR }}}}', file: '${{{{ env.FILE }}}}'}}", ROOT_WITH_FILE),
        ("- uses: docker/build-push-action@v6\n  with: {context: '${{ inputs.where }}'}", APP),
        ("- uses: docker/build-push-action@v6\n  with: {context: \"${{ inputs.none || 'app' }}\"}", set()),
        ("- uses: docker/build-push-action@v6\n  with: {context: \"${{ inputs.where || 'web' }}\"}", APP),
        ("- uses: docker/build-push-action@v6\n  with: {context: '${{ github.workspace }}/app'}", APP),
        ("- uses: docker/build-push-action@v6\n  with: {context: '${{ steps.x.outputs.y }}'}", set()),
        ("- run: docker build -f $FILE $DIR", ROOT_WITH_FILE),
        ("- run: docker build $GITHUB_WORKSPACE/app\n  working-directory: web", APP),
        ("- run: |\n    cd app\n    docker build .\n  shell: bash", APP),
        ("- uses: ./.github/actions/image\n  with: {dir: app}", APP),
        (
            "- uses: redhat-actions/buildah-build@v2\n  with: {context: ., containerfiles: ./docker/Dockerfile}",
            ROOT_WITH_FILE,
        ),
        ("- uses: hadolint/hadolint-action@v3\n  with: {dockerfile: docker/Dockerfile}", set()),
        ("- uses: actions/upload-artifact@v4\n  with: {path: app}", set()),
    ],
)  # fmt: skip
def test_steps_of_workflows(steps: str, found: set[tuple[str, str]]) -> None:
    action = """
inputs: {dir: {required: true}}
runs:
  using: composite
  steps:
  - uses: docker/build-push-action@v6
    with:
      context: ${{ inputs.dir }}
"""
    indented = "".join(f"    {line}\n" for line in steps.split("\n"))
    files = {".github/workflows/x.yml": WORKFLOW + indented, ".github/actions/image/action.yml": action}
    assert places(files) == found


def test_a_reusable_workflow_has_the_inputs_of_each_that_calls_it() -> None:
    called = """
on:
  workflow_call:
    inputs:
      file: {type: string, required: true}
      context: {type: string, default: .}
jobs:
  build:
    steps:
    - uses: docker/build-push-action@v6
      with:
        file: ${{ inputs.file }}
        context: ${{ inputs.context }}
"""
    caller = """
jobs:
  one:
    strategy: {matrix: {name: [app, web]}}
    uses: ./.github/workflows/build.yml
    with: {file: '${{ matrix.name }}/Dockerfile', context: '${{ matrix.name }}'}
  two:
    uses: ./.github/workflows/build.yml
    with: {file: docker/Dockerfile}
"""
    files = {".github/workflows/build.yml": called, ".github/workflows/main.yml": caller}
    assert places(files) == APP | {("web/Dockerfile", "web")} | ROOT_WITH_FILE


def test_actions_that_use_each_other_end() -> None:
    text = "runs:\n  steps:\n" + "  - uses: ./a\n" * 500
    assert builds({"a/action.yml": text, "b/action.yml": text.replace("./a", "./b")}) == []


def test_what_goreleaser_builds_is_not_sure() -> None:
    (build,) = builds({".goreleaser.yml": "dockers:\n- dockerfile: docker/Dockerfile\n  goos: linux\n"})
    assert build.note.startswith("GoReleaser builds in a folder of its own")


@pytest.mark.parametrize(
    ("file", "text", "context", "reason"),
    [
        ("README.md", "Build it:\n\n```sh\n@ -f docker/api.Dockerfile .\n```\n", "", "from `README.md:4`"),
        ("docker/README.md", "Run `@ -f docker/api.Dockerfile .` at the root", "", "from `docker/README.md:1`"),
        ("docker/api.Dockerfile", "# @ -f docker/api.Dockerfile .\n", "", "from `docker/api.Dockerfile:1`"),
        ("README.md", "Use @ to make an image.\n", "docker", "the folder of the Dockerfile"),
    ],
)
def test_documentation_is_a_hint_where_nothing_else_says(file: str, text: str, context: str, reason: str) -> None:
    whole = {"docker/api.Dockerfile": "", file: text.replace("@", "docker build -t x")}
    workspace = Workspace({path: len(text) for path, text in whole.items()}, whole.get)
    first = candidates("docker/api.Dockerfile", [], discover(workspace), workspace)[0]
    assert (first.context, first.sure, first.reason) == (context, False, reason)


_ALIASES = (
    "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40)) + "j: {script: *a39}\n"
)
_AXES = "".join(f"    {axis}: [{', '.join(map(str, range(50)))}]\n" for axis in "abcdef")
_TASK = "  a{0}:\n    deps: [a{1}, a{2}]\n    cmds:\n    - docker build .\n"
_TASKS = "tasks:\n" + "".join(_TASK.format(i, i + 1, i + 2) for i in range(2_000))
_MATRIX = f"jobs:\n a:\n  strategy:\n   matrix:\n{_AXES}  steps:\n  - run: docker build .\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("build.sh", "cd $(cd $(cd $(" * 30_000),
        ("build.sh", "for a in for a in " * 25_000),
        ("build.sh", "docker build x\n" * 30_000),
        ("build.sh", "A=$(" * 100_000),
        ("build.sh", "for a in " + "x " * 1000 + "; do\nfor b in " + "y " * 1000 + "; do\ndocker build $a $b\n"),
        ("Makefile", "$a " * 150_000),
        ("Makefile", "docker build \\\n" * 30_000),
        ("Makefile", "A = $(A)$(A)\nB = $(A)\nx:\n\tdocker build $(A) $(B)\n"),
        ("Jenkinsfile", "docker.build(" * 50_000),
        (".gitlab-ci.yml", _ALIASES),
        (".gitlab-ci.yml", "".join(f"j{i}: {{extends: [j{i + 1}, j{i + 2}], script: [x]}}\n" for i in range(200))),
        (".github/workflows/a.yml", _MATRIX),
        ("README.md", "docker build " * 15_000),
        ("Makefile", "a" + " " * 200_000 + "\nx:\n\tdocker build .\n"),
        ("Makefile", "x: " + "(" * 100_000 + "\n\tdocker build .\n"),
        ("Makefile", "".join(f"t{i}: t{i + 1} t{i + 2}\n\tmake t{i + 1}\n\tdocker build .\n" for i in range(2_000))),
        ("justfile", "a" + " b" * 100_000 + "\n  docker build .\n"),
        ("build.sh", 'x "' + "$(a)" * 9_000 + "\ndocker build .\n"),
        ("build.sh", "<<a\n" * 9_000 + "docker build .\n"),
        ("build.sh", "in " * 9_000 + "case \ndocker build .\n"),
        ("build.sh", "x()" + " " * 200_000 + "\ndocker build .\n"),
        ("build.sh", "docker compose " * 30_000 + "\ndocker build .\n"),
        ("Jenkinsfile", "sh 'docker build .'\n" * 20_000),
        ("azure-pipelines.yml", "steps:\n" + "- script: docker build .\n" * 5_000),
        ("Taskfile.yml", _TASKS),
    ],
)  # fmt: skip
def test_hostile_files_are_read_in_bounds(path: str, text: str) -> None:
    assert len(builds({path: text})) < 1_000
