"""What is foreseen of who may read, run or change a file, and of whom a copy belongs to; with the look-alikes."""

from __future__ import annotations

from pathlib import Path

import pytest

from dockwright.context.file_facts import asked
from dockwright.context.folder_walk import walk
from dockwright.context.survey import Survey
from dockwright.findings.finding import Severity
from dockwright.ide.snapshot import Snapshot

CODES = frozenset(
    ["script-cannot-start", "script-cannot-run", "needs-root", "start-file-elsewhere", "user-unknown", "shell-missing"]
)
FILES = {
    "run.sh": "#!/bin/sh\n", "crlf.sh": "#!/bin/sh\r\ntrue\r\n", "app.py": "", "a.txt": "", "bin/tool": "#!/bin/sh\n",
    "src/main.py": "", "package.json": "{}", "package-lock.json": "{}",
    "compose.yaml": "services: {a: {build: .}}",
}  # fmt: skip
OF_ROOT = "debian:12\nCOPY --chmod={} run.sh /run.sh\nUSER nobody\n"


def told(folder: Path, lines: str, ignored: str = "") -> dict[str, str]:
    """The messages of this family's findings that are louder than a hint, by code."""
    source = f"FROM {lines}\n"
    for path, text in {**FILES, "Dockerfile": source, ".dockerignore": ignored}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")
    snapshot = Snapshot.of(source)
    context = Survey(walk(folder)).context("Dockerfile", [], into=asked(snapshot.tree))
    found = snapshot.placed(context).findings
    return {one.code: one.message for one in found if one.code in CODES and one.severity < Severity.INFORMATION}


@pytest.mark.parametrize(
    ("lines", "code", "words"),
    [
        (OF_ROOT.format(700) + 'CMD ["/run.sh"]', "script-cannot-start", "Only root can read `/run.sh` (mode `700`)"),
        (OF_ROOT.format(711) + 'ENTRYPOINT ["/run.sh"]', "script-cannot-start", "Only root can read"),
        (OF_ROOT.format(600) + 'CMD ["sh", "/run.sh"]', "script-cannot-start", "Only root can read"),
        (OF_ROOT.format(744) + "CMD /run.sh", "script-cannot-start", "Only root can run"),
        (OF_ROOT.format(744) + "RUN /run.sh", "script-cannot-run", "Only root can run"),
        (OF_ROOT.format(600) + "RUN sh /run.sh", "script-cannot-run", "Only root can read"),
        (
            "debian:12\nCOPY run.sh /\nRUN chmod u+x /run.sh\nUSER 1000\nRUN /run.sh",
            "script-cannot-run",
            "Only root can run",
        ),
        ("debian:12\nCOPY run.sh /usr/local/bin/\nRUN run.sh", "script-cannot-run", "is not executable"),
        ("alpine:3.20\nCOPY bin/tool /usr/local/bin/tool\nRUN tool -v", "script-cannot-run", "is not executable"),
        ('debian:12\nCOPY --chmod=755 crlf.sh /\nCMD ["sh", "-c", "/crlf.sh"]', "script-cannot-start", "CR LF"),
        ('debian:12\nCOPY run.sh /\nCMD ["bash", "-c", "exec /run.sh"]', "script-cannot-start", "not executable"),
        ('alpine:3.20\nCOPY run.sh /\nENTRYPOINT ["tini", "--", "/run.sh"]', "script-cannot-start", "not executable"),
        (
            'python:3.13\nWORKDIR /app\nCOPY . .\nENTRYPOINT ["dumb-init"]\nCMD ["python", "main.py"]',
            "start-file-elsewhere",
            "`/app/src/main.py`",
        ),
        ("python:3.13\nWORKDIR /app\nCOPY . .\nCMD exec python main.py", "start-file-elsewhere", "`/app/src/main.py`"),
        ("node:22\nWORKDIR /app\nCOPY --chown=node . .\nUSER node\nRUN npm ci", "needs-root", "`/app` belongs to root"),
        ("debian:12\nCOPY a.txt /srv/y/\nUSER nobody\nRUN mkdir /srv/y/x", "needs-root", "`/srv/y`"),
        ("debian:12\nWORKDIR /w\nCOPY a.txt .\nUSER nobody\nRUN sed -i s/a/b/ a.txt", "needs-root", "`sed`"),
        ("debian:12\nWORKDIR /w\nUSER nobody\nRUN touch x || exit 1", "needs-root", "`touch`"),
        ("debian:12 AS b\nCOPY run.sh /\nFROM debian:12\nCOPY --from=b /run.sh /\nUSER 1\nRUN chmod +x /run.sh",
         "needs-root", "COPY made root the owner"),
        ("alpine:3.24\nRUN adduser -D -G users app && chown app:app /srv", "user-unknown", "Group `app`"),
        ("alpine:3.24\nRUN <<EOF\n#!/bin/bash\ntrue\nEOF", "shell-missing", "`bash`"),
        ("debian:12\nRUN <<EOF\n#!/usr/bin/env python3\nprint()\nEOF", "shell-missing", "`python3`"),
        ('debian:12\nSHELL ["pwsh", "-Command"]\nRUN Get-Date', "shell-missing", "`pwsh`"),
    ],
)  # fmt: skip
def test_it_is_told(tmp_path: Path, lines: str, code: str, words: str) -> None:
    found = told(tmp_path, lines)
    assert set(found) == {code} and words in found[code]


