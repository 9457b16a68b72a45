"""What is foreseen of programs, packages and shells, and the look-alikes of which nothing is said."""

from __future__ import annotations

import pytest

from dockwright.findings.finding import Severity
from dockwright.ide.snapshot import Snapshot

CODES = frozenset(
    [
        "command-not-installed", "package-lists-missing", "pip-externally-managed", "packages-moved", "shell-missing",
        "unknown-to-sh", "path-replaced", "certificates-missing", "foreign-option", "yarn-is-there", "ssh-without-key",
        "service-gone", "words-run-together",
    ]
)  # fmt: skip
UPDATE = "RUN apt-get update && apt-get install -y --no-install-recommends"


def told(source: str) -> list[str]:
    """The codes of this family's findings that are louder than a hint."""
    return [
        finding.code
        for finding in Snapshot.of(source).findings
        if finding.code in CODES and finding.severity < Severity.INFORMATION
    ]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("debian:12\nRUN true && curl -fsSLO http://example.com/a", "command-not-installed"),
        ("debian:12\nRUN curl -fsSL http://example.com/a | sh", "command-not-installed"),
        ('debian:12\nRUN ["git", "--version"]', "command-not-installed"),
        ("debian:12\nRUN git clone http://example.com/a || exit 1", "command-not-installed"),
        ("alpine:3.20\nRUN groupadd -r app", "command-not-installed"),
        ("ubuntu:24.04\nRUN sudo ls", "command-not-installed"),
        (f'ubuntu:24.04\n{UPDATE} python3\nCMD ["python", "/a.py"]', "command-not-installed"),
        ("debian:12-slim\nCOPY serve /usr/local/bin/serve\nHEALTHCHECK CMD wget -q localhost", "command-not-installed"),
        ("ubuntu:24.04\nRUN apt-get install -y jq", "package-lists-missing"),
        (
            f"ubuntu:24.04\n{UPDATE} curl && rm -rf /var/lib/apt/lists/*\nRUN apt install -y git",
            "package-lists-missing",
        ),
        (f"ubuntu:24.04\n{UPDATE} python3-pip\nRUN python3 -m pip install flask", "pip-externally-managed"),
        ("alpine:3.20\nRUN apk add --no-cache py3-pip && pip install flask", "pip-externally-managed"),
        ("node:10-buster\nRUN apt-get update", "packages-moved"),
        ("alpine:3.20\nENV PATH=/usr/bin\nRUN ls", "path-replaced"),
        ("gcr.io/distroless/static\nRUN echo hi", "shell-missing"),
        ("gcr.io/distroless/static\nCMD /app --port 80", "shell-missing"),
        ("debian:12\nRUN pushd /srv", "unknown-to-sh"),
        ("ubuntu:24.04\nRUN apt-get update && apt-get install -y curl && git --version", "command-not-installed"),
        ("debian:12\nRUN cd /tmp \\\n    make install", "words-run-together"),
        ("node:22\nRUN npm install -g pnpm@9 \\\n    npm cache clean --force", "words-run-together"),
    ],
)
def test_it_is_told(lines: str, code: str) -> None:
    assert told(f"FROM {lines}\n") == [code]


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        ("FROM archlinux\nRUN apt-get update", Severity.WARNING),
        ("FROM alpine\nRUN apt-get update", Severity.WARNING),
        ("ARG V=24.04\nFROM ubuntu:${V}\nRUN yum makecache", Severity.ERROR),
        ("ARG V=22\nFROM node:${V}-alpine\nRUN apt-get update", Severity.WARNING),
        ("ARG V=22\nFROM node:${V}\nRUN apk update", Severity.HINT),
        ("ARG NAME=debian\nFROM ${NAME}:12\nRUN apk update", Severity.HINT),
        ("ARG V=2023\nFROM amazonlinux:${V}\nRUN apt-get update", Severity.ERROR),
    ],
)
def test_the_family_counts(lines: str, level: Severity) -> None:
    found = [one.severity for one in Snapshot.of(f"{lines}\n").findings if one.code == "package-manager-missing"]
    assert found == [level]


@pytest.mark.parametrize(
    "lines",
    [
        'debian:12\nCOPY env.sh /etc/profile.d/\nSHELL ["/bin/bash", "-lc"]\nRUN mytool',
        "debian:12\nCOPY env.sh /etc/profile.d/\nRUN bash -lc mytool",
        "alpine:3.20\nRUN if [ -f /etc/debian_version ]; then apt-get update; else apk add --no-cache jq; fi",
        "debian:12\nRUN cd /tmp && \\\n    make install || true",
        f"ubuntu:24.04\n{UPDATE} git\nRUN perl -v && git --version",
        "registry.example.com/debian:12\nRUN curl a && apt-get install -y git",
        "debian:12\nRUN curl --version || true",
        "debian:12\nRUN which curl || (apt-get update && apt-get install -y curl)",
        "debian:12\nRUN tool() { ls; } && tool",
        'debian:12\nRUN export PATH="/opt/x:$PATH" && tool',
        "debian:12\nCOPY --from=build /opt/venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nRUN flask --version",
        "debian:12\nENV PATH=$HOME/bin:$PATH\nRUN tool",
        "debian:12\nCOPY tool /usr/local/bin/\nRUN tool",
        "debian:12\nADD https://example.com/tool /usr/local/bin/tool\nRUN tool",
        'alpine:3.20\nENTRYPOINT ["ls"]\nCMD ["bash"]',
        "alpine:3.20 AS base\nCMD bash\nFROM base\nRUN apk add --no-cache bash",
        "debian:12\nCOPY . /\nRUN ./install.sh\nRUN curl a",
        "golang:1.22\nRUN go version && git --version",
        f"debian:12\n{UPDATE} build-essential && make --version && gcc --version",
        "debian:12\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh\nRUN source /etc/profile",
        "fedora:43\nRUN source /etc/profile && git --version",
        'golang:1.22\nSHELL ["powershell", "-Command"]\nRUN Write-Host hi',
        f"debian:11\n{UPDATE} python3-pip && pip3 install flask",
        f"debian:12\n{UPDATE} python3-pip && rm /usr/lib/python3.11/EXTERNALLY-MANAGED && pip3 install flask",
        "debian:10\nRUN echo deb http://archive.debian.org/debian buster main > /etc/apt/sources.list\nRUN apt update",
    ],
)
def test_nothing_is_told(lines: str) -> None:
    assert told(f"FROM {lines}\n") == []
