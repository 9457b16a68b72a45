"""hadolint's formats, byte for byte: each is a function of the findings in all files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

VERSION = "2.15.1"
"""The compatible version of hadolint."""

_COLOURS = {"error": "\033[1m\033[91m", "warning": "\033[1m\033[93m", "info": "\033[92m", "style": "\033[96m"}
_CLIMATE = {"error": "blocker", "warning": "major", "info": "info", "style": "minor"}
_SONAR = {"error": "CRITICAL", "warning": "MAJOR", "info": "MINOR", "style": "INFO"}
_SARIF = {"error": "error", "warning": "warning", "info": "note", "style": "note"}


class Failure(NamedTuple):
    """A finding; lines count from 1."""

    code: str
    line: int
    level: str
    message: str


class Refusal(NamedTuple):
    """The position and reason of a parse error; a tab extends to the next multiple of eight columns."""

    line: int
    column: int
    message: str
    source: str
    """The line, with tabs as blanks."""


class Linted(NamedTuple):
    """The findings in a file; a file that cannot be parsed has no failures."""

    path: str
    failures: tuple[Failure, ...]
    refusal: Refusal | None = None


def tty(files: Sequence[Linted], color: bool = True) -> str:
    """One line per finding."""

    def painted(level: str) -> str:
        return f"{_COLOURS[level]}{level}\033[0m" if color else level

    def lines(file: Linted) -> Iterator[str]:
        if file.refusal:
            yield f"{_opened(file.path)}:{_in_line(file.refusal)}"
        for code, line, level, message in file.failures:
            yield f"{file.path}:{line} {code} {painted(level)}: {message}"

    return "".join(f"{line}\n" for file in files for line in lines(file))


def gnu(files: Sequence[Linted]) -> str:
    """Messages in the format of GNU's coding standards."""

    def lines(file: Linted) -> Iterator[str]:
        if file.refusal:
            place, _, message = _in_line(file.refusal).partition(" ")
            yield f"hadolint:{_opened(file.path)}:{place}: {message}"
        for code, line, level, message in file.failures:
            yield f"hadolint:{file.path}:{line}: {code} {level}: {message}"

    return "".join(f"{line}\n" for file in files for line in lines(file))


def as_json(files: Sequence[Linted]) -> str:
    """A list of objects."""
    return _dumped(
        [
            {
                "code": code,
                "column": column,
                "file": _named(path, code),
                "level": level,
                "line": line,
                "message": message,
            }
            for path, code, line, column, level, message in _all(files)
        ]
    )


def sarif(files: Sequence[Linted]) -> str:
    """SARIF 2.1.0."""
    results = [
        {
            "level": _SARIF[level],
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _named(path, code)},
                        "region": _region(code, line, column),
                    }
                }
            ],
            "message": {"text": message},
            "ruleId": code,
        }
        for path, code, line, column, level, message in _all(files)
    ]
    driver = {
        "downloadUri": "https://github.com/hadolint/hadolint",
        "fullName": "Haskell Dockerfile Linter",
        "name": "Hadolint",
        "shortDescription": {"text": "Dockerfile linter, validate inline bash, written in Haskell"},
        "version": VERSION,
    }
    run = {"defaultSourceLanguage": "dockerfile", "results": results, "tool": {"driver": driver}}
    return _dumped({"$schema": "http://json.schemastore.org/sarif-2.1.0", "runs": [run], "version": "2.1.0"})


def sonarqube(files: Sequence[Linted], path: str | None = None) -> str:
    """SonarQube's generic issues."""
    issues = [
        {
            "engineId": "Hadolint",
            "primaryLocation": {
                "filePath": name if path is None else path,
                "message": message,
                "textRange": {
                    "endColumn": column,
                    "endLine": line,
                    "startColumn": column if code == "DL1000" else 0,
                    "startLine": line,
                },
            },
            "ruleId": code,
            "severity": "BLOCKER" if code == "DL1000" else _SONAR[level],
            "type": "BUG" if level == "error" else "CODE_SMELL",
        }
        for name, code, line, column, level, message in _all(files)
    ]
    return _dumped({"issues": issues})


def codacy(files: Sequence[Linted]) -> str:
    """Codacy's objects, one per line."""
    return "".join(
        _dumped(
            {
                "filename": _named(path, code),
                "line": line,
                "message": _told(files, path, code, message),
                "patternId": code,
            }
        )
        for path, code, line, _, _, message in _all(files)
    )