def test_a_script_that_the_ignore_file_leaves_out(tmp_path: Path) -> None:
    lines = 'debian:12\nWORKDIR /app\nCOPY . .\nCMD ["sh", "-c", "./run.sh --all"]'
    assert "`.dockerignore` excludes `run.sh`" in told(tmp_path, lines, "*.sh\n")["start-file-elsewhere"]


@pytest.mark.parametrize(
    "lines",
    [
        OF_ROOT.format(744) + 'CMD ["/run.sh"]',  # the engine starts it with root's right to run
        OF_ROOT.format(755) + "CMD /run.sh",
        "debian:12\nCOPY --chmod=750 run.sh /\nUSER 1000\nCMD /run.sh",  # 1000 is of root's group
        "debian:12\nCOPY --chmod=700 --chown=nobody run.sh /\nUSER nobody\nCMD /run.sh",
        "debian:12\nCOPY --chmod=700 run.sh /\nRUN chown nobody /run.sh\nUSER nobody\nRUN /run.sh",
        "debian:12\nUSER nobody\nRUN printf '#!/bin/sh' > /tmp/x.sh && chmod 700 /tmp/x.sh && /tmp/x.sh",
        "debian:12 AS b\nCOPY --chmod=700 --chown=1 run.sh /f\nFROM debian:12\nCOPY --from=b /f /f\nUSER 1\nRUN /f",
        "debian:12 AS b\nRUN touch /f && chown 1 /f\nFROM debian:12\nCOPY --from=b /f /f\nUSER 1\nRUN chmod +x /f",
        "debian:12 AS b\nCOPY --chown=1 run.sh /f\nFROM debian:12\nCOPY --from=b /f /f\nUSER 1\nRUN chmod +x /f",
        "node:22\nCOPY --chown=node . /app/\nWORKDIR /app\nUSER node\nRUN npm ci",
        "debian:12\nWORKDIR /w\nCOPY a.txt .\nRUN chmod -R 777 /w\nUSER nobody\nRUN mkdir x && sed -i s/a/b/ a.txt",
        "debian:12\nCOPY run.sh /usr/local/bin/\nRUN chmod +x /usr/local/bin/run.sh && run.sh",
        "alpine:3.24\nRUN adduser -u 1000 -g 1000 app -D && chown app:app /srv\nUSER app:app",
        "fedora:43\nRUN adduser -G wheel app && chown app:app /srv",
        "python:3.13\nRUN <<EOF\n#!/usr/bin/env python3\nprint()\nEOF",
        "alpine:3.24\nRUN apk add --no-cache bash\nRUN <<EOF\n#!/bin/bash\ntrue\nEOF",
    ],
)
def test_nothing_is_told(tmp_path: Path, lines: str) -> None:
    assert told(tmp_path, lines) == {}
