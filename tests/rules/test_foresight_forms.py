"""What is foreseen in each form that a command takes: arrays, removed packages, scripts, modes, secrets of others."""

from __future__ import annotations

import pytest

from dockwright.findings.finding import Severity
from dockwright.ide.snapshot import Snapshot
from dockwright.text import apply

LISTS = "RUN apt-get update\n"
SCRIPT = "COPY --chmod=755 <<END /run.sh\n#!/bin/sh\n{}\nEND\n"


def told(dockerfile: str) -> set[str]:
    return {one.code for one in Snapshot.of(dockerfile).findings if one.severity <= Severity.WARNING}


@pytest.mark.parametrize(
    ("base", "run", "code"),
    [
        ("debian:12", '["curl", "-f", "http://x"]', "command-not-installed"),
        ("debian:12", '["/bin/sh", "-c", "true && curl -f http://x"]', "command-not-installed"),
        ("alpine:3.20", '["/bin/bash", "-c", "true"]', "command-not-installed"),
        ("alpine:3.20", '["apt-get", "update"]', "package-manager-missing"),
        ("debian:12", '["apk", "add", "curl"]', "package-manager-missing"),
        ("debian:12", '["apt-get", "install", "-y", "curl"]', "package-lists-missing"),
        ("debian:12", '["mkdir", "/etc"]', "mkdir-fails"),
        ("debian:12", '["chown", "app:app", "/srv"]', "user-unknown"),
        ("node:22", '["useradd", "-u", "1000", "app"]', "id-taken"),
        ("debian:12", '["adduser", "-D", "app"]', "foreign-option"),
        ("archlinux", '["pacman", "-S", "git"]', "asks-for-confirmation"),
        ("archlinux", "pacman -S git", "asks-for-confirmation"),
        ("debian:12", '["sed", "-i", "s/a/b/", "/etc/hosts"]', "mounted-file-written"),
        ("cgr.dev/chainguard/python:latest", "pip install x==1", "shell-missing"),
        ("dhi.io/node:22", "npm ci", "shell-missing"),
    ],
)
def test_arrays_and_texts(base: str, run: str, code: str) -> None:
    assert code in told(f"FROM {base}\nRUN {run}\n")


@pytest.mark.parametrize(
    ("base", "runs"),
    [
        ("debian:12", "apt-get update && apt-get install -y --no-install-recommends curl && apt-get purge -y curl"),
        ("alpine:3.20", "apk add --no-cache curl && apk del curl"),
        ("alpine:3.20", "apk add --no-cache --virtual .fetch curl make && apk del .fetch"),
        ("fedora:41", "dnf install -y git && dnf remove -y git"),
    ],
)
def test_what_is_removed_is_gone(base: str, runs: str) -> None:
    program = "git" if base.startswith("fedora") else "curl"
    found = Snapshot.of(f"FROM {base}\nRUN {runs}\nRUN {program} --version\n").findings
    assert [one.message for one in found if one.code == "command-not-installed"] == [
        f"`{program}` is removed before this; run this first, or keep the package"
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('FROM debian:12\nRUN ["mkdir", "/etc"]\n', 'FROM debian:12\nRUN ["mkdir", "-p", "/etc"]\n'),
        (
            'FROM debian:12\nRUN ["apt-get", "update"]\nRUN ["apt-get", "upgrade"]\n',
            'FROM debian:12\nRUN ["apt-get", "update"]\nRUN ["apt-get", "upgrade", "-y"]\n',
        ),
        (
            'FROM debian:12\nRUN ["apt-get", "update"]\nRUN ["sh", "-c", "apt-get upgrade"]\n',
            'FROM debian:12\nRUN ["apt-get", "update"]\nRUN ["sh", "-c", "apt-get upgrade -y"]\n',
        ),
    ],
)
def test_fixes_keep_the_form(before: str, after: str) -> None:
    fixes = [fix for one in Snapshot.of(before).findings for fix in one.fixes if one.code != "DL3059"]
    assert after in [apply(before, fix.edits) for fix in fixes]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (SCRIPT.format("exec gosu www-data true") + 'ENTRYPOINT ["/run.sh"]\n', "script-lacks-program"),
        (SCRIPT.format("curl -f x || exit 1") + "HEALTHCHECK CMD /run.sh\n", "script-lacks-program"),
        (SCRIPT.format("true").replace("--chmod=755 ", "") + "HEALTHCHECK CMD /run.sh\n", "script-cannot-start"),
        ("RUN echo x > /run.sh\nRUN /run.sh\n", "script-cannot-run"),
        (SCRIPT.format("true") + "RUN chmod 0644 /run.sh && /run.sh\n", "script-cannot-run"),
        ("RUN cat /run/secrets/token\n", "secret-not-mounted"),
        ("RUN --mount=type=secret,id=a,env=A true\nRUN test -n $A\n", "secret-not-a-variable"),
        ('CMD ["php-fpm8.2", "-D"]\n', "ends-at-once"),
    ],
)
def test_scripts_modes_and_secrets(source: str, code: str) -> None:
    assert code in told(f"FROM debian:12\n{source}")
