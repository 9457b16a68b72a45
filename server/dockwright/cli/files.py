"""Reading the files that a command names; `-` is standard input."""

from __future__ import annotations

import sys
from pathlib import Path


def read(name: str) -> str | None:
    """The text of a file, bytes that are no UTF-8 kept as surrogates; None, with a message, where it cannot be read."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        sys.stderr.write(f"{name}: {error.strerror or error}\n")
        return None
    return data.decode("utf-8", "surrogateescape")
