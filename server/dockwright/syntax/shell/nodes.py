"""The values a shell text is made of; every span counts characters of the text that was parsed."""

from __future__ import annotations

import re
from typing import Literal

from dockwright.frozen import frozen
from dockwright.lazy import pattern
from dockwright.text import Span

_QUOTED = pattern(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"|\\.|\$\{[^}]*\}?", re.DOTALL)
_PATTERN = pattern(r"[*?\[]|^~|^[A-Za-z_]\w*\+?=(?:.*:)?~|\{[^}]*,", re.ASCII)


@frozen
class Variable:
    """One use of a variable: `$x`, `${x:-y}`, or a bare `x` in arithmetic."""

    name: str
    span: Span
    """The whole expression with its `$` and braces."""
    name_span: Span
    braced: bool


@frozen
class Word:
    """One word as it stands in the text."""

    span: Span
    text: str
    literal: str | None
    """What is left of it without quotes and escapes; None if a variable or a substitution stands in it."""
    variables: tuple[Variable, ...] = ()
    substitutions: tuple[Sequence, ...] = ()
    """What runs in `$(...)`, backquotes and `<(...)`."""

    @property
    def quoted(self) -> bool:
        """Whether any quote or escape stands in it."""
        return any(mark in self.text for mark in "'\"\\")

    @property
    def is_pattern(self) -> bool:
        """Whether the shell may put file names or several words in its place: `*`, `?`, `[`, `~`, `{a,b}`."""
        return bool(_PATTERN.search(_QUOTED.sub("", self.text)))


@frozen
class Assignment:
    """`name=value` before a command, on its own, or as an argument of export and its like."""

    span: Span
    name: str
    name_span: Span
    value: Word | None
    append: bool = False


@frozen
class Redirection:
    """`2>&1`, `> file`, `<<EOF`."""

    span: Span
    """Without the body of a heredoc."""
    operator: str
    target: Word | None
    descriptor: str = ""
    body: Span | None = None
    """The lines of a heredoc, without its last, the terminator."""
    expands: bool = True
    """Whether the shell expands variables in a heredoc's body."""
    variables: tuple[Variable, ...] = ()
    """Variables used in a heredoc's body."""


@frozen
class Operator:
    """`&&`, `||`, `|`, `|&`, `;`, `&`, `;;` or a line break."""

    text: str
    span: Span


@frozen
class Simple:
    """A simple command: assignments, words and redirections. The first word is the command's name."""

    span: Span
    assignments: tuple[Assignment, ...] = ()
    words: tuple[Word, ...] = ()
    redirections: tuple[Redirection, ...] = ()
    declared: tuple[Assignment, ...] = ()
    """What export, readonly, local or declare are given; these stand among the words, too."""

    @property
    def name(self) -> str | None:
        """The literal name of what is run; None where there is none or it is computed."""
        return self.words[0].literal if self.words else None

    @property
    def arguments(self) -> tuple[Word, ...]:
        """The words after the name."""
        return self.words[1:]


CompoundKind = Literal["subshell", "group", "if", "for", "while", "until", "case", "function", "test", "arithmetic"]


@frozen
class Compound:
    """A construct of the shell's grammar that holds other commands."""

    span: Span
    kind: CompoundKind
    bodies: tuple[Sequence, ...] = ()
    """In the order of the text."""
    conditions: tuple[int, ...] = ()
    """Which of the bodies are conditions of if, while or until."""
    words: tuple[Word, ...] = ()
    """What a for loops over, what a case compares and its patterns, what a `[[` tests."""
    redirections: tuple[Redirection, ...] = ()
    name: str = ""
    """The variable of a for, the name of a function."""
    name_span: Span | None = None


@frozen
class Pipeline:
    """Commands joined by `|`; or a single one after `!`."""

    span: Span
    commands: tuple[Simple | Compound, ...]
    operators: tuple[Operator, ...] = ()
    negation: Span | None = None


Command = Simple | Compound | Pipeline


@frozen
class AndOr:
    """Two or more commands joined by `&&` and `||`; operators[i] stands after items[i]."""

    span: Span
    items: tuple[Command, ...]
    operators: tuple[Operator, ...]

    @property
    def only_and(self) -> bool:
        """Whether each command runs only if all before it succeeded."""
        return all(operator.text == "&&" for operator in self.operators)


@frozen
class Sequence:
    """Commands one after another; separators[i] stands after items[i], the last may have none."""

    span: Span
    items: tuple[Command | AndOr, ...] = ()
    separators: tuple[Operator, ...] = ()
