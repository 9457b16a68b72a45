"""Download commands: the URL that curl, wget or git reads, and what happens to the file."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from dockwright.image.copy_targets import under
from dockwright.refactors.kit.command_chain import Chain, as_written, option
from dockwright.semantics.commands.packages import invocation
from dockwright.semantics.commands.programs import Call, call
from dockwright.semantics.copying import GIT, where
from dockwright.semantics.state import State
from dockwright.syntax.shell import Pipeline, Simple, Word

_DIGEST = re.compile(r"[0-9a-fA-F]{64}\Z|\$\{?[A-Za-z_]\w*\}?\Z", re.ASCII)
_LINE = re.compile(r"(?P<digest>\S+) [ *](?P<file>\S+)\Z")
_COMPRESSED = re.compile(r"\.(?:tar|tgz|tbz2?|txz|tzst|tar\.(?:gz|bz2|xz|zst))\Z", re.IGNORECASE)
_EXTRACTS = re.compile(r"-?[a-zA-Z]*x[a-zA-Z]*\Z|--(?:extract|get)\Z")
OWNERS = "owners by number, not by name"
FORMATS = ("gzip", "bzip2", "xz", "zstd")


class Download(NamedTuple):
    """The download of a curl or wget."""

    url: str
    """As written in ADD."""
    file: str
    """As written; `-` for standard output."""


class Unpacked(NamedTuple):
    """The archive that tar unpacks, and the target of its files."""

    archive: str
    folder: str


def download(command: Simple, state: State) -> Download | str | None:
    """The download of a command; why it is not clear; None for other programs."""
    asked = call(command)
    if command.name not in ("curl", "wget") or asked is None:
        return None
    if isinstance(asked, str):
        return f"`{asked}` of `{command.name}` has no counterpart in ADD"
    if command.redirections or len(asked.operands) != 1:
        return f"`{command.name}` gets more than one URL, or is redirected"
    url = as_written(asked.operands[0], state)
    value = state.expand(url, "\\") if url and url.startswith("$") else url
    if url is None or value is None or not re.match(r"https?://[^$]", value):
        return "The builder cannot know the URL"
    if GIT.match(value):
        return "BuildKit clones a URL that ends in `.git` as a repository"
    named = posixpath.basename(urlsplit(url).path)
    if "output" in asked.options:
        file = option(asked, "output", state)
    elif asked.program == "curl" and "remote-name" not in asked.options:
        file = "-"
    else:
        file = named if named and not any(mark in url for mark in "?#") and not url.startswith("$") else None
    if file is None or file.endswith("/"):
        return "Only the shell knows which file it writes"
    return Download(url, file)


def checked(command: object, state: State) -> tuple[str, str] | None:
    """The digest and the file of `echo "digest  file" | sha256sum -c`."""
    if not isinstance(command, Pipeline) or len(command.commands) != 2 or command.negation:
        return None
    first, second = command.commands
    if not isinstance(first, Simple) or not isinstance(second, Simple) or first.redirections or second.redirections:
        return None
    asked = call(second)
    if not isinstance(asked, Call) or "check" not in asked.options or first.name not in ("echo", "printf"):
        return None
    if asked.program not in ("sha256sum", "shasum") or [word.text for word in asked.operands] not in ([], ["-"]):
        return None
    if asked.program == "shasum" and asked.values.get("algorithm") != "256":
        return None
    line = _line(first, state)
    match = _LINE.match(line) if line else None
    if match is None or not _DIGEST.match(match["digest"]):
        return None
    return match["digest"], match["file"]


def _line(command: Simple, state: State) -> str | None:
    """The line that echo or printf writes, in the builder's syntax."""
    words = list(command.arguments)
    if command.name == "printf":
        if len(words) != 2 or words[0].literal not in ("%s", "%s\\n"):
            return None
        words = words[1:]
    if len(words) != 1:
        return None
    return _spelt(words[0], state)


def _spelt(word: Word, state: State) -> str | None:
    """A word with one or two blanks in quotes."""
    if word.literal is not None:
        return None if "\\" in word.literal else word.literal
    text = word.text
    if word.substitutions or not re.fullmatch(r'"[^"\\`]*"', text):
        return None
    known = all(variable.name in state.variables or variable.name in state.declared for variable in word.variables)
    return text[1:-1] if known and re.fullmatch(r"(?:[^$]|\$\w+|\$\{\w+\})*", text, re.ASCII) else None


def unpacked(command: object, state: State) -> Unpacked | str | None:
    """The archive that tar unpacks completely; why ADD would not do the same; None for other commands."""
    asked = call(command) if isinstance(command, Simple) else None
    if not isinstance(command, Simple) or command.name != "tar" or asked is None:
        return None
    if not any(_EXTRACTS.match(word.literal or "") for word in command.arguments):
        return None
    if isinstance(asked, str):
        return f"`{asked}` of `tar` has no counterpart in ADD"
    if "extract" not in asked.options:
        return None
    if asked.operands or command.redirections:
        return "`tar` extracts only some of the files"
    folder = option(asked, "directory", state) if "directory" in asked.options else "."
    archive = option(asked, "file", state) if "file" in asked.options else "-"
    if folder is None or archive is None:
        return "Only the shell knows where `tar` puts the files"
    if archive != "-" and not any(name in asked.options for name in FORMATS) and not _COMPRESSED.search(archive):
        return f"Cannot tell whether ADD would unpack `{archive}`"
    return Unpacked(archive, folder)


def as_folder(written: str) -> str:
    """A path with a trailing slash."""
    return "./" if written == "." else written if written.endswith("/") else f"{written}/"


_LEFT = re.compile(r"-[rf]+|/var/(?:lib/apt/lists|cache/(?:apk|apt|yum|dnf))(?:/\*)?/?")


def installs_only(found: Chain, stop: int) -> bool:
    """Whether the commands before `stop` only install packages, clean up after that, and `set` options."""
    for command in found.commands[:stop]:
        if not isinstance(command, Simple) or command.redirections:
            return False
        asked = invocation(command)
        if command.name == "rm" and all(_LEFT.fullmatch(word.text) for word in command.arguments):
            continue
        if command.name != "set" and (asked is None or asked.action not in ("update", "install", "upgrade", "clean")):
            return False
    return True


def with_folders(found: Chain, at: int, *made: str | None) -> int:
    """The start of a `mkdir -p` before a command that creates folders which ADD creates as well."""
    while at:
        command, state = found.commands[at - 1], found.step.before
        asked = call(command) if isinstance(command, Simple) and not command.redirections else None
        if not isinstance(asked, Call) or asked.program != "mkdir":
            break
        words = [as_written(word, state) for word in asked.operands]
        folders = [where(state, word) if word else None for word in words]
        if not all(folder and any(path and under(path, folder) for path in made) for folder in folders):
            break
        at -= 1
    return at


def removes(found: Chain, index: int, path: str | None, *, alone: bool = False) -> bool:
    """Whether a command is an rm of this file, or of a folder that may contain it; with `alone`, of only this file."""
    command, state = found.commands[index], found.step.before
    if not isinstance(command, Simple) or command.name != "rm":
        return False
    if alone:
        asked = call(command)
        words = [as_written(word, state) for word in asked.operands] if isinstance(asked, Call) else []
        return len(words) == 1 and words[0] is not None and where(state, words[0]) == path
    for word in command.arguments:
        if (word.literal or "").startswith("-"):
            continue
        written = as_written(word, state)
        place = where(state, written) if written else None
        if place is None or path is None or under(path, place):
            return True
    return False
