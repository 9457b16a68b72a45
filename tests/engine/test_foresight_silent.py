"""The small files of `rules/silent` that need nothing but Debian or BusyBox build, and what is foreseen comes true."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.findings.finding import Severity
from dockwright.ide.snapshot import Snapshot
from engine.engine import Engine, Source
from rules.test_foresight_silent import CASES, TEXTS, Case

BUILT = [case for case in CASES if "built" in case.given]


@pytest.mark.parametrize("case", BUILT, ids=[case.title for case in BUILT])
def test_it_builds(case: Case, engine: Engine) -> None:
    context = {}
    for written in case.given.get("files", "").split():
        path = Path(written.removeprefix("+"))
        text = TEXTS.get(path.name, TEXTS.get(path.suffix, ""))
        context[str(path)] = Source(text, 0o755 if written.startswith("+") else 0o644)
    built = engine.build(case.dockerfile, context)
    assert built.image is not None, built.log


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("echo '192.0.2.1 x' >> /etc/hosts && true", "mounted-file-written"),
        ("sed -i s/a/b/ /etc/hosts", "mounted-file-written"),
        ("cp /etc/passwd /etc/resolv.conf", "mounted-file-written"),
        ("{ echo a; } > /srv/a && cat /srv/b", "file-not-there"),
        ("ln -s /srv/a /srv/b && cat /srv/c", "file-not-there"),
        ("set -e; set +e; set -e; cat /srv/x", "file-not-there"),
        ("useradd app && touch /home/app/x && chown nobody2 /srv", "user-unknown"),
        ("useradd app && mkdir /home/app/x", "mkdir-fails"),
        ("find /etc -name passwd -exec chmod 644 {} + && cat /srv/passwd", "file-not-there"),
        ("(git --version) && true", "command-not-installed"),
        ("git --version || exit 1", "command-not-installed"),
        ("git --version || { echo none; exit 1; }", "command-not-installed"),
        ("source /etc/os-release", "unknown-to-sh"),
        ("set -o pipefail || true; true", "unknown-to-sh"),
        ("apk add curl", "package-manager-missing"),
        ("echo x > /etc/myapp/x", "folder-not-there"),
        ("cp /etc/passwd /backup/passwd", "folder-not-there"),
        ("cd /opt/tool && ls", "folder-not-there"),
        ("touch /etc/passwd /etc/myapp/x", "folder-not-there"),
        ("a=(1 2) && true", "unknown-to-sh"),
        ("diff <(ls /) <(ls /usr)", "unknown-to-sh"),
        ("function f { ls; }; f", "unknown-to-sh"),
        ("echo ${PATH:1:2}", "unknown-to-sh"),
        ("su nobody2 -c id", "user-unknown"),
        ("install -d -o nobody2 /srv/x", "user-unknown"),
        ("su -s /bin/bash -c id nobody2", "user-unknown"),
    ],
)
def test_it_fails_as_foreseen(command: str, code: str, engine: Engine) -> None:
    dockerfile = f"FROM debian:12\nRUN {command}\n"
    told = {one.code for one in Snapshot.of(dockerfile).findings if one.severity <= Severity.WARNING}
    assert code in told
    assert engine.build(dockerfile).image is None
