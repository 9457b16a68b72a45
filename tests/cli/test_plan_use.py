"""`dockwright plan`, `diff` and `cache` as somebody who is new to them types them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from dockwright.cli import surroundings
from dockwright.cli.main import main
from dockwright.ide.snapshot import Snapshot
from dockwright.plan.plan import plan

SOURCE = "FROM debian:12\nWORKDIR /app\nCOPY . .\nRUN make\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Dockerfile").write_text(SOURCE)
    (tmp_path / "main.c").write_text("")
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], check=True)
    surroundings.forget()
    return tmp_path


def test_a_folder_means_its_dockerfile(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "."]) == 0
    assert "COPY . ." in capsys.readouterr().out
    (folder / "empty").mkdir()
    assert main(["plan", "empty"]) == 2
    assert "empty/Dockerfile: No such file" in capsys.readouterr().err


def test_cache_without_a_word_is_its_history(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["cache"], ["cache", "-n", "5"], ["cache", "history"]):
        assert main(arguments) == 0
        assert capsys.readouterr().out.startswith("1 commit; ")
    assert main(["cache", "--since", "v9"]) == 2
    assert "since `v9`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["cache", "wy", "a"], "dockwright cache: invalid value `wy` for `why|history`; did you mean `why`?\n"),
        (["cache", "Dockerfile"], "dockwright cache: `Dockerfile` is neither `why` nor `history`; for another Dockerf"),
        (["cache", "why", "../a"], "../a: not in the build context, so no step uses it\n"),
        (
            ["diff", "Dockerfile@v9", "Dockerfile"],
            "Dockerfile@v9: unknown commit `v9` in this repository; see `git log`",
        ),
        (["cache", "--since", "v9"], "{folder}: no git history since `v9`; see `git log` for its commits\n"),
        (["cache", "why"], "dockwright cache why: missing argument `PATH`\n"),
        (["cache", "-n", "0"], "dockwright cache history: `--commits`: `0` is not a number from 1 to 10"),
        (["cache", "--sinse", "v1"], "dockwright cache: unknown option `--sinse`; did you mean `--since`?\n"),
    ],
)
def test_mistakes_are_told_in_a_line(
    arguments: list[str], told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith(told.replace("{folder}", str(folder)))
    assert error.count("\n") == 1


def test_a_copy_of_the_dockerfile_itself_runs_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "Dockerfile").write_text(SOURCE.replace("make", "make all"))
    assert _lost(capsys) == [(3, 2)]
    (folder / "other").write_text(SOURCE.replace("make", "make all"))
    assert _lost(capsys, "Dockerfile", "other") == []  # both are there in both builds
    (folder / "other").write_text(SOURCE.replace("make", "make most"))
    assert _lost(capsys, "Dockerfile", "other") == [(4, 1)]
    (folder / ".dockerignore").write_text("Dockerfile\n")
    assert _lost(capsys) == [(4, 1)]


def _lost(
    capsys: pytest.CaptureFixture[str], before: str = "Dockerfile@HEAD", after: str = "Dockerfile"
) -> list[object]:
    surroundings.forget()
    main(["diff", before, after, "--json"])
    return [(one["fromLine"], one["steps"]) for one in json.loads(capsys.readouterr().out)["cache"]]


@pytest.mark.parametrize(
    ("source", "is_ignored"),
    [
        ("FROM scratch\nENTRYPOINT run\n", True),
        ('FROM scratch\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nENTRYPOINT run\n', True),
        ('FROM scratch\nSHELL ["/bin/bash", "-euxc"]\nENTRYPOINT run\n', True),
        ('FROM scratch\nENTRYPOINT ["sh", "-c", "exec run \\"$@\\"", "--"]\n', False),
        ('FROM scratch\nENTRYPOINT ["sh", "-c", "echo $0"]\n', False),
        ('FROM scratch\nENTRYPOINT ["sh", "run.sh", "-c"]\n', False),
    ],
)
def test_words_that_a_shell_form_ignores(source: str, is_ignored: bool) -> None:
    found = plan(Snapshot.of(source).model)
    assert found is not None
    assert ("ignored" in found.starts[1].note) == is_ignored


def test_what_is_written_for_an_unknown_value_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "Dockerfile").write_text("FROM x\nARG V\nENV A=$V/bin B=b\nCMD run $V\n")
    assert main(["plan"]) == 0
    text = capsys.readouterr().out
    assert "A=? ($V/bin)  (line 3, depends on ARG `V`, which has no default)\n" in text
    assert "  Cmd           ? (run $V)  (line 4, depends on SHELL of the base image `x`, " in text
    assert main(["plan", "--json"]) == 0
    config = json.loads(capsys.readouterr().out)["config"]
    assert [entry["written"] for entry in config["Env"]["entries"][-2:]] == ["$V/bin", None]
    assert config["Cmd"]["written"] == "run $V"


def test_notes_stand_beside_the_words_in_markdown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "Dockerfile").write_text("FROM scratch\nENTRYPOINT run\nEXPOSE 80\n")
    assert main(["plan", "--markdown"]) == 0
    rows = capsys.readouterr().out.splitlines()
    ignored = "the words are ignored: ENTRYPOINT is in shell form"
    assert f"| `docker run IMAGE a b` | `/bin/sh -c run a b` | {ignored} |" in rows
    assert "| `docker run -p 80:80 IMAGE` |  | publishes these ports; -P takes free ones of the host |" in rows


def test_what_is_missing_is_named_with_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "none").write_text("RUN x\n")
    for arguments in (["plan", "none"], ["cache", "-f", "none"], ["diff", "Dockerfile", "none"]):
        assert main(arguments) == 2
        assert capsys.readouterr().err.endswith("none: no stage found; start one with `FROM`\n")
    subprocess.run(["git", "update-ref", "-d", "HEAD"], check=True)  # a repository without a commit
    assert main(["diff", "Dockerfile@HEAD", "Dockerfile"]) == 2
    assert capsys.readouterr().err == "Dockerfile@HEAD: no git history; compare with another file\n"
    assert main(["cache"]) == 2
    assert capsys.readouterr().err == f"{folder}: no git history; `cache why PATH` needs none\n"


def test_one_step_runs_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "Dockerfile").write_text("FROM debian:12\nCOPY . .\n")
    assert main(["cache", "why", "main.c"]) == 0
    assert capsys.readouterr().out.startswith("main.c: 1 of 1 step runs again\n")
