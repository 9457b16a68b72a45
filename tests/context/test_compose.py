"""Compose files: what Compose makes of variables, merged mappings, extended and included services, and overrides."""

from __future__ import annotations

import pytest

from dockwright.context.builds.build_inputs import named
from dockwright.context.builds.discovery import discover
from dockwright.context.values import Build, Workspace


def builds(files: dict[str, str]) -> list[Build]:
    return list(discover(Workspace({path: len(text) for path, text in files.items()}, files.get)))


def places(files: dict[str, str]) -> set[tuple[str, str, str]]:
    return {(build.name, build.dockerfile, build.context) for build in builds(files)}


@pytest.mark.parametrize(
    ("written", "context"),
    [
        ("${DIR}", "app"),
        ("$DIR/web", "app/web"),
        ("${DIR:-other}", "app"),
        ("${NONE:-other}", "other"),
        ("${NONE-other}", "other"),
        ("${EMPTY:-other}", "other"),
        ("./x${EMPTY-other}", "x"),
        ("${DIR:+set}", "set"),
        ("./x${NONE:+set}", "x"),
        ("${NONE:-${DIR}/deep}", "app/deep"),
        ("${NONE:-${ALSO_NONE:-c}}", "c"),
        ("${PWD}/here", "here"),
        ("${NONE}", None),
        ("${NONE:?give it}", None),
        ("https://example.org/x.git#main", None),
        ("../outside", None),
    ],
)
def test_variables(written: str, context: str | None) -> None:
    files = {
        "compose.yaml": f"services:\n  a:\n    build: '{written}'\n",
        ".env": "DIR='app'\nexport EMPTY=\n# NONE=x\n",
    }
    assert [build.context for build in builds(files)] == ([] if context is None else [context])


def test_anchors_and_merged_mappings() -> None:
    text = """
x-build: &build
  context: app
  args: &args {A: "1", B: "1"}
services:
  a:
    build: *build
  b:
    build:
      <<: *build
      dockerfile: Other
      args:
        <<: [*args, {C: "1"}]
        B: "2"
"""
    found = {build.name: build for build in builds({"compose.yaml": text})}
    assert (found["a"].dockerfile, found["a"].args) == ("app/Dockerfile", {"A": "1", "B": "1"})
    assert (found["b"].dockerfile, found["b"].args) == ("app/Other", {"A": "1", "B": "2", "C": "1"})


def test_platforms_of_build_and_service() -> None:
    text = """
services:
  a: {platform: "linux/${ARCH:-arm64}", build: .}
  b: {platform: linux/arm64, build: {context: ., platforms: [linux/amd64, linux/s390x]}}
"""
    assert {build.name: build.platforms for build in builds({"compose.yaml": text})} == {
        "a": ("linux/arm64",),
        "b": ("linux/amd64", "linux/s390x"),
    }


def test_a_service_with_an_inline_dockerfile_builds_no_file() -> None:
    text = 'services:\n  a:\n    build:\n      context: .\n      dockerfile_inline: "FROM alpine"\n'
    assert builds({"compose.yaml": text, "Dockerfile": ""}) == []


@pytest.mark.parametrize("name", ["compose.override.yaml", "docker-compose.override.yml"])
def test_an_override_file_takes_the_rest_from_what_it_is_laid_over(name: str) -> None:
    base = "services:\n  web: {build: {context: web, dockerfile: Prod}}\n  db: {image: x}\n"
    over = "services:\n  web: {build: {target: dev, args: {A: b}}}\n  new: {build: new}\n"
    files = {name.replace(".override", ""): base, name: over}
    assert places(files) == {("web", "web/Prod", "web"), ("new", "new/Dockerfile", "new")}
    assert {build.target for build in builds(files) if build.file == name and build.name == "web"} == {"dev"}


def test_another_file_that_names_no_context_is_laid_over_the_first() -> None:
    base = "services:\n  web: {build: {context: web, dockerfile: Prod}}\n"
    over = "services:\n  web: {build: {target: dev}}\n  alone: {build: {dockerfile: Alone}}\n"
    files = {"docker-compose.yml": base, "docker-compose.dev.yml": over}
    assert places(files) == {("web", "web/Prod", "web"), ("alone", "Alone", "")}


