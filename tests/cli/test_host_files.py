"""`dockwright check` on files that define builds: carets stand below what is told, with its code."""

from __future__ import annotations

import json
import subprocess
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from dockwright.cli.main import main
from dockwright.cli.reports import FORMATS
from dockwright.config.schema import settings
from dockwright.findings.host_rules import HOST_RULES
from dockwright.text import Text
from markers import marks

DOCKERFILE = """\
FROM alpine:3.20 AS base
ARG VERSION=1
RUN --mount=type=secret,id=npm,required=true echo $VERSION
FROM --platform=linux/amd64 base AS prod
RUN true
"""
WRONG = {
    "compose.yaml": """\
services:
  web:
    build:
      context: .
      target: prd
#             ^^^ target-not-found
  all:
# ^^^ secret-not-given
    build: .
  api:
    build:
      context: gone
#              ^^^^ context-not-there
  job:
    build:
      context: .
      dockerfile: Gone
#                 ^^^^ dockerfile-not-there
  tool:
    build:
      context: .
      args: {VERSOIN: 2}
#            ^^^^^^^ arg-not-declared
      secrets: [npm]
      target: base
""",
    "docker-bake.hcl": """\
# 𝄞
target "release" {
  context = "."
  target = "prd"
#           ^^^ target-not-found
  args = { VERSOIN = "2" }
#          ^^^^^^^ arg-not-declared
}
target "other" {
#       ^^^^^ secret-not-given
  context = "."
}
""",
    "docker-bake.json": """\
{"target": {"𝄞": {"context": ".", "target": "prd"}}}
#                                            ^^^ target-not-found
""",
    ".devcontainer/devcontainer.json": """\
{
  "build": {
    "dockerfile": "../Dockerfile",
    "context": "..",
    "args": {"VERSOIN": "2"},
#             ^^^^^^^ arg-not-declared
    "target": "prd"
#              ^^^ target-not-found
  }
}
""",
    ".github/workflows/publish.yml": """\
on: push
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: docker/build-push-action@v6
        with:
          context: .
          target: prd
#                 ^^^ target-not-found
          build-args: |
            VERSION=2
            VERSOIN=2
#           ^^^^^^^ arg-not-declared
""",
}
RIGHT = {
    "compose.yaml": "services: {web: {build: {context: ., target: prod, args: {VERSION: 2}, secrets: [npm]}}}\n",
    "docker-bake.hcl": 'target "a" {\n  context = "."\n  target = "prod"\n  secret = ["id=npm"]\n}\n',
    "docker-bake.json": '{"target": {"a": {"context": ".", "target": "prod", "secret": ["id=npm"]}}}\n',
    ".devcontainer/devcontainer.json": '{"build": {"dockerfile": "../Dockerfile", "target": "prod"}}\n',
    ".github/workflows/publish.yml": "on: push\njobs: {a: {steps: [{uses: docker/build-push-action@v6, "
    "with: {context: ., target: prod, secrets: npm=x}}]}}\n",
}
KIND = {"compose.yaml": "compose", "docker-bake.hcl": "bake", "docker-bake.json": "bake",
        ".devcontainer/devcontainer.json": "devcontainer", ".github/workflows/publish.yml": "workflow"}  # fmt: skip

Place = tuple[str, int, int, int]


