"""The output of echo, printf and cat, if it is the same with sh, dash, bash and busybox's ash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dockwright.semantics.state import PLATFORM_NAMES, State
from dockwright.syntax.shell import Script, Simple, Word

_NAMED = r"\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\}"
_PIECE = re.compile(
    rf"(?P<plain>[^'\"\\$`]+)|'(?P<single>[^']*)'|\"(?P<double>(?:[^\"\\`$]|\\[^\n]|{_NAMED}|\$(?=[\"\s]))*)\""
    rf"|\\(?P<escaped>[^\n])|(?P<variable>{_NAMED})",
    re.ASCII | re.DOTALL,
)
_IN_DOUBLE = re.compile(rf"\\(?P<escaped>[$`\"\\])|(?P<variable>{_NAMED})|(?P<plain>.)", re.ASCII | re.DOTALL)
_IN_BODY = re.compile(rf"\\(?P<escaped>[$`\\])|(?P<variable>{_NAMED})|(?P<plain>[^$`])", re.ASCII | re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\"}


class Piece(NamedTuple):
    """Text, or the name of a variable that the builder knows as well."""

    text: str
    variable: bool = False
    doubt: bool = False
    """Whether a shell may change the variable's value: by splitting it, or reading a backslash in it."""


Content = tuple[Piece, ...]


def written(command: Simple, script: Script, state: State) -> Content | str:
    """The output of a command; a message if shells differ or the builder cannot know it."""
    if command.assignments:
        return "It sets variables, which may be in the text"
    if command.name == "cat":
        return _cat(command, script, state)
    words: list[Content] = []
    for word in command.arguments:
        content = _pieces(word, state)
        if isinstance(content, str):
            return content
        words.append(content)
    return _echo(words) if command.name == "echo" else _printf(words)


def _pieces(word: Word, state: State) -> Content | str:
    """The parts of a word, in which each variable is one that the builder expands, too."""
    if word.substitutions or word.is_pattern:
        return "The text comes from a command or a pattern, which only the shell expands"
    found: list[Piece] = []
    done = 0
    for match in _PIECE.finditer(word.text):
        if match.start() != done:
            break
        done = match.end()
        kind = match.lastgroup or ""
        if kind == "double":
            found += [_piece(inner) for inner in _IN_DOUBLE.finditer(match["double"])]
        else:
            found.append(_piece(match)._replace(doubt=kind == "variable"))
    if done != len(word.text):
        return "The text has quotes or variables that only a shell reads"
    return _known(found, state)


def _piece(match: re.Match[str]) -> Piece:
    kind = match.lastgroup or ""
    return Piece(match[kind].strip("${}"), True) if kind == "variable" else Piece(match[kind])


def _known(found: list[Piece], state: State) -> Content | str:
    for piece in found:
        if piece.variable and piece.text not in state.variables and piece.text not in state.declared:
            return f"`${piece.text}` comes from the shell or the base image; the builder may not know its value"
    return tuple(found)


def _echo(words: list[Content]) -> Content | str:
    """echo: `-n` is portable; other options and backslashes are not."""
    end = "\n"
    if words and _plain(words[0]) == "-n":
        end, words = "", words[1:]
    if words and (_plain(words[0]) or "").startswith("-"):
        return "Options of `echo` differ between shells"
    if any("\\" in piece.text for word in words for piece in word):
        return "Shells differ in how `echo` treats a backslash"
    found: list[Piece] = []
    for index, word in enumerate(words):
        found += [*([Piece(" ")] if index else []), *word]
    doubted = [piece._replace(doubt=piece.variable and piece.text not in PLATFORM_NAMES) for piece in found]
    return (*doubted, Piece(end))


def _printf(words: list[Content]) -> Content | str:
    """printf with `%s` and the simplest escapes; a format without `%s` is written once."""
    layout = _plain(words[0]) if words else None
    if not layout or layout.startswith("-"):
        return "The format of `printf` is not plain text"
    arguments = words[1:]
    if any(piece.doubt for word in arguments for piece in word):
        return "A variable without quotes may become several values of `printf`"
    per_turn = layout.replace("%%", "").count("%s")
    if len(arguments) % per_turn if per_turn else arguments:
        return "`printf` gets more or fewer values than its format takes"
    values = iter(arguments)
    found: list[Piece] = []
    for _ in range(len(arguments) // per_turn if per_turn and arguments else 1):
        filled = _filled(layout, values)
        if isinstance(filled, str):
            return filled
        found += filled
    return tuple(found)


def _filled(layout: str, values: Iterator[Content]) -> list[Piece] | str:
    found: list[Piece] = []
    at = 0
    while at < len(layout):
        pair = layout[at : at + 2]
        at += 2 if pair[0] in "%\\" else 1
        if pair == "%s":
            found += next(values, ())
        elif pair == "%%":
            found.append(Piece("%"))
        elif pair[0] == "%":
            return "`printf` formats more than plain text"
        elif pair[0] != "\\":
            found.append(Piece(pair[0]))
        elif pair[1:] in _ESCAPES:
            found.append(Piece(_ESCAPES[pair[1:]]))
        else:
            return "Shells differ in how `printf` treats this escape"
    return found


def _plain(word: Content) -> str | None:
    return None if any(piece.variable for piece in word) else "".join(piece.text for piece in word)


def _cat(command: Simple, script: Script, state: State) -> Content | str:
    """cat of a single heredoc."""
    documents = [item for item in command.redirections if item.body is not None]
    if command.arguments or len(documents) != 1 or documents[0].body is None:
        return "`cat` reads something other than one heredoc"
    document = documents[0]
    assert document.body is not None
    text = script.text[document.body.start : document.body.end]
    if document.operator == "<<-":
        text = re.sub(r"^\t+", "", text, flags=re.MULTILINE)
    if not document.expands:
        return (Piece(text),)
    if "\\\n" in text:
        return "A backslash at the end of a line joins it to the next"
    found: list[Piece] = []
    done = 0
    for match in _IN_BODY.finditer(text):
        if match.start() != done:
            break
        done = match.end()
        found.append(_piece(match))
    if done != len(text):
        return "The heredoc has variables or commands that only a shell expands"
    return _known(found, state)
