"""The use of apt's package lists by a command: updates them, reads them, or unknown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from dockwright.lazy import pattern
from dockwright.semantics.commands.packages import invocation
from dockwright.syntax.shell import Script, Simple, nested_script, unwrapped

Fate = Literal["updates", "uses", "may use", ""]

_READERS: dict[str, frozenset[str]] = {
    # Programs that make apt install or look up packages without an update of their own, from their manual pages or
    # sources; with the arguments (any of them) that make them do so. None: with any arguments.
    "apt-build": frozenset({"install", "source", "build-source"}),
    "apt-cache": frozenset({"show", "search", "policy", "madison", "depends", "rdepends", "showpkg", "showsrc"}),
    "apt-fast": frozenset({"install", "upgrade", "dist-upgrade", "full-upgrade", "build-dep", "download", "source"}),
    "apt-rdepends": frozenset(),
    "apt-venv": frozenset(),
    "aptdcon": frozenset({"-i", "--install", "-u", "--upgrade-system", "--fix-install"}),
    "auto-apt": frozenset(),
    "check-language-support": frozenset(),
    "dget": frozenset(),
    "dselect": frozenset({"install"}),
    "equivs-build": frozenset({"--install"}),
    "gdebi": frozenset(),
    "gdebi-gtk": frozenset(),
    "mk-build-deps": frozenset({"-i", "--install", "-ir", "-ri", "-irt", "-rit"}),
    "mk-sbuild": frozenset(),
    "nala": frozenset({"install", "upgrade", "full-upgrade", "download"}),
    "pbuilder-satisfydepends": frozenset(),
    "pbuilder-satisfydepends-apt": frozenset(),
    "pkcon": frozenset({"install", "update"}),
    "rosdep": frozenset({"install"}),
    "synaptic": frozenset(),
    "tasksel": frozenset(),
    "ubuntu-drivers": frozenset({"install", "autoinstall", "list", "devices"}),
    "unattended-upgrade": frozenset(),
    "unattended-upgrades": frozenset(),
    "wajig": frozenset({"install", "upgrade", "distupgrade", "build-depend"}),
}
_UPDATERS = frozenset({"apt-fast", "nala", "wajig"})
"""Those of them that have a subcommand `update`, too."""
_SHELLS = frozenset({"sh", "bash", "ash", "dash", "ksh", "zsh"})
_INTERPRETERS = pattern(r"(?:python|pypy|perl|ruby|node|nodejs|php|lua|pwsh|tclsh|Rscript|bun|deno)[\d.]*")
_RUNNERS = frozenset(
    {
        "make", "gmake", "cmake", "ninja", "just", "task", "mage", "rake", "ant", "tox", "nox", "bazel", "bazelisk",
        "inv", "invoke", "fab", "npx", "ansible", "ansible-playbook", "ansible-pull", "chef-client", "chef-solo",
        "cinc-client", "puppet", "salt-call", "pyinfra", "eval", "expect", "parallel",
    }
)  # fmt: skip
"""Programs that run what a file of the project, or an argument, says."""
_NAMED_SO = pattern(
    r"(?i)(?:\./|\.\./|/(?!(?:usr/(?:local/)?)?s?bin/)|\$|~).*|.*\.(?:sh|bash|py|pl|rb|run|bin|ksh|zsh)"
    r"|(?:.*[-_./])?(?:install(?:er)?|setup|bootstrap|provision|deps?|dependencies|requirements|prereqs?|packages?)(?:[-_.].*)?"
)
"""Programs that are scripts by their path or name."""
_HARMLESS = pattern(
    r"\./(?:configure|autogen\.sh|gradlew|mvnw|config|Configure|buildconf)|install|.*/(?:pip[\d.]*|activate|python[\d.]*)"
    r"|docker-php-ext-install|update-ca-certificates|.*/etc/os-release|.*/\.?(?:cargo/env|bashrc|profile)"
    r"|(?:.*/)?(?:setup|manage|get-pip)\.py|dpkg-.*|pipx?[\d.]*"
)
"""Scripts that are known not to use apt."""

_PLAIN = """
    : [ addgroup adduser awk basename bunzip2 bzip2 cat cd chgrp chmod chown cp curl cut date dd deluser diff dirname
    dpkg du echo egrep env exit export expr false fc-cache fgrep file find getent git gpg grep groupadd gunzip gzip head
    id install ldconfig ln locale-gen localedef ls mkdir mkfifo mknod mktemp mv openssl paste patch printf pwd readlink
    realpath rm rmdir sed seq set sha256sum sleep sort ssh-keygen stat su sync tail tar tee test touch tr true uname
    uniq unlink unset unxz unzip update-alternatives update-ca-certificates useradd usermod wc wget which xz zip
    """
PLAIN = frozenset(_PLAIN.split())
"""Programs of distributions (POSIX, GNU, Debian's essential packages) that nobody replaces by scripts."""


def fates(script: Script, depth: int = 0) -> Iterator[Fate]:
    """The use of each command of a script, in text order, including those of `sh -c '...'`."""
    for placed in script.simple_commands():
        command = unwrapped(placed.command)
        inner = nested_script(command) if depth < 4 else None
        if inner is not None and not inner.has_errors:
            yield from fates(inner, depth + 1)
        else:
            yield _fate(command, placed.place.pipe_index > 0)


def _fate(command: Simple, piped: bool) -> Fate:
    call = invocation(command)
    if call is not None and call.manager.family == "deb":
        if call.action == "update":
            return "updates"
        return "uses" if call.action in ("install", "upgrade", "download") else ""
    if not command.words:
        return ""
    written = command.words[0].literal
    if written is None:
        return "may use"
    name = written.rpartition("/")[2]
    arguments = [word.literal or word.text for word in command.arguments]
    if name in _READERS:
        if name in _UPDATERS and "update" in arguments:
            return "updates"
        return "uses" if not _READERS[name] or _READERS[name].intersection(arguments) else ""
    if call is not None and call.action != "run":
        return ""
    return "may use" if _is_opaque(written, name, arguments, piped) else ""


def _is_opaque(written: str, name: str, arguments: list[str], piped: bool) -> bool:
    """Whether a program may run anything that a file or a pipe contains."""
    files = [text for text in arguments if not text.startswith("-")]
    if name in _SHELLS:
        return piped or (bool(arguments) and not _is_harmless(files[:1]))
    if name in (".", "source"):
        return not _is_harmless(files[:1])
    if _INTERPRETERS.fullmatch(name):
        if {"-c", "-e", "-m", "--version", "-V", "-v"}.intersection(arguments[:1]):
            return False
        return piped or (bool(files) and not _is_harmless(files[:1]))
    return name in _RUNNERS or (_NAMED_SO.fullmatch(written) is not None and not _is_harmless([written]))


def _is_harmless(files: list[str]) -> bool:
    return bool(files) and _HARMLESS.fullmatch(files[0]) is not None
