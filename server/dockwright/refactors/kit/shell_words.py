"""Words of a command line that mean the same with any POSIX shell and without one, and quoting for a shell.

Everything beyond splitting and removing quotes is rejected: variables, patterns, operators, redirections, comments,
assignments, and builtins (POSIX.1-2017, Shell Command Language, 2.2 to 2.9).
"""

from __future__ import annotations

import re
from typing import NamedTuple

BLANKS = " \t"
RESERVED = frozenset(
    {
        "!", "{", "}", "[[", "]]", "case", "coproc", "do", "done", "elif", "else", "esac", "fi", "for", "function",
        "if", "in", "select", "then", "time", "until", "while",
    }
)  # fmt: skip
BUILTINS = frozenset(
    {
        ".", ":", "[", "alias", "bg", "bind", "break", "builtin", "caller", "cd", "chdir", "command", "compgen",
        "complete", "compopt", "continue", "declare", "dirs", "disown", "echo", "enable", "eval", "exec", "exit",
        "export", "false", "fc", "fg", "getopts", "hash", "help", "history", "jobs", "kill", "let", "local", "logout",
        "mapfile", "newgrp", "popd", "print", "printf", "pushd", "pwd", "read", "readarray", "readonly", "return",
        "set", "shift", "shopt", "source", "suspend", "test", "times", "trap", "true", "type", "typeset", "ulimit",
        "umask", "unalias", "unset", "wait", "whence",
    }
)  # fmt: skip
"""Builtins of sh, dash, bash, ksh, zsh or busybox's ash."""
_SAFE = re.compile(r"[A-Za-z0-9_@%+:,./^-][A-Za-z0-9_@%+:,./^=-]*\Z")
_OPERATORS = "|&;<>()"
OPERATOR = "Only a shell understands operators such as `&&` and `>`; a JSON array passes them to the program"
_TILDE = re.compile(r"(?:^|[:=])~")


class ShellWord(NamedTuple):
    """A word without its quotes, and its range in the script."""

    value: str
    start: int
    end: int
    quoted: bool


def split(text: str) -> list[ShellWord] | str:
    """The words of a simple command; a message if a shell would do more than split them."""
    found: list[ShellWord] = []
    at = 0
    while at < len(text):
        if text[at] in BLANKS:
            at += 1
            continue
        word = _word(text, at)
        if isinstance(word, str):
            return word
        found.append(word)
        at = word.end
    return found or "There is no command"


def program(words: list[ShellWord]) -> list[ShellWord] | str:
    """The words without a leading `exec`; a message if the shell would not run a program."""
    first = words[0]
    if first.value == "exec" and len(words) > 1:
        if words[1].value.startswith("-"):
            return "`exec` has options here, which only the shell understands"
        return words[1:]
    if not first.quoted and first.value in RESERVED:
        return f"`{first.value}` belongs to the shell language"
    if not first.quoted and "=" in first.value:
        return f"Only a shell sets variables as in `{first.value}`; use ENV"
    if first.value in BUILTINS:
        return f"`{first.value}` is built into the shell; a program of that name may differ or not exist"
    if not first.value or first.value.startswith("-"):
        return "The program name is empty or begins with `-`"
    return words


def quoted(word: str) -> str | None:
    """Quote a word for a shell; None if it does not fit on a single line."""
    if any(ord(character) < 32 for character in word):
        return None
    if _SAFE.match(word) or (word.startswith("--") and re.match(r"--[A-Za-z0-9_@%+:,./^=-]*\Z", word)):
        return word
    if "'" not in word:
        return f"'{word}'"
    if not any(mark in word for mark in '"$`\\!'):
        return f'"{word}"'
    return "'" + word.replace("'", "'\\''") + "'"


def _word(text: str, start: int) -> ShellWord | str:
    value: list[str] = []
    bare: list[str] = []
    at, was_quoted = start, False
    while at < len(text) and text[at] not in BLANKS:
        character = text[at]
        if character in "'\"\\":
            found = _quote(text, at)
            if isinstance(found, str):
                return found
            was_quoted = True
            value.append(found[0])
            bare.append("'")
            at = found[1]
            continue
        reason = _refused(character, first=at == start)
        if reason:
            return reason
        value.append(character)
        bare.append(character)
        at += 1
    plain = "".join(bare)
    if "{" in plain and ("," in plain or ".." in plain):
        return "Some shells expand `{a,b}` into several words; without a shell it stays unchanged"
    if _TILDE.search(plain):
        return "A shell replaces `~` with a home folder; without one it stays unchanged"
    return ShellWord("".join(value), start, at, was_quoted)


def _refused(character: str, *, first: bool) -> str:
    if character == "$" or character == "`":
        return "Only a shell expands variables and commands; in a JSON array `$` stays unchanged"
    if character in _OPERATORS:
        return OPERATOR
    if character in "*?[":
        return f"`{character}` may stand for file names, which only a shell looks up"
    if character == "#" and first:
        return "The shell ignores what follows `#` as a comment; without it, the program would get it"
    if ord(character) < 32:
        return "There is a control character, which shells read in different ways"
    return ""


def _quote(text: str, at: int) -> tuple[str, int] | str:
    """The value of the quote or escape at an offset, and its end."""
    opened = text[at]
    if opened == "\\":
        if at + 1 >= len(text):
            return "The text ends with a backslash"
        return text[at + 1], at + 2
    if opened == "'":
        end = text.find("'", at + 1)
        return (text[at + 1 : end], end + 1) if end > 0 else "A quote is never closed"
    value: list[str] = []
    at += 1
    while at < len(text) and text[at] != '"':
        if text[at] in "$`":
            return _refused("$", first=False)
        if text[at] == "\\" and text[at + 1 : at + 2] in ("\\", '"', "$", "`"):
            at += 1
        value.append(text[at])
        at += 1
    return ("".join(value), at + 1) if at < len(text) else "A quote is never closed"
