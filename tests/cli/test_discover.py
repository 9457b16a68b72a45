"""Which files of a folder are Dockerfiles, and which of them git ignores."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from dockwright.cli.discover import named
from dockwright.context.file_names import is_dockerfile


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        *((name, True) for name in ("Dockerfile", "a/dockerfile", "Dockerfile.dev", "Dockerfile-dev", "Dockerfile_1")),
        *((name, True) for name in ("api.dockerfile", "API.Dockerfile", "Containerfile.x", "x.containerfile")),
        *((name, False) for name in ("Dockerfile.dockerignore", "Containerfile.containerignore", "Dockerfiles")),
        *(
            (name, False)
            for name in (
                "dockerfile.mdx",
                "Dockerfile.tsx",
                "Dockerfile.rego",
                "dockerfile-x.html",
                "Dockerfile.sql",
                "Dockerfile.java",
                "Dockerfile.c",
                "Dockerfile.diff",
                "Dockerfile.snap",
                "Dockerfile.golden",
                "Dockerfile.ipynb",
                "Dockerfile.csv",
                "Dockerfile.png",
                "Dockerfile.j2",
                "Dockerfile.py",
                "dockerfile.md",
                "my-Dockerfile",
                "x/Dockerfile/y",
            )
        ),
    ],
)
def test_names(path: str, expected: bool) -> None:
    assert is_dockerfile(path) is expected


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git")
def test_git_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    ignores = {
        ".gitignore": "build/\n/top\n*.dockerfile\n!keep.dockerfile\ndeep/**/x\n# no\n",
        "sub/.gitignore": "!other.dockerfile\nDockerfile.[0-9]\nlocal\n",
        ".git/info/exclude": "Dockerfile.secret\n",
    }
    places = ["", "build", "top", "sub/top", "sub", "sub/build", "deep/a/b/x", "sub/local", "sub/deep/x"]
    names = ["Dockerfile", "a.dockerfile", "keep.dockerfile", "other.dockerfile", "Dockerfile.1", "Dockerfile.secret"]
    for place in places:
        (tmp_path / place).mkdir(parents=True, exist_ok=True)
        for name in names:
            (tmp_path / place / name).write_text("FROM a\n")
    for name, text in ignores.items():
        (tmp_path / name).write_text(text)
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    monkeypatch.chdir(tmp_path)
    assert sorted(Path(path).as_posix() for path in named(["."])) == sorted(filter(is_dockerfile, listed))
    assert {Path(path).as_posix() for path in named(["sub"])} == {path for path in listed if path.startswith("sub/D")
            or (path.startswith("sub/") and is_dockerfile(path))}  # fmt: skip
    assert named(["build"]) and named(["build/Dockerfile", "build/Dockerfile"]) == ["build/Dockerfile"]
