"""ShellCheck on the command line: one call for all the shell text of a file."""

from __future__ import annotations

from pathlib import Path

from dockwright.context.programs import shellcheck
from dockwright.ide.snapshot import Snapshot

SECONDS = 60
MOST_TEXTS = 1_000


def remarked(snapshot: Snapshot) -> Snapshot:
    """The file with what ShellCheck says of it, where it is installed and not switched off."""
    settings = snapshot.config.shellcheck
    if not settings.enable or not any(snapshot.tree.all("RUN", "ONBUILD")):
        return snapshot
    program = shellcheck(settings.path)
    if program is None:
        return snapshot
    from dockwright.rules.shell.shellcheck import OPTIONS, Remarks, read, requests

    asked = requests(snapshot.model)[:MOST_TEXTS]
    if not asked:
        return snapshot
    import subprocess
    from tempfile import TemporaryDirectory

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
            return snapshot
    return snapshot.remarked(Remarks(read(done.stdout.decode("utf-8", "replace"), asked)))
