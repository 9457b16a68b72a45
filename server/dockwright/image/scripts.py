"""Why a script cannot be executed, from its first bytes."""

from __future__ import annotations

import posixpath

from dockwright.image.answer import Answer
from dockwright.image.files import Files
from dockwright.image.image import Image

_SHELLS = frozenset({"sh", "bash", "ash", "dash", "ksh", "zsh"})
_BOM = b"\xef\xbb\xbf"


def head_of(files: Files, image: Image, path: str) -> bytes | None:
    """The first bytes of the file at a path; None if not known, or if a command has changed it."""
    found = files.find(image, path)
    if found.answer is not Answer.YES or found.edited or found.kind == "folder":
        return None
    if found.content is not None:
        return found.content.encode()
    return files.context.heads.get(found.source) if files.context is not None and found.source else None


def why_not(files: Files, image: Image, path: str, by_shell: bool) -> str | None:
    """Why the system does not execute the file at a path; None if no reason is known.

    A shell runs a script without a `#!` line itself.
    """
    head = head_of(files, image, path)
    if not head or b"\0" in head:
        return None
    if head.startswith(_BOM):
        return f"`{path}` starts with a byte order mark before `#!`, so it cannot run; save it without one"
    if not head.startswith(b"#!"):
        what = f"`{path}` has no `#!` line, so starting it fails with `exec format error`; add `#!/bin/sh`"
        return None if by_shell else what
    line = head.partition(b"\n")[0]
    words = line[2:].decode("utf-8", "replace").split()
    if not words or b"\n" not in head:
        return None
    if line.endswith(b"\r"):
        return f"`{path}` has Windows line ends (CR LF), so `{words[0]}` with a CR is not found; save it with LF"
    name = lacking(files, image, path)
    return f"`{path}` asks for `{name}` in its first line, which the image does not have" if name else None


def lacking(files: Files, image: Image, path: str) -> str:
    """The program that the first line of a script asks for, if the image does not have it; else empty."""
    line, end, _ = (head_of(files, image, path) or b"").partition(b"\n")
    words = line[2:].decode("utf-8", "replace").split() if line.startswith(b"#!") and end else []
    if not words or line.endswith(b"\r"):
        return ""
    name = posixpath.basename(words[0])
    if name == "env":
        name = next((word for word in words[1:] if not word.startswith("-") and "=" not in word), "")
    return name if name and "/" not in name and image.program(name) is Answer.NO else ""


def misread(files: Files, image: Image, path: str, shell: str) -> str | None:
    """Why a shell that is given the file misinterprets it."""
    if shell not in _SHELLS:
        return None
    lines = (head_of(files, image, path) or b"").split(b"\n")
    if len(lines) > 1 and all(line.endswith(b"\r") for line in lines[:-1] if line) and b"\0" not in lines[0]:
        return f"`{path}` has Windows line ends (CR LF), which `{shell}` reads as part of the words; save it with LF"
    return None