def checkstyle(files: Sequence[Linted], path: str | None = None) -> str:
    """Checkstyle's XML."""

    def error(line: int, column: int, message: str, level: str, code: str = "") -> str:
        source = f" source={_quoted(code)}" if code else ""
        place = f'column="{column}" line="{line}"'
        return f"<error {place} message={_quoted(message)} severity={_quoted(level)}{source}/>"

    def element(file: Linted) -> str:
        found = [error(one.line, 1, one.message, one.level, one.code) for one in file.failures]
        if file.refusal:
            found = [error(file.refusal.line, file.refusal.column, _drawn(file), "error")]
        name = f"<file name={_quoted(file.path if path is None else path)}"
        return f"{name}>{''.join(found)}</file>" if found else f"{name}/>"

    return f'{_XML}<checkstyle version="4.3">{"".join(map(element, files))}</checkstyle>'


def codeclimate(files: Sequence[Linted], path: str | None = None) -> str:
    """Code Climate's objects, each followed by a zero byte."""
    return "".join(f"{_dumped(issue)}\0" for issue in _issues(files, path))


def gitlab_codeclimate(files: Sequence[Linted], path: str | None = None) -> str:
    """The same objects as a list, with a hash each."""
    from hashlib import sha1

    issues = list(_issues(files, path))
    return _dumped([{**one, "fingerprint": sha1(_dumped(one).encode()).hexdigest()} for one in issues])


def junit(files: Sequence[Linted], path: str | None = None) -> str:
    """JUnit's XML, with the time of the run."""
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    suites = "".join(_suite(file, file.path if path is None else path) for file in files)
    name = now.strftime("Hadolint run at %Y-%m-%d %H:%M:%S")
    return f'{_XML}<testsuites id="{now:%Y%m%d_%H%M%S}" name="{name}" time="0.001">{suites}</testsuites>'


def _suite(file: Linted, path: str) -> str:
    cases = [
        f'<testcase id="hadolint.rule.{code}" time="0.001"><failure id="{code}" message={_quoted(message)} '
        f'type="{level}">File: {escape(path)}\nLine: {line}\nCategory: Hadolint - Dockerfile Static Analysis\n'
        f"{level}: {escape(message)}\n</failure></testcase>"
        for code, line, level, message in file.failures
    ]
    if file.refusal:
        line, column = file.refusal[:2]
        cases = [
            f'<testcase id="hadolint.error" name="DL1000" time="0.001"><failure message="parse error at line {line}, '
            f'column {column}" type="error">Parse Error in {escape(path)}\nLine: {line}\nColumn: {column}\n'
            f"Parse Error: {escape(_drawn(file))}\n</failure></testcase>"
        ]
    head = (
        f'<testsuite errors="{int(file.refusal is not None)}" failures="{len(cases)}" id="hadolint" '
        f'name="Hadolint {VERSION}" time="0.001"'
    )
    return f"{head}>{''.join(cases)}</testsuite>" if cases else f"{head}/>"


def _issues(files: Sequence[Linted], path: str | None) -> Iterator[dict[str, Any]]:
    for name, code, line, column, level, message in _all(files):
        place = {"column": column, "line": line}
        where = {"lines": {"begin": line, "end": line}, "path": name if path is None else path}
        if code == "DL1000":
            where = {"positions": {"begin": place, "end": place}, "path": _opened(name)}
        yield {
            "categories": ["Bug Risk"],
            "check_name": code,
            "description": _told(files, name, code, message),
            "location": where,
            "severity": _CLIMATE[level],
            "type": "issue",
        }


def _all(files: Sequence[Linted]) -> Iterator[tuple[str, str, int, int, str, str]]:
    """Path, code, line, column, level and message of all findings."""
    for file in files:
        if file.refusal:
            yield file.path, "DL1000", file.refusal.line, file.refusal.column, "error", file.refusal.message
        for code, line, level, message in file.failures:
            yield file.path, code, line, 1, level, message


def _named(path: str, code: str) -> str:
    return _opened(path) if code == "DL1000" else path


def _opened(path: str) -> str:
    """What a parse error calls the file."""
    return "/dev/stdin" if path == "-" else path


def _told(files: Sequence[Linted], path: str, code: str, message: str) -> str:
    """The message; for a parse error, with its line."""
    return _drawn(next(file for file in files if file.path == path)) if code == "DL1000" else message


def _drawn(file: Linted) -> str:
    """A parse error with the line and a marker below the position."""
    assert file.refusal
    line, column, message, source = file.refusal
    margin = " " * len(str(line))
    mark = " " * (column - 1)
    return f"{_opened(file.path)}:{line}:{column}:\n{margin} |\n{line} | {source}\n{margin} | {mark}^\n{message}\n"


def _in_line(refusal: Refusal) -> str:
    message = refusal.message.replace("\n", " ")
    return f"{refusal.line}:{refusal.column} {message} "


def _region(code: str, line: int, column: int) -> dict[str, Any]:
    language = "sh" if code.startswith("SC") else "dockerfile"
    ends = {"endColumn": column, "endLine": line, "startColumn": column, "startLine": line}
    return {**ends, "sourceLanguage": language}


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _quoted(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'"{text}"'


_XML = '<?xml version="1.0" encoding="UTF-8"?>'
