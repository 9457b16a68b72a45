"""`shell-syntax-in-json`: a JSON array with shell syntax that no shell interprets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.starting.start_files import INTERPRETERS
from dockwright.semantics.commands.own_syntax import understands
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.nodes import Token

_VARIABLE = r"\$(?:\{[A-Za-z_]\w*(?:[:}]|$)|[A-Za-z_]\w*|\()"
_OPERATORS = frozenset({"&&", "||", "|", ";", ">", ">>", "<", "2>&1", "&"})
_READ = ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK")


@rule("shell-syntax-in-json", Severity.WARNING, on=_READ)
def shell_syntax_in_json(stage: Stage) -> Iterator[Finding]:
    for step in stage.all(*_READ):
        words = _words(step)
        suspects = [(word, what) for word in words if (what := _of_shell(word))]
        suspects = suspects or list(_names_of_files(words))
        before = _entry(stage) if suspects and step.instruction.name == "CMD" else ()
        line = [word.value for word in (*before, *words)]
        for word, what in suspects:
            if not understands(line, word.value):
                instead = '`["sh", "-c", "..."]`'
                message = f"A JSON array runs without a shell, so `{what}` stays text; use shell form or {instead}"
                yield Finding(word.span, message)
                break


def _words(step: Step) -> tuple[Token, ...]:
    found = step.instruction
    if not found.is_json:
        return ()
    return found.arguments[1:] if found.name == "HEALTHCHECK" else found.arguments


def _entry(stage: Stage) -> tuple[Token, ...]:
    """The words of the ENTRYPOINT that receives those of CMD."""
    below: Stage | None = stage
    while below is not None:
        entries = below.all("ENTRYPOINT")
        if entries:
            return _words(entries[-1])
        below = below.base
    return ()


_TAKE_FILES = frozenset({"ls", "cat", "cp", "mv", "rm", "head", "tail", "chmod", "chown", "java", *INTERPRETERS})
"""Programs that take the names of files as they stand."""


def _names_of_files(words: tuple[Token, ...]) -> Iterator[tuple[Token, str]]:
    """The home folder and patterns in what is started, or in the file that an interpreter or a tool is given."""
    program = words[0].value.rpartition("/")[2] if words else ""
    for index, word in enumerate(words):
        operand = index and program in _TAKE_FILES and not word.value.startswith("-")
        if program == "java":
            operand = index and words[index - 1].value == "-jar"
        elif program in INTERPRETERS:
            operand = index == 1 and not word.value.startswith("-")
        if not index or operand:
            if word.value.startswith("~/"):
                yield word, "~"
            elif "*" in word.value and re.fullmatch(r"[\w./*+-]+", word.value) and "/" in word.value.strip("/"):
                yield word, "*"


def _of_shell(word: Token) -> str:
    if word.value in _OPERATORS:
        return word.value
    match = re.search(_VARIABLE, word.value)
    return match[0] if match and not word.value.startswith("{") else ""
