"""The nodes of a shell script; all spans count characters of the script."""

from __future__ import annotations

import re
from typing import Any, Literal

from dockwright.frozen import field, frozen
from dockwright.lazy import pattern
from dockwright.text import Span

_QUOTED = pattern(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"|\\.|\$\{[^}]*\}?", re.DOTALL)
_PATTERN = pattern(r"[*?\[]|^~|^[A-Za-z_]\w*\+?=(?:.*:)?~|\{[^}]*,", re.ASCII)


@frozen
class Variable:
    """One use of a variable: `$x`, `${x:-y}`, or a bare `x` in arithmetic."""

    name: str
    span: Span
    """The whole expression with `$` and braces."""
    name_span: Span
    braced: bool


@frozen
class Word:
    """One word as written."""

    span: Span
    text: str
    literal: str | None
    """The value without quotes and escapes; None if the word contains a variable or a substitution."""
    variables: tuple[Variable, ...] = ()
    substitutions: tuple[Sequence, ...] = ()
    """The commands of `$(...)`, backquotes and `<(...)`."""

    @property
    def quoted(self) -> bool:
        """Whether it contains quotes or escapes."""
        return any(mark in self.text for mark in "'\"\\")

    @property
    def is_pattern(self) -> bool:
        """Whether the shell may expand it to file names or several words: `*`, `?`, `[`, `~`, `{a,b}`."""
        return bool(_PATTERN.search(_QUOTED.sub("", self.text)))


@frozen
class Assignment:
    """`name=value`: before a command, as a statement, or as an argument of export and similar commands."""

    span: Span
    name: str
    name_span: Span
    value: Word | None
    append: bool = False


@frozen
class Redirection:
    """`2>&1`, `> file`, `<<EOF`."""

    span: Span
    """Without the heredoc body."""
    operator: str
    target: Word | None
    descriptor: str = ""
    body: Span | None = None
    """The lines of a heredoc without its terminator."""
    expands: bool = True
    """Whether the shell expands variables in the heredoc body."""
    variables: tuple[Variable, ...] = ()
    """The variables used in the heredoc body."""


@frozen
class Operator:
    """`&&`, `||`, `|`, `|&`, `;`, `&`, `;;` or a line break."""

    text: str
    span: Span


@frozen
class Simple:
    """A simple command: assignments, words and redirections. The first word is the name of the command."""

    span: Span
    assignments: tuple[Assignment, ...] = ()
    words: tuple[Word, ...] = ()
    redirections: tuple[Redirection, ...] = ()
    declared: tuple[Assignment, ...] = ()
    """The arguments of export, readonly, local or declare; they are also among `words`."""
    memo: dict[str, Any] = field(default_factory=dict, compare=False)
    """A cache for later layers, of values computed from this command alone."""

    @property
    def name(self) -> str | None:
        """The literal name of the command; None if there is none or it is computed."""
        return self.words[0].literal if self.words else None

    @property
    def arguments(self) -> tuple[Word, ...]:
        """The words after the name of the command."""
        return self.words[1:]


CompoundKind = Literal["subshell", "group", "if", "for", "while", "until", "case", "function", "test", "arithmetic"]


@frozen
class Compound:
    """A compound command."""

    span: Span
    kind: CompoundKind
    bodies: tuple[Sequence, ...] = ()
    """In text order."""
    conditions: tuple[int, ...] = ()
    """Indexes of the bodies that are conditions of if, while or until."""
    words: tuple[Word, ...] = ()
    """The list of a for, the subject and patterns of a case, or the operands of a `[[`."""
    redirections: tuple[Redirection, ...] = ()
    name: str = ""
    """The variable of a for, or the name of a function."""
    name_span: Span | None = None


@frozen
class Pipeline:
    """Commands joined by `|`, or a single one after `!`."""

    span: Span
    commands: tuple[Simple | Compound, ...]
    operators: tuple[Operator, ...] = ()
    negation: Span | None = None


Command = Simple | Compound | Pipeline


@frozen
class AndOr:
    """Two or more commands joined by `&&` and `||`; operators[i] follows items[i]."""

    span: Span
    items: tuple[Command, ...]
    operators: tuple[Operator, ...]

    @property
    def only_and(self) -> bool:
        """Whether each command runs only if all previous ones succeeded."""
        return all(operator.text == "&&" for operator in self.operators)


@frozen
class Sequence:
    """Commands that run one after another; separators[i] follows items[i], and the last may have none."""

    span: Span
    items: tuple[Command | AndOr, ...] = ()
    separators: tuple[Operator, ...] = ()
