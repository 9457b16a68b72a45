"""Where in an instruction a variable may replace a literal, and where it may not, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from dockwright.image.run_body import Body
from dockwright.image.run_text import body_of, source_span
from dockwright.refactors.kit.selection import is_windows
from dockwright.refactors.names.shell_places import DECLARING, RESERVED, Role, spot
from dockwright.semantics.expanded import Word, expanded
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Unit
from dockwright.syntax.shell import variables_used
from dockwright.syntax.words import Literal as Text
from dockwright.syntax.words import Parts, Variable
from dockwright.text import Span

_AT_RUN_TIME = frozenset({"CMD", "ENTRYPOINT", "HEALTHCHECK"})
_SAFE = re.compile(r"[\w./:@%+,=-]+\Z", re.ASCII)
_SAFE_IN_QUOTES = re.compile(r"[^$\"'\\`\r\n]+\Z")
_SAFE_IN_HEREDOC = re.compile(r"[^$\\`\r\n]+\Z")
_REDIRECTS = ("<", ">")
_PATTERN_OPERATORS = ("#", "%", "/")


class Place(NamedTuple):
    """A range in which the builder, or the shell of a RUN, expands variables."""

    kind: Literal["word", "shell"]
    instruction: Instruction
    span: Span
    quote: str
    """The quotes around it: `"`, or empty."""
    role: Role | Literal["word", "heredoc"]
    before: str
    """The text before it in its word."""
    word: str
    """The whole word, as written."""
    after: str
    """The character after the word."""
    in_flag: bool = False

    def may_become(self, value: str) -> bool:
        """Whether a value may be written instead of the variable here."""
        behind = self.word[len(self.before) + self.span.end - self.span.start :]
        if not value or " " in value:
            if behind.startswith("#") or (not value and self.after in _REDIRECTS):
                return False  # it would start a comment, or a digit before it would become a file descriptor
            in_words = self.kind == "shell" and self.role in ("argument", "loop") and "=" not in self.word
            if not (self.quote or self.role == "heredoc" or in_words or (not value and self._is_assigned)):
                return False
            return ((self.quote or self.role == "heredoc") and self._holds(value or "x")) or all(
                self.may_become(part) for part in value.split()
            )
        if (self.in_flag and not _IN_FLAG.match(value)) or (value.startswith("--") and self._is_first):
            return False
        if self.kind == "shell" and not self.quote:
            if self.role == "name" and (
                "=" in value or value.startswith("-") or (not self.before and value in DECLARING)
            ):
                return False
            if value in RESERVED or (self.after in _REDIRECTS and value.isdigit()):
                return False
        return self._holds(value)

    @property
    def _is_first(self) -> bool:
        """Whether text that begins here would be read as a flag."""
        return self.kind == "word" and not self.before and self.instruction.name not in ("ENV", "ARG", "LABEL")

    @property
    def _is_assigned(self) -> bool:
        in_pairs = self.kind == "word" and self.instruction.unit.form in ("pairs", "arg")
        return self.role == "assigned" or in_pairs

    def _holds(self, value: str) -> bool:
        if self.role == "heredoc":
            return bool(_SAFE_IN_HEREDOC.match(value))
        return bool((_SAFE_IN_QUOTES if self.quote else _SAFE).match(value))

    def may_hold(self, value: str) -> bool:
        """Whether a variable may be written instead of a value here."""
        if not self._holds(value):
            return False
        if self.kind == "shell" and self.role == "name":
            whole = self.word.strip('"')
            return "/" in whole or whole not in DECLARING | RESERVED
        return True


_IN_FLAG = re.compile(r"[\w./:@%+-]+\Z", re.ASCII)


_LATE_FLAG = re.compile(r"(?:--chown|--platform|[,=](?:target|dst|destination|source|src|id))=[\"']?\Z", re.IGNORECASE)
"""Text before values of flags that are read after expansion; other keys of mounts are read before it, too."""


def use_at(model: Model, step: Step, name_span: Span) -> Place | str:
    """The place of a plain use of a variable, from its `$` on, or why its value cannot be written there."""
    instruction = step.instruction
    if instruction.problems or instruction.inner is not None:
        return "Cannot parse the instruction"
    unit, inside = instruction.unit, name_span.shifted(-instruction.start)
    for word in expanded(unit):
        start = written_at(unit, word)
        for part in _uses(word.parts) if start >= 0 else ():
            if part.name_span.shifted(start) == inside:
                if part.operator:
                    return "The variable is used with an operator"
                return _of_word(instruction, word, part.span, start, part.quote)
    if instruction.name != "RUN" or instruction.is_json:
        return "The word spans lines or has quotes inside"
    body = body_of(step)
    if body is None or body.script.has_errors or _is_windows(model, instruction):
        return "Cannot tell how the shell of this RUN reads the text"
    for variable in variables_used(body.script):
        if source_span(unit, variable.name_span) == inside:
            if body.text[variable.span.start : variable.span.end] not in (f"${variable.name}", f"${{{variable.name}}}"):
                return "The variable is used with an operator or in arithmetic"
            source = source_span(unit, variable.span)
            if unit.text[source.start : source.end] != body.text[variable.span.start : variable.span.end]:
                return "The variable spans several lines"
            return _of_shell(step, body, variable.span, source, is_variable=True)
    return "Cannot tell how the shell of this RUN reads the text"


def _uses(parts: Parts) -> Iterator[Variable]:
    """The variables of a word, including those in defaults of others, without those in patterns."""
    for part in parts:
        if isinstance(part, Variable):
            yield part
            if part.operator[:1] not in _PATTERN_OPERATORS:
                yield from _uses(part.operand)


def place(model: Model, step: Step, span: Span) -> Place | str:
    """The place at a range of a step's instruction, or why no variable may be there."""
    instruction = step.instruction
    if instruction.problems:
        return "Cannot parse the instruction"
    if instruction.inner is not None or instruction.name == "ONBUILD":
        return "ONBUILD keeps its instruction for another build, where this ARG is not set"
    inside = span.shifted(-instruction.start)
    for word in expanded(instruction.unit):
        if word.span.start <= inside.start and inside.end <= word.span.end:
            if word.kind == "flag" and not _LATE_FLAG.search(instruction.unit.text[: word.span.start]):
                return "Only some builders expand variables here"
            return _in_word(instruction, word, inside)
    if instruction.name == "RUN":
        return _in_run(model, step, inside)
    if instruction.name in _AT_RUN_TIME and not instruction.is_json:
        return f"{instruction.name} runs in the container, where an ARG is not set"
    return f"Variables are not expanded in this part of {instruction.name}"


