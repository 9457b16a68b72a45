"""What is foreseen of files that a RUN, a COPY or a container needs, with a build context around."""

from __future__ import annotations

from pathlib import Path

import pytest

from foreseen import COMPOSE, said

NPM = {"package.json": "{}", "index.js": ""}
NODE = "FROM node:22\nWORKDIR /app\n"
ECHO = "FROM debian:12\nCOPY start.sh /\n"
START = 'FROM alpine:3.20\nCOPY --chmod=755 start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n'


@pytest.mark.parametrize(
    ("dockerfile", "files", "code", "words"),
    [
        (f"{NODE}COPY package*.json ./\nRUN npm ci\n", NPM, "file-not-there", "lockfile"),
        (
            f"{NODE}COPY package.json package-lock.json* ./\nRUN npm ci\n",
            {**NPM, "package-lock.json": "{}", ".dockerignore": "*lock*\n"},
            "source-ignored",
            "Excluded by `*lock*` on line 1 of `.dockerignore`",
        ),
        (
            "FROM node:22-slim\nCOPY package.json /app/\nRUN npm install\n",
            NPM,
            "file-not-there",
            "but `/app/package.json` does",
        ),
        (START, {"start.sh": "#!/bin/sh\r\nsleep 1\r\n"}, "script-cannot-start", "CR LF"),
        (START, {"start.sh": "sleep 1\n"}, "script-cannot-start", "#!"),
        (START, {"start.sh": "#!/usr/bin/env bash\nsleep 1\n"}, "script-cannot-start", "`bash`"),
        (
            'FROM debian:12\nCOPY run.sh /\nCMD ["sh", "/run.sh"]\n',
            {"run.sh": "set -e\r\nsleep 1\r\n"},
            "script-cannot-start",
            "part of the words",
        ),
        (
            "FROM debian:12\nCOPY --chmod=755 build.sh /\nRUN /build.sh\n",
            {"build.sh": "#!/bin/sh\r\ntrue\r\n"},
            "script-cannot-run",
            "CR LF",
        ),
        (
            'FROM node:22\nWORKDIR /app\nCOPY . .\nWORKDIR /srv\nENTRYPOINT ["./start.sh"]\n',
            {"start.sh": "#!/bin/sh\n"},
            "start-file-elsewhere",
            "`/app/start.sh` is",
        ),
        ("FROM alpine:3.20\nCOPY my file.txt /dst/\n", {"my file.txt": "1\n"}, "source-not-found", "JSON"),
        ("FROM alpine:3.20\nCOPY /home/me/p/app.py /app/\n", {"app.py": ""}, "source-not-found", "root of the"),
    ],
)
def test_it_says(tmp_path: Path, dockerfile: str, files: dict[str, str], code: str, words: str) -> None:
    found = said(tmp_path, dockerfile, files)
    assert words in found.get(code, ""), found


@pytest.mark.parametrize(
    ("dockerfile", "files"),
    [
        (f"{NODE}COPY . .\nRUN npm ci\n", {**NPM, "package-lock.json": "{}"}),
        (f"{NODE}COPY package.json package-lock.json /app\nRUN npm ci\n", {**NPM, "package-lock.json": "{}"}),
        (f"{NODE}COPY package.json /app\nRUN npm install\n", NPM),
        ("FROM private/image:1\nRUN npm ci\n", NPM),
        (f"{NODE}RUN if [ -f package-lock.json ]; then npm ci; fi\n", NPM),
        (f"{NODE}RUN npm ci || true\n", NPM),
        ('FROM debian:12\nRUN export X && rm -rf "$X" && cat /tmp/a || true\n', {}),
        (
            f'{ECHO}RUN sed -i "s/\\r//" /start.sh && chmod +x /start.sh\nCMD ["/start.sh"]\n',
            {"start.sh": "#!/bin/sh\r\nsleep 1\r\n"},
        ),
        ('FROM alpine:3.20\nCOPY start.sh /\nENTRYPOINT ["sh", "/start.sh"]\n', {"start.sh": "sleep 1\n"}),
        (
            'FROM python:3.12\nWORKDIR /app\nCOPY requirements.txt .\nCMD ["python", "app.py"]\n',
            {"requirements.txt": ""},
        ),
    ],
)
def test_it_says_nothing(tmp_path: Path, dockerfile: str, files: dict[str, str]) -> None:
    found = said(tmp_path, dockerfile, files)
    of_files = ("file-not-there", "script-cannot", "start-file", "source-not", "mkdir", "folder-is", "copied-path")
    assert not [code for code in found if code.startswith(of_files)], found


def test_python_tar_of_an_official_image_is_there(tmp_path: Path) -> None:
    source = (
        'FROM debian:12\nRUN set -eux; wget -O python.tar.xz "https://e.com/$V"; GNUPGHOME="$(mktemp -d)"; '
        'export GNUPGHOME; rm -rf "$GNUPGHOME" python.tar.xz.asc; rm python.tar.xz\n'
    )
    assert "file-not-there" not in said(tmp_path, source, {})


@pytest.mark.parametrize(
    ("build", "told"),
    [
        (".", True),
        ("{context: .}", True),
        ("{context: ., secrets: [other]}", True),
        ("{context: ., secrets: [token]}", False),
        ("{context: ., secrets: [{source: token}]}", False),
    ],
)
def test_secret_of_service(tmp_path: Path, build: str, told: bool) -> None:
    dockerfile = "FROM alpine:3.20\nRUN --mount=type=secret,id=token cat /run/secrets/token\n"
    compose = f"services:\n  app:\n    build: {build}\n    secrets: [token]\nsecrets: {{token: {{file: t}}}}\n"
    assert ("secret-of-service" in said(tmp_path, dockerfile, {"compose.yaml": compose})) is told


