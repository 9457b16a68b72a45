"""Platforms such as `linux/arm64/v8` (containerd/platforms, Parse)."""

from __future__ import annotations

from dockwright.lazy import pattern

_SPECIFIER = pattern(r"[A-Za-z0-9_.-]+\Z")
_SYSTEM = pattern(r"[A-Za-z0-9_-]+(?:\([A-Za-z0-9_.-]*(?:\+[A-Za-z0-9_.-]+)*\))?\Z")
_SYSTEMS = frozenset(
    {
        "aix", "android", "darwin", "macos", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl",
        "netbsd", "openbsd", "plan9", "solaris", "wasip1", "windows", "zos",
    }
)  # fmt: skip
_ARCHITECTURES = frozenset(
    {
        "386", "aarch64", "amd64", "amd64p32", "arm", "arm64", "arm64be", "armbe", "armel", "armhf", "i386", "loong64",
        "mips", "mips64", "mips64le", "mips64p32", "mips64p32le", "mipsle", "ppc", "ppc64", "ppc64le", "riscv",
        "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm", "x86-64", "x86_64",
    }
)  # fmt: skip


def refusal(platform: str) -> str:
    """Why `platform` is invalid; empty if it is or may be valid."""
    system, *rest = platform.split("/")
    if "*" in platform:
        return "wildcards are not allowed"
    if len(rest) > 2:
        return "a platform is at most `system/architecture/variant`"
    if not _SYSTEM.match(system) or any(not _SPECIFIER.match(part) for part in rest):
        return "its parts may contain only letters, digits, `.`, `-` and `_`"
    name = system.partition("(")[0].lower()
    if not rest and name not in _SYSTEMS | _ARCHITECTURES:
        return f"`{system}` is neither a system nor an architecture"
    return ""
