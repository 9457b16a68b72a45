"""Packages without a version, as hadolint detects them by characters in a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.findings.hadolint.reading import Seen, pip, pipx, seen
from dockwright.findings.shell.pins import newest
from dockwright.frozen import frozen
from dockwright.lazy import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dockwright.image.run_body import Body, Note
    from dockwright.syntax.shell import Word
    from dockwright.text import Span

    Words = list[tuple[str, Word]]

_WITH_VALUE = (
    "r requirement c constraint e editable t target i index-url extra-index-url f find-links proxy trusted-host prefix "
    "root src platform python-version implementation abi only-binary no-binary progress-bar upgrade-strategy "
    "root-user-action python build b"
)
_PIP = frozenset(_WITH_VALUE.split())
"""The options of pip for which hadolint knows that they take a value."""
_REPOSITORY = pattern(r"(?:git|hg|svn|bzr)(?:\+\w+)?(?:://|@)")
_GIT = pattern(r"git(?:\+(?:ssh|https?))?://")
_RPM = pattern(r"[^$]*-\d[\w.+:~-]*")
_SCOPED = pattern(r"@[^/@]+/[^@]+@.*")
_VARIABLE = pattern(r"\$\{?(\w+)\}?")


@frozen
class _Reading:
    """How the packages of a program are found, and how a version is detected."""

    packages: Callable[[Seen], Words]
    is_pinned: Callable[[str], bool]


def unpinned(body: Body, declared: frozenset[str], *managers: str) -> Iterator[tuple[Span, Note]]:
    """Commands that install a package without a version, each with a note on the first of those packages.

    A declared variable at the end of a name counts as a version.
    """
    for one in seen(body):
        for name in managers:
            if not (one.name == name or (name == "pip" and one.name != "pipx")):
                continue
            reading = _READINGS[name]
            for text, word in reading.packages(one):
                if not reading.is_pinned(_with_values(text, declared)):
                    yield one.command.span, newest(name, word.span, word.text, word.text)
                    break


def _with_values(text: str, declared: frozenset[str]) -> str:
    """Replace declared variables by a version; text after one, joined by a dash, is part of it."""
    found = next((one for one in _VARIABLE.finditer(text) if one[1] in declared and text[one.start() - 1] == "-"), None)
    told = text[: found.end()] if found else text
    return _VARIABLE.sub(lambda one: "0" if one[1] in declared else one[0], told)


def _words(*subcommands: str, values: str = "") -> Callable[[Seen], Words]:
    """All words that are neither options nor the subcommand, wherever that is."""
    options = frozenset(values.split())

    def packages(one: Seen) -> Words:
        if not set(subcommands).intersection(one.plain):
            return []
        return [pair for pair in one.without_values(options) if pair[0] not in subcommands]

    return packages


def _rpm(one: Seen) -> Words:
    if "install" not in one.plain or (one.name != "yum" and "group" in one.plain and "module" not in one.plain):
        return []
    found = [pair for pair in one.without_values(frozenset()) if pair[0] not in ("install", "module")]
    if "module" in one.plain:
        return [("", word) for text, word in found if ":" not in text]  # only a stream counts as a version
    return found


def _of_pip(one: Seen) -> Words:
    words = pip(one) if one.name != "pipx" else pipx(one)
    if words is None:
        return []
    install = Seen(one.name, words, one.command)
    if {"-r", "--requirement", "."}.intersection(install.texts) or install.has("c", "constraint"):
        return []
    return [pair for pair in install.without_values(_PIP) if pair[0] != "install"]


def _of_npm(one: Seen) -> Words:
    words = one.without_values(frozenset(["registry", "loglevel"]))
    return words[1:] if words and words[0][0] in ("install",) else []


def _of_gem(one: Seen) -> Words:
    if not {"install", "i"}.intersection(one.plain) or {"-v", "--version"}.intersection(
        text.partition("=")[0] if text.startswith("--") else text for text in one.texts
    ):
        return []
    kept: Words = []
    is_value = False
    for text, word in one.words:
        if text == "--":
            break
        if not (is_value or text.startswith("-") or text in ("install", "i")):
            kept.append((text, word))
        is_value = text.startswith("-")
    return kept


def _of_go(one: Seen) -> Words:
    packages = [pair for pair in _words("install", "get", "run")(one) if pair[0] != "tool"]
    return packages[:1] if "run" in one.plain else packages


def _pip_pinned(text: str) -> bool:
    if _REPOSITORY.match(text):
        return "@" in text
    return any(mark in text for mark in ("==", ">", "<", "!=", "~=", "/")) or text.endswith((".whl", ".tar.gz"))


def _npm_pinned(text: str) -> bool:
    if _GIT.match(text):
        return "#" in text
    if text.startswith(("/", "./", "../", "~/")) or text.endswith((".tar", ".tar.gz", ".tgz")):
        return True
    return bool(_SCOPED.fullmatch(text)) if text.startswith("@") else "@" in text


def _go_pinned(text: str) -> bool:
    name, at, version = text.partition("@")
    return name.startswith((".", "/")) or (bool(at) and version not in ("latest", "none"))


def _marked(*marks: str, file: str) -> Callable[[str], bool]:
    return lambda text: any(mark in text for mark in marks) or text.endswith(file)


_READINGS = {
    "apt-get": _Reading(_words("install", values="t target-release"), _marked("=", "/", file=".deb")),
    "apk": _Reading(_words("add", values="t virtual X repository"), _marked("=", "~", ">", "<", file=".apk")),
    "yum": _Reading(_rpm, lambda text: bool(_RPM.fullmatch(text))),
    "dnf": _Reading(_rpm, lambda text: bool(_RPM.fullmatch(text))),
    "microdnf": _Reading(_rpm, lambda text: bool(_RPM.fullmatch(text))),
    "zypper": _Reading(_words("install", "in"), _marked("=", ">", "<", file=".rpm")),
    "pip": _Reading(_of_pip, _pip_pinned),
    "pipx": _Reading(_of_pip, _pip_pinned),
    "npm": _Reading(_of_npm, _npm_pinned),
    "gem": _Reading(_of_gem, lambda text: ":" in text),
    "go": _Reading(_of_go, _go_pinned),
}
