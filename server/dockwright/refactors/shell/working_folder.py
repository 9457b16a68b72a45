"""Whether a script may remove, move or replace its working folder, which BuildKit creates again for each RUN."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import pairwise

from dockwright.refactors.shell.nested import Texts
from dockwright.semantics.state import State
from dockwright.syntax.shell import Script, Word, variables_assigned

_GONE = "A command may remove or replace the working directory; only a new RUN enters the new one"
_MOVES = frozenset({"rm", "rmdir", "unlink", "mv", "ln", "find", "rsync", "userdel", "deluser", "rename"})
_CHANGES_FOLDER = frozenset({"cd", "chdir", "pushd", "popd"})

_INTO = re.compile(r"-[a-zA-Z]*t|--target-directory")
_TOLD = re.compile(r"-[a-zA-Z]*[tT]|--(?:no-)?target-directory")
"""Options of mv with which the last operand is moved, or replaced, too."""
_LANGUAGES = re.compile(r"(?:python|perl|ruby|node|php|lua)[\d.]*")
_REMOVES = re.compile(r"rmtree|rmdir|rmSync|unlink|rename|remove|delete|\b(?:mv|move|rm)\b")


def why_folder_is_lost(script: Script, state: State) -> str | None:
    """Why the working folder may not exist after it; None if it does."""
    folder = state.workdir
    if folder == "/":
        return None
    texts = Texts(script)
    if folder is not None and _is_named_in_code(texts, script, folder):
        return _GONE
    known = _values(script, state)
    commands = [(name, words) for name, words in texts.commands() if name in _MOVES | _CHANGES_FOLDER]
    bases = [folder, *(_text(words[0], known) for name, words in commands if name in _CHANGES_FOLDER and words)]
    for name, words in commands:
        if name in ("userdel", "deluser") and folder and (folder + "/").startswith(("/home/", "/var/lib/", "/opt/")):
            if any((word.literal or "").startswith(("-r", "--remove")) for word in words):
                return _GONE
        elif name in _MOVES and any(
            _may_be(_text(word, known), folder, bases) for word in _operands(name, words, folder)
        ):
            return _GONE
    return None


def _is_named_in_code(texts: Texts, script: Script, folder: str) -> bool:
    """Whether code in another language, or the arguments of xargs, may remove a folder that the script names."""
    for name, words in texts.commands():
        if _LANGUAGES.fullmatch(name) and any(folder in word.text and _REMOVES.search(word.text) for word in words):
            return True
        if name == "xargs" and folder in script.text and any((word.literal or "") in _MOVES for word in words):
            return True
    return False


def _operands(name: str, words: tuple[Word, ...], folder: str | None) -> Iterator[Word]:
    """The paths that are removed, moved or replaced."""
    texts = [word.literal or "" for word in words]
    if name == "find":
        if not any(text in ("-delete", "rm", "mv", "rmdir", "-exec", "-execdir") for text in texts):
            return
        named = [pattern for option, pattern in pairwise(texts) if option in ("-name", "-iname")]
        parts = (folder or "/*").split("/")
        apart = named and not any(fnmatchcase(part, pattern) for part in parts for pattern in named)
        if "-mindepth" in texts or ("-type", "f") in pairwise(texts) or apart:
            return
        for word in words:
            if word.text.startswith(("-", "(", "!", "\\(")):
                return
            if word.literal != ".":  # which find does not delete
                yield word
        return
    into = next((at for at, text in enumerate(texts) if name == "mv" and _INTO.fullmatch(text)), -1)
    operands = [word for at, word in enumerate(words) if not word.text.startswith("-") and (into < 0 or at != into + 1)]
    if name == "rsync":
        if any(text.startswith("--del") for text in texts):
            yield from operands[-1:]
    elif name == "ln":
        yield from operands[-1:]
    elif name == "mv" and not any(_TOLD.match(text) for text in texts):
        yield from operands[:-1] or operands
    else:
        yield from operands


def _values(script: Script, state: State) -> Mapping[str, str | None]:
    """The values of variables; those that the script itself sets have the assigned value, without recursion."""
    found: dict[str, str | None] = dict(state.env)
    found.pop("PWD", None)
    changed = {item.name for item in variables_assigned(script)}
    for name in changed:
        found.pop(name, None)
    for node in script.simple_commands():
        for item in (*node.command.assignments, *node.command.declared):
            if item.value is None or item.append:
                continue
            if item.value.literal is not None:
                found[item.name] = item.value.literal
            elif re.fullmatch(r"\"?\$\(\s*mktemp\b[^)]*\)\"?", item.value.text):
                found[item.name] = "/tmp/tmp.made-anew"
    return found


def _text(word: Word, known: Mapping[str, str | None]) -> str:
    """A word as a pattern of paths; `*` for unknown parts."""
    if word.literal is not None:
        return word.literal
    text = word.text.replace('"', "").replace("'", "")
    for variable in sorted(word.variables, key=lambda each: -len(each.name)):
        value = known.get(variable.name)
        for written in (f"${{{variable.name}}}", f"${variable.name}"):
            text = text.replace(written, value if value is not None else "\0")
    return "\0" if "$" in text or "`" in text else text


def _may_be(target: str, folder: str | None, bases: list[str | None]) -> bool:
    """Whether a path, relative to any of the folders, may be the working folder or one above it."""
    if folder is None:
        return bool(re.match(r"\.{1,2}(/|\Z)", target) and posixpath.normpath(target) in (".", "..")) or target == "\0"
    parts = folder.strip("/").split("/")
    if "\0" in target:
        last = target.rstrip("/").rpartition("/")[2]
        return "\0" in last or any(fnmatchcase(part, last) for part in parts)
    if target.startswith("/"):
        return _covers(target, parts)
    for base in bases:
        if base is None or "\0" in base:
            last = posixpath.normpath(target).rpartition("/")[2]
            if last in (".", "..") or any(fnmatchcase(part, last) for part in parts):
                return True
        elif _covers(posixpath.join(folder, base, target), parts):
            return True
    return False


def _covers(path: str, parts: list[str]) -> bool:
    """Whether a pattern of an absolute path matches the folder with these components, or one above it."""
    wanted = [part for part in posixpath.normpath(path).split("/") if part]
    return len(wanted) <= len(parts) and all(map(fnmatchcase, parts, wanted)) and bool(wanted or path.rstrip("/") == "")
