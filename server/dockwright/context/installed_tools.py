"""Finds other programs that are installed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def shellcheck(path: str = "") -> str | None:
    """The path of ShellCheck: from the settings, next to this Python, or on the PATH; None if there is none."""
    if path:
        return path if shutil.which(path) else None
    return shutil.which("shellcheck", path=str(Path(sys.executable).parent)) or shutil.which("shellcheck")
