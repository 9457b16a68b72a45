"""`dockwright context` over real folder_walk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dockwright.cli.context import main
from dockwright.context import folder_walk
from dockwright.context.folder_walk import walk


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, text in {
        "compose.yaml": "services:\n  app:\n    build: {context: ., dockerfile: docker/Dockerfile}\n",
        ".dockerignore": "# what\n*.log\n**/dist\n",
        "docker/Dockerfile": "FROM alpine\nCOPY src /src\n",
        "src/main.go": "package main",
        "src/dist/out": "12345",
        "x.log": "1",
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / path).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answers(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main([*arguments, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_of(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (answer,) = answers(capsys, "of", "docker/Dockerfile")
    assert (answer["context"], answer["ignoreFile"], answer["sure"]) == ("", ".dockerignore", True)
    assert main(["of", "nothing"]) == 2


def test_ls_and_du(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [answer["path"] for answer in answers(capsys, "ls", "-f", "docker/Dockerfile")]
    assert paths == [".dockerignore", "compose.yaml", "docker/Dockerfile", "src/main.go"]
    sizes = {answer["path"]: answer["files"] for answer in answers(capsys, "du", "-f", "docker/Dockerfile")}
    assert (sizes["."], sizes["src"]) == (4, 1)


def test_why(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answers(capsys, "why", "src/dist/out", "src", "-f", "docker/Dockerfile")
    assert [answer["fate"] for answer in found] == ["ignored", "sent"]
    assert (found[0]["file"], found[0]["line"], found[0]["pattern"]) == (".dockerignore", 3, "**/dist")
    (found,) = (answers(capsys, "why", str(project / "x.log"), "-f", "docker/Dockerfile"),)
    assert found[0]["fate"] == "ignored"


@pytest.mark.parametrize("name", ["docker\\Dockerfile", "./docker/../docker/Dockerfile", "{project}/docker/Dockerfile"])
def test_names_as_people_write_them(project: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (answer,) = answers(capsys, "of", name.format(project=project))
    assert answer["dockerfile"] == "docker/Dockerfile"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["of", "docker"], "docker: this is a folder, not a Dockerfile; it contains docker/Dockerfile"),
        (["of", "docker/dockerfile"], "did you mean `docker/Dockerfile`?"),
        (["of", "../Dockerfile"], "../Dockerfile: not inside"),
        (["ls"], "Dockerfile: file not found in `"),
        (["ls", "-f", "docker/Dockerfile", "--context", "gone"], "gone: folder not found in `"),
    ],
)
def test_what_is_not_there_is_told(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(arguments) == 2
    assert says in capsys.readouterr().err


def test_of_several_the_others_are_answered(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["of", "gone", "docker/Dockerfile"]) == 2
    assert capsys.readouterr().out.startswith("docker/Dockerfile: context .")


def test_a_guess_is_said_to_be_one(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "compose.yaml").unlink()
    assert main(["du", "-f", "docker/Dockerfile"]) == 0
    assert "build context: `.` (the nearest folder with most" in capsys.readouterr().err


def test_why_of_what_is_not_there_is_an_error(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", "nope", "src", "gone.log", "-f", "docker/Dockerfile"]) == 2
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == "nope: not in the context (no ignore file pattern matches)"
    assert told.out.splitlines()[2].startswith("gone.log: ignored (.dockerignore:2: *.log")
    assert told.err.splitlines() == [f"{name}: not found in the build context `.`" for name in ("nope",)]
    assert main(["why", "gone.log", "-f", "docker/Dockerfile"]) == 0


def test_names_with_line_breaks_stay_on_one_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "two\nlines").touch()
    assert main(["ls", "-f", "docker/Dockerfile"]) == 0
    assert "two\\nlines" in capsys.readouterr().out.splitlines()


def test_a_lower_case_dockerfile_is_found(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "dockerfile").write_text("FROM x\n")
    (project / "compose.yaml").write_text("services: {a: {build: .}}")
    assert main(["ls"]) == 0
    assert "dockerfile" in capsys.readouterr().out
    (answer,) = answers(capsys, "of", "dockerfile")
    assert answer["sure"]


def test_links_are_not_followed_and_limits_hold(project: Path) -> None:
    (project / "loop").symlink_to(project, target_is_directory=True)
    (project / "secret").symlink_to("/etc/hostname")
    listing = walk(project)
    assert "loop" in listing.files and not any(path.startswith("loop/") for path in listing.files)
    assert listing.read("secret") is None
    assert listing.read("../outside") is None
    assert walk(project, most=2).partial


def test_names_that_are_not_utf8_are_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad\udcff.txt").write_text("x")
    assert main(["ls", "-f", "docker/Dockerfile"]) == 0
    assert "bad\\udcff.txt" in capsys.readouterr().out
    assert any(answer["path"] == "bad\udcff.txt" for answer in answers(capsys, "ls", "-f", "docker/Dockerfile"))


def test_a_long_walk_tells_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_walk, "TOLD_EACH", 2)
    for name in "abcde":
        (tmp_path / name).touch()
    heard: list[int] = []
    walk(tmp_path, told=heard.append)
    assert heard == [2, 4, 0]


def test_builds_that_disagree_are_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "Makefile").write_text("image:\n\tdocker build docker\n")
    assert main(["of", "docker/Dockerfile"]) == 0
    shown = capsys.readouterr().out
    assert shown.splitlines()[1:] == ["  or docker (Makefile:2)"]
    assert main(["why", "src", "-f", "docker/Dockerfile"]) == 0
    assert "`.` (from `compose.yaml:3 (app)`, while `Makefile:2` uses `docker`)" in capsys.readouterr().err
