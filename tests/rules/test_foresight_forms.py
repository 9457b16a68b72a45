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
        ("CMD systemctl start nginx\n", "ends-at-once"),
        ('RUN ["java", "-jar /app.jar"]\n', "command-in-one-word"),
        ('CMD ["ls", "/etc/*.conf"]\n', "shell-syntax-in-json"),
        ('ENTRYPOINT ["java", "-jar", "/app/*.jar"]\n', "shell-syntax-in-json"),
        ('CMD ["~/bin/app"]\n', "shell-syntax-in-json"),
        (
            "RUN --mount=type=secret,id=a,target=/root/.aws/credentials true\nRUN cat /root/.aws/credentials\n",
            "secret-not-mounted",
        ),
        ("FROM debian:12\nRUN --mount=type=bind,from=0,source=/nothing,target=/y cat /y\n", "copied-path-missing"),
    ],
)
def test_scripts_modes_and_secrets(source: str, code: str) -> None:
    assert code in told(f"FROM debian:12\n{source}")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ('FROM node:22\nCMD ["npm", "run start"]\n', "command-in-one-word"),
        ('FROM python:3.13\nCMD ["python app.py"]\n', "command-in-one-word"),
        ('FROM nginx:1.30\nENTRYPOINT ["tini", "--", "/docker-entrypoint.sh"]\n', "base-cmd-dropped"),
        (
            "FROM postgres:16\nCOPY --chmod=755 <<'EOF' /e.sh\n#!/bin/sh\nexec docker-entrypoint.sh \"$@\"\nEOF\n"
            'ENTRYPOINT ["/e.sh"]\n',
            "base-cmd-dropped",
        ),
        ("ARG PORT=80\nFROM debian:12\nEXPOSE $PORT\n", "arg-not-in-scope"),
    ],
)
def test_starts_of_official_images(source: str, code: str) -> None:
    assert code in told(source)


def test_a_port_that_an_official_image_does_not_listen_at() -> None:
    found = Snapshot.of("FROM nginx:1.30\nHEALTHCHECK CMD curl -f http://localhost:8080/\n").findings
    assert "unreachable-healthcheck" in {one.code for one in found}


@pytest.mark.parametrize(
    "source",
    [
        'FROM eclipse-temurin:21\nCMD ["java", "-cp", "/app/lib/*", "Main"]\n',
        'FROM debian:12\nCMD ["grep", "-r", "a/*b", "/etc"]\n',
        'FROM debian:12\nCOPY systemctl3.py /usr/bin/systemctl\nCMD ["systemctl", "start", "nginx"]\n',
        'FROM python:3.13\nCMD ["python", "-c", "import x; x.py y"]\n',
        "ARG PORT=80\nFROM debian:12\nARG PORT\nEXPOSE $PORT\n",
        "FROM nginx:1.30\nCOPY site.conf /etc/nginx/conf.d/\nHEALTHCHECK CMD curl -f http://localhost:8080/\n",
        "FROM nginx:1.30\nRUN cat /docker-entrypoint.sh\n",
        'FROM debian:12\nRUN . /etc/os-release && [ "$ID" = debian ]\n',
    ],
)
def test_look_alikes(source: str) -> None:
    foreseen = {"command-in-one-word", "shell-syntax-in-json", "ends-at-once", "unreachable-healthcheck"}
    codes = {one.code for one in Snapshot.of(source).findings}
    assert not codes & (foreseen | {"arg-not-in-scope", "file-not-there", "effect-ends-with-run"})
