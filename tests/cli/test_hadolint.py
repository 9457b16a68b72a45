"""`dockwright hadolint` beside hadolint itself: the same formats byte for byte, findings, settings and exit codes.

What a finding says is in our own words, so that texts are compared where hadolint's words are put into our formats, and
findings by code, line and level. The order of findings of one line is hadolint's secret, too.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from dockwright.cli.hadolint import formats
from dockwright.cli.hadolint.formats import Failure, Linted, Refusal
from dockwright.cli.hadolint.options import FORMATS, THRESHOLDS
from dockwright.cli.main import main
from generated import check, script
from hadolint_run import program
from remarks import PROGRAM

HADOLINT = program()
needs_hadolint = pytest.mark.skipif(HADOLINT is None or not PROGRAM.exists(), reason="hadolint is not here")

SOURCES = {
    "clean": "FROM debian:12\n",
    "untagged": "FROM debian\n",
    "label": "FROM debian:12\nLABEL a.b-=x\n",
    "maintainer": "FROM debian:12\nMAINTAINER x\n",
    "user": "FROM debian:12\nUSER x\n",
    "several": "FROM debian\nMAINTAINER me\nRUN apt-get update && apt-get install x && cd y && $A\nLABEL a.b-=x\n",
    "stages": "FROM a:1 AS b\nRUN sudo x | y\n\nFROM c\nCOPY --from=b /x .\nUSER root\nENTRYPOINT exec x\n",
    "labels": "FROM debian:12\nLABEL version=1 maintainer=me@x.org\nLABEL url=x\n",
    "registries": "FROM a.io/x:1\nFROM b.io/x:1\nFROM x:1\n",
    "pragmas": (
        "# hadolint global ignore=DL3006\nFROM debian\n# hadolint ignore=DL3003,SC2164 # why\nRUN cd x\n"
        "# hadolint ignore=DL3003\n\nRUN cd x\n# hadolint ignore = DL3004\nRUN sudo x\n"
        "# tally ignore=DL3004\nRUN sudo y\n"
        "# hadolint ignore=dl3004\nRUN sudo z\n# check=skip=DL3004\nRUN sudo a\n"
    ),
    "of a stage": (
        "# hadolint stage ignore=DL3003\nFROM debian:12\nRUN cd x\nFROM debian:11\nRUN cd y\n"
        "# hadolint stage ignore=DL3006\nFROM debian\n"
    ),
    "checks": "# check=skip=MaintainerDeprecated;error=true\nFROM debian:12\nMAINTAINER x\n",
    "powershell": "FROM debian:12\n# hadolint shell=powershell\nRUN echo $A\nRUN echo $B\nENV c=d\nRUN echo $A\n",
    "shell of all": (
        "# hadolint shell=pwsh\nFROM debian:12\nRUN echo $A\nFROM debian:11\nRUN echo $A\nARG x\nRUN echo $A\n"
    ),
    "shell of one": (
        "FROM a:1\n# hadolint shell=cmd # why\nRUN echo $A\nFROM b:1\n"
        "RUN echo $A\n# hadolint shell=x/bash\nRUN [[ a ]]\n"
    ),
    "shell of a stage": (
        'FROM a:1 AS b\nSHELL ["pwsh"]\nFROM b\nRUN echo $A\nSHELL ["/bin/bash", "-c"]\nRUN echo -e $A | x\n'
    ),
    "onbuild": "FROM a:1\n# hadolint shell=pwsh\nENV A=1\nONBUILD RUN echo $A\nONBUILD ENV A=1\nONBUILD RUN echo $A\n",
    "variables": (
        "ARG a\nFROM x:1\nARG b=1\nENV c=1 d=2\nRUN echo $b $c $d $http_proxy\nRUN echo $a\nRUN echo `b` $(c) $D\n"
    ),
    "heredoc": "FROM x:1\nRUN <<EOF\ncd x\nEOF\n",
    "bash": "FROM x:1\nRUN <<EOF\n#!/bin/bash\ncd x\necho -e\nEOF\n",
    "python": "FROM x:1\nRUN <<EOF\n#!/usr/bin/python3\necho $A\nEOF\n",
    "windows": "# escape=`\nFROM x:1\nRUN cd a `\n  && b\nWORKDIR C:\\x\n",
    "empty": "",
    "port": "FROM x:1\nEXPOSE 80 70000/tcp\n",
    "archives": "FROM x:1\nCOPY a.gz /x/\nRUN unzip /x/a.gz\n",
    "no image": "RUN apt-get update && apt-get install x\nCMD a\nCMD b\nHEALTHCHECK NONE\nHEALTHCHECK NONE\n",
    "escaped": "# escape=`\n\n# why\nARG x\nCOPY a b\nRUN sudo `\n  x\nUSER root\nRUN a | b\nRUN wget x; curl $y\n",
    "comment": "# a\n",
    "long": "FROM debian:12\nRUN a \\\n  # b\n  && cd c \\\n\n  && sudo d\n",
    "stage comments": (
        "FROM debian:12\nRUN cd x\n# hadolint stage ignore=DL3003,DL3006\nRUN cd x\nRUN cd y\nFROM debian\nRUN cd x\n"
        "# hadolint stage ignore=DL3003\n\nFROM debian:12\nRUN cd x\n"
    ),
    "comment on a comment": (
        "FROM debian:12\n# hadolint ignore=DL1001\n# hadolint ignore=DL3003\nRUN cd x\n"
        "# hadolint ignore=DL3003\n\nRUN cd x\n"
    ),
    "marks": (
        "FROM debian:12\nRUN cat <<EOF > $x\n$a\nEOF\n\nRUN <<EOF bash\necho $a\nEOF\n\n"
        "RUN cat $b <<EOF >> $x\n$a\nEOF\n"
    ),
    "triggers": "FROM debian:12\nONBUILD FROM debian\nONBUILD MAINTAINER x\nONBUILD ONBUILD RUN cd x\n",
    "archives of stages": "FROM debian:12\nCOPY a.gz /x/\nRUN unzip /x/a.gz\nFROM debian:12\nRUN a\n",
    "ports": "FROM debian:12\nARG PORT\nEXPOSE $PORT ${PORT}/tcp 80/udp\n",
    "carriage": "FROM debian\r\nRUN cd x\r\n",
}
LEVELS = ("clean", "label", "user", "untagged", "maintainer")
"""What has a finding of each level, and of none."""
REFUSED = {
    "unknown": "FROM debian:12\nFOO bar\nRUN cd x\n",
    "indented": "FROM debian:12\nRUN a\n  \tFOO \"<&>é'\n",
    "no base": "FROM\n",
    "no file": "FROM debian:12\nCOPY x\n",
    "flag": "FROM debian:12\nCOPY --foo=x a b\n",
    "no port": "FROM debian:12\nEXPOSE x\n",
    "no protocol": "FROM debian:12\nEXPOSE 80/foo\n",
    "no tag": "FROM debian:\n",
    "open quote": 'FROM debian:12\nENV a="b\n',
}
CONFIGS = [
    "ignored: [DL3006, SC2086]\n",
    "ignored: DL3006\n",
    "ignored: [dl3006]\n",
    "ignored: [3006]\n",
    "ignored:\n",
    "",
    "foo: bar\nignored: [DL3006]\n",
    "failure-threshold: error\n",
    "failure-threshold: ERROR\n",
    "failure-threshold: none\n",
    "no-fail: true\n",
    "no-fail: yes\n",
    'no-fail: "true"\n',
    "override: {error: DL3006}\n",
    "override: {error: [DL3006], warning: [DL4000], info: [SC2086], style: [DL3003]}\n",
    "override: {style: [DL3006], error: [DL3006]}\n",
    "override: {foo: [DL3006], info: [DL3057, DL1001]}\n",
    "ignored: [DL3003]\noverride: {error: [DL3003]}\n",
    "trustedRegistries: a.io\n",
    'trustedRegistries: [a.io, "*.io"]\n',
    "label-schema: {version: semver, maintainer: email, url: url}\nstrict-labels: true\n",
    "label-schema: {a: foo}\n",
    "strict-labels: true\n",
    "disable-ignore-pragma: true\n",
    "no-color: true\n",
    "ignored: [DL3006\n",
    "[a]\n",
    "ignored: &x [DL3006]\noverride: {error: *x}\n",
    "trusted-registries: [a.io]\n",
]
OPTIONS: list[list[str]] = [
    *([f"--{level}", "DL3006"] for level in ("error", "warning", "info", "style", "ignore")),
    ["--ignore", "DL3006", "--ignore=SC2086"],
    ["--error", "DL3006", "--style=DL3006"],
    ["--info", "DL3057"],
    ["--warning=DL1001"],
    *(["-t", threshold] for threshold in THRESHOLDS),
    ["--failure-threshold=error", "--no-fail"],
    ["--no-fail"],
    ["--trusted-registry", "a.io", "--trusted-registry=docker.io"],
    ["--trusted-registry=a.io,b.io"],
    ["--require-label", "maintainer:email", "--require-label=version:semver", "--strict-labels"],
    ["--require-label=foo"],
    ["--require-label=version:", "--require-label=:"],
    ["--strict-labels"],
    ["--disable-ignore-pragma", "--warning", "DL1001"],
]
WRONG = [
    ["-f", "xx"],
    ["-t", "xx"],
    ["--form", "gnu"],
    ["--foo"],
    ["--strict-labels=true"],
    ["--require-label=a:b"],
    ["-t", "info", "-t", "info"],
    ["--no-color", "--no-color"],
    ["-c", "missing.yaml"],
    ["missing"],
]
ENVIRONMENTS: list[dict[str, str]] = [
    {"HADOLINT_NOFAIL": "1"},
    {"HADOLINT_NOFAIL": "Yes", "NO_COLOR": ""},
    {"HADOLINT_NOFAIL": "2", "HADOLINT_STRICT_LABELS": "on", "HADOLINT_DISABLE_IGNORE_PRAGMA": "y"},
    {"HADOLINT_FORMAT": "json", "HADOLINT_FAILURE_THRESHOLD": "error"},
    {"HADOLINT_FORMAT": "xx", "HADOLINT_FAILURE_THRESHOLD": "none"},
    {"HADOLINT_FAILURE_THRESHOLD": "xx"},
    {"HADOLINT_IGNORE": "DL3006,DL3003", "HADOLINT_OVERRIDE_ERROR": "DL4000", "HADOLINT_OVERRIDE_WARNING": "SC2086"},
    {"HADOLINT_IGNORE": "DL3006, DL3003,,DL4000,", "HADOLINT_OVERRIDE_INFO": "DL4000", "HADOLINT_OVERRIDE_STYLE": ""},
    {"HADOLINT_TRUSTED_REGISTRIES": "a.io,b.io", "HADOLINT_REQUIRE_LABELS": "a:text,b,c:foo,:url,a:semver"},
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with all inputs, and nothing set outside of it."""
    for name in [name for name in os.environ if name.startswith("HADOLINT_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    place = tmp_path / "project"
    place.mkdir()
    for name, source in (SOURCES | REFUSED).items():
        (place / name).write_bytes(source.encode())
    monkeypatch.chdir(place)
    return place


def theirs(*arguments: str, given: str = "") -> tuple[int, str, str]:
    """hadolint's exit code, standard output and standard error."""
    assert HADOLINT is not None
    done = subprocess.run([HADOLINT, *arguments], input=given.encode(), capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def linted(names: Sequence[str]) -> list[Linted]:
    """What hadolint finds in files, as the values that our formats are made of."""
    found: dict[str, Linted] = {name: Linted(name, ()) for name in names}
    for item in json.loads(theirs("-f", "json", *names)[1]):
        name, line, column = item["file"], item["line"], item["column"]
        if item["code"] == "DL1000":
            source = Path(name).read_text(encoding="utf-8").split("\n")[line - 1]
            found[name] = Linted(name, (), Refusal(line, column, item["message"], source.expandtabs(8)))
        else:
            told = Failure(item["code"], line, item["level"], item["message"])
            found[name] = found[name]._replace(failures=(*found[name].failures, told))
    return list(found.values())


def keys(text: str) -> list[tuple[str, int, str, str]]:
    return sorted((item["file"], item["line"], item["code"], item["level"]) for item in json.loads(text))


@needs_hadolint
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("path", [None, "", "other/Dockerfile"])
def test_each_format_is_the_same_byte_for_byte(name: str, path: str | None, folder: Path) -> None:
    (folder / 'w i"<&>é').write_text("FROM debian\n", encoding="utf-8")
    for files in (["clean"], ["several"], ["clean", "several", "labels"], [*REFUSED, "several"], ['w i"<&>é']):
        expected = theirs("-f", name, *([] if path is None else ["--file-path-in-report", path]), *files)[1]
        write = formats.as_json if name == "json" else getattr(formats, name)
        takes_path = name in ("checkstyle", "codeclimate", "sonarqube", "junit", "gitlab_codeclimate")
        found = write(linted(files), path) if takes_path else write(linted(files))
        assert _timeless(found) == _timeless(expected)


@needs_hadolint
def test_no_color_is_the_same(folder: Path) -> None:
    assert formats.tty(linted(["several"]), color=False) == theirs("--no-color", "several")[1]


def _timeless(text: str) -> str:
    return re.sub(r"\d{8}_\d{6}|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "", text)


@needs_hadolint
@pytest.mark.parametrize("options", [[], *OPTIONS], ids=" ".join)
def test_the_same_findings_and_exit_codes(options: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for files in (list(SOURCES), *([name] for name in LEVELS)):
        code, expected, _ = theirs("-f", "json", *options, *files)
        assert main(["hadolint", "-f", "json", *options, *files]) == code
        assert keys(capsys.readouterr().out) == keys(expected)


@needs_hadolint
@pytest.mark.parametrize("config", CONFIGS)
def test_the_same_of_each_configuration(config: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "of.yaml").write_text(config, encoding="utf-8")
    for files in (["several", "labels", "registries", "pragmas"], ["user"], ["label"]):
        code, expected, told = theirs("-V", "-f", "json", "-c", "of.yaml", *files)
        assert main(["hadolint", "-V", "-f", "json", "-c", "of.yaml", *files]) == code
        output = capsys.readouterr()
        assert keys(output.out) == keys(expected)
        assert _settings(output.err) == _settings(told)


def _settings(told: str) -> str:
    """What is in force, without what is said of mistakes."""
    return told[told.index("Configuration:\n") :]


@needs_hadolint
@pytest.mark.parametrize("variables", ENVIRONMENTS, ids=str)
def test_the_same_of_each_environment(
    variables: dict[str, str], folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    config = "format: gnu\nfailure-threshold: warning\nignored: [DL3009]\nlabel-schema: {a: url, z: text}\n"
    (folder / "of.yaml").write_text(config, encoding="utf-8")
    for options in ([], ["-c", "of.yaml"], ["-c", "of.yaml", "-t", "style", "--require-label=a:hash", "-f", "tty"]):
        code, _, told = theirs("-V", *options, "several")
        assert main(["hadolint", "-V", *options, "several"]) == code
        assert capsys.readouterr().err == told


@needs_hadolint
def test_the_first_configuration_file_counts(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = folder.parent / "home"
    shared = folder.parent / "shared"
    places = [
        home / ".hadolint.yml",
        home / ".hadolint.yaml",
        home / ".hadolint/config.yml",
        home / ".hadolint/hadolint.yaml",
        home / ".config/hadolint.yml",
        home / ".config/hadolint.yaml",
        shared / "hadolint.yaml",
        folder / ".hadolint.yml",
        folder / ".hadolint.yaml",
    ]
    for place in places:
        if place.is_relative_to(shared):
            monkeypatch.setenv("XDG_CONFIG_HOME", str(shared))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("ignored: [DL3006]\n", encoding="utf-8")
        told = theirs("-V", "several")[2]
        assert main(["hadolint", "-V", "several"]) == 1
        assert capsys.readouterr().err == told
        assert str(place) in told


@needs_hadolint
@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_mistakes_end_it_with_1_and_say_nothing(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert theirs(*arguments, "several")[:2] == (1, "")
    assert main(["hadolint", *arguments, "several"]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err != ""


@needs_hadolint
@pytest.mark.parametrize(
    "wanted",
    [["-f", "json", "-f", "gnu"], ["-f", "codacy", "-f", "tty"], ["-f", "tty", "-f", "codeclimate"], ["-f", "codacy"]],
    ids=" ".join,
)
def test_several_formats_one_after_the_other(
    wanted: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in ("untagged", "unknown"):
        code, expected, _ = theirs(*wanted, file)
        assert main(["hadolint", *wanted, file]) == code
        assert _wordless(capsys.readouterr().out) == _wordless(expected)
        shown = theirs(*wanted, "-o", "theirs.txt", file)[1]
        main(["hadolint", *wanted, "-o", "ours.txt", file])
        assert _wordless(capsys.readouterr().out) == _wordless(shown)
        assert _wordless((folder / "ours.txt").read_text()) == _wordless((folder / "theirs.txt").read_text())


def _wordless(text: str) -> str:
    """A text without what findings say, of which there is one."""
    text = re.sub(r'"(message|description)":"(\\.|[^"\\])*"', r'"\1":""', text)
    return re.sub(r"(?m)((?:warning|\d:\d+)(?:\x1b\[0m)?:? ).*", r"\1", text)


@needs_hadolint
def test_standard_input_is_a_dash(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Input:
        buffer = io.BytesIO(SOURCES["several"].encode())

    monkeypatch.setattr(sys, "stdin", Input())
    code, expected, _ = theirs("-f", "json", "-", given=SOURCES["several"])
    assert main(["hadolint", "-f", "json", "-"]) == code
    assert keys(capsys.readouterr().out) == keys(expected)


@needs_hadolint
@pytest.mark.parametrize("name", FORMATS)
def test_a_parse_error_names_the_device_of_standard_input(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Input:
        buffer = io.BytesIO(REFUSED["unknown"].encode())

    monkeypatch.setattr(sys, "stdin", Input())
    shown = theirs("-f", name, "-", given=REFUSED["unknown"])[1]
    main(["hadolint", "-f", name, "-"])
    output = capsys.readouterr().out
    assert "stdin" in shown or name in ("sonarqube", "junit")
    assert output.count("/dev/stdin") == shown.count("/dev/stdin")
    assert len(re.findall(r'"-"', output)) == len(re.findall(r'"-"', shown))


@needs_hadolint
@pytest.mark.parametrize("wanted", [[], ["json"], ["json", "gnu"], ["json", "gnu", "checkstyle"]], ids=" ".join)
def test_each_output_takes_the_next_format(wanted: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = [word for name in wanted for word in ("-f", name)]
    code, shown, _ = theirs(*options, "-o", "theirs1", "-o", "theirs2", "untagged")
    assert main(["hadolint", *options, "-o", "ours1", "-o", "ours2", "untagged"]) == code
    told = re.compile(r"(?<=message=)\"[^\"]*\"")
    assert told.sub("", _wordless(capsys.readouterr().out)) == told.sub("", _wordless(shown))
    for number in (1, 2):
        ours, expected = (folder / f"ours{number}").read_text(), (folder / f"theirs{number}").read_text()
        assert _wordless(ours) == _wordless(expected)


@needs_hadolint
def test_the_version_is_that_of_hadolint(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["-v"], ["--version"], ["-vV", "clean"]):
        assert main(["hadolint", *arguments]) == 0
        assert capsys.readouterr().out == theirs(*arguments)[1]


@needs_hadolint
@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_has_one_finding(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, expected, _ = theirs("-f", "json", name)
    assert main(["hadolint", "-f", "json", name]) == code == 1
    assert keys(capsys.readouterr().out) == keys(expected)


def test_without_a_file_it_says_what_is_missing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hadolint"]) == 1
    assert capsys.readouterr().err == "dockwright hadolint: no file given; name a Dockerfile, or - for standard input\n"


@needs_hadolint
def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hadolint", "--help"]) == 0
    assert set(re.findall(r"--[a-z-]+", theirs("--help")[1])) <= set(re.findall(r"--[a-z-]+", capsys.readouterr().out))


def test_it_says_that_shellcheck_gave_no_answer(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dockwright.context import installed_tools

    (folder / "of shell text").write_text("FROM x:1\nRUN echo $A\n", encoding="utf-8")
    for tool, told in (("false", "ShellCheck failed"), (None, "ShellCheck is not installed")):
        monkeypatch.setattr(installed_tools, "shellcheck", lambda tool=tool: tool)
        assert main(["hadolint", "--no-color", "of shell text"]) == 0
        output = capsys.readouterr()
        assert told in output.err and output.out == ""


def test_what_it_says_of_a_finding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hadolint", "--no-color", "untagged"]) == 1
    assert capsys.readouterr().out.startswith("untagged:1 DL3006 warning: No tag given, so this pulls `debian:latest`")


def test_the_extra_brings_a_command_called_hadolint(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    small = tomllib.loads((root / "packaging/hadolint/pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["optional-dependencies"]["hadolint"] == [f"{small['name']}=={small['version']}"]
    assert f"{project['name']}=={project['version']}" in small["dependencies"]
    assert "hadolint" not in project["scripts"]
    monkeypatch.syspath_prepend(root / "packaging/hadolint")
    monkeypatch.setattr(sys, "argv", ["hadolint", "clean"])
    module, _, name = small["scripts"]["hadolint"].partition(":")
    assert getattr(importlib.import_module(module), name)() == 0


def test_the_page_has_all_differences() -> None:
    pages = script("hadolint")
    for language, place in pages.PAGES.items():
        check(place, pages.written(language))
