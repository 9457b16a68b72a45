"""`command-in-one-word`: a JSON array whose first string is a whole command line."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuiltStage
from dockwright.image.starting.launch import launch
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step
from dockwright.semantics.state import resolve
from dockwright.syntax.nodes import Token
from dockwright.text import Edit

_SHELL = pattern(r"[$`&|;<>()*?\[\]{}#~!\\\n]")

_WINDOWS = pattern(r"[A-Za-z]:[\\/]|\\\\|[^ ]*\\")
"""A Windows path, whose folders often have spaces in their names."""


@rule("command-in-one-word", Severity.WARNING, on=("CMD", "ENTRYPOINT", "RUN", "HEALTHCHECK"))
def command_in_one_word(scene: BuiltStage) -> Iterator[Finding]:
    found = launch(scene.stage)
    places: list[tuple[Step, Token, bool]] = []
    if found and found.step.instruction.is_json:
        places.append((found.step, found.step.instruction.arguments[found.first], found.known))
    for step in scene.stage.all("RUN", "HEALTHCHECK"):
        instruction = step.instruction
        tokens = instruction.arguments[1 if instruction.name == "HEALTHCHECK" else 0 :]
        if instruction.is_json and tokens and not instruction.problems:
            places.append((step, tokens[0], True))
    for step, token, known in places:
        yield from _argument(step, token, known)
        first, _, rest = token.value.strip().partition(" ")
        if (not rest and token.value == token.value.strip()) or _WINDOWS.match(token.value):
            continue
        if not first or not _is_command(scene, step, first, rest, token.value):
            continue
        message = f"This looks for one program named `{_short(token.value)}`; write each word as its own string"
        yield Finding(token.span, message, _fixes(token), doubtful=not known)


_PACKAGES = r"(?:run|start|test|exec|install|ci) \S.*"
_PYTHON = r"(?:-m|-u|[\w./-]+\.py) \S.*"
_FIRST_ARGUMENTS = {
    "node": r"[\w./-]+\.[cm]?js \S.*", "python": _PYTHON, "python3": _PYTHON,
    "ruby": r"[\w./-]+\.rb \S.*", "php": r"(?:-S|[\w./-]+\.php) \S.*", "java": r"-jar \S.*",
    "npm": _PACKAGES, "yarn": _PACKAGES, "pnpm": _PACKAGES,
}  # fmt: skip
"""Several words that a program is meant to get as several first arguments."""


def _argument(step: Step, token: Token, known: bool) -> Iterator[Finding]:
    """The first argument of a program, where it holds several words."""
    tokens = step.instruction.arguments
    at = tokens.index(token) + 1
    name = token.value.rpartition("/")[2]
    if at < len(tokens) and re.fullmatch(_FIRST_ARGUMENTS.get(name, "(?!)"), tokens[at].value):
        value = tokens[at].value
        message = f"`{name}` gets `{_short(value)}` as one argument; write each word as its own string"
        yield Finding(tokens[at].span, message, _fixes(tokens[at]), doubtful=not known)


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:27]}..."


def _is_command(scene: BuiltStage, step: Step, first: str, rest: str, whole: str) -> bool:
    """Whether the words are a program and its arguments rather than a path with spaces."""
    if "/" not in first:
        return "/" not in rest.partition(" ")[0] or not whole.startswith(".")
    path = resolve(step.before.workdir, whole)
    if path is None or scene.files.find(scene.image, path).answer is Answer.YES:
        return False
    program = resolve(step.before.workdir, first)
    there = program is not None and scene.files.find(scene.image, program).answer is Answer.YES
    return there or rest.startswith("-") or " -" in rest or first.startswith(("/bin/", "/usr/bin/"))


def _fixes(token: Token) -> tuple[Fix, ...]:
    if _SHELL.search(token.value):
        return ()
    try:
        words = shlex.split(token.value)
    except ValueError:
        return ()
    text = ", ".join(json.dumps(word, ensure_ascii=False) for word in words)
    return (Fix("Split it into words", (Edit(token.span, text),)),) if words else ()
