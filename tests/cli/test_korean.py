"""Whole outputs in Korean, with columns and carets behind Hangul, which is two cells wide."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from dockwright.cli import surroundings
from dockwright.cli.main import main
from dockwright.text import cells

SOURCE = """\
FROM debian:12 AS build
COPY app.c /src/
RUN tar -cf /app /src

FROM debian:12
RUN mkdir 한글 && cd 한글 && curl -o /파일 a.io
COPY --from=build /app /usr/bin/app
ENV 이름=값 DEPTH=1
CMD ["app"]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOCKWRIGHT_LANG", "ko")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Dockerfile").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "app.c").write_text("int main;\n")
    (tmp_path / ".dockerignore").write_text("*.md\n")
    surroundings.forget()
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(arguments) == code
    return capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line of an error."""
    assert main(arguments) == 2
    return capsys.readouterr().err.removesuffix("\n")


def test_findings_have_their_carets_below_what_they_mean(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "check", "--no-context", "--select", "DL3003", "--select", "command-not-installed", code=1)
    assert (
        text
        == """\
Dockerfile:6:17: hint DL3003: `cd`는 이 RUN에서만 유효합니다. 뒤에도 적용하려면 WORKDIR을 쓰세요
    RUN mkdir 한글 && cd 한글 && curl -o /파일 a.io
                      ^^
Dockerfile:6:26: warning command-not-installed: `debian:12`에 `curl`이 없고 여기서 설치하지도 않습니다. 설치하세요
    RUN mkdir 한글 && cd 한글 && curl -o /파일 a.io
                                 ^^^^

경고 1개, 힌트 1개 / 파일 1개
"""
    )
    *_, line, carets, _, _ = text.splitlines()
    assert cells(line.partition("curl")[0]) == carets.index("^")


def test_a_line_is_explained_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "explain", "Dockerfile:6", "--no-context")
    assert (
        text
        == """\
Dockerfile:6
  6번 줄: RUN mkdir 한글 && cd 한글 && curl -o /파일 a.io
  하는 일    `mkdir`, `cd`, `curl`을 `/`에서 `root` 사용자로 실행합니다.
  스테이지   1 (debian:12 기반)
  사용자     베이스 이미지에서 따로 정하지 않았으면 root
  디렉터리   /
  셸         /bin/sh -c
  ENV        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin  (베이스 이미지)
  패키지     이 파일에서 설치한 것 없음, 패키지 목록 없음
  프로그램   `mkdir`: `debian:12`에 있음
  경로       `/한글`: 6번 줄의 `mkdir 한글`에서 만든 폴더
  프로그램   `curl`: `debian:12`에 없고 이 파일에서 추가하지도 않음. `curl` 패키지에 있음
  바뀌는 것  `/파일`에 씀
  바뀌는 것  폴더 `/한글`을 만듦
  문제       DL3003: `cd`는 이 RUN에서만 유효합니다. 뒤에도 적용하려면 WORKDIR을 쓰세요
  문제       command-not-installed: `debian:12`에 `curl`이 없고 여기서 설치하지도 않습니다. 설치하세요
"""
    )
    starts = ("`mkdir`", "1 (", "베이스", "/\n", "/bin/sh", "PATH=", "이 파일", "`curl`: ", "`/파일`", "DL3003")
    assert {cells(text.partition(start)[0].rpartition("\n")[2]) for start in starts} == {13}


def test_a_line_is_explained_as_json_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "explain", "Dockerfile:6", "--no-context", "--json")
    assert '"does": "Runs `mkdir`, `cd`, `curl` in `/` as `root`."' in text


def test_a_difference(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = SOURCE.replace("COPY app.c", "ARG NEW\nWORKDIR /src\nCOPY app.c").replace("-cf /app", "-cf /app $NEW")
    other = text.replace("debian:12\n", "debian:13\n").replace("DEPTH=1", "DEPTH=2")
    (folder / "other").write_text(other, encoding="utf-8")
    assert (
        shown(capsys, "diff", "Dockerfile", "other", "--no-context", code=1)
        == """\
