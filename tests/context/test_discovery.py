"""Discovery: small workspaces with each kind of file that defines a build, and the recorded real repositories."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from dockwright.context.builds.discovery import candidates, discover, ignore_file
from dockwright.context.values import Build, Workspace
from shared import SHARED, listed, needs_shared


def workspace(**files: str) -> Workspace:
    return Workspace({path: len(text) for path, text in files.items()}, files.get)


def only(path: str, text: str, *others: str) -> Build:
    builds = discover(workspace(**{path: text}, **dict.fromkeys(others, "")))
    assert len(builds) == 1, builds
    return builds[0]


def test_compose() -> None:
    text = """
services:
  api:
    build:
      context: ./${DIR:-src}
      dockerfile: docker/api.Dockerfile
      args: {VERSION: "1"}
      target: final
  other:
    image: x
"""
    build = only("deploy/compose.yaml", text)
    assert (build.dockerfile, build.context) == ("deploy/src/docker/api.Dockerfile", "deploy/src")
    assert (build.name, build.target, build.args, build.line) == ("api", "final", {"VERSION": "1"}, 4)


def test_bake_inherits_and_variables() -> None:
    text = """
variable "DIR" { default = "web" }
target "_base" { args = { GO = "1.22" } }
target "app" {
  inherits = ["_base"]
  context = "${DIR}"
  platforms = ["linux/amd64", "linux/arm64"]
}
"""
    build = only("docker-bake.hcl", text, "web/Dockerfile")
    assert (build.dockerfile, build.context, build.args) == ("web/Dockerfile", "web", {"GO": "1.22"})
    assert build.platforms == ("linux/amd64", "linux/arm64")


def test_devcontainer_names_a_compose_file() -> None:
    files = {
        ".devcontainer/devcontainer.json": '{"dockerComposeFile": ["../stack.yml", "../gone.yml", 3]}',
        "stack.yml": "services:\n  app:\n    build: web\n",
    }
    (build,) = discover(workspace(**files))
    assert (build.dockerfile, build.context, build.file) == ("web/Dockerfile", "web", "stack.yml")


def test_json_with_comments_keeps_its_lines() -> None:
    text = (
        '\ufeff{ // at "the" end,\n  /* two\n  lines */\n  "build": {"dockerfilePath": "Dockerfile", /* and */ },\n}\n'
    )
    assert only("railway.json", text, "Dockerfile").line == 3


def test_devcontainer_with_comments() -> None:
    text = '{\n // where\n "build": {"dockerfile": "Dockerfile", "context": "..",},\n}'
    build = only(".devcontainer/devcontainer.json", text)
    assert (build.dockerfile, build.context, build.line) == (".devcontainer/Dockerfile", "", 2)


def test_workflow_with_a_matrix_and_a_git_context() -> None:
    text = """
jobs:
  build:
    strategy: {matrix: {name: [a, b]}}
    steps:
      - uses: docker/build-push-action@v6
        with:
          file: ${{ matrix.name }}/Dockerfile
"""
    builds = discover(workspace(**{".github/workflows/ci.yml": text}))
    assert [(build.dockerfile, build.context) for build in builds] == [("a/Dockerfile", ""), ("b/Dockerfile", "")]
    assert "builds from Git" in builds[0].note


@pytest.mark.parametrize(
    ("path", "text", "dockerfile", "context"),
    [
        ("Makefile", "DIR := app\nbuild:\n\tdocker build -t x -f $(DIR)/Dockerfile .\n", "app/Dockerfile", ""),
        ("build.sh", "cd app && docker build --build-arg A=1 \\\n  --tag x .\n", "app/Dockerfile", "app"),
        ("package.json", '{"scripts": {"image": "podman build -t x app"}}', "app/Dockerfile", "app"),
        (
            "cloudbuild.yaml",
            "steps:\n- name: gcr.io/cloud-builders/docker\n  args: [build, app]\n",
            "app/Dockerfile",
            "app",
        ),
    ],
)
def test_commands(path: str, text: str, dockerfile: str, context: str) -> None:
    build = only(path, text, "app/Dockerfile")
    assert (build.dockerfile, build.context) == (dockerfile, context)


def test_tilt() -> None:
    text = "# docker_build('no', '.')\ndocker_build(\n  'app', context='./web',\n  dockerfile='deploy/Dockerfile')\n"
    build = only("Tiltfile", text, "deploy/Dockerfile")
    assert (build.dockerfile, build.context, build.line) == ("deploy/Dockerfile", "web", 1)


def test_compose_includes_and_extends() -> None:
    files = workspace(
        **{
            "compose.yaml": """
