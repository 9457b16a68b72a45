"""Where what was found before is kept, and what tells one version of this program from another."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from dockwright import __version__
from dockwright.context.installed_tools import shellcheck


def folder() -> Path:
    """Where programs of this system keep what they can do without."""
    if chosen := os.environ.get("DOCKWRIGHT_CACHE"):
        return Path(chosen)
    if os.name == "nt" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local) / "dockwright" / "cache"
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path("~").expanduser() / ".cache") / "dockwright"


def _shellcheck() -> list[str]:
    """Differs with the ShellCheck that is asked."""
    program = shellcheck()
    return [f"{program} {Path(program).stat().st_mtime_ns}"] if program else []


@cache
def version() -> str:
    """Differs when any file of this program does."""
    marks = [__version__, *_shellcheck()]
    waiting = [str(Path(__file__).parents[2])]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name not in ("__pycache__", "lsp", "refactors"):
                        waiting.append(entry.path)
                elif not entry.name.endswith(".md"):
                    status = entry.stat()
                    marks.append(f"{entry.name} {status.st_mtime_ns} {status.st_size}")
    return "\0".join(sorted(marks))
