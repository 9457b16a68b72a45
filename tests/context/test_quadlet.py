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
