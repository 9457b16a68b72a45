"""ShellCheck, run on the shell text of a Dockerfile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from dockwright.config import Config
from dockwright.findings.finding import Finding
from dockwright.findings.shell.shellcheck import OPTIONS, read, requests
from dockwright.findings.shell.shellcheck_values import Remarks
from dockwright.ide.snapshot import Snapshot

PROGRAM = Path(sys.executable).parent / "shellcheck"


def remarked(source: str, folder: Path, config: Config | None = None) -> list[Finding]:
    """The findings of the real program."""
    snapshot = Snapshot.of(source, config or Config())
    asked = requests(snapshot.model)
    if not asked:
        return []
    for index, request in enumerate(asked):
        (folder / f"{index}.sh").write_text(request.script, encoding="utf-8")
    names = [f"{index}.sh" for index in range(len(asked))]
    done = subprocess.run([PROGRAM, *OPTIONS, *names], cwd=folder, capture_output=True, text=True, check=False)
    answers = read(done.stdout, asked)
    return [f for f in snapshot.remarked(Remarks(answers)).findings if f.code.startswith("SC")]