include: [parts/web.yaml, {path: [parts/more.yaml]}]
services:
  one:
    extends: {file: base/common.yml, service: app}
    build: {target: dev}
  two:
    extends: three
  three:
    build: three
""",
            "parts/web.yaml": "services:\n  web:\n    build: .\n",
            "parts/more.yaml": "services:\n  more:\n    build: {context: .., dockerfile: parts/M}\n",
            "base/common.yml": "services:\n  app:\n    build: {context: app, target: prod}\n",
        }
    )
    found = {build.name: (build.dockerfile, build.context, build.target) for build in discover(files)}
    assert found == {
        "web": ("parts/Dockerfile", "parts", ""),
        "more": ("parts/M", "", ""),
        "app": ("base/app/Dockerfile", "base/app", "prod"),
        "one": ("base/app/Dockerfile", "base/app", "dev"),
        "two": ("three/Dockerfile", "three", ""),
        "three": ("three/Dockerfile", "three", ""),
    }


def test_compose_files_that_include_each_other() -> None:
    text = "include: [compose.yaml, b.yaml]\nservices: {a: {extends: {file: b.yaml, service: a}}}\n"
    assert discover(workspace(**{"compose.yaml": text, "b.yaml": text})) == ()


def test_without_evidence_the_folder_that_holds_the_sources_is_guessed() -> None:
    files = workspace(**{"docker/app/Dockerfile": "", "src/main.go": "", "go.mod": "", "docker/app/run.sh": ""})
    best = candidates("docker/app/Dockerfile", ["go.mod", "src/", "./run.sh"], (), files)[0]
    assert (best.context, best.sure) == ("", False)


def test_the_own_ignore_file_replaces_that_of_the_context() -> None:
    files = workspace(**{".dockerignore": "", "app/Dockerfile.dockerignore": ""})
    assert ignore_file("app/Dockerfile", "", files) == "app/Dockerfile.dockerignore"
    assert ignore_file("web/Dockerfile", "", files) == ".dockerignore"


def test_podman_reads_containerignore() -> None:
    files = workspace(**{".containerignore": "", ".dockerignore": "", "a/Containerfile.containerignore": ""})
    assert ignore_file("Containerfile", "", files) == ".dockerignore"
    assert ignore_file("Containerfile", "", files, podman=True) == ".containerignore"
    assert ignore_file("a/Containerfile", "", files, podman=True) == "a/Containerfile.containerignore"
    script = workspace(**{"build.sh": "podman build -f Containerfile .\n", "Containerfile": ""})
    (found,) = candidates("Containerfile", [], discover(script), script)
    assert found.podman


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(24)),
        "services: " + "[" * 50_000,
        "services: &s\n  <<: *s\n  x: {build: *s}\n",
        "services: {a: {build: {context: ../../../etc}}}",
        "\x00\x01",
    ],
)
def test_hostile_yaml_is_read_in_bounds(text: str) -> None:
    builds = discover(workspace(**{"compose.yaml": text, ".github/workflows/x.yml": text, ".gitlab-ci.yml": text}))
    assert len(builds) <= 1
    assert all(".." not in build.context for build in builds)


def test_hostile_hcl_and_scripts_are_read_in_bounds() -> None:
    deep = 'target "a" { x = ' + "[" * 200_000
    wide = "docker build " + "-f " * 100_000
    assert discover(workspace(**{"docker-bake.hcl": deep, "build.sh": wide, "a.sh": "$(" * 100_000})) == ()


@needs_shared
def test_real_repositories() -> None:
    assert SHARED is not None
    folder = SHARED / "contexts"
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    known: dict[str, tuple[Workspace, tuple[Build, ...]]] = {}
    for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["repo"] not in known:
            files = listed(row["repo"])
            known[row["repo"]] = files, discover(files)
        files, builds = known[row["repo"]]
        found = candidates(row["dockerfile"], [source["src"] for source in row["sources"]], builds, files)[0]
        kinds = [name for name in ("sure", "differs") if row[name]]
        total.update(kinds)
        right.update(kinds if found.context == row["context"] else [])
        assert ignore_file(row["dockerfile"], row["context"], files) == row["ignore_file"]
    assert right["sure"] >= 0.97 * total["sure"]
    assert right["differs"] >= 0.9 * total["differs"]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        (".gitlab-ci.yml", "b:\n  script:\n    - cd app\n    - docker build .\n", {"app": "app/Dockerfile"}),
        (
            ".gitlab-ci.yml",
            "a:\n  script:\n    - cd app\nb:\n  script:\n    - docker build $CI_PROJECT_DIR\n",
            {"": "Dockerfile"},
        ),
        (".gitlab-ci.yml", "b:\n  script:\n    - cd app\n    - cd -\n    - docker build .\n", {"": "Dockerfile"}),
        (".gitlab-ci.yml", "b:\n  script:\n    - cd -\n    - docker build .\n", {}),
        (".gitlab-ci.yml", "b:\n  script:\n    - cd $WHERE\n    - docker build .\n", {}),
        (
            "cloudbuild.yaml",
            "steps:\n- name: gcr.io/cloud-builders/docker\n  dir: app\n  args: [build, -t, x, .]\n",
            {"app": "app/Dockerfile"},
        ),
        (
            "skaffold.yaml",
            "build:\n  artifacts:\n  - image: a\n    context: app\n    docker: {dockerfile: Dockerfile}\n",
            {"app": "app/Dockerfile"},
        ),
        ("skaffold.yaml", "build:\n  artifacts:\n  - image: a\n  - {image: b, ko: {}}\n", {"": "Dockerfile"}),
        (
            ".github/workflows/a.yml",
            "jobs:\n a:\n  defaults: {run: {working-directory: app}}\n  steps:\n  - run: docker build .\n",
            {"app": "app/Dockerfile"},
        ),
        (
            ".github/workflows/a.yml",
            "jobs:\n a:\n  steps:\n  - run: |\n      cd app\n      docker build .\n",
            {"app": "app/Dockerfile"},
        ),
        (
            "package.json",
            '{"scripts": {"a": "docker build -t \\"a b\\" -f app/Dockerfile .", "b": "cd app"}}',
            {"": "app/Dockerfile"},
        ),
        ("Taskfile.yml", "tasks:\n  b:\n    cmds:\n      - docker build app\n", {"app": "app/Dockerfile"}),
    ],
)
def test_where_a_step_runs(path: str, text: str, found: dict[str, str]) -> None:
    builds = discover(workspace(**{path: text, "Dockerfile": "", "app/Dockerfile": ""}))
    assert {build.context: build.dockerfile for build in builds} == found
    assert len(builds) == len(found)


def test_what_a_build_gives_besides() -> None:
    skaffold = """
build:
  artifacts:
  - image: a
    docker:
      buildArgs: {V: "1"}
      target: last
"""
    build = only("skaffold.yaml", skaffold, "Dockerfile")
    assert (build.name, build.target, build.args, build.line) == ("a", "last", {"V": "1"}, 3)
    build = only("compose.yaml", "services:\n  a:\n    build:\n      context: .\n      platforms: [linux/arm64]\n")
    assert build.platforms == ("linux/arm64",)
