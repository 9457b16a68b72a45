"""Podman's Quadlet: what a `.build` unit builds, where, and with what."""

from __future__ import annotations

import pytest

from dockwright.context.builds.discovery import candidates, discover
from dockwright.context.values import Workspace

UNITS = "SetWorkingDirectory=unit"
UNIT = """\
# Built by Quadlet
[Unit]
Description=An image

[Build]
ImageTag=localhost/x
{settings}
"""


def workspace(settings: str, *others: str) -> Workspace:
    files = {"units/x.build": UNIT.format(settings=settings), **dict.fromkeys(others, "")}
    return Workspace(dict.fromkeys(files, 0), files.get)


@pytest.mark.parametrize(
    ("settings", "dockerfile", "context"),
    [
        ("SetWorkingDirectory=unit", "units/Containerfile", "units"),
        ("SetWorkingDirectory=unit\nFile=api/Dockerfile", "units/api/Dockerfile", "units"),
        ("File=api/Dockerfile\nSetWorkingDirectory=file", "units/api/Dockerfile", "units/api"),
        ("SetWorkingDirectory=../app", "app/Dockerfile", "app"),
        (f"{UNITS}\nFile=api/Dockerfile\n[Service]\nWorkingDirectory=../app", "units/api/Dockerfile", "app"),
    ],
)  # fmt: skip
def test_dockerfile_and_context(settings: str, dockerfile: str, context: str) -> None:
    found = discover(workspace(settings, "units/Containerfile", "units/api/Dockerfile", "app/Dockerfile"))
    assert [(build.dockerfile, build.context, build.podman) for build in found] == [(dockerfile, context, True)]


def test_arguments_and_target() -> None:
    settings = 'SetWorkingDirectory=unit\nBuildArg=A=old\nBuildArg=\nBuildArg="B=1 2" C=3 \\\n# no\n  D=4\nTarget=app'
    (build,) = discover(workspace(settings, "units/Containerfile"))
    assert (build.args, build.target, build.line) == ({"B": "1 2", "C": "3", "D": "4"}, "app", 6)


def test_podmans_ignore_file_counts() -> None:
    held = workspace("SetWorkingDirectory=unit", "units/Dockerfile")
    (candidate,) = candidates("units/Dockerfile", (), discover(held), held)
    assert candidate.podman and candidate.sure


@pytest.mark.parametrize(
    "settings", ["", "File=Containerfile", "SetWorkingDirectory=https://x/y.git", "SetWorkingDirectory=%h/x"]
)
def test_what_is_not_known(settings: str) -> None:
    assert discover(workspace(settings, "units/Containerfile")) == ()


KUBE = """apiVersion: v1
kind: Pod
spec:
  initContainers: [{name: i, image: "localhost/init:1"}]
  containers:
    - {name: a, image: api}
    - {name: b, image: quay.io/x/gone}
---
kind: Deployment
spec: {template: {spec: {containers: [{name: c, image: api@sha256:0}]}}}
"""
"""Podman builds what a folder has the name of (pkg/domain/infra/abi/play.go)."""


@pytest.mark.parametrize(
    ("settings", "folder"),
    [
        ("[Kube]\nYaml=../pods/p.yaml\nSetWorkingDirectory=yaml", "pods"),
        ("[Kube]\nYaml=../pods/p.yaml\nSetWorkingDirectory=Unit", "units"),
        ("[Kube]\nYaml=../pods/p.yaml\n[Service]\nWorkingDirectory=../srv", "srv"),
        ("[Kube]\nYaml=../pods/p.yaml", ""),
        ("[Kube]\nSetWorkingDirectory=yaml", ""),
    ],
)
def test_what_a_kube_unit_builds(settings: str, folder: str) -> None:
    files = {"units/p.kube": settings, "pods/p.yaml": KUBE}
    for place in ("pods", "units", "srv"):
        files |= {f"{place}/api/Dockerfile": "", f"{place}/api/Containerfile": "", f"{place}/init/Dockerfile": ""}
    found = discover(Workspace(dict.fromkeys(files, 0), files.get))
    told = {(build.dockerfile, build.context) for build in found if build.file == "units/p.kube"}
    expected = {(f"{folder}/api/Containerfile", f"{folder}/api"), (f"{folder}/init/Dockerfile", f"{folder}/init")}
    assert told == (expected if folder else set())


def test_a_container_of_a_unit_that_is_built() -> None:
    files = {
        "units/x.build": UNIT.format(settings="SetWorkingDirectory=../app"),
        "units/web.container": "[Container]\nExec=x\nImage=x.build\n",
        "units/other.container": "[Container]\nImage=docker.io/x/y\n",
        "app/Containerfile": "",
    }
    found = discover(Workspace(dict.fromkeys(files, 0), files.get))
    assert {(build.label, build.dockerfile, build.context) for build in found} == {
        ("units/x.build:7", "app/Containerfile", "app"), ("units/web.container:3 (web)", "app/Containerfile", "app"),
    }  # fmt: skip
