"""Programs that add no other program to an image."""

from __future__ import annotations

HARMLESS = frozenset(
    {
        "cd", "echo", "printf", "true", ":", "set", "export", "mkdir", "chown", "chmod", "touch", "useradd",
        "groupadd", "adduser", "addgroup", "usermod", "id", "date", "sleep", "ls", "test", "[", "sed", "grep", "rm",
        "npm", "npx", "yarn", "pnpm", "pip", "pip3", "uv", "poetry", "bundle", "gem", "composer", "go", "cargo",
        "rustup", "mvn", "gradle", "dotnet", "corepack", "find", "sort", "head", "tail", "wc", "whoami", "uname",
        "pwd", "env", "umask", "exit", "unset", "sync", "apt-mark", "apt-cache", "dpkg-reconfigure", "locale-gen",
        "git", "curl", "wget",
    }
)  # fmt: skip
"""Programs that put no system program on PATH. Packages of languages are not considered here."""


def is_harmless(name: str | None) -> bool:
    """Whether a program adds no other one to PATH."""
    return name is not None and name.rpartition("/")[2] in HARMLESS