def test_secret_of_service_where_others_build(tmp_path: Path) -> None:
    dockerfile = "FROM alpine:3.20\nRUN --mount=type=secret,id=token cat /run/secrets/token\n"
    compose = "services:\n  app:\n    build: .\n    secrets: [token]\n"
    files = {"compose.yaml": compose, "build.sh": "docker build --secret id=token,src=t .\n"}
    assert "secret-of-service" not in said(tmp_path, dockerfile, files)


LACKING = "ARG TAG\nFROM alpine:$TAG\nRUN true\n"
LONE = {".git/HEAD": "ref: refs/heads/main\n"}


@pytest.mark.parametrize(
    ("compose", "others", "told"),
    [
        (COMPOSE, {}, True),
        ("services: {app: {build: {context: ., args: {TAG: 3.22}}}}\n", {}, False),
        ("services: {app: {build: {context: ., args: [TAG]}}}\n", {}, False),
        ("services: {app: {build: {context: ., args: {TAG: , OTHER: 1}}}}\n", {}, False),
        ("services: {app: {build: {context: ., args: [OTHER]}}}\n", {}, True),
        ("services: {app: {build: .}, b: {build: {context: ., args: {TAG: $TAG}}}}\n", {}, False),
        (COMPOSE, {"build.sh": "docker build $OPTIONS .\n"}, False),
        ("", LONE, True),
        ("", {}, False),
        ("", {**LONE, "other.Dockerfile": "FROM alpine\n"}, False),
        ("", {**LONE, "Makefile": "image:\n\t$(BUILD) .\n"}, False),
        ("", {**LONE, "README.md": "    docker build --build-arg TAG=3.22 .\n"}, False),
    ],
)
def test_base_not_given(tmp_path: Path, compose: str, others: dict[str, str], told: bool) -> None:
    found = said(tmp_path, LACKING, {"compose.yaml" if compose else "notes.txt": compose, **others}, compose)
    assert ("base-not-given" in found) is told


GO = """\
FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN {} -o /app {}
FROM {}
COPY --from=build /app /app
ENTRYPOINT ["/app"]
"""
SERVER = 'package main\n\nimport (\n\t"fmt"\n\tn "net"\n)\n\nfunc main() { fmt.Println(n.IPv4len) }\n'
PLAIN = 'package main\n\n/*\nimport "net"\n*/\nimport "net/url"\n\nvar x = `\nimport "net"\n`\n'
INNER = 'package main\n\nimport "x/inner"\n'


@pytest.mark.parametrize(
    ("build", "package", "base", "files", "told"),
    [
        ("go build", ".", "scratch", {"main.go": SERVER}, True),
        ("go build", "", "alpine:3.22", {"main.go": SERVER}, True),
        ("go build -trimpath -ldflags '-s -w'", "./cmd/a", "scratch", {"cmd/a/main.go": SERVER}, True),
        ("GOOS=linux go build", "main.go", "gcr.io/distroless/static", {"main.go": SERVER}, True),
        ("go build", ".", "scratch", {"main.go": INNER, "inner/a.go": SERVER}, True),
        ("go build", ".", "scratch", {"main.go": PLAIN, "other/a.go": SERVER}, False),
        ("go build", ".", "scratch", {"main_test.go": SERVER, "a_windows.go": SERVER}, False),
        ("go build", ".", "scratch", {"main.go": f"//go:build tools\n\n{SERVER}"}, False),
        ("CGO_ENABLED=0 go build", ".", "scratch", {"main.go": SERVER}, False),
        ("GOARCH=arm64 go build", ".", "scratch", {"main.go": SERVER}, False),
        ("go build -tags netgo", ".", "scratch", {"main.go": SERVER}, False),
        ("go build -ldflags '-extldflags -static'", ".", "scratch", {"main.go": SERVER}, False),
        ("go build", ".", "gcr.io/distroless/base", {"main.go": SERVER}, False),
        ("go build", ".", "debian:12", {"main.go": SERVER}, False),
        ("go build", ".", "scratch", {"main.go": SERVER, ".dockerignore": "*.go\n"}, False),
    ],
)
def test_go_needs_libc(tmp_path: Path, build: str, package: str, base: str, files: dict[str, str], told: bool) -> None:
    found = said(tmp_path, GO.format(build, package, base), {"go.mod": "module x\n", **files})
    assert ("go-needs-libc" in found) is told


@pytest.mark.parametrize(
    ("source", "files", "code"),
    [
        ("requirments.txt", {"requirements.txt": "", "app.py": ""}, "source-not-found"),
        ("requirments.txt", {"requirements.txt": ""}, "file-not-there"),
        ("requirments.txt", {"other/requirements.txt": "", "app.py": ""}, "file-not-there"),
        ("requirements.txt", {"requirements.txt": "", "app.py": ""}, ""),
    ],
    ids=["a name like it beside", "nothing else is found there", "in another folder", "there"],
)
def test_a_misspelt_source_in_an_assumed_context(tmp_path: Path, source: str, files: dict[str, str], code: str) -> None:
    dockerfile = (
        f"FROM python:3.12\nWORKDIR /app\nCOPY app.py .\nCOPY {source} .\nRUN pip install -r requirements.txt\n"
    )
    found = said(tmp_path, dockerfile, files, compose="")
    assert {one for one in found if one in ("source-not-found", "file-not-there")} == ({code} if code else set())
