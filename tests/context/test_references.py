"""The exact places in host files that say what a build is."""

from __future__ import annotations

import pytest

from dockwright.context.builds.discovery import discover
from dockwright.context.hosts.json_text import blanked
from dockwright.context.values import Workspace
from shared import SHARED, listed, needs_shared

Found = list[tuple[str, str, str]]


def references(path: str, text: str, *others: str, **more: str) -> list[Found]:
    """Of each build: kind, what stands there, and why it cannot be changed, in short."""
    files = {path: text, **dict.fromkeys(others, ""), **more}
    builds = discover(Workspace({name: len(content) for name, content in files.items()}, files.get))
    return [[(one.kind, files[one.file][slice(*one.span)], one.obstacle) for one in each.references] for each in builds]


def one(path: str, text: str, *others: str) -> set[tuple[str, str]]:
    """What can be changed of the only build."""
    (found,) = references(path, text, *others)
    return {(kind, text) for kind, text, obstacle in found if not obstacle}


def test_compose_with_all_kinds_of_scalars() -> None:
    text = """\ufeffx: &b  # 𝄞
  context: app
services:
  é𝄞x:
    build:
      <<: *b
      dockerfile: &d Other
      target: 'dev'
      ssh: [default, "k=./x"]
      secrets: [npm, {source: s, target: t}]
      platforms: [linux/amd64]
      args: {"A": 1, B: x$Y, C: ''}
"""
    assert one("compose.yaml", text, "app/Other") == {
        ("build", "é𝄞x"), ("target", "dev"), ("dockerfile", "Other"), ("context", "app"), ("ssh", "default"),
        ("ssh", "k"), ("secret", "npm"), ("secret", "s"), ("secret", "t"), ("platform", "linux/amd64"), ("arg", "A"),
        ("arg", "B"), ("arg", "C"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("target: ${T:-dev}", "expression"),
        ('target: "d\\x65v"', "escapes"),
        ("target: >-\n        dev", "escapes"),
        ("args: [A]", "environment"),
        ("args: {A: }", "environment"),
        ("args: ['${N}=1']", "expression"),
    ],
)
def test_compose_where_nothing_may_be_changed(written: str, why: str) -> None:
    (found,) = references("compose.yaml", f"services:\n  a:\n    build:\n      context: .\n      {written}\n")
    (obstacle,) = [obstacle for kind, _, obstacle in found if kind in ("target", "arg")]
    assert why in obstacle


def test_an_extended_service_is_told_by_the_file_that_it_stands_in() -> None:
    base = "services:\n  base:\n    build: {context: ., target: dev, args: {A: 1}}\n"
    text = "services:\n  a:\n    extends: {file: base.yml, service: base}\n"
    files = {"compose.yaml": text, "base.yml": base}
    builds = discover(Workspace(dict.fromkeys(files, 1), files.get))
    (build,) = [build for build in builds if build.file == "compose.yaml"]
    assert {(one.kind, one.file) for one in build.references if one.kind != "build"} == {
        ("target", "base.yml"), ("arg", "base.yml"), ("context", "base.yml"),
    }  # fmt: skip


def test_bake() -> None:
    text = """\ufeff
variable "T" { default = "dev" }
target "_é" { args = { GO = "1.22", "X": 3 } }
target "app" {
  inherits = ["_é"]
  context = "web"
  target = "final"
  args = { GO = T }
  secret = ["type=env,id=npm", {id = "q"}]
  ssh = ["default", "k=./x"]
  no-cache-filter = ["deps", T]
  platforms = ["linux/amd64"]
}
"""
    assert one("docker-bake.hcl", text, "web/Dockerfile") == {
        ("build", "app"), ("context", "web"), ("target", "final"), ("arg", "GO"), ("arg", "X"), ("secret", "npm"),
        ("secret", "q"), ("ssh", "default"), ("ssh", "k"), ("stage", "deps"), ("platform", "linux/amd64"),
    }  # fmt: skip
    (found,) = references("docker-bake.hcl", text, "web/Dockerfile")
    assert [text for kind, text, _ in found if kind == "arg"] == ["GO", "X", "GO"]


@pytest.mark.parametrize(
    "written", ["target = T", 'target = "${T}"', 'args = merge({A = "1"}, {})', 'args = { "${T}" = 1 }']
)
def test_bake_where_nothing_may_be_changed(written: str) -> None:
    text = f'variable "T" {{ default = "dev" }}\ntarget "a" {{\n  context = "."\n  {written}\n}}\n'
    (found,) = references("docker-bake.hcl", text, "Dockerfile")
    assert [why for kind, _, why in found if kind in ("target", "arg")] == ["comes from an expression"]


def test_bake_in_json() -> None:
    text = '{"target": {"j": {"context": "web", "target": "dev", "args": {"A": "1", "B": "${T}"}}}}'
    assert one("docker-bake.json", text, "web/Dockerfile") == {
        ("build", "j"), ("context", "web"), ("target", "dev"), ("arg", "A"), ("arg", "B"),
    }  # fmt: skip


WORKFLOW = """on: push
jobs:
  publish:
    steps:
      - uses: docker/build-push-action@v6
        with:
          context: .
          target: %s
          platforms: linux/amd64, linux/arm64
          build-args: |
            A=1
            # no
            B=${{ github.sha }}
          secrets: |
            "npm=x"
            gh=${{ secrets.T }}
"""


def test_workflow() -> None:
    assert one(".github/workflows/a.yml", WORKFLOW % "dev", "Dockerfile") == {
        ("build", "docker/build-push-action@v6"), ("context", "."), ("target", "dev"), ("platform", "linux/amd64"),
        ("platform", "linux/arm64"), ("arg", "A"), ("arg", "B"), ("secret", "npm"), ("secret", "gh"),
    }  # fmt: skip
    (found,) = references(".github/workflows/a.yml", WORKFLOW % "${{ 'x' }}", "Dockerfile")
    assert ("target", "${{ 'x' }}", "comes from an expression") in found


def test_devcontainer() -> None:
    text = """// "
{
\t"name": "x", // c "
\t"build": { "dockerfile": "Dockerfile", /* 𝄞 , */ "context": "..",
\t\t"target": "dev", "args": {"A": "http://x", "B": "1",}, },
}
"""
    assert one(".devcontainer/devcontainer.json", text, ".devcontainer/Dockerfile") == {
        ("build", "build"), ("dockerfile", "Dockerfile"), ("context", ".."), ("target", "dev"), ("arg", "A"),
        ("arg", "B"),
    }  # fmt: skip
    assert len(blanked(text)) == len(text)


@needs_shared
def test_real_files() -> None:
    """Every target and argument that a file gives has its place; what can be changed stands there letter for letter."""
    assert SHARED is not None
    told = 0
    for folder in sorted((SHARED / "contexts").glob("*+*")):
        workspace = listed(folder.name)
        for build in discover(workspace):
            if not build.references or any(one.kind == "unknown_args" for one in build.references):
                continue
            told += 1
            assert not build.target or any(
                one.kind == "target" and one.value == build.target for one in build.references
            )
            assert build.args.keys() <= {one.value for one in build.references if one.kind == "arg"}, build.label
            for one in build.references:
                if not one.obstacle:
                    assert (workspace.read(one.file) or "")[slice(*one.span)] == one.value, build.label
    assert told > 500
