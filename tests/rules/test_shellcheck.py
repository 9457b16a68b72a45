"""ShellCheck's remarks stand on the words they are about, through continuations, heredocs and ONBUILD."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.config.files import parse as parse_config
from dockwright.config.reading import read as read_config
from dockwright.findings.shell.shellcheck import requests
from dockwright.ide.snapshot import Snapshot
from dockwright.text import apply
from markers import marks
from remarks import remarked

FIXTURES = [
    """\
FROM alpine
RUN echo $one
#        ^^^^ SC2086
""",
    """\
FROM alpine
RUN echo hello && \\
    # a comment
    echo $two
#        ^^^^ SC2086
""",
    """\
FROM alpine
RUN <<EOF
set -e
echo $three
EOF
#    ^^^^^^ SC2086
""",
    """\
FROM alpine
ONBUILD RUN echo $four
#                ^^^^^ SC2086
""",
    """\
FROM alpine
RUN echo 'é😀' $five
#              ^^^^^ SC2086
""",
]


@pytest.mark.parametrize("fixture", FIXTURES)
def test_a_remark_stands_on_its_words(fixture: str, tmp_path: Path) -> None:
    source, expected = marks(fixture)
    word = source[source.index("$") :].split()[0]
    found = {(finding.code, source[finding.span.start : finding.span.end]) for finding in remarked(source, tmp_path)}
    assert (expected[0].message, word) in found


def test_a_fix_edits_the_dockerfile(tmp_path: Path) -> None:
    source = "FROM alpine\nRUN true && \\\n    echo $x\n"
    (finding,) = [finding for finding in remarked(source, tmp_path) if finding.code == "SC2086"]
    assert apply(source, finding.fixes[0].edits) == 'FROM alpine\nRUN true && \\\n    echo "$x"\n'


def test_variables_of_the_stage_are_known(tmp_path: Path) -> None:
    assert "SC2154" in {finding.code for finding in remarked('FROM a\nRUN echo "$name"\n', tmp_path)}
    assert "SC2154" not in {finding.code for finding in remarked('FROM a\nARG name\nRUN echo "$name"\n', tmp_path)}


def test_the_dialect_is_that_of_the_shell(tmp_path: Path) -> None:
    body = "RUN [[ -f x ]] && echo y\n"
    assert "SC3010" in {finding.code for finding in remarked(f"FROM a\n{body}", tmp_path)}
    bash = f'FROM a\nSHELL ["/bin/bash", "-c"]\n{body}'
    assert "SC3010" not in {finding.code for finding in remarked(bash, tmp_path)}


def test_other_shells_are_not_asked_about() -> None:
    source = 'FROM a\nSHELL ["pwsh", "-c"]\nRUN echo $x\nRUN ["echo", "$x"]\n'
    assert requests(Snapshot.of(source).model) == []


def test_settings_and_comments_switch_a_remark_off(tmp_path: Path) -> None:
    config, _ = read_config({"rules": {"sc2086": "off"}})
    assert remarked("FROM a\nRUN echo $x\n", tmp_path, config) == [
        finding for finding in remarked("FROM a\nRUN echo $x\n", tmp_path) if finding.code != "SC2086"
    ]
    found = remarked("FROM a\n# hadolint ignore=SC2086\nRUN echo $x\n", tmp_path)
    assert "SC2086" not in {finding.code for finding in found}


def test_a_file_of_the_workspace_cannot_name_the_program() -> None:
    parsed = parse_config("dockwright.toml", '[shellcheck]\npath = "./evil"\n')
    assert parsed is not None
    assert parsed[0].shellcheck.path == "" and [problem.path for problem in parsed[1]] == ["shellcheck.path"]


def test_known_values_are_known(tmp_path: Path) -> None:
    def codes(line: str) -> set[str]:
        return {finding.code for finding in remarked(f"FROM a\n{line}\nRUN echo $name\n", tmp_path)}

    assert "SC2086" not in codes("ENV name=plain") | codes("ARG name=1.2")
    assert "SC2086" in codes('ENV name="two words"') & codes("ARG name") & codes('ENV name="it\'s"')


def test_shellchecks_own_comments_count_in_heredocs(tmp_path: Path) -> None:
    source = "FROM a\nRUN <<EOF\n# shellcheck disable=SC2086\necho $one\necho $two\nEOF\n"
    found = [source[f.span.start : f.span.end] for f in remarked(source, tmp_path) if f.code == "SC2086"]
    assert found == ["$two"]


def test_what_is_said_once_is_asked_once() -> None:
    asked = requests(Snapshot.of("FROM a\nRUN echo $x\nRUN echo $x\nFROM b\nRUN echo $x\n").model)
    assert len(asked) == 1


def test_of_a_run_that_is_all_for_nothing_that_alone_is_said(tmp_path: Path) -> None:
    def of_cd(run: str) -> set[str]:
        return {finding.code for finding in remarked(f"FROM a\n{run}\n", tmp_path)} & {"SC2164"}

    assert of_cd("RUN cd /srv; make") == {"SC2164"}
    assert of_cd("RUN cd /srv") == set()


QUIET = [
    'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN powershell -Command "$x = 1; Write-Host $x"',
    "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN mkdir C:\\foo && cd C:\\foo & dir",
    "FROM golang:1.22-windowsservercore\nRUN echo $x",
    "FROM mcr.microsoft.com/dotnet/framework/sdk:4.8\nRUN nuget restore $x",
    "FROM microsoft/iis\nRUN echo $x",
    'FROM alpine:3.20\nRUN set -o pipefail && echo -e "a\\nb" | tee b && echo "$RANDOM"',
    "FROM node:22-alpine AS base\nFROM base\nONBUILD RUN echo -e a",
    "FROM busybox\nRUN echo -e a",
    "FROM fedora:42\nRUN set -o pipefail && [[ -f /x ]] && echo -e a | tee b",
    "FROM debian:12\nRUN if true; then echo a; else \\\n    if false; then echo b; fi; fi",
    "FROM elixir:1.17\nRUN mix do deps.get + compile",
    "FROM debian:12\nRUN make -j$(nproc) && make -j $(nproc --all) && chown $(id -u):0 /x",
    "FROM debian:12\nRUN chmod =2775 /x",
]
HEARD = [
    ("FROM debian:12\nRUN echo -e a", "SC3037"),
    ("FROM alpine:3.20\nRUN echo <(true)", "SC3001"),
    ("FROM debian:12\nRUN make $(cat options)", "SC2046"),
    ("FROM debian:12\nRUN name =2775", "SC2283"),
    ('FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL ["bash", "-c"]\nRUN echo $x', "SC2086"),
]


@pytest.mark.parametrize("source", QUIET)
def test_nothing_is_said_of_what_the_shell_of_the_image_does(source: str, tmp_path: Path) -> None:
    assert [finding.code for finding in remarked(source + "\n", tmp_path)] == []


@pytest.mark.parametrize(("source", "code"), HEARD)
def test_what_the_shell_of_the_image_does_not_do_is_said(source: str, code: str, tmp_path: Path) -> None:
    assert code in {finding.code for finding in remarked(source + "\n", tmp_path)}


@pytest.mark.parametrize(
    "source",
    [
        "FROM debian:12\nRUN if [ a ; then echo\n",
        "FROM debian:12\nRUN for i in a; do\n",
        "FROM debian:12\nRUN true && \\\n    if [ a  then echo; fi\n",
        "FROM debian:12\nRUN <<EOF\nif true; then\necho $x\nEOF\n",
        "FROM debian:12\nRUN echo $x ( b\n",
        "FROM debian:12\nRUN && echo $x\n",
        "FROM debian:12\nRUN echo $x; done\n",
    ],
)
def test_a_text_that_cannot_be_parsed_is_one_finding(source: str, tmp_path: Path) -> None:
    (finding,) = remarked(source, tmp_path)
    words = source[finding.span.start : finding.span.end]
    assert finding.code.startswith("SC1")
    assert words == words.lstrip()
