"""What is foreseen of versions, builds from source, packages of releases and servers, and the look-alikes."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.cli.main import main
from dockwright.findings.finding import Severity
from dockwright.ide.snapshot import Snapshot
from dockwright.image.bases.base_versions import language
from dockwright.semantics.commands.version_ranges import allowed, meets
from markers import marks

CODES = frozenset(
    [
        "language-version-mismatch", "runtime-version-mismatch", "build-needs-package", "package-not-in-release",
        "listens-locally", "python-environment-moved", "timezone-without-data", "arg-at-runtime", "crontab-ignored",
    ]
)  # fmt: skip
APT = "RUN apt-get update && apt-get install -y --no-install-recommends"


def told(source: str) -> list[tuple[str, str]]:
    """The codes of these rules' findings that are louder than a hint, each with the text it marks."""
    return [
        (one.code, source[one.span.start : one.span.end])
        for one in Snapshot.of(source).findings
        if one.code in CODES and one.severity < Severity.INFORMATION
    ]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (f"FROM debian:12\n{APT} python-dev\n#{' ' * (len(APT))}^^^^^^^^^^\n", "package-not-in-release"),
        (f"FROM ubuntu:24.04\n{APT} libasound2\n#{' ' * (len(APT))}^^^^^^^^^^\n", "package-not-in-release"),
        (
            "FROM node:22-alpine\nRUN apk add --no-cache python make\n#                      ^^^^^^\n",
            "package-not-in-release",
        ),
        ("FROM python:3.12-alpine\nRUN pip install uwsgi\n#               ^^^^^\n", "build-needs-package"),
        ("FROM ruby:3.3-slim\nRUN gem install puma\n#               ^^^^\n", "build-needs-package"),
        (
            "FROM php:8.3-apache\nRUN docker-php-ext-install intl\n#                          ^^^^\n",
            "build-needs-package",
        ),
        (
            f"FROM php:8.3-apache\n{APT} git\nRUN docker-php-ext-install gd\n#                          ^^\n",
            "build-needs-package",
        ),
        (
            "FROM golang:1.22-alpine\nENV CGO_ENABLED=1\nWORKDIR /s\nRUN go build .\n#   ^^\n",
            "build-needs-package",
        ),
        (
            'FROM python:3.12\nEXPOSE 80\nCMD ["poetry", "run", "uvicorn", "a:b"]\n#    ^^^^^^^^\n',
            "listens-locally",
        ),
        (
            'FROM python:3.12\nEXPOSE 80\nCMD ["python", "-m", "flask", "run"]\n#    ^^^^^^^^\n',
            "listens-locally",
        ),
        ("FROM alpine:3.20\nENV A=1 TZ=Asia/Seoul\n#          ^^^^^^^^^^\n", "timezone-without-data"),
        (
            "FROM debian:12\nARG LEVEL=info\nENTRYPOINT /app --log ${LEVEL}\n#                     ^^^^^^^^\n",
            "arg-at-runtime",
        ),
    ],
)
def test_it_is_told(source: str, code: str) -> None:
    text, expected = marks(source)
    found = told(text)
    assert [one for one, _ in found] == [code]
    assert found[0][1].startswith(text[expected[0].span.start : expected[0].span.end])


@pytest.mark.parametrize(
    "source",
    [
        f"FROM debian:11\n{APT} python-dev\n",
        f"FROM debian:13\nRUN echo deb http://a b c > /etc/apt/sources.list.d/a.list\n{APT} python2\n",
        "FROM alpine:3.11\nRUN apk add --no-cache python\n",
        "FROM python:3.12-slim\nRUN pip install psycopg2-binary mysql-connector-python\n",
        "FROM python:3.12-slim\nRUN pip install --index-url https://example.com/simple psycopg2\n",
        "FROM python:3.12-slim\nRUN pip install psycopg2==2.7.7\n",
        "FROM python:3.12 AS a\nRUN pip wheel psycopg2 -w /w\nFROM python:3.12-slim\nCOPY --from=a /w /wheels\n"
        "RUN pip install psycopg2\n",
        f"FROM php:8.3-fpm\n{APT} libfreetype6-dev libmagickwand-dev\nRUN docker-php-ext-install gd intl\n",
        "FROM php:8.3-fpm\nRUN docker-php-ext-install pdo_mysql opcache bcmath\n",
        "FROM golang:1.22\nENV CGO_ENABLED=1\nWORKDIR /s\nRUN go build .\n",
        'FROM python:3.12\nEXPOSE 80\nENV UVICORN_HOST=::\nCMD ["uvicorn", "a:b"]\n',
        'FROM python:3.12\nCMD ["uvicorn", "a:b"]\n',
        'FROM python:3.12\nEXPOSE 80\nCMD ["uvicorn", "a:b", "--uds", "/run/a"]\n',
        'FROM python:3.12\nEXPOSE 80\nCMD ["gunicorn", "-b0.0.0.0:80", "a:b"]\n',
        'FROM ruby:3.3\nENV RAILS_ENV=production\nEXPOSE 80\nCMD ["rails", "server"]\n',
        "FROM alpine:3.20\nENV TZ=Etc/UTC\n",
        "FROM alpine:3.20\nENV TZ=Asia/Seoul\nRUN apk add --no-cache openjdk21-jre\n",
        "FROM debian:12\nARG LEVEL=info\nENV LEVEL=$LEVEL\nCMD /app --log $LEVEL\n",
        "FROM debian:12\nARG LEVEL=info\nCMD /app --log '$LEVEL'\n",
        'FROM debian:12\nARG LEVEL=info\nCMD ["/app", "--log", "info"]\n',
    ],
)
def test_look_alikes_are_silent(source: str) -> None:
    assert told(source) == []


