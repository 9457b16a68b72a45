"""Baselines, and what changed since a commit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cli_project import SOURCE
from dockwright.cli.known_findings.changes import unchanged
from dockwright.cli.main import main

pytestmark = pytest.mark.usefixtures("folder")


def codes(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """What is found, as `line code`."""
    capsys.readouterr()
    main(["check", "--no-shellcheck", "--format", "json", *arguments])
    return [f"{value['line']} {value['code']}" for value in json.loads(capsys.readouterr().out)]


CHOSEN = ("--select", "DL3020", "--select", "DL3004")


def test_a_baseline_holds_back_what_is_known(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert codes(capsys, *CHOSEN) == ["2 DL3020", "3 DL3004"]
    assert main(["check", "--write-baseline", "known.json"]) == 0
    assert "known.json: " in capsys.readouterr().err
    assert main(["check", "--baseline", "known.json"]) == 0
    assert capsys.readouterr().out == ""
    (folder / "api/Dockerfile").write_text(SOURCE.replace("ADD", "\n# moved\nadd") + "ADD b.py /srv/\n")
    # Twice, for the second answer comes from the cache.
    assert codes(capsys, *CHOSEN, "--baseline", "known.json") == ["6 DL3020"]
    assert codes(capsys, *CHOSEN, "--baseline", "known.json") == ["6 DL3020"]
    assert codes(capsys, *CHOSEN) == ["4 DL3020", "5 DL3004", "6 DL3020"]
    assert main(["check", "--baseline", "known.json"]) == 1


def test_paths_count_from_the_baseline(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["check", "--write-baseline", "ci/known.json"])
    assert "ci/known.json" in capsys.readouterr().err.replace("\\", "/")
    (folder / "ci").mkdir()
    main(["check", "--write-baseline", "ci/known.json"])
    assert list(json.loads(Path("ci/known.json").read_text())["files"]) == ["../api/Dockerfile"]
    monkeypatch.chdir(folder / "api")
    assert codes(capsys, "Dockerfile", "--baseline", "../ci/known.json") == []
    assert codes(capsys, str(folder / "api/Dockerfile"), "--baseline", str(folder / "ci/known.json")) == []
    (folder / "Dockerfile").write_text(SOURCE)
    assert codes(capsys, *CHOSEN, "..", "--baseline", "../ci/known.json") == ["2 DL3020", "3 DL3004"]


def test_a_baseline_is_written_the_same_again(folder: Path) -> None:
    (folder / "Dockerfile").write_text(SOURCE)
    main(["check", "api/Dockerfile", "Dockerfile", "--write-baseline", "one.json"])
    main(["check", "Dockerfile", "api/Dockerfile", "--write-baseline", "two.json"])
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a baseline file"),
        ("[]", "not a baseline file"),
        ('{"files": [1]}', "not a baseline file"),
        ('{"files": {"a": 1}}', "not a baseline file"),
        ('{"files": {}, "version": 7}', "another version"),
        (None, "No such file"),
    ],
)
def test_what_is_no_baseline_is_refused(text: str | None, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    if text is not None:
        Path("known.json").write_text(text)
    assert main(["check", "--baseline", "known.json"]) == 2
    told = capsys.readouterr()
    assert says in told.err and told.out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--baseline", "a", "--fix"],
        ["--changed-since", "HEAD", "--diff"],
        ["--baseline", "a", "--write-baseline", "a"],
        ["--changed-since", "HEAD", "--write-baseline", "a"],
    ],
)
def test_options_that_do_not_go_together(
    folder: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *arguments]) == 2
    assert "cannot be used with" in capsys.readouterr().err
    assert (folder / "api/Dockerfile").read_text() == SOURCE and not (folder / "a").exists()


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main", *arguments],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.fixture
def repository(folder: Path) -> Path:
    git("init")
    git("add", ".")
    git("commit", "-m", "one")
    git("tag", "one")
    return folder


@needs_git
def test_changed_lines_and_what_follows_from_them(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = repository / "api/Dockerfile"
    assert codes(capsys, "--changed-since", "one") == []
    file.write_text(SOURCE + "ADD b.py /srv/\n")
    assert codes(capsys, *CHOSEN, "--changed-since", "one") == ["4 DL3020"]
    file.write_text("# above\n" + SOURCE.replace("sudo x", "sudo y"))
    assert codes(capsys, *CHOSEN, "--changed-since", "one") == ["4 DL3004"]
    # The line that uses a stage is the same, but no longer has one.
    file.write_text("FROM alpine:3.20 AS a\nRUN x\nFROM scratch\nCOPY --from=a /x /\n")
    git("commit", "-am", "two")
    git("tag", "two")
    file.write_text("FROM alpine:3.20 AS b\nRUN x\nFROM scratch\nCOPY --from=a /x /\n")
    assert codes(capsys, "--changed-since", "two", "--select", "copy-from-no-stage") == ["4 copy-from-no-stage"]
    # A file that git does not know is new as a whole.
    (repository / "Dockerfile").write_text(SOURCE)
    assert codes(capsys, *CHOSEN, "Dockerfile", "--changed-since", "two") == ["2 DL3020", "3 DL3004"]
    assert codes(capsys, *CHOSEN, "--changed-since", "one", "Dockerfile") == ["2 DL3020", "3 DL3004"]


@needs_git
def test_a_long_instruction_tells_of_its_changed_lines_alone(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = repository / "api/Dockerfile"
    text = "FROM scratch\nCOPY --from=x \\\n  --chmod=9 \\\n  a \\\n  /b/\nENV A=1 \\\n  B=$C \\\n  D=$E\n"
    file.write_text(text)
    git("commit", "-am", "long")
    before = codes(capsys)
    file.write_text(text.replace("D=$E", "D=$F"))
    assert "7 UndefinedVar" in before and "8 UndefinedVar" in before
    assert codes(capsys, "--changed-since", "HEAD") == ["8 UndefinedVar"]


@needs_git
def test_renamed_files_and_other_branches(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git("checkout", "-b", "mine")
    git("mv", "api", "a é")
    file = repository / "a é/Dockerfile"
    file.write_text(SOURCE + "ADD b.py /srv/\n")
    git("commit", "-am", "moved")
    assert codes(capsys, *CHOSEN, "--changed-since", "one") == ["4 DL3020"]
    # What others did on their branch since is not what this one changed.
    git("checkout", "main")
    (repository / "api/Dockerfile").write_text("FROM scratch\n")
    git("commit", "-am", "emptied")
    git("checkout", "mine")
    assert codes(capsys, *CHOSEN, "--changed-since", "main") == ["4 DL3020"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(file.parent)
        patch.setenv("GIT_DIR", "nowhere")
        assert codes(capsys, *CHOSEN, "--changed-since", "main") == ["4 DL3020"]
    # Line ends that git writes in its own way are no change.
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert codes(capsys, *CHOSEN, "--changed-since", "main") == ["4 DL3020"]


@needs_git
@pytest.mark.parametrize("revision", ["nothing", "--output=stolen", "-p", "", "HEAD:api/Dockerfile", "one^{tree}"])
def test_what_is_no_commit_is_refused(repository: Path, revision: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", f"--changed-since={revision}"]) == 2
    assert "is not a commit in" in capsys.readouterr().err
    assert not (repository / "stolen").exists()


def test_without_a_repository(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--changed-since", "HEAD"]) == 2
    assert "is not in a git repository" in capsys.readouterr().err
    (folder / ".git").mkdir()  # says nothing
    assert main(["check", "--changed-since", "HEAD"]) == 2


@needs_git
@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script")
def test_a_repository_runs_nothing_of_its_own(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = repository / "program"
    program.write_text(f"#!/bin/sh\ntouch {repository}/ran\ncat\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "diff.external", "diff.x.textconv", "diff.x.command", "filter.x.clean",
                 "filter.x.smudge", "core.pager", "core.sshCommand"):  # fmt: skip
        git("config", name, str(program))
    (repository / ".gitattributes").write_text("* diff=x filter=x\n")
    for hook in ("post-index-change", "reference-transaction"):
        shutil.copy(program, repository / ".git/hooks" / hook)
    (repository / "ran").unlink(missing_ok=True)
    (repository / "api/Dockerfile").write_text(SOURCE + "ADD b.py /srv/\n")
    assert codes(capsys, *CHOSEN, "--changed-since", "one") == ["4 DL3020"]
    (repository / "new").mkdir()
    (repository / "new/Dockerfile").write_text(SOURCE)
    assert codes(capsys, *CHOSEN, "new/Dockerfile", "--changed-since", "one") == ["2 DL3020", "3 DL3004"]
    assert not (repository / "ran").exists()


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("a b c", "a b c", [(1, 1), (2, 2), (3, 3)]),
        ("a b c", "a x c", [(1, 1), (3, 3)]),
        ("a b c", "x a b c", [(1, 2), (2, 3), (3, 4)]),
        ("a a", "a a a", [(1, 1), (2, 2)]),
        ("a b x d c", "a y b d z c", [(1, 1), (2, 3), (4, 4), (5, 6)]),
        ("", "a", []),
    ],
)
def test_lines_that_stay(old: str, new: str, same: list[tuple[int, int]]) -> None:
    assert sorted(unchanged(old.split(), new.split())) == same
