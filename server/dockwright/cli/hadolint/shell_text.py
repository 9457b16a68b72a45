"""hadolint's input for ShellCheck: the script of each RUN, its shell, and the variables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dockwright.cli.hadolint.formats import Failure
from dockwright.cli.reports.terminal import tell
from dockwright.image.run_text import shell_text
from dockwright.lazy import pattern
from dockwright.semantics.model import Model
from dockwright.semantics.state import PROXY_NAMES
from dockwright.syntax.nodes import Gap, Unit

SECONDS = 120
MOST_TEXTS = 100
"""Maximum number of scripts in one call."""
_OPTIONS = ("--norc", "--format=json1", "--exclude=SC1090,SC1091,SC2187")
_DEFAULT = "/bin/sh"
_PRAGMA = pattern(r"hadolint[ \t]+shell[ \t]*=[ \t]*(?P<shell>[^#\n]*)")
_FOREIGN = ("pwsh", "powershell", "cmd")
_POSIX = pattern(r"#![ \t]*\S*?(?:/env[ \t]+(?:-S[ \t]+)?)?(?:ba|da|a|k|z)?sh\b")
_NAME = pattern(r"[A-Za-z_][A-Za-z0-9_]*\Z")


class Text(NamedTuple):
    """A script, and the line of its instruction."""

    line: int
    script: str


class _Shell(NamedTuple):
    """The shell state at a RUN. A pragma applies until anything else is set, including a variable."""

    program: str = _DEFAULT
    variables: tuple[str, ...] = ()


def texts(model: Model) -> Iterator[Text]:
    """Every script of a file. Under ONBUILD variables differ, and pragmas are ignored."""
    tree = model.tree
    usual = now = later = _Shell()
    stages: dict[str, _Shell] = {}
    name, stage_seen = "", False
    for start, piece in zip(tree.starts, tree.pieces, strict=False):
        if isinstance(piece, Gap):
            for comment in piece.comments:
                if match := _PRAGMA.match(comment.value):
                    now = now._replace(program=match["shell"].strip())
                    usual = usual if stage_seen else now
            continue
        line = tree.text.line_of(start) + 1
        if piece.name == "FROM":
            if stage_seen:
                stages[name] = now
            stage_seen = True
            base, name = _base_and_name(piece)
            now = stages.get(base, usual)
        elif piece.inner is not None:
            later = _after(piece.inner, later)
            if text := _text(piece.inner, later):
                yield Text(line, text)
        else:
            now = _after(piece, now)
            if text := _text(piece, now):
                yield Text(line, text)


def remarks(found: Sequence[Text], program: str) -> dict[Text, Failure]:
    """ShellCheck's remarks on each script: of several remarks hadolint keeps the last."""
    scripts = list(dict.fromkeys(text.script for text in found))
    last: dict[str, Any] = {}
    for start in range(0, len(scripts), MOST_TEXTS):
        last |= _last_remarks(program, scripts[start : start + MOST_TEXTS])
    return {
        text: Failure(f"SC{remark['code']}", text.line, remark["level"], remark["message"])
        for text in found
        if (remark := last.get(text.script))
    }


def _last_remarks(program: str, scripts: Sequence[str]) -> dict[str, Any]:
    """The last remark on each script; none, with a message, if ShellCheck fails or takes too long."""
    import json
    import subprocess
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="dockwright-") as folder:
        for index, script in enumerate(scripts):
            (Path(folder) / f"{index}.sh").write_bytes(script.encode("utf-8", "replace"))
        command = [program, *_OPTIONS, *(f"{index}.sh" for index in range(len(scripts)))]
        try:
            done = subprocess.run(
                command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
            )
            told = json.loads(done.stdout)["comments"]
        except (OSError, subprocess.TimeoutExpired, ValueError):
            tell("dockwright hadolint", "ShellCheck failed, so some shell code is not checked")
            return {}
    return {scripts[int(remark["file"].partition(".")[0])]: remark for remark in told}


def _base_and_name(unit: Unit) -> tuple[str, str]:
    words = [word.value for word in unit.arguments]
    base = words[0] if words else ""
    return base, words[2] if len(words) > 2 else base


def _after(unit: Unit, shell: _Shell) -> _Shell:
    """ENV and ARG reset the shell, too."""
    if unit.name == "SHELL":
        words = [word.value for word in unit.arguments]
        return shell._replace(program=words[0] if words else _DEFAULT)
    if unit.name in ("ENV", "ARG"):
        names = (word.value.partition("=")[0] for word in unit.arguments[:: 2 if unit.name == "ENV" else 1])
        return _Shell(_DEFAULT, (*shell.variables, *names))
    return shell


def _script(unit: Unit) -> str:
    """The lines of a heredoc that a RUN begins with; hadolint overlooks those of others, and what follows the mark."""
    line = unit.joined.string[unit.rest :]
    if len(unit.heredocs) != 1:
        return shell_text(unit)
    marker, body = unit.heredocs[0].marker, unit.heredocs[0].body
    before = line.partition(unit.text[marker.start : marker.end].strip())[0]
    return before if before.strip() else unit.text[body.start : body.end]


def _text(unit: Unit, shell: _Shell) -> str:
    """The script of a RUN in shell form; empty if it is for another kind of shell."""
    if unit.name != "RUN" or unit.is_json or any(name in shell.program for name in _FOREIGN):
        return ""
    text, header = _script(unit), f"#!{shell.program.partition(' ')[0]}\n"
    if text.startswith("#!") and not _POSIX.match(text):
        return ""
    names = [name for name in dict.fromkeys((*PROXY_NAMES, *shell.variables)) if _NAME.match(name)]
    return f"{header}{''.join(f'export {name}=1{chr(10)}' for name in names)}{text}"
