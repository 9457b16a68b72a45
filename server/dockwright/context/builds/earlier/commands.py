"""The files that commands create in the workspace: known paths, none, or unknown."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dockwright.context.builds import script_folders
from dockwright.context.builds.earlier import in_place, products
from dockwright.context.values import NOTHING, Made
from dockwright.lazy import pattern

LONGEST = 40_000
"""Maximum number of characters of commands; the result for more is unknown."""
DEEPEST = 6
_TOKEN = pattern(
    r"(?P<blank>[ \t\r]+|\\\r?\n|(?<!\S)#[^\n]*)|(?P<end>\n|&&|\|[|&]?|;+|&(?!>))|(?P<open>\$?\()|(?P<close>\))"
    r"|(?P<redirect>(?:&|\d*)>[>|]?(?:&\d?-?)?|\d*<{1,3}-?&?)"
    r"|(?P<word>(?:\$\{\{.*?\}\}|\$\{[^}\n]*\}|\\.|'[^']*'|`[^`]*`"
    r"|\"(?>\$\((?:[^()]|\([^()]*\))*+\)|[^\"\\]|\\.)*+\"|\$(?!\()|[^\s;&|<>()'\"`\\$])+)|(?P<rest>.)",
    16,
)
_INSIDE = pattern(r"\$\(((?:[^()]|\([^()]*\))*+)\)|`([^`]*)`")
_HEREDOC = pattern(r"(?<!<)<<-?[ \t]*['\"\\]?(\w+)")
_FUNCTION = pattern(r"^[ \t]*(?:function[ \t]+([\w-]+)|([\w-]+)[ \t]*\(\))", 8)
_CASE = pattern(r"((?:\bin|;;&?)\s*(?:#[^\n]*\n\s*)*)\(?[^()\n;&]{1,200}\)")
_ASSIGNED = pattern(r"[A-Za-z_]\w*(?:\[[^]\n]*\])?\+?=")
_WORDS_BEFORE = (
    "if",
    "then",
    "elif",
    "else",
    "do",
    "while",
    "until",
    "!",
    "{",
    "}",
    "time",
    "command",
    "exec",
    "begin",
)
_NO_COMMAND = ("for", "case", "select", "function", "fi", "done", "esac", "in", "[[", "((")


class Commands(NamedTuple):
    """Commands and what is known about where they run."""

    text: str
    place: str | None
    """The folder, relative to the workspace; None if not known."""
    path: str = ""
    """The file that contains them."""
    variables: Mapping[str, str] = {}
    defined: frozenset[str] = frozenset()
    """The functions that are defined around them."""


def made(commands: Commands, depth: int = 0) -> Made:
    """The files that may exist after the commands and not before."""
    if len(commands.text) > LONGEST or depth > DEEPEST:
        return Made(unknown="a long script")
    text = _without_heredocs(commands.text)
    text = _CASE.sub(r"\1\n", text) if "case " in text else text
    # the bodies of functions are read where they are defined
    defined = commands.defined | {one[1] or one[2] for one in _FUNCTION.finditer(text)}
    commands = commands._replace(defined=defined)
    found, place, places = NOTHING, commands.place, list[str | None]()
    for words, targets, inner, edge in _commands(text):
        if edge:
            place = places[-1] if edge == ")" else place
            places = places[:-1] if edge == ")" else [*places, place]
            continue
        here = commands._replace(place=place)
        for each in inner:
            found |= made(here._replace(text=each), depth + 1)
        while words and (words[0] in _WORDS_BEFORE or _ASSIGNED.match(words[0])):
            words = words[1:]
        for target in targets:
            found |= _paths(target, here)
        if words and words[0] in ("cd", "pushd", "popd"):
            place = _moved(words, here)
        elif words and words[0] not in _NO_COMMAND and words[0] not in defined:
            found |= _product(words, here)
        if found.unknown:
            break
    return found


def _without_heredocs(text: str) -> str:
    if "<<" not in text:
        return text
    kept: list[str] = []
    end = ""
    for line in text.split("\n"):
        if end:
            end = "" if line.strip() == end else end
            continue
        kept.append(line)
        match = _HEREDOC.search(line)
        end = match[1] if match else ""
    return "\n".join(kept)


class _Command(NamedTuple):
    words: list[str]
    targets: list[str]
    """The files that its output is redirected to."""
    inner: list[str]
    """The commands in its substitutions."""
    edge: str = ""
    """`(` or `)` at the start or end of a subshell."""


def _commands(text: str) -> Iterator[_Command]:
    stack: list[_Command] = []
    command = _Command([], [], [])
    tail = command.words
    last, redirected = -1, ""
    for match in _TOKEN.finditer(text):
        glued = match.start() == last and bool(tail)
        kind, token, last = match.lastgroup, match[0], match.end()
        if kind == "blank":
            last = -1
        elif kind == "redirect":
            # redirections to other descriptors, and of input, create nothing
            last, redirected = -1, "" if token.endswith(("&", "-")) or token[-1].isdigit() else token
        elif kind == "word" or token == "$(":
            if glued:
                tail[-1] += token
            else:
                tail = command.targets if ">" in redirected else [] if redirected else command.words
                tail.append(token)
            redirected = ""
            if "$(" in token or "`" in token:
                command.inner.extend(part for found in _INSIDE.findall(token) for part in found if part)
            if token == "$(":
                stack.append(command)
                yield _Command([], [], [], "(")
                command, last = _Command([], [], []), -1
                tail = command.words
        elif kind == "open":
            is_array = bool(command.words) and command.words[-1].endswith("=")
            stack.append(
                command if is_array else _Command([], [], [])
            )  # other parentheses follow the name of a function
            yield _Command([], [], [], "(")
            command, last = _Command(["echo"] if is_array else [], [], []), -1
            tail = command.words
        elif kind in ("end", "close"):
            if kind == "end" or stack:
                yield command
            if kind == "close" and stack:
                yield _Command([], [], [], ")")
            command = stack.pop() if kind == "close" and stack else _Command([], [], [])
            tail = command.targets if command.targets and command.targets[-1].endswith("$(") else command.words
    yield command
    yield from reversed(stack)


def _moved(words: list[str], here: Commands) -> str | None:
    if words[0] != "cd" or len(words) != 2:
        return None
    found = _paths(words[1], here)
    return next(iter(found.files), None) if not found.unknown else None


def _product(words: list[str], here: Commands) -> Made:
    """The files that one command creates."""
    product = products.product(words)
    if product is None:
        return Made(unknown=" ".join(words)[:60])
    found = NOTHING
    for path in (*product.files, *in_place.edited(words)):
        found |= _paths(path, here)
    for path in product.folders:
        below = _paths(path, here)
        found |= Made(folders=below.files | below.folders, unknown=below.unknown)
    for source, target in product.copies:
        found |= _copied(source, target, here)
    return found


def _copied(source: str, target: str, here: Commands) -> Made:
    """The target of a copy: this path, or the name in this folder."""
    there = _paths(target, here)
    name = posixpath.basename(source.strip("\"'").rstrip("/"))
    inside = {
        posixpath.join(folder, name) if name not in (".", "..", "", "*") and "$" not in name else folder
        for folder in there.files
    }
    is_folder = target.strip("\"'").endswith(("/", "."))
    folders = inside if is_folder else inside | there.files
    unknown = there.unknown or ("" if "" not in folders else f"a copy of {source}")
    return Made(folders=there.folders | frozenset(folders), unknown=unknown)


def _paths(word: str, here: Commands) -> Made:
    """A path that is written to: a file, a folder as far as it is known, nothing outside of the workspace."""
    path = script_folders.plain(word, here.path, here.variables)
    if products.is_elsewhere(path):
        return NOTHING
    at = next((at for at, mark in enumerate(path) if mark in "$`{%"), None)
    if at is not None:
        known = path[:at].rpartition("/")[0]
        below = _paths(known, here).files if known else frozenset[str]()
        return Made(folders=below) if below and "" not in below else Made(unknown=f"`{word[:60]}`")
    return products.located(path, here.place)