def written_at(unit: Unit, word: Word) -> int:
    """The offset of the text of a word, from the start of the unit; -1 if it is not written literally."""
    written = unit.text[word.span.start : word.span.end]
    if written == word.value:
        return word.span.start
    return word.span.start + 1 if written[:1] in ("'", '"') and written[1:-1] == word.value else -1


def _in_word(instruction: Instruction, word: Word, inside: Span) -> Place | str:
    if word.error is not None:
        return "Cannot parse the word"
    start = written_at(instruction.unit, word)
    if start < 0:
        return "The word spans lines or has quotes inside"
    local = inside.shifted(-start)
    part = _literal(word.parts, local)
    if part is None:
        return "This is part of a variable or an escape, or not part of the value"
    if part.quote == "'":
        return "Nothing is expanded between single quotes"
    return _of_word(instruction, word, local, start, part.quote)


def _of_word(instruction: Instruction, word: Word, local: Span, start: int, quote: str) -> Place:
    return Place(
        "word",
        instruction,
        local.shifted(start + instruction.start),
        quote,
        "heredoc" if word.kind == "heredoc" else "word",
        word.value[: local.start],
        word.value,
        "",
        in_flag=word.kind == "flag",
    )


def _literal(parts: Parts, local: Span) -> Text | None:
    for part in parts:
        if isinstance(part, Text) and part.span.covers(local) and not part.escaped:
            return part
        if isinstance(part, Variable) and part.operator[:1] not in _PATTERN_OPERATORS and part.span.covers(local):
            return _literal(part.operand, local)
    return None


def _in_run(model: Model, step: Step, inside: Span) -> Place | str:
    instruction = step.instruction
    if _is_windows(model, instruction):
        return "Shells of Windows images read variables differently"
    if instruction.is_json:
        return "The exec form runs without a shell, so variables are not expanded"
    body = body_of(step)
    if body is None or body.script.has_errors:
        return "Cannot tell how the shell of this RUN reads the text"
    span = shell_span(instruction.unit, body.text, inside)
    if span is None:
        return "The text spans lines, or is not part of the command"
    return _of_shell(step, body, span, inside)


def _is_windows(model: Model, instruction: Instruction) -> bool:
    stage = model.stage_at(instruction.start)
    return stage is None or is_windows(model, stage)


def _of_shell(step: Step, body: Body, span: Span, inside: Span, *, is_variable: bool = False) -> Place | str:
    found = spot(body.script, span, is_variable=is_variable)
    if isinstance(found, str):
        return found
    if not found.quote and "IFS" in step.before.variables:
        return "`IFS` is set, which changes how the shell splits the values of variables"
    word, start = found.word, step.instruction.start
    before, after = body.text[word.span.start : span.start], body.text[word.span.end : word.span.end + 1]
    return Place("shell", step.instruction, inside.shifted(start), found.quote, found.role, before, word.text, after)


def shell_span(unit: Unit, text: str, inside: Span) -> Span | None:
    """The range of the script for a range of the unit; None if it is not contiguous."""
    wanted = unit.text[inside.start : inside.end]
    guesses = [inside.start - unit.heredocs[0].body.start, inside.start - unit.head_end] if unit.heredocs else []
    guesses.append(unit.joined.offset(inside.start) - unit.rest)
    for at in guesses:
        for start in (at, at + len(unit.joined.string) - unit.rest + 1):
            found = Span(start, start + len(wanted))
            if start >= 0 and text[start : found.end] == wanted and source_span(unit, found) == inside:
                return found
    return None