def put(folder: Path, name: str, text: str) -> list[Place]:
    """Write a marked file beside the Dockerfile; what its carets say, with lines and columns from 1."""
    source, expected = marks(text)
    (folder / "Dockerfile").write_text(DOCKERFILE)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(source, encoding="utf-8")
    places = Text.of(source)
    found = [(one.message, places.position(one.span.start, "utf-32"), one.span) for one in expected]
    return [(code, at.line + 1, at.column + 1, at.column + 1 + span.end - span.start) for code, at, span in found]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[Place]]:
    code = main(["check", "--no-shellcheck", "--format", "json", *arguments])
    rows = json.loads(capsys.readouterr().out)
    return code, [(row["code"], row["line"], row["column"], row["endColumn"]) for row in rows]


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_at_its_place(repository: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    expected = put(repository, name, WRONG[name])
    assert said(capsys, name) == (1, expected)
    assert said(capsys, name) == (1, expected)  # from the cache
    assert main(["check", "--no-shellcheck", "--format", "sarif", name]) == 1
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    places = [(one["ruleId"], one["locations"][0]["physicalLocation"]["region"]) for one in results]
    assert expected == [(rule, at["startLine"], at["startColumn"], at["endColumn"]) for rule, at in places]
    assert len({one["partialFingerprints"]["dockwright/v1"] for one in results}) == len(expected)


@pytest.mark.parametrize("name", RIGHT)
def test_nothing_is_told_where_all_is_right(repository: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    put(repository, name, RIGHT[name])
    assert main(["check", "--no-shellcheck", name]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("name", WRONG)
def test_each_kind_can_be_switched_off(repository: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    put(repository, name, WRONG[name])
    (repository / "dockwright.toml").write_text(f"hosts = {{ {KIND[name]} = false }}\n")
    assert main(["check", name]) == 0
    assert f"not checked because of the setting `hosts.{KIND[name]}`" in capsys.readouterr().err
    (repository / "dockwright.toml").unlink()
    assert main(["check", "--no-context", name]) == 0
    assert "not checked because of `--no-context`" in capsys.readouterr().err
    assert f"dockwright.hosts.{KIND[name]}" in settings()


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_them(repository: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    put(repository, "compose.yaml", WRONG["compose.yaml"])
    assert main(["check", "--format", form, "compose.yaml"]) == 1
    output = capsys.readouterr().out
    assert all(word in output for word in ("Stage `prd` not found in `Dockerfile`", "compose.yaml"))


def test_levels_and_choices(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target, arg = put(repository, "docker-bake.hcl", WRONG["docker-bake.hcl"])[:2]
    assert said(capsys, "--select", "target-not", "docker-bake.hcl") == (1, [target])
    assert said(capsys, "--ignore", "target-not-found", "--ignore", "secret", "docker-bake.hcl") == (1, [arg])
    assert said(capsys, "--select", "DL3006", "docker-bake.hcl") == (0, [])
    levels = 'rules = { target-not-found = "hint", arg-not-declared = "off", secret-not-given = "off" }\n'
    (repository / "dockwright.toml").write_text(levels)
    assert said(capsys, "docker-bake.hcl") == (1, [target])
    assert said(capsys, "--fail-level", "warning", "docker-bake.hcl") == (0, [target])
    assert main(["check", "--select", "target-not-fuond", "docker-bake.hcl"]) == 2
    assert "did you mean `target-not-found`?" in capsys.readouterr().err
    assert main(["check", "docker-bake.hcl"]) == 1
    assert "unknown" not in capsys.readouterr().err
    assert main(["rule", "target-not-found"]) == 2
    assert "see docs/host-files.md" in capsys.readouterr().err


def test_beside_the_dockerfiles_in_the_file(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = put(
        repository,
        "compose.yaml",
        """\
services:
  web:
    build:
      context: app
      dockerfile_inline: |
        FROM alpine:3.20
        ADD gone.py /srv/
#       ^^^ DL3020
      target: prd
#             ^^^ target-not-found
""",
    )
    asked = ("--select", "DL3020", "--select", "target-not-found", "compose.yaml")
    assert said(capsys, *asked) == (1, expected)
    assert main(["check", "--fix-unsafe", *asked]) == 1
    text = (repository / "compose.yaml").read_text()
    assert "COPY gone.py" in text and "target: prd" in text, "which stage is meant is a guess"


SYNC = """\
services:
  web:
    build: .
    develop:
      watch:
        - {action: sync, path: ./app, target: /src}
#                                             ^^^^ sync-not-copied
"""


def test_a_fix_is_applied_where_that_is_asked_for(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = put(repository, "compose.yaml", SYNC)
    (repository / "Dockerfile").write_text("FROM alpine:3.20\nWORKDIR /srv\nCOPY app /srv/app\n")
    (repository / "app/main.py").write_text("")
    before = (repository / "compose.yaml").read_text()
    assert said(capsys, "compose.yaml") == (1, expected)
    assert said(capsys, "--fix", "compose.yaml") == (1, expected)
    main(["check", "--format", "json", "-o", "report.json", "compose.yaml"])
    assert main(["check", "--fix-unsafe", "compose.yaml"]) == 0
    after = before.replace("/src", "/srv/app")
    assert (repository / "compose.yaml").read_text() == after
    (repository / "compose.yaml").write_text(before)
    assert main(["fix", "--from", "report.json", "--unsafe"]) == 0
    assert (repository / "compose.yaml").read_text() == after


def test_a_fingerprint_outlasts_changes_elsewhere(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = put(repository, "compose.yaml", WRONG["compose.yaml"])
    assert main(["check", "--write-baseline", "known.json", "compose.yaml"]) == 0
    moved = "# new\nx-a: 1\n" + (repository / "compose.yaml").read_text()
    (repository / "compose.yaml").write_text(moved)
    assert said(capsys, "--baseline", "known.json", "compose.yaml") == (0, [])
    (repository / "compose.yaml").write_text(moved.replace("prd", "pord"))
    code, line, column, end = expected[0]
    assert said(capsys, "--baseline", "known.json", "compose.yaml") == (1, [(code, line + 2, column, end + 1)])


def test_a_change_counts_where_it_was_made(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(repository, "docker-bake.hcl", WRONG["docker-bake.hcl"])
    (repository / ".git").rmdir()
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a", "commit", "-qm", "a"]):
        subprocess.run(["git", *command], check=True, cwd=repository)
    file = repository / "docker-bake.hcl"
    file.write_text(file.read_text(encoding="utf-8").replace("VERSOIN", "VERSOINS"), encoding="utf-8")
    assert said(capsys, "--changed-since", "HEAD", "docker-bake.hcl") == (1, [("arg-not-declared", 5, 12, 20)])


def test_a_folder_is_looked_into_where_that_is_asked_for(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in WRONG.items():
        if name != "docker-bake.json":  # one build with the other Bake file
            put(repository, name, text)
    assert said(capsys, "--select", "target-not-found", ".") == (0, [])
    assert len(said(capsys, "--select", "target-not-found", "--inline", ".")[1]) == 4


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("compose.yaml", "services: {a: {image: redis}}\n"),
        ("docker-bake.hcl", 'group "default" {\n  targets = []\n}\n'),
        (".devcontainer/devcontainer.json", '{"image": "alpine"}\n'),
        (".github/workflows/test.yml", "on: push\njobs: {a: {steps: [{run: make test}]}}\n"),
    ],
)
def test_it_is_said_that_there_is_no_build(
    repository: Path, capsys: pytest.CaptureFixture[str], name: str, text: str
) -> None:
    put(repository, name, text)
    assert main(["check", name]) == 0
    assert capsys.readouterr().err == f"{name}: nothing to check; no build with a known Dockerfile found\n"


def test_a_build_by_a_command_is_one(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(repository, ".github/workflows/a.yml", "on: push\njobs: {a: {steps: [{run: docker build .}]}}\n")
    assert main(["check", ".github/workflows/a.yml"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_workflow_is_known_by_its_folder(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = put(repository, ".github/workflows/publish.yml", WRONG[".github/workflows/publish.yml"])
    monkeypatch.chdir(repository / ".github/workflows")
    assert said(capsys, "publish.yml") == (1, expected)


def test_nothing_outside_of_the_repository_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    inside = tmp_path / "inside"
    (inside / ".git").mkdir(parents=True)
    text = "services: {a: {build: {context: .., target: prd}}}\n"
    (inside / "compose.yaml").write_text(text)
    assert said(capsys, str(inside / "compose.yaml")) == (0, [])
    (tmp_path / "compose.yaml").write_text(text)
    (inside / "link.compose.yaml").symlink_to(tmp_path / "compose.yaml")
    assert said(capsys, str(inside / "link.compose.yaml")) == (0, [])


def test_a_file_that_only_names_targets(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = 'group "g" {\n  targets = ["ap"]\n}\ntarget "app" {\n  context = "https://example.org/x.git"\n}\n'
    (repository / "docker-bake.hcl").write_text(text)
    assert main(["check", "--format", "json", "docker-bake.hcl"]) == 1
    out, err = capsys.readouterr()
    assert "bake-target-not-found" in out and err == ""


def test_lines_that_end_in_carriage_returns(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("compose.yaml", "docker-bake.hcl", ".github/workflows/publish.yml"):
        expected = put(repository, name, WRONG[name])
        file = repository / name
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
        assert said(capsys, name) == (1, expected)


def test_bytes_that_are_no_utf_8_and_a_byte_order_mark(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, line, column, end = put(repository, "compose.yaml", WRONG["compose.yaml"])[0]
    file = repository / "compose.yaml"
    text = file.read_bytes()
    file.write_bytes(b"# \xe9\xe9\n" + text)
    assert said(capsys, "--select", code, "compose.yaml") == (1, [(code, line + 1, column, end)])
    file.write_bytes(b"\xef\xbb\xbf" + text)
    assert said(capsys, "--select", code, "compose.yaml") == (1, [(code, line, column, end)])


def test_standard_input_has_the_name_that_it_is_given(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = put(repository, "docker-bake.hcl", WRONG["docker-bake.hcl"])
    text = (repository / "docker-bake.hcl").read_bytes()
    (repository / "docker-bake.hcl").unlink()
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(text)))
    assert said(capsys, "-", "--stdin-filename", "docker-bake.hcl") == (1, expected)


def test_the_page_names_every_code() -> None:
    page = (Path(__file__).parents[2] / "docs/host-files.md").read_text(encoding="utf-8")
    table = page.partition("## What is reported")[2].partition("\n\nNothing")[0]
    told = [word for line in table.splitlines() if line.startswith("| `") for word in line.split("|")[1].split("`")]
    assert sorted(word for word in told if word.strip(" ,")) == sorted(rule.code for rule in HOST_RULES)
