"""`dockwright plan`, `diff` and `cache why` at the command line."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dockwright.cli import surroundings
from dockwright.cli.main import main

SOURCE = """\
ARG VERSION=1.27
FROM golang:$VERSION AS build
WORKDIR /src
COPY go.mod ./
COPY . .
RUN go build -o /app .
FROM node:26 AS web
COPY web /web
FROM scratch AS unused
FROM debian:12
ARG NAME
RUN apt-get update && apt-get install -y curl ca-certificates=1
RUN rm -rf /var/lib/apt/lists/*
COPY --from=build /app /usr/bin/app
COPY --from=web /web/dist /srv
ENV NAME=$NAME KIND=x
EXPOSE 80
ENTRYPOINT ["app"]
CMD ["serve"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "web").mkdir()
    for name, text in {
        "Dockerfile": SOURCE, "go.mod": "module x\n", "main.go": "", "web/a.ts": "12345", "web/b.log": "1",
        ".dockerignore": "**/*.log\n",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text)
    return tmp_path


def _json(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    surroundings.forget()
    assert main([*arguments, "--json"]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_plan_says_what_is_built(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _json(capsys, "plan", "--platform", "linux/arm64")
    assert found["config"]["Entrypoint"] == {
        "value": ["app"], "known": True, "from": "line", "line": 18, "depends": None, "likely": None, "written": None,
    }  # fmt: skip
    env = {entry["name"]: entry for entry in found["config"]["Env"]["entries"]}
    assert (env["NAME"]["known"], env["NAME"]["line"]) == (False, 16)
    assert env["NAME"]["depends"] == "ARG `NAME`, which has no default"
    assert found["image"]["architecture"] == "arm64"
    assert found["image"]["unknown"] == ["Author", "Env.NAME"]
    assert [(stage["name"], stage["turn"], stage["needs"]) for stage in found["stages"]] == [
        ("build", 1, []), ("web", 1, []), ("unused", None, []), (None, 2, [0, 1]),
    ]  # fmt: skip
    steps = {step["line"]: step for stage in found["stages"] for step in stage["steps"]}
    assert (steps[8]["copies"][0]["files"], steps[8]["copies"][0]["bytes"]) == (1, 5)
    assert steps[12]["installs"] == [{"manager": "apt-get", "packages": ["curl", "ca-certificates=1"], "all": True}]
    assert steps[13]["deletes"] == [{"path": "/var/lib/apt/lists", "heldByLine": 12}]
    assert steps[14]["copies"][0]["from"] == "stage build"
    assert found["run"][1]["starts"] == ["app", "a", "b"]


def test_arguments_make_values_known(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _json(capsys, "plan", "--build-arg", "NAME=given", "--build-arg", "VERSION=1")
    env = {entry["name"]: entry["value"] for entry in found["config"]["Env"]["entries"]}
    assert env["NAME"] == "given"
    assert _json(capsys, "plan", "--target", "WEB")["target"] == {"index": 1, "name": "web"}


def test_a_plan_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan"]) == 0
    text = capsys.readouterr().out
    assert "  1. stage build from golang:1.27, in parallel with web\n" in text
    assert "  - stage unused: never built\n" in text
    assert "copies web of the context: 1 file, 5 B\n" in text
    assert "deletes /var/lib/apt/lists, which the layer of line 12 still holds\n" in text
    assert main(["plan", "--markdown"]) == 0
    assert '| Entrypoint | `["app"]` | line 18 |\n' in capsys.readouterr().out


def test_misuse_of_plan(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "--target", "wed"]) == 2
    assert "did you mean `web`?" in capsys.readouterr().err
    assert main(["plan", "missing"]) == 2
    assert main(["plan", "--build-arg", "x"]) == 2
    assert main(["plan", "--platform", "nonsense"]) == 2
    assert main(["plan", "--context", "missing"]) == 2
    (folder / "Dockerfile").write_text("FROM a\nEXPSE 3\n")
    assert main(["plan"]) == 1
    assert "error: line 2: " in capsys.readouterr().out


def test_a_difference_and_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    laid_out = SOURCE.replace("RUN apt-get update && apt-get", "run apt-get update \\\n  # why\n  &&   apt-get")
    (folder / "other").write_text(laid_out.replace("AS web", "AS site").replace("from=web", "from=site"))
    assert main(["diff", "Dockerfile", "other"]) == 0
    assert capsys.readouterr().out.startswith("The image is the same.\n")
    (folder / "other").write_text(SOURCE.replace("curl", "wget").replace("KIND=x", "KIND=y"))
    found = _json(capsys, "diff", "Dockerfile", "other", code=1)
    assert [(each["name"], each["before"]["value"], each["after"]["value"]) for each in found["config"]] == [
        ("Env KIND", "x", "y")
    ]
    assert [(each["kind"], each["after"]["line"]) for each in found["steps"]] == [("changed", 12)]
    assert found["packages"] == [
        {"change": "-", "package": "curl (apt-get)"}, {"change": "+", "package": "wget (apt-get)"},
    ]  # fmt: skip
    assert found["cache"] == [{"stage": "last stage", "fromLine": 12, "steps": 4, "perhaps": False}]


def test_steps_that_move_come_and_go(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a").write_text("FROM debian:12\nRUN one\nRUN two\nRUN three\nCOPY a /a\n")
    (folder / "b").write_text("FROM debian:12\nCOPY a /a\nRUN one\nRUN three\nRUN four\n")
    found = _json(capsys, "diff", "a", "b", code=1)
    assert [
        (each["kind"], each["before"] and each["before"]["line"], each["after"] and each["after"]["line"])
        for each in found["steps"]
    ] == [("moved", 5, 2), ("removed", 3, None), ("added", None, 5)]


def test_what_is_sent_of_the_build_context(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a").write_text("FROM debian:12\nCOPY web /web\nCOPY go.mod web/a.ts /\nRUN --mount=target=/x true\n")
    (folder / "b").write_text("FROM debian:12\nCOPY --exclude=*.ts web /web\nCOPY go.mod /\n")
    found = _json(capsys, "diff", "a", "b", "--context", ".", code=1)
    every = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.suffix != ".log")
    files = sum(path.is_file() and path.suffix != ".log" for path in folder.rglob("*"))
    assert found["context"] == {"before": {"files": files, "bytes": every}, "after": {"files": 1, "bytes": 9}}
    assert main(["diff", "a", "b", "--context", "."]) == 1
    assert "\n+ sends 1 file, 9 B\n" in capsys.readouterr().out.replace("  +", "+")
    assert _json(capsys, "diff", "a", "b", "--no-context", code=1)["context"] is None


def test_files_of_gits_history(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "x"], check=True)
    assert main(["diff", "Dockerfile@HEAD", "Dockerfile"]) == 0
    (folder / "Dockerfile").write_text(SOURCE + "USER 1000\n")
    capsys.readouterr()
    assert main(["diff", "Dockerfile@HEAD", "Dockerfile"]) == 1
    assert "+ User: 1000  (line 20)" in capsys.readouterr().out
    for revision in ("missing", "--output=x", "HEAD:other", "a b", ""):
        assert main(["diff", f"Dockerfile@{revision}", "Dockerfile"]) == 2
    assert not (folder / "x").exists()


def test_a_file_of_gits_history_has_the_build_context_of_its_time(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "Dockerfile").write_text("FROM debian:12\nCOPY web /web\n")
    (folder / ".gitignore").write_text("made\n")
    (folder / "web/link").symlink_to("a.ts")
    _git("init", "-q")
    _commit()
    (folder / "made").mkdir()
    (folder / "made/big.o").write_text("x" * 1000)  # ignored by git: on neither side
    assert _json(capsys, "diff", "Dockerfile@HEAD", "Dockerfile")["context"] is None
    (folder / ".dockerignore").write_text("")
    (folder / "web/new.ts").write_text("123")
    (folder / "web/a.ts").unlink()
    found = _json(capsys, "diff", "Dockerfile@HEAD", "Dockerfile")
    assert found["context"] == {"before": {"files": 2, "bytes": 9}, "after": {"files": 3, "bytes": 8}}
    _commit()
    found = _json(capsys, "diff", "Dockerfile@HEAD~1", "Dockerfile@HEAD")
    assert found["context"] == {"before": {"files": 2, "bytes": 9}, "after": {"files": 3, "bytes": 8}}
    (folder / ".dockerignore").write_text("web\n")
    found = _json(capsys, "diff", "Dockerfile@HEAD", "Dockerfile")
    assert [(each["change"], each["code"]) for each in found["findings"]] == [("+", "source-ignored")]


def test_what_git_keeps_in_another_form_is_as_large_as_today(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "Dockerfile").write_text("FROM debian:12\nCOPY web /web\n")
    _git("init", "-q")
    _commit()
    (folder / "web/a.ts").write_text("what the file in git stands for")
    assert _json(capsys, "diff", "Dockerfile@HEAD", "Dockerfile")["context"] is not None
    (folder / "web/a.ts").write_text("12345")
    (folder / ".gitattributes").write_text("*.ts filter=lfs\n")
    _commit()
    (folder / "web/a.ts").write_text("what the file in git stands for")
    assert _json(capsys, "diff", "Dockerfile@HEAD", "Dockerfile")["context"] is None


def test_what_runs_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _json(capsys, "cache", "why", "go.mod")
    again = [(step["line"], step["runs"]) for step in found["steps"] if step["runs"] != "cached"]
    assert again == [(4, "again"), (5, "again"), (6, "again"), (14, "perhaps"), (15, "perhaps")]
    assert [step["line"] for step in found["steps"] if step["takes"]] == [4, 5]
    assert main(["cache", "why", "web/b.log"]) == 0
    text = capsys.readouterr().out
    assert text == "web/b.log: nothing runs again; .dockerignore:1 excludes it (`**/*.log`)\n"


PATHS = ("package.json", "lock.json", "src/a.py", "src/b.log", "src/deep/c.py", "docs/x.md", "README.md")
TAKEN: dict[int, Callable[[str], bool]] = {
    2: lambda path: path.endswith(".json") and "/" not in path,
    4: lambda path: path.startswith("src/") and not path.endswith(".log"),
    5: lambda path: path == "docs/x.md",
    6: lambda path: not path.endswith(".log"),
}


def test_the_history_is_what_the_copied_files_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each commit's files are hashed by git; a COPY runs again where what it takes has another hash, mode or name."""
    monkeypatch.chdir(tmp_path)
    count = int(os.environ.get("DOCKWRIGHT_COMMITS") or 25)
    _git("init", "-q")
    Path("Dockerfile").write_text(
        "FROM busybox\nCOPY *.json /a/\nRUN install\nCOPY src /src\n"
        "RUN --mount=type=bind,source=docs/x.md,target=/x make\nCOPY . .\n"
    )
    Path(".dockerignore").write_text("**/*.log\n")
    chosen = random.Random(7)
    _commit()
    for number in range(count):
        path = Path(chosen.choice(PATHS))
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and chosen.random() < 0.3:
            path.chmod(0o755 if chosen.random() < 0.5 else 0o644) if chosen.random() < 0.5 else path.unlink()
        else:
            path.write_text(f"{chosen.randrange(3)}")
        if number % 9 == 5:
            _git("checkout", "-q", "-b", f"side{number}")
            Path(f"src/side{number}.py").write_text("x")
            _commit()
            _git("checkout", "-q", "-")
            _commit()
            _git("merge", "-q", "--no-ff", "-m", "merged", f"side{number}")
        else:
            _commit()
    revisions = _git("rev-list", "--first-parent", "HEAD").split()
    trees = [_tree(revision) for revision in revisions]
    found = _json(capsys, "cache", "history", "-n", str(len(revisions)))
    assert found["commits"] == len(revisions)
    for step in found["steps"]:
        taken = TAKEN.get(step["line"])
        if taken is not None:
            seen = [{path: blob for path, blob in tree.items() if taken(path)} for tree in [*trees, {}]]
            changes = sum(one != before for one, before in pairwise(seen))
            assert step["taken"] == changes, step


def test_an_order_that_rebuilds_less_is_a_patch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    _git("init", "-q")
    Path("Dockerfile").write_text("FROM debian:12\nCOPY . /app\nRUN apt-get update\nWORKDIR /app\nRUN make\n")
    for number in range(3):
        Path("a.c").write_text(f"{number}")
        _commit()
    order = _json(capsys, "cache", "history")["order"]
    assert (order["before"], order["after"]) == ({"runs": 6, "steps": 12}, {"runs": 3, "steps": 9})
    assert order["moves"] == ["line 2: Move COPY below a RUN that needs none of it (its layer comes later)"]
    assert main(["cache", "history"]) == 0
    text = capsys.readouterr().out
    assert (
        "In this order, RUN instructions would have run again 3 times instead of 6 (all steps: 9 instead of 12)" in text
    )
    patch = text[text.index("--- Dockerfile") :]
    subprocess.run(["git", "apply", "-p0", "-"], input=patch, text=True, check=True)
    assert Path("Dockerfile").read_text() == order["text"]
    assert main(["cache", "history"]) == 0
    assert "In this order" not in capsys.readouterr().out


def _git(*arguments: str) -> str:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _commit() -> None:
    _git("add", "-A")
    _git("commit", "-q", "--allow-empty", "-m", "x")


def _tree(revision: str) -> dict[str, str]:
    lines = _git("ls-tree", "-r", revision).splitlines()
    return {line.partition("\t")[2]: line.partition("\t")[0] for line in lines}


def test_the_plan_is_in_the_language_of_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKWRIGHT_LANG", "ko")
    (tmp_path / "Dockerfile").write_text('FROM scratch\nRUN apk add $PACKAGES\nCMD ["/a"]\n')
    main(["plan", str(tmp_path / "Dockerfile"), "--no-context"])
    shown = capsys.readouterr().out
    assert all(
        text in shown for text in ("설정\n", "빌드\n", "실행\n", "3번 줄", "파일이나 변수에 적힌 패키지 설치 (apk)")
    )
    assert not any(text in shown for text in ("Configuration", "line 3", "installs"))
