"""The effects of a RUN's script that would reach the next one if a single shell ran both."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dockwright.refactors.shell.errexit import has_known_options, is_opaque
from dockwright.refactors.shell.nested import SHELLS, name_of
from dockwright.refactors.shell.processes import leaves_a_process
from dockwright.refactors.shell.working_folder import why_folder_is_lost
from dockwright.semantics.state import State
from dockwright.syntax.shell import Compound, Placed, Script, Simple, Word, unwrapped

_ISOLATED = frozenset(
    {
        "cd", "chdir", "pushd", "popd", "export", "unset", "readonly", "declare", "typeset", "local", "set", "shift",
        "umask", "ulimit", "exit", "exec", "return", "read", "getopts", "let", "mapfile", "readarray", "hash",
        "builtin",
    }
)  # fmt: skip
_ASSIGNS = re.compile(r"\$\{[^}]*=|\(\(|\$\[|\[\[.*\s-(?:eq|ne|lt|le|gt|ge)\s|\{\w+\}[<>]", re.DOTALL)
"""`${x=1}`, `$((x=1))`, bash's `$[x=1]` and `[[ x=1 -eq 1 ]]`, and the descriptor in `{x}>file`."""
_FAILURE = re.compile(r"[1-9]|[1-9]\d|1\d\d")
_PROCESS = re.compile(r"[!$_-]|PPID|BASH\w*|S?RANDOM|SECONDS|SHLVL|OLDPWD|LINENO|EPOCH\w*|PIPESTATUS|FUNCNAME|DIRSTACK")
_PER_RUN = re.compile(
    r"/etc/(?:hosts|resolv\.conf|hostname)(?![.\w])"
    r"|/dev/(?!null\b|std(?:in|out|err)\b|tty\b|zero\b|u?random\b|fd/|tcp/|udp/)"
)
_KERNEL = {
    "mount": frozenset[str](),
    "umount": frozenset[str](),
    "sysctl": frozenset({"-w", "-p", "--write", "--load", "--system"}),
    "ip": frozenset({"add", "set", "del", "delete", "change", "replace", "flush"}),
    "iptables": frozenset({"-A", "-I", "-D", "-P", "-F", "-N", "-t"}),
    "ip6tables": frozenset({"-A", "-I", "-D", "-P", "-F", "-N", "-t"}),
    "ifconfig": frozenset({"up", "down", "add", "del"}),
    "swapon": frozenset({"-a"}),
}
"""Commands that change the mounts or the network of the RUN's container."""
_SHELLS = re.compile(r"(?<![\w.-])(?:/usr)?(?:/local)?/s?bin/(?:ba|da|a)?sh(?![\w.-])")
_WRITERS = frozenset(
    {"ln", "cp", "mv", "rm", "install", "dpkg-divert", "update-alternatives", "dpkg-reconfigure", "unlink", "sed"}
)
_ACCOUNTS = frozenset({"usermod", "chsh", "gpasswd", "addgroup", "adduser", "deluser", "delgroup", "chfn", "vipw"})
_LOCALES = re.compile(r"locale-gen|localedef|langpack|update-locale|\blocales(?:-all)?\b")
_STEADY = frozenset(
    {
        "apt-get", "apt", "apt-key", "apt-mark", "apt-cache", "aptitude", "dpkg", "dpkg-reconfigure", "apk", "yum",
        "dnf", "microdnf", "tdnf", "zypper", "pacman", "rpm", "rpmdb", "add-apt-repository",
        "debconf-set-selections", "echo", "printf", "test", "[", "true", "false", ":", "pwd", "kill", "rm", "rmdir",
        "mkdir", "cp", "mv", "ln", "chmod", "chown", "chgrp", "cat", "touch", "ls", "sleep", "install", "sed",
        "grep", "awk", "tar", "gzip", "gunzip", "bzip2", "find", "xargs", "head", "tail", "sort", "tee", "cut", "tr",
        "id", "useradd", "groupadd", "adduser", "addgroup", "usermod", "groupmod", "ldconfig",
        "update-ca-certificates", "locale-gen", "env", "uname", "date", "basename", "dirname", "mktemp", "wc", "su",
        "sudo", "type", "command", "exit", "set", "export", "cd", "unset", "wait", "ldd", "which", "stat", "dd",
        "getent", "chpasswd", "update-alternatives", "truncate", "sha256sum", "md5sum", "sync", "sh", "bash",
    }
)  # fmt: skip
"""Commands that no RUN installs a second time in an earlier folder of the PATH."""


_BUILT_IN = frozenset(
    {
        "echo", "printf", "test", "[", "true", "false", ":", "pwd", "kill", "type", "command", "exit", "set", "export",
        "cd", "unset", "wait",
    }
)  # fmt: skip


def changes_the_shell(script: Script, start: int = 0) -> bool:
    """Whether the node at `start` changes its shell: folder, variables, options or the like."""
    if _ASSIGNS.search(script.text):
        return True
    if any(isinstance(node, Compound) and node.kind in ("for", "function", "arithmetic") for node in script.nodes()):
        return True
    return any(_changes(placed) for placed in script.simple_commands() if placed.command.span.start >= start)


def _changes(placed: Placed) -> bool:
    command, place = placed.command, placed.place
    if place.subshell:
        return False
    if (
        command.name == "exit"
        and len(command.arguments) == 1
        and _FAILURE.fullmatch(command.arguments[0].literal or "")
    ):
        return False  # the build ends there in any case
    if command.name == "wait":
        return any((word.literal or "").startswith("-") for word in command.arguments)
    if command.name == "printf":
        return any(word.literal is None or word.literal.startswith("-v") for word in command.arguments[:1])
    lasting = bool(command.assignments) and (not command.words or command.name in (":", "times", "break", "continue"))
    return lasting or command.name in _ISOLATED or is_opaque(command)