def test_all_forms_of_include() -> None:
    files = {
        "compose.yaml": """
include:
  - a/compose.part.yaml
  - path: [b/one.yaml, b/two.yaml]
    project_directory: .
    env_file: [b/one.env, b/two.env]
  - path: c/part.yaml
""",
        "a/compose.part.yaml": "services: {a: {build: .}}",
        "b/one.yaml": "services: {one: {build: $WHERE}}",
        "b/two.yaml": "services: {two: {build: b/two}}",
        "b/one.env": "WHERE=first",
        "b/two.env": "WHERE=second",
        "c/part.yaml": "services: {c: {build: $HERE}}",
        "c/.env": "HERE=here",
    }
    assert places(files) == {
        ("a", "a/Dockerfile", "a"),
        ("one", "second/Dockerfile", "second"),
        ("two", "b/two/Dockerfile", "b/two"),
        ("c", "c/here/Dockerfile", "c/here"),
    }


def test_an_extended_file_counts_paths_from_its_folder_and_variables_from_the_project() -> None:
    files = {
        "compose.yaml": "services: {a: {extends: {file: base/part.yaml, service: b}}}",
        ".env": "DIR=ours",
        "base/part.yaml": "services: {b: {build: $DIR}}",
        "base/.env": "DIR=theirs",
    }
    assert ("a", "base/ours/Dockerfile", "base/ours") in places(files)


@pytest.mark.parametrize("form", ["{assets: ./assets, base: 'service:base'}", "[assets=./assets, 'base=service:base']"])
def test_named_contexts(form: str) -> None:
    text = f"services:\n  a:\n    build:\n      context: .\n      additional_contexts: {form}\n"
    found = named(builds({"deploy/compose.yaml": text}))
    assert {name: (one.value, one.folder) for name, one in found.items()} == {
        "assets": ("./assets", "deploy/assets"),
        "base": ("service:base", None),
    }


def test_services_of_profiles_are_built_too() -> None:
    assert places({"compose.yaml": "services: {a: {profiles: [debug], build: a}}"}) == {("a", "a/Dockerfile", "a")}


def test_many_included_files_are_cut_and_told() -> None:
    told: list[str] = []
    files = {f"{index}.yaml": f"include: [{index + 1}.yaml]" for index in range(300)}
    files["compose.yaml"] = "include: [0.yaml]"
    discover(Workspace({path: len(text) for path, text in files.items()}, files.get, told.append))
    assert told == ["compose.yaml: more than 100 included files; only the first are read"]


def test_what_stands_for_nothing() -> None:
    text = "services:\n  a: {build: {context: ., target: null, args: {A: ~, B: 'null'}}}\n  b: {build: null}\n"
    (build,) = builds({"compose.yaml": text})
    assert (build.name, build.target, build.args) == ("a", "", {"A": "${A}", "B": "null"})
    (arg,) = [one.obstacle for one in build.references if one.value == "A"]
    assert "environment" in arg


def test_tags_that_end_what_is_laid_over() -> None:
    base = "services:\n  a: {build: x}\n  b: {build: {context: x, target: t, args: {A: 1, B: 1}}}\n"
    over = "services:\n  a: {build: !reset null}\n  b: {build: {target: !reset '', args: !override {B: 2}}}\n"
    files = {"compose.yaml": base, "compose.override.yaml": over}
    (laid,) = [build for build in builds(files) if build.file == "compose.override.yaml"]
    assert (laid.name, laid.context, laid.target, laid.args) == ("b", "x", "", {"B": "2"})
    assert [one.value for one in laid.references if one.kind in ("arg", "target")] == ["B"]
    whole = "services:\n  b: {build: !override {context: y}}\n"
    (laid,) = [build for build in builds({**files, "compose.override.yaml": whole}) if build.context == "y"]
    assert (laid.target, laid.args) == ("", {})
