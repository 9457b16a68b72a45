"""Packages that are installed without a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.image.run_body import Body, Note
from dockwright.lazy import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockwright.semantics.commands.packages import Invocation, Package
    from dockwright.text import Span

_EXAMPLES = {
    "apt-get": "=1.2.3-1",
    "apk": "=1.2.3-r0",
    "pip": "==1.2.3",
    "pipx": "==1.2.3",
    "npm": "@1.2.3",
    "gem": ":1.2.3",
    "yum": "-1.2.3",
    "dnf": "-1.2.3",
    "microdnf": "-1.2.3",
    "zypper": "=1.2.3",
    "go": "@v1.2.3",
}
_SUBCOMMANDS = {
    "pip": ("install",),
    "yum": ("install", "module install"),
    "dnf": ("install", "module install"),
    "microdnf": ("install", "module install"),
    "npm": ("install", "add", "i"),
    "gem": ("install", "i"),
    "apk": ("add",),
    "zypper": ("install", "in"),
    "go": ("install", "get", "run"),
}
_FILES = ("-r", "--requirement", "-c", "--constraint", "-e", "--editable")
_LOCAL = pattern(r"\.{1,2}$|\.{0,2}/|\.\[")

_RPM = ("yum", "dnf", "microdnf")
_DASHED = pattern(r"[^$\"{}]-\$")
_REPOSITORY = {
    "pip": pattern(r"(?:git|hg)\+\w+://(?:[^/@]*@)?[^@]*\Z"),
    "pipx": pattern(r"(?:git|hg)\+\w+://(?:[^/@]*@)?[^@]*\Z"),
    "npm": pattern(r"git(?:\+\w+)?://[^#]*\Z"),
}
"""Repositories that are named without a revision."""


def unpinned(body: Body, *managers: str) -> Iterator[Note]:
    """A note for each package that is installed without a version."""
    for call in body.calls_of(*managers):
        manager = call.manager.name
        if call.subcommand not in _SUBCOMMANDS.get(manager, ("install",)) or _from_file(call):
            continue
        packages = call.packages[:1] if call.subcommand == "run" else call.packages
        rest = next((word.span.start for word in call.command.arguments if word.text == "--"), None)
        for package in packages:
            if manager == "gem" and rest is not None and package.span.start > rest:
                break  # the following options are for the compiler
            if call.subcommand == "module install" and ":" in package.word.text:
                continue  # a stream is given
            if not _is_pinned(manager, package):
                yield newest(manager, package.span, package.word.text, package.name)


def newest(manager: str, span: Span, text: str, name: str) -> Note:
    """The message about a package without a version; `name` is its name alone."""
    return Note(
        span,
        f"`{text}` is installed in the newest version at build time; pin one, such as `{name}{_EXAMPLES[manager]}`",
    )


def _from_file(call: Invocation) -> bool:
    return call.manager.name == "pip" and call.arguments.has(*_FILES)


def _is_pinned(manager: str, package: Package) -> bool:
    if manager == "go":
        local = package.name == "tool" or package.name.endswith(".go") or package.kind == "path"
        return local or package.version not in (None, "latest")
    if manager in _REPOSITORY and _REPOSITORY[manager].match(package.name):
        return False
    if manager in _RPM and package.kind == "variable" and _DASHED.search(package.word.text):
        return True
    if manager == "npm" and package.name.endswith(".tar"):
        return True
    if package.version or package.kind == "path" or package.kind == "url":
        return True
    if package.kind == "variable" and manager == "pip" and not package.word.text.lstrip('"').startswith("$"):
        return True
    text = package.word.text.strip("\"'")
    if manager in ("pip", "pipx") and "/" in text:
        return True
    return bool(_LOCAL.match(text)) or "://" in text or (manager == "npm" and "/" in text.lstrip("@").partition("/")[2])
