"""Programs that bring no other program into an image."""

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
"""Programs that put no program of the system where PATH finds it. Packages of languages are not asked for here."""


def is_harmless(name: str | None) -> bool:
    """Whether a program puts no other where PATH finds it."""
    return name is not None and name.rpartition("/")[2] in HARMLESS
