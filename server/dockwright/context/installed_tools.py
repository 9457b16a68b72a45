"""Other programs that are used where they are installed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def shellcheck(path: str = "") -> str | None:
    """The ShellCheck that the user names, that stands beside this Python, or that is on the PATH; None without one."""
    if path:
        return path if shutil.which(path) else None
    return shutil.which("shellcheck", path=str(Path(sys.executable).parent)) or shutil.which("shellcheck")
