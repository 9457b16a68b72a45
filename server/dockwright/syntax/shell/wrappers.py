"""Commands that run another command: sudo, env, time, xargs, `sh -c '...'`."""

from __future__ import annotations

from typing import NamedTuple

from dockwright.frozen import replace
from dockwright.syntax.shell.nodes import Simple, Word
from dockwright.syntax.shell.script import Script, parse_shell
from dockwright.text import Span

_WITH_VALUE = {
    "sudo": ("-u", "-g", "-h", "-p", "-C", "-r", "-t", "-T", "-U", "--user", "--group", "--prompt"),
    "doas": ("-u", "-C"),
    "env": ("-u", "-C", "-S", "--unset", "--chdir", "--split-string"),
    "exec": ("-a",),
    "command": (),
    "builtin": (),
    "time": ("-f", "-o", "--format", "--output"),
    "nice": ("-n", "--adjustment"),
    "ionice": ("-c", "-n", "--class", "--classdata"),
    "nohup": (),
    "timeout": ("-k", "-s", "--kill-after", "--signal"),
    "xargs": ("-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s", "--max-args", "--max-procs", "--delimiter"),
    "gosu": (),
    "su-exec": (),
    "chroot": (),
    "eatmydata": (),
    "busybox": (),
    "catchsegv": (),
    "chpst": ("-u", "-U", "-b", "-/", "-e", "-n", "-l", "-L", "-m", "-d", "-o", "-p", "-f", "-c"),
    "chrt": (),
    "dbus-run-session": ("--config-file", "--dbus-daemon"),
    "dumb-init": ("-r", "--rewrite"),
    "fakeroot": ("-l", "--lib", "-s", "-i", "-b"),
    "linux32": (),
    "linux64": (),
    "nsenter": ("-t", "--target"),
    "runuser": ("-u", "-g", "-G", "-s", "-w", "--user", "--group", "--supp-group", "--shell"),
    "s6-setuidgid": (),
    "setpriv": ("--reuid", "--regid", "--ruid", "--euid", "--rgid", "--egid", "--groups", "--inh-caps"),
    "setsid": (),
    "setuidgid": (),
    "stdbuf": ("-i", "-o", "-e", "--input", "--output", "--error"),
    "strace": ("-o", "-e", "-p", "-s", "-u"),
    "taskset": (),
    "tini": ("-p", "-e"),
    "unbuffer": (),
    "unshare": (),
    "xvfb-run": ("-n", "-s", "-e", "-f", "-p", "-w", "--server-num", "--server-args", "--error-file"),
}
_BEFORE = {
    "timeout": 1,
    "gosu": 1,
    "su-exec": 1,
    "chroot": 1,
    "s6-setuidgid": 1,
    "setuidgid": 1,
    "taskset": 1,
    "chrt": 1,
}
_SHELLS = frozenset({"sh", "bash", "dash", "ash", "ksh", "zsh", "/bin/sh", "/bin/bash", "/bin/ash", "/bin/dash"})


def unwrapped(command: Simple) -> Simple:
    """The command that finally runs, without sudo, env, exec and similar; its words keep their spans."""
    for _ in range(8):
        inner = _one_off(command)
        if inner is None:
            return command
        command = inner
    return command


def nested_script(command: Simple) -> Script | None:
    """The script of `sh -c '...'`, with offsets of the surrounding script; None if it is not a literal."""
    if command.name not in _SHELLS:
        return None
    expect = False
    for word in command.arguments:
        text = word.literal or ""
        if expect:
            return _quoted_script(word)
        if not text.startswith("-"):
            return None
        expect = not text.startswith("--") and text.endswith("c")
    return None


class Switched(NamedTuple):
    """What `su` runs as another user."""

    script: Script
    user: str
    login: bool
    """Whether it starts in the home of that user, with nothing of the environment."""


def switched(command: Simple) -> Switched | None:
    """The script of `su user -c '...'`, with offsets of the surrounding script; None if anything is not literal."""
    if (command.name or "").rpartition("/")[2] not in ("su", "runuser"):
        return None
    words, users, script, login = list(command.arguments), [], None, False
    while words:
        word = words.pop(0)
        text = word.literal
        if text is None:
            return None
        if text in ("-c", "--command") and words and script is None:
            script = _quoted_script(words.pop(0))
        elif text in ("-s", "--shell") and words and words[0].literal in _SHELLS:
            words.pop(0)
        elif text in ("-", "-l", "--login"):
            login = True
        elif text.startswith("-"):
            return None
        else:
            users.append(text)
    return Switched(script, (users or ["root"])[0], login) if script is not None and len(users) < 2 else None


def _quoted_script(word: Word) -> Script | None:
    raw, quote = word.text, word.text[:1]
    if quote not in "'\"" or not raw.endswith(quote) or raw[1:-1] != word.literal or len(raw) > 20_000:
        return None
    # Leading blanks make offsets in it equal to those of the surrounding script.
    return parse_shell(" " * (word.span.start + 1) + raw[1:-1])


def _one_off(command: Simple) -> Simple | None:
    name = command.name
    if name is None or (name := name.rpartition("/")[2]) not in _WITH_VALUE:
        return None
    words = list(command.arguments)
    positional = _BEFORE.get(name, 0)
    while words:
        text = words[0].literal or words[0].text
        if text == "--":
            words.pop(0)
            break
        if text.startswith("-") and len(text) > 1:
            if name == "command" and text in ("-v", "-V"):
                return None
            words.pop(0)
            if text in _WITH_VALUE[name] and words:
                words.pop(0)
        elif name in ("env", "sudo") and "=" in text and not text.startswith("="):
            words.pop(0)
        elif positional:
            positional -= 1
            words.pop(0)
        else:
            break
    if not words or words[0].literal is None:
        return None
    return replace(command, span=Span(words[0].span.start, command.span.end), words=tuple(words), assignments=())