이미지가 달라집니다.
설정
  - Author: ?  (이 값이 기록되지 않은 베이스 이미지 `debian:12`에 따라 다름)
  + Author: ?  (이 값이 기록되지 않은 베이스 이미지 `debian:13`에 따라 다름)
  - Env DEPTH: 1  (8번 줄)
  + Env DEPTH: 2  (10번 줄)
단계
  + build, 3번 줄: WORKDIR /src
  - build, 3번 줄: RUN tar -cf /app /src
  + build, 5번 줄: RUN tar -cf /app $NEW /src
  - 마지막 스테이지, 5번 줄: FROM debian:12
  + 마지막 스테이지, 7번 줄: FROM debian:13
캐시
  build: 3번 줄부터 3단계를 다시 실행
  마지막 스테이지: 8번 줄부터 2단계를 다시 실행
문제
  - 6번 줄: command-not-installed: `debian:12`에 `curl`이 없고 여기서 설치하지도 않습니다. 설치하세요
  + 8번 줄: command-not-installed: `debian:13`에 `curl`이 없고 여기서 설치하지도 않습니다. 설치하세요
"""
    )
    markdown = shown(capsys, "diff", "Dockerfile", "other", "--no-context", "--markdown", code=1)
    assert markdown.startswith("**이미지가 달라집니다.**\n\n설정\n\n```diff\n- Author: ?  (이 값이 기록되지 않은")


def test_the_same_image(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, after = "FROM a\nRUN x\nRUN y\n", "FROM a\nRUN x # c\nRUN y\n"
    (folder / "before").write_text(before)
    (folder / "after").write_text(before + "# c\n")
    assert shown(capsys, "diff", "before", "after", "--no-context") == "이미지는 같습니다.\n"
    (folder / "after").write_text(after)
    assert shown(capsys, "diff", "before", "after", "--no-context") == (
        "이미지는 같습니다.\n캐시\n  마지막 스테이지: 2번 줄부터 2단계를 다시 실행\n"
    )


def test_what_runs_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        shown(capsys, "cache", "why", "app.c", "x.md", "nowhere")
        == """\
app.c: 4단계 중 2단계를 다시 실행하고, 1단계를 더 실행할 수 있습니다
  2번 줄에서 사용: COPY app.c /src/
  다시 실행: 2, 3번 줄(스테이지 build)
  다시 실행할 수 있음: 7번 줄(스테이지 1)
  다른 스테이지의 파일을 쓰는 단계는 그 파일이 바뀌지 않으면 캐시에서 가져옵니다.
x.md: 다시 실행할 단계가 없습니다. .dockerignore:1에서 제외합니다(`*.md`)
nowhere: 다시 실행할 단계가 없습니다. 이 파일을 쓰는 단계가 없습니다
"""
    )


def test_what_would_have_run_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    author = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    for command in (("init", "-q"), ("add", "-A"), (*author, "commit", "-qm", "x")):
        subprocess.run(["git", *command], cwd=folder, check=True)
    assert (
        shown(capsys, "cache", "history")
        == """\
커밋 1개 중 단계마다 다시 실행하게 하는 커밋의 수:
           1  build의 2번 줄: COPY app.c /src/  (파일이 바뀌는 커밋 1개)
           1  build의 3번 줄: RUN tar -cf /app /src
           0  1의 6번 줄: RUN mkdir 한글 && cd 한글 && curl -o /파일 a.io
         0~1  1의 7번 줄: COPY --from=build /app /usr/bin/app
