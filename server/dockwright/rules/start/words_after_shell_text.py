"""`words-after-shell-text`: `["sh", "-c", "node", "server.js"]` runs `node` alone."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuiltStage
from dockwright.image.starting.command_line import command_line
from dockwright.image.starting.launch import is_shell, takes_text
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step
from dockwright.syntax.nodes import Token
from dockwright.text import Edit, Span

_READS = pattern(r"\$\{?[@*#0-9]|\bshift\b|\bset --|\bgetopts\b|\b(?:for \w+)\s*(?:;|\bdo\b|\n)")


@rule("words-after-shell-text", Severity.WARNING, on=("CMD", "ENTRYPOINT", "RUN", "HEALTHCHECK"))
def words_after_shell_text(scene: BuiltStage) -> Iterator[Finding]:
    stage = scene.stage
    for step in stage.all("CMD", "ENTRYPOINT", "RUN", "HEALTHCHECK"):
        instruction = step.instruction
        if instruction.is_json and not instruction.problems:
            start = 1 if instruction.name == "HEALTHCHECK" else 0
            yield from _of(instruction.arguments[start:])
    yield from _split(scene)


def _of(tokens: tuple[Token, ...]) -> Iterator[Finding]:
    if len(tokens) < 4 or not is_shell(tokens[0].value) or not takes_text(tokens[1].value):
        return
    text, rest = tokens[2], tokens[3:]
    if _READS.search(text.value):
        return
    span = Span(rest[0].span.start, rest[-1].span.end)
    message = (
        f"The shell runs only `{_short(text.value)}`, the string after `{tokens[1].value}`; join the words into one"
    )
    words = [token.value for token in (text, *rest)]
    yield Finding(span, message, _fixes(Span(text.span.start, span.end), words), tags=("unnecessary",))


def _split(scene: BuiltStage) -> Iterator[Finding]:
    """The case of an ENTRYPOINT that ends with `-c` and a CMD of several words."""
    line = command_line(scene.stage)
    entry, cmd = line.entrypoint, line.cmd
    if entry is None or cmd is None or cmd.step is None or line.ignores_cmd or not _is_own(scene, cmd.step):
        return
    opened = len(entry.words) == 2 and is_shell(entry.words[0]) and takes_text(entry.words[1])
    tokens = cmd.step.instruction.arguments
    if not opened or not cmd.step.instruction.is_json or len(tokens) < 2 or _READS.search(tokens[0].value):
        return
    span = Span(tokens[1].span.start, tokens[-1].span.end)
    message = (
        f"The shell of ENTRYPOINT runs only `{_short(tokens[0].value)}`, the first string; join the words into one"
    )
    words = [token.value for token in tokens]
    yield Finding(span, message, _fixes(Span(tokens[0].span.start, span.end), words), tags=("unnecessary",))


def _is_own(scene: BuiltStage, step: Step) -> bool:
    return any(unit is step.instruction.unit for unit in scene.stage.body.units)


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:27]}..."


def _fixes(span: Span, words: list[str]) -> tuple[Fix, ...]:
    """The fix that joins the words to one script; empty if a word contains special characters."""
    if any(shlex.quote(word) != word for word in words):
        return ()
    return (Fix("Join the words", (Edit(span, json.dumps(" ".join(words), ensure_ascii=False)),)),)
