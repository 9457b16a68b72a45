"""ShellCheck on the command line: one call for all scripts of several files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dockwright.context.installed_tools import shellcheck
from dockwright.findings.profiles import runs_shellcheck
from dockwright.ide.snapshot import Snapshot

if TYPE_CHECKING:
    from dockwright.findings.shell.shellcheck_values import Remark, Request

SECONDS = 120
MOST_TEXTS = 500
"""Maximum number of scripts in one call."""


def remarked(snapshots: Sequence[Snapshot]) -> tuple[list[Snapshot], bool]:
    """The files with ShellCheck's remarks, if it is installed and enabled; and whether these are complete."""
    asking = [each for each in snapshots if runs_shellcheck(each.config) and any(each.tree.all("RUN", "ONBUILD"))]
    # settings in files cannot name a program, so it is the same one for all
    program = shellcheck() if asking else None
    if program is None:
        return list(snapshots), True
    from dockwright.findings.shell.shellcheck import requests
    from dockwright.findings.shell.shellcheck_values import Remarks

    asked = list(dict.fromkeys(request for each in asking for request in requests(each.model)))
    answers: dict[Request, tuple[Remark, ...]] = {}
    for start in range(0, len(asked), MOST_TEXTS):
        answers |= _answers(program, asked[start : start + MOST_TEXTS])

    def known(snapshot: Snapshot) -> Remarks:
        return Remarks({request: answers[request] for request in requests(snapshot.model) if request in answers})

    found = [each.remarked(known(each)) if runs_shellcheck(each.config) else each for each in snapshots]
    return found, len(answers) == len(asked)


def _answers(program: str, asked: list[Request]) -> dict[Request, tuple[Remark, ...]]:
    """The remarks on each script; none if it takes too long."""
    import subprocess
    from tempfile import TemporaryDirectory

    from dockwright.findings.shell.shellcheck import OPTIONS, read

    names = [f"{index}.sh" for index in range(len(asked))]
    with TemporaryDirectory(prefix="dockwright-") as folder:
        for name, request in zip(names, asked, strict=True):
            (Path(folder) / name).write_bytes(request.script.encode("utf-8", "replace"))
        command = [program, *OPTIONS, *names]
        try:
            done = subprocess.run(
                command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return {}
    return read(done.stdout.decode("utf-8", "replace"), asked)
