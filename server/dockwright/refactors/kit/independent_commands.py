"""The top-level folders of an image that a command may read or write; known for certain for few commands."""

from __future__ import annotations

import re

from dockwright.semantics.commands.packages import Invocation, invocation
from dockwright.syntax.shell import Command, Simple, Word

SYSTEM = frozenset(
    {
        "bin", "boot", "dev", "etc", "home", "lib", "lib32", "lib64", "libx32", "media", "mnt", "opt", "proc", "root",
        "run", "sbin", "srv", "sys", "tmp", "usr", "var",
    }
)  # fmt: skip
"""System folders (Filesystem Hierarchy Standard): those with files and data of packages."""
_NAME = re.compile(r"[A-Za-z0-9][\w.+-]*(?:!?[<>~]?=[\w.:+~^-]+)?\Z", re.ASCII)
"""A package of a distribution, with an optional version."""
_MODULE = re.compile(r"(?:@[\w.-]+/)?[A-Za-z0-9][\w.-]*(?:\[[\w,-]+\])?(?:(?:[<>~!]?=|==|@)[\w.+~^-]+)?\Z", re.ASCII)
"""A package of Python or Node."""
_FILE = re.compile(r"\.(?:rpm|deb|apk|whl|egg|zip|tgz|tar|gz|bz2|xz|js|json)\Z", re.IGNORECASE)
"""Package managers take such a name as a file, if the file exists."""
_OPTIONS = {
    "deb": "-y --yes --assume-yes -q -qq --quiet --no-install-recommends --no-install-suggests --fix-missing -f "
    "--allow-downgrades --allow-unauthenticated --auto-remove --autoremove --purge",
    "apk": "--no-cache --update --update-cache -U -u --upgrade --virtual -t -q --quiet --purge --no-progress",
    "rpm": "-y --assumeyes -q --quiet --nodocs --allowerasing --nobest --refresh --best --setopt=tsflags=nodocs "
    "--setopt=install_weak_deps=False",
    "python": "--no-cache-dir --upgrade -U -q --quiet --no-deps --pre --disable-pip-version-check --no-input "
    "--break-system-packages --root-user-action=ignore --no-compile",
    "node": "-g --global --no-audit --no-fund -q --quiet --silent --unsafe-perm --omit=dev",
}
_ALLOWED = {family: frozenset(words.split()) for family, words in _OPTIONS.items()}
_NOTHING = frozenset({"set", "true", ":", "echo", "printf", "sleep", "id", "whoami", "date"})
_ACCOUNTS = frozenset({"useradd", "groupadd", "adduser", "addgroup", "usermod", "groupmod"})
_FILES = frozenset({"mkdir", "rm", "rmdir", "touch", "chmod", "chown", "chgrp"})
_WITH_MODE = frozenset({"chmod", "chown", "chgrp"})
"""Their first operand is not a path."""
_PATH = re.compile(r"/([A-Za-z0-9][\w.-]*)(?:/[\w.*@+-]+)*/?\Z", re.ASCII)
_WORD = re.compile(r"[\w.,:+=-]+\Z", re.ASCII)


def written_by(command: Command) -> set[str] | str:
    """The folders that a command may use, or why they are not known."""
    if not isinstance(command, Simple) or command.name is None:
        return "Cannot tell what a command of the RUN reads"
    name = command.name
    unknown = f"Cannot tell what `{name}` reads"
    if command.redirections or any(each.name != "DEBIAN_FRONTEND" for each in command.assignments):
        return unknown
    if any(word.variables or word.substitutions for word in command.arguments):
        return unknown
    call = invocation(command)
    if call is not None:
        return set(SYSTEM) if _is_by_name(call) else unknown
    if name in _NOTHING:
        return unknown if any(word.is_pattern for word in command.arguments) else set()
    if name in _ACCOUNTS:
        return _of_words(command.arguments, set(SYSTEM), unknown)
    if name in _FILES:
        operands = [word for word in command.arguments if not word.text.startswith("-")]
        paths = operands[1:] if name in _WITH_MODE else operands
        return {_top(word) for word in paths} if paths and all(map(_top, paths)) else unknown
    return unknown


def _is_by_name(call: Invocation) -> bool:
    """Whether a package manager only gets names of packages and options without files."""
    family = "node" if call.manager.name == "npm" else "python" if call.manager.name == "pip" else call.manager.family
    allowed = _ALLOWED.get(family)
    if allowed is None or call.action not in ("install", "upgrade", "update", "clean", "remove"):
        return False
    words = [word.literal or "" for word in call.command.arguments]
    if any(word.startswith("-") and word not in allowed for word in words):
        return False
    name = _MODULE if family in ("node", "python") else _NAME
    plain = [word for word in words if not word.startswith("-")]
    if family == "apk":
        plain = [word.removeprefix(".") for word in plain]  # as in `--virtual .build`
    if not all(name.match(word) and not _FILE.search(word) for word in plain):
        return False
    if family == "node":
        return bool({"-g", "--global"} & {*words}) and bool(call.packages) and all(map(_is_name, call.packages))
    if family == "python":
        return call.action == "install" and bool(call.packages) and all(map(_is_name, call.packages))
    return all(map(_is_name, call.packages))


def _is_name(package: object) -> bool:
    return getattr(package, "kind", "") == "package"


def _of_words(words: tuple[Word, ...], found: set[str], unknown: str) -> set[str] | str:
    """The folders that words name, in addition to `found`; the other words have to be names or numbers."""
    for word in words:
        if top := _top(word):
            found.add(top)
        elif not _WORD.match(word.text) or word.text in (".", ".."):
            return unknown
    return found


def _top(word: Word) -> str:
    """The top-level folder of a path in a word of plain characters; empty for other words."""
    path = _PATH.match(word.text)
    return path[1] if path and ".." not in word.text else ""
