"""All commands that a script may run, including scripts of `sh -c` and arguments of sudo, su and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.syntax.shell import Compound, Pipeline, Script, Simple, Word, parse_shell, unwrapped

SHELLS = frozenset({"sh", "bash", "dash", "ash", "ksh", "zsh"})
_TAKES_SCRIPTS = SHELLS | {"su", "runuser", "script", "flock", "sg", "watch", "entr", "parallel"}
_DEEPEST = 4


class Texts:
    """The scripts in a script, itself first; `unread` counts those that cannot be parsed and may contain a `&`."""

    def __init__(self, script: Script) -> None:
        self.scripts: list[Script] = []
        self.unread = 0
        self._add(script, 0)

    def commands(self) -> Iterator[tuple[str, tuple[Word, ...]]]:
        """The names without folders, and the arguments, of all commands that may run."""
        for script in self.scripts:
            for placed in script.simple_commands():
                yield from _run_by(placed.command)

    def _add(self, script: Script, depth: int) -> None:
        self.scripts.append(script)
        if depth == _DEEPEST:
            return
        for text in _inner_texts(script):
            inner = parse_shell(text)
            if inner.has_errors:
                self.unread += bool(re.search(r"(?<![&>])&(?![&>\d])", text))
            self._add(inner, depth + 1)


def name_of(word: Word) -> str:
    """The last part of the path of a program, up to any variable."""
    text = word.literal if word.literal is not None else word.text.strip("\"'")
    return text.rpartition("/")[2]


def _run_by(command: Simple) -> Iterator[tuple[str, tuple[Word, ...]]]:
    words = command.words
    if not words:
        return
    yield name_of(words[0]), words[1:]
    inner = unwrapped(command).words
    name = name_of(inner[0])
    if len(inner) < len(words):
        yield name, inner[1:]
    if name in SHELLS or name in (".", "source"):
        for index, word in enumerate(inner[1:], 1):
            if not (word.literal or "").startswith(("-", "+")):
                yield name_of(word), inner[index + 1 :]  # the script that it runs
                return
    for index, word in enumerate(inner[:-1]):
        if word.literal in ("-exec", "-execdir", "-ok", "-okdir"):
            yield name_of(inner[index + 1]), inner[index + 2 :]


def _inner_texts(script: Script) -> Iterator[str]:
    for node in script.nodes():
        if isinstance(node, Simple):
            yield from _of_command(node, script.text)
        elif isinstance(node, Pipeline) and any(_is_shell(each) for each in node.commands[1:]):
            for each in node.commands[:-1]:
                if isinstance(each, Simple) and each.name in ("echo", "printf"):
                    yield from (_content(word) for word in each.arguments)


def _of_command(command: Simple, text: str) -> Iterator[str]:
    names = [name_of(word) for word in command.words]
    if names[:1] == ["eval"]:
        yield " ".join(_content(word) for word in command.arguments)
        return
    takes = next((index for index, name in enumerate(names) if name in _TAKES_SCRIPTS), None)
    if takes is None:
        return
    for index, word in enumerate(command.words[takes + 1 :], takes + 1):
        option = word.literal or ""
        if option in ("--command", "--session-command") or re.fullmatch(r"-[a-zA-Z]*c", option):
            for later in command.words[index + 1 : index + 2]:
                yield _content(later)
        elif option.startswith("--command="):
            yield option.partition("=")[2]
        elif re.fullmatch(r"-c.*\s.*", option, re.DOTALL):
            yield option[2:]
    for item in command.redirections:
        if item.body is not None:
            yield text[item.body.start : item.body.end]
        elif item.operator == "<<<" and item.target:
            yield _content(item.target)


def _content(word: Word) -> str:
    """The content of a word, with variables as written."""
    if word.literal is not None:
        return word.literal
    text = word.text
    return text[1:-1].replace('\\"', '"') if len(text) > 1 and text[0] == text[-1] == '"' else text


def _is_shell(command: Simple | Compound) -> bool:
    return isinstance(command, Simple) and any(name_of(word) in SHELLS for word in command.words)