"""
    )


def test_the_plan_is_in_columns(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(capsys, "plan", "--no-context").splitlines()
    assert lines[:2] == ["설정", "  Entrypoint    (설정되지 않음)"]
    (folder / "other").write_text("FROM nowhere.example/x\n")
    lines = shown(capsys, "plan", "other", "--no-context").splitlines()
    (unknown,) = [line for line in lines if "알 수 없음" in line]
    assert cells(unknown.partition("Entrypoint")[0]) == cells("  Entrypoint    ")


def test_why_a_file_is_not_sent(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["context", "why", "x.md", "app.c"]) == 0
    out, err = capsys.readouterr()
    assert out == "x.md: 제외됨 (.dockerignore:1: *.md)\napp.c: 전송됨 (맞는 ignore 파일 패턴 없음)\n"
    assert err == (
        "빌드 컨텍스트: `.` (Dockerfile이 있고 원본도 모두 있는 유일한 폴더). "
        "다른 컨텍스트는 `--context` 옵션으로 선택하세요\n"
    )


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ("explain", "dockwright explain: `FILE:LINE` 인자가 없습니다"),
        ("diff a", "dockwright diff: `OTHER` 인자가 없습니다"),
        ("check --format jso", "dockwright check: `--format`에 `jso` 값은 쓸 수 없습니다. `json`을 쓰려고 하셨나요?"),
        (
            "completion x",
            "dockwright completion: `shell`에 `x` 값은 쓸 수 없습니다. `bash`, `zsh`, `fish` 중 하나를 쓰세요",
        ),
        ("check --fail-level", "dockwright check: `--fail-level`의 값이 없습니다"),
        ("check --fix=1", "dockwright check: `--fix` 옵션에는 값을 적지 않습니다"),
        ("rule a b", "dockwright rule: 필요 없는 인자 `b`가 있습니다"),
        ("cache history -n 0", "dockwright cache history: `--commits`: `0`은 1에서 10000 사이의 숫자가 아닙니다"),
        ("context why", "dockwright context why: `PATH` 인자가 없습니다"),
        ("plan --target x", "Dockerfile: `x`라는 스테이지는 없습니다. 있는 스테이지: build"),
        ("plan --platform x", "dockwright plan: `--platform x`: `x`는 시스템 이름도 아키텍처 이름도 아닙니다"),
        ("check nowhere", "nowhere: 파일이나 폴더가 없습니다"),
        ("explain Dockerfile:99", "Dockerfile: 99번 줄이 없습니다. 파일은 10줄입니다"),
    ],
)
def test_errors(arguments: str, error: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, *arguments.split()) == error


def test_problems_of_settings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "dockwright.toml").write_text(
        'locale = "xx"\nfoo = 1\n[format]\nindent = 99\n[rules]\nDL3010 = "bad"\n[own-rules.x]\nmessage = "m"\n'
    )
    main(["check", "--no-context"])
    place = folder / "dockwright.toml"
    assert capsys.readouterr().err.splitlines() == [
        f"{place}: {problem}"
        for problem in (
            "foo: 알 수 없는 설정입니다",
            "format.indent: 0에서 16 사이의 숫자여야 하는데 99입니다. 기본값을 씁니다",
            "rules.DL3010: error, warning, information, hint, off 중 하나여야 하는데 'bad'입니다. 무시합니다",
            "own-rules.x: 패턴이 필요합니다: `instruction`, `flag`, `argument`, `destination`, "
            "`command`, `package`, `base`, `variable` 중 하나. 규칙을 무시했습니다",
            "locale: 'xx'로 된 메시지는 없습니다. en 또는 ko를 쓰세요",
        )
    ]


def test_where_the_build_context_comes_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a finding and `context` say of it is Korean, too."""
    (folder / "compose.yaml").write_text("services:\n  web:\n    build: .\n")
    (folder / "Dockerfile").write_text("FROM debian:12\nCOPY ap.c /src/\n")
    text = shown(capsys, "check", "--select", "source-not-found", code=1)
    assert text.splitlines()[0] == (
        "Dockerfile:2:6: warning source-not-found: `ap.c`가 빌드 컨텍스트 `.`에 없습니다 "
        "(`compose.yaml:3 (web)`에서 지정). `app.c`를 쓰려고 하셨나요?"
    )
    (folder / "app").mkdir()
    (folder / "app" / "Makefile").write_text("all:\n\tdocker build -f ../Dockerfile .\n")
    main(["context", "du"])
    assert capsys.readouterr().err == (
        "빌드 컨텍스트: `.` (`compose.yaml:3 (web)`에서 지정, `app/Makefile:2`에서는 `app` 사용). "
        "다른 컨텍스트는 `--context` 옵션으로 선택하세요\n"
    )
