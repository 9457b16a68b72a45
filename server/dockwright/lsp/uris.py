"""Document URIs and their files: `file:`, WSL and UNC are files, the others are only names."""

from __future__ import annotations

import os
from urllib.parse import quote, unquote, urlsplit


def to_path(uri: str, *, windows: bool = os.name == "nt") -> str | None:
    """The path of the file for a URI on this machine; None if it cannot be read here."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    host, path = unquote(parts.netloc), unquote(parts.path)
    if "\0" in path or not path:
        return None
    if parts.scheme == "vscode-remote":
        return _wsl(host, path, windows)
    if parts.scheme != "file":
        return None
    if windows:
        if host and host != "localhost":
            return "\\\\" + host + path.replace("/", "\\")
        return path.lstrip("/").replace("/", "\\") if path[2:3] == ":" else path.replace("/", "\\")
    return path if not host or host == "localhost" else f"//{host}{path}"


def from_path(path: str, *, windows: bool = os.name == "nt") -> str:
    """The `file:` URI of an absolute path."""
    if windows:
        path = path.replace("\\", "/")
        if path.startswith("//"):
            return "file:" + quote(path, safe="/:")
        return "file:///" + quote(path.lstrip("/"), safe="/")
    return "file://" + quote(path, safe="/")


def name(uri: str) -> str:
    """The last part of a URI's path: the name of a file, or of an untitled document."""
    path = uri.partition("?")[0].partition("#")[0].rstrip("/")
    return unquote(path.rpartition("/")[2].rpartition(":")[2])


def is_below(uri: str, folder: str) -> bool:
    """Whether a URI is in a folder, however drive letter and escapes are written."""
    inner, outer = unquote(uri), unquote(folder).rstrip("/") + "/"
    return inner.startswith(outer) or (inner.lower().startswith(outer.lower()) and _has_drive(outer))


def _has_drive(uri: str) -> bool:
    return uri.startswith("file:///") and uri[9:10] == ":"


def _wsl(authority: str, path: str, windows: bool) -> str | None:
    kind, _, distribution = authority.partition("+")
    if kind != "wsl" or not distribution:
        return None
    return f"\\\\wsl.localhost\\{distribution}" + path.replace("/", "\\") if windows else path