@pytest.mark.parametrize(
    ("offered", "requirement", "met"),
    [
        ("3.9", ">=3.10", False), ("3.12", ">=3.10,<3.13", True), ("3.13", ">=3.10,<3.13", False),
        ("8.1", "^8.2", False), ("8.3", "^7.4 || ^8.0", True), ("8.3", "~8.1.0|~8.2.0", False),
        ("2.3.1", "~> 2.4.2", False), ("3.4", "~> 3.3", True), ("3.4", ">= 3.1, < 4", True),
        ("16", "18.x || 20.x", False), ("20", "18.x || 20.x", True), ("18", ">=14 <17", False), ("16", "14 - 18", True),
        ("3.6", ">3.6", True), ("1.21.6", ">=1.23", False),
    ],
)  # fmt: skip
def test_requirements(offered: str, requirement: str, met: bool) -> None:
    has, wanted = language(f"python:{offered}"), allowed(requirement)
    assert has is not None and wanted is not None
    assert meets(has.versions, wanted) is met


@pytest.mark.parametrize("requirement", ["lts/*", "", "^8.2@dev", "*", "latest"])
def test_what_is_written_in_another_way_is_not_judged(requirement: str) -> None:
    assert allowed(requirement) is None


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("golang:1.23-alpine", "Go 1.23"), ("maven:3.9-eclipse-temurin-17-alpine", "Java 17"),
        ("eclipse-temurin:21-jre", "Java 21"), ("mcr.microsoft.com/dotnet/aspnet:8.0-alpine", ".NET 8.0"),
        ("golang", ""), ("golang:alpine", ""), ("golang:1.25rc1", ""), ("example.com/golang:1.23", ""),
        ("maven:3.9", ""), ("ubuntu:22.04", ""),
    ],
)  # fmt: skip
def test_the_tag_tells_the_version(reference: str, expected: str) -> None:
    has = language(reference)
    assert (has.told if has else "") == expected


@pytest.mark.parametrize(
    ("dockerfile", "files", "expected"),
    [
        (
            "FROM golang:1.21\nWORKDIR /s\nCOPY . .\nRUN go build ./...\n",
            {"go.mod": "module a\ngo 1.22\n"},
            "language-version-mismatch",
        ),
        (
            "FROM golang:1.21\nWORKDIR /s\nCOPY . .\nRUN sed -i s/1.22/1.21/ go.mod && go build ./...\n",
            {"go.mod": "module a\ngo 1.22\n"},
            "",
        ),
        (
            "FROM maven:3-eclipse-temurin-17\nWORKDIR /s\nCOPY pom.xml .\nRUN mvn -B package\n",
            {"pom.xml": "<project><profiles><maven.compiler.release>21</maven.compiler.release></profiles></project>"},
            "",
        ),
        (
            "FROM php:8.1-cli\nWORKDIR /s\nCOPY composer.json .\nRUN composer install\n",
            {"composer.json": '{"require": {"php": "^8.2"}, "config": {"platform": {"php": "8.2"}}}'},
            "",
        ),
        (
            "FROM rust:1.75\nWORKDIR /s\nCOPY . .\nRUN cargo build\n",
            {"Cargo.toml": '[package]\nedition = "2024"\n', "rust-toolchain.toml": "[toolchain]\n"},
            "",
        ),
        (
            "FROM node:16\nWORKDIR /s\nCOPY package.json .\nRUN yarn install\n",
            {"package.json": '{"engines": {"node": ">=18"}}'},
            "language-version-mismatch",
        ),
        (
            "FROM node:16\nWORKDIR /s\nCOPY package.json .\nRUN npm install\n",
            {"package.json": '{"engines": {"node": ">=18"}}'},
            "",
        ),
        (
            "FROM debian:12\nRUN apt-get update && apt-get install -y cron\nCOPY job /etc/cron.d/job\n",
            {"job": "* * * * * root true"},
            "crontab-ignored",
        ),
        (
            "FROM debian:12\nRUN apt-get update && apt-get install -y cron\nCOPY job /etc/cron.d/job\n",
            {"job": "* * * * * root true\n"},
            "",
        ),
        (
            "FROM python:3.12-slim\nWORKDIR /s\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n",
            {"requirements.txt": "a @ git+https://example.com/a.git\n"},
            "build-needs-package",
        ),
    ],
)
def test_manifests_of_the_build_context(
    dockerfile: str,
    files: dict[str, str],
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, text in {**files, "Dockerfile": dockerfile}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    main(["check", "--format", "json", "--no-cache", "--no-shellcheck", "--context", ".", "Dockerfile"])
    shown = capsys.readouterr().out
    assert [code for code in CODES if code in shown] == ([expected] if expected else [])