def is_obscure(script: Script) -> bool:
    """Whether a command in it may change the shell in any way: `eval`, `.`, a computed command name."""
    return any(is_opaque(placed.command) for placed in script.simple_commands())


def looked_up(script: Script, *, at_top: bool) -> frozenset[str]:
    """The commands that a shell finds on PATH and caches; with `at_top`, without those in subshells.

    `command -v` and `type` look up their arguments: dash and busybox cache these, too.
    """
    found: set[str] = set()
    for placed in script.simple_commands():
        command = placed.command
        if at_top and placed.place.subshell:
            continue
        names = [command.name]
        if command.name in ("command", "type", "hash"):
            names += [word.literal for word in command.arguments]
        found |= {name for name in names if name and "/" not in name and not name.startswith("-")}
    return frozenset(found)


def found_elsewhere(names: frozenset[str], scripts: Iterable[Script]) -> frozenset[str]:
    """Those that a shell may find in another folder after or during the scripts."""
    put: set[str] = set()
    for script in scripts:
        words = [word for placed in script.simple_commands() for word in placed.command.arguments]
        words += [item.target for item in script.redirections() if item.target]
        put |= {name_of(word).partition("=")[0] for word in words}
    return frozenset(name for name in names if name not in _STEADY or (name in put and name not in _BUILT_IN))


def in_any_run(script: Script) -> str | None:
    """Why a script cannot be joined to others in any form."""
    if _depends_on_process(script):
        return "A special variable or process substitution depends on the shell process that runs it"
    for placed in script.simple_commands():
        name = placed.command.name
        if name in ("alias", "unalias", "shopt", "enable", "coproc"):
            return f"`{name}` changes how the text after it is read, which depends on where lines end"
        if name == "return" and not placed.place.function:
            return "`return` outside of a function differs between shells"
        if name == "set" and not has_known_options(placed.command):
            return "An option that `set` changes here is unknown"
    return None


def beyond_the_run(script: Script, state: State) -> str | None:
    """Effects that end with a RUN or are only seen by new shells, so that they must not precede another script."""
    user = state.user
    if state.shell[0].rpartition("/")[2] != "bash" and any("&>" in item.operator for item in script.redirections()):
        return "A plain `sh` reads `&>` as a background command, which ends with its RUN"
    if reason := leaves_a_process(script) or why_folder_is_lost(script, state):
        return reason
    if _PER_RUN.search(script.text):
        return "Changes to `/etc/hosts`, `/etc/resolv.conf` or `/dev` end with their RUN; the next must not see them"
    for placed in script.simple_commands():
        command = unwrapped(placed.command)
        name = (command.name or "").rpartition("/")[2]
        if name in _KERNEL and (
            name in ("mount", "umount") or any(word.literal in _KERNEL[name] for word in command.arguments)
        ):
            return f"What `{name}` changes ends with its RUN; when merged, the next would see it"
        if name == "trap":
            return "`trap` would wait for the end of the merged RUN"
        if name in _ACCOUNTS and _concerns(command, "root" if command is placed.command and user is None else user):
            return f"`{name}` may change the user that the next RUN starts as"
        if _replaces_the_shell(command):
            return "A command may replace the shell, and only a new RUN starts the new one"
    if re.search(r"/etc/(?:passwd|group|shadow|ld\.so\.preload)(?![.\w-])", script.text) and _writes(script):
        return "A command may change users or libraries, which a process reads when it starts"
    return None


def why_later_shells_differ(first: Script, later: Script, state: State, *, known: bool) -> str | None:
    """Why a shell started after the first script reads the later one differently; `known`: the base image is known."""
    set_up = any(name == "LANG" or name.startswith("LC_") for name in state.variables)
    sorts = any(word.is_pattern for word in later.words()) or "case" in later.text
    if _LOCALES.search(first.text) and sorts and (set_up or not known):
        return "A command may install a locale, which only a shell that starts later uses to sort and match"
    return None


def _depends_on_process(script: Script) -> bool:
    for word in script.words():
        if any(_PROCESS.fullmatch(variable.name) for variable in word.variables) or _PROCESS_SUBSTITUTION.search(
            word.text
        ):
            return True
    return any(_PROCESS.fullmatch(variable.name) for item in script.redirections() for variable in item.variables)


_PROCESS_SUBSTITUTION = re.compile(r"^[<>]\(|[^\\'\"]\$-|\$\{?!")


def _concerns(command: Simple, user: str | None) -> bool:
    """Whether a command that changes an account may be about this one; None is an unknown account."""
    words = [word.literal for word in command.arguments]
    unclear = None in words and command.name not in ("adduser", "addgroup")
    return user is None or unclear or (user.partition(":")[0] or "root") in words


def _replaces_the_shell(command: Simple) -> bool:
    name = (command.name or "").rpartition("/")[2]
    words = [word.literal for word in command.arguments]
    if name == "dpkg-reconfigure" and ("dash" in words or "bash" in words):
        return True
    if name == "busybox" and "--install" in words:
        return True
    if name == "apk" and any("-binsh" in (word or "") for word in words):
        return True
    targets = [item.target for item in command.redirections if item.operator.startswith(">")]
    written: list[Word | None] = [*targets, *(command.arguments if name in _WRITERS else ())]
    return any(word is not None and (_SHELLS.search(word.text) or name_of(word) in SHELLS) for word in written)


def _writes(script: Script) -> bool:
    names = {placed.command.name for placed in script.simple_commands()}
    return bool(names & {"sed", "tee", "cp", "mv", "ln", "rm", "install", "perl", "awk"}) or any(
        item.operator.startswith(">") and item.target and "/etc/" in item.target.text for item in script.redirections()
    )
