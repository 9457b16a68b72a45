"""The imports of a Go program, as far as the files of the build context show."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from dockwright.lazy import pattern

if TYPE_CHECKING:
    from dockwright.context.build_context import Context

_IMPORT = pattern(r'[ \t]*(?:import[ \t]*\(?[ \t]*)?(?:[\w.]+[ \t]+)?"([\w./-]+)"')
_CODE = pattern(r"^(?:func|type|var|const)\b")
_MODULE = pattern(r"^module[ \t]+(\S+)")
_OTHER_SYSTEM = pattern(r"_(?:test|windows|darwin|freebsd|openbsd|netbsd|js|wasm|plan9|android|ios|solaris)\.go\Z")
_WITHOUT_C = frozenset({"net/url", "net/netip"})
_WITH_C = frozenset(
    {
        "C", "net", "os/user", "crypto/tls", "crypto/x509", "log/syslog", "expvar",
        "github.com/gin-gonic/gin", "github.com/gorilla/mux", "github.com/labstack/echo/v4",
        "github.com/gofiber/fiber/v2", "github.com/go-chi/chi/v5", "google.golang.org/grpc",
    }
)  # fmt: skip
"""Packages that use the C library if there is a C compiler, or import such ones (pkg.go.dev/cmd/cgo)."""
_MOST = 60


def links_libc(context: Context, package: str) -> str | None:
    """The import that links a program, given by its folder or file, to the C library; None if there is none."""
    module = _MODULE.search(context.texts.get("go.mod", "")) if "go.mod" in context.texts else None
    waiting, seen = [package.strip("/")], set[str]()
    while waiting and len(seen) < _MOST:
        at = waiting.pop(0)
        if at in seen:
            continue
        seen.add(at)
        for imported in _imports(context, at):
            if imported in _WITH_C or (imported.startswith("net/") and imported not in _WITHOUT_C):
                return imported
            if module is not None and f"{imported}/".startswith(f"{module[1]}/"):
                waiting.append(imported[len(module[1]) :].strip("/"))
    return None


def _imports(context: Context, package: str) -> list[str]:
    """The imports of the files of a package that are compiled on Linux with any tags."""
    found: list[str] = []
    for path, head in context.heads.items():
        if not path.endswith(".go") or package not in (path, posixpath.dirname(path)) or _OTHER_SYSTEM.search(path):
            continue
        text = head.decode("utf-8", "replace")
        if "//go:build" in text or "// +build" in text:
            continue
        for line in re.sub(r"(?s)/\*.*?\*/", "", text).split("\n"):
            if _CODE.match(line):
                break
            match = _IMPORT.match(line)
            if match:
                found.append(match[1])
    return found
