"""Word expansion: the value that BuildKit gives to parsed `parts` in an environment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dockwright.frozen import frozen
from dockwright.syntax.blanks import GO_BLANKS
from dockwright.syntax.globs import replace_glob, trim_glob
from dockwright.syntax.words import Literal, Part, Parts, Quote, Variable


@frozen
class Modes:
    """Options of BuildKit's shell lexer; it sets them to find heredoc markers."""

    skip_unset: bool = False
    raw_quotes: bool = False
    raw_escapes: bool = False


@frozen
class Expanded:
    """The value of a word, the words it splits into, and the variables that were and were not set."""

    value: str
    words: tuple[str, ...]
    matched: frozenset[str]
    unmatched: frozenset[str]


class ExpansionError(Exception):
    """`${x:?message}` was used and `x` is not set."""

    def __init__(self, message: str, variable: Variable) -> None:
        super().__init__(message)
        self.variable = variable


PLAIN = Modes()


def expand(parts: Parts, environment: Mapping[str, str], modes: Modes = PLAIN, escape: str = "\\") -> Expanded:
    """Expand `parts`; raises ExpansionError if `?` finds its variable unset."""
    run = _Run(environment, modes, escape)
    pieces = list(run.pieces(parts, modes.raw_escapes))
    value = "".join(text for _, text in pieces)
    return Expanded(value, tuple(_split(pieces)), frozenset(run.matched), frozenset(run.unmatched))


def value(parts: Parts, environment: Mapping[str, str], escape: str = "\\") -> str:
    """The value of `parts` only."""
    return "".join(text for _, text in _Run(environment, PLAIN, escape).pieces(parts, False))


class _Run:
    def __init__(self, environment: Mapping[str, str], modes: Modes, escape: str) -> None:
        self.environment = environment
        self.modes = modes
        self.escape = escape
        self.matched: set[str] = set()
        self.unmatched: set[str] = set()

    def pieces(self, parts: Iterable[Part], raw_escapes: bool) -> Iterable[tuple[Part, str]]:
        """Yield each part with its text."""
        for part in parts:
            if isinstance(part, Literal):
                yield part, self._literal(part, raw_escapes)
            elif isinstance(part, Quote):
                yield part, part.value if self.modes.raw_quotes else ""
            else:
                yield part, self._variable(part)

    def _literal(self, part: Literal, raw_escapes: bool) -> str:
        if not raw_escapes:
            return part.value
        if part.escaped:
            return self.escape + part.value
        if part.quote == '"' and part.value.startswith(self.escape):
            return self.escape + part.value
        return part.value

    def _text(self, parts: Parts, raw_escapes: bool) -> str:
        return "".join(text for _, text in self.pieces(parts, raw_escapes))

    def _variable(self, part: Variable) -> str:
        operator = part.operator
        raw = operator[:1] in ("#", "%", "/") if operator else False
        operand = self._text(part.operand, raw)
        replacement = self._text(part.replacement, raw)
        found = self.environment.get(part.name)
        (self.unmatched if found is None else self.matched).add(part.name)
        if found is None and self.modes.skip_unset:
            return _unchanged(part, operand, replacement)
        present = found is not None and not (operator[:1] == ":" and not found)
        match operator[-1:]:
            case "-":
                return found if present and found is not None else operand
            case "+":
                return operand if present else ""
            case "?" if not present:
                reason = "unset" if found is None else "empty"
                raise ExpansionError(f"{part.name}: {operand or f'is not allowed to be {reason}'}", part)
            case "#" | "%":
                return trim_glob(operand, found or "", operator)
            case "/":
                return replace_glob(operand, replacement, found or "", everywhere=operator == "//")
        return found or ""


def _unchanged(part: Variable, operand: str, replacement: str) -> str:
    if not part.braced:
        return "$" + part.name
    tail = f"/{replacement}" if part.operator[:1] == "/" else ""
    operator = "/" if part.operator == "//" else part.operator
    return f"${{{part.name}{operator}{operand}{tail}}}"


def _split(pieces: list[tuple[Part, str]]) -> Iterable[str]:
    """Split into words as BuildKit's `ProcessWords` does: unquoted blanks separate, also those inside values.

    An operator such as `:-` discards the text before it in the same word, because BuildKit's lexer reads the operand
    into the same buffer: `EXPOSE 80${P:-81}` exposes 81.
    """
    word: list[str] = []
    last_two = ""
    quoted_from = 0
    in_quotes = started = False
    for part, text in pieces:
        if isinstance(part, Quote):
            quoted_from = quoted_from if in_quotes else len(word)
            in_quotes = not in_quotes
        if isinstance(part, Variable) and part.operator:
            del word[: quoted_from if part.quote else len(word)]
            quoted_from = 0
        if isinstance(part, Quote) or part.quote or (isinstance(part, Literal) and part.escaped):
            word.append(text)
            last_two = (last_two + text)[-2:]
            started = True
            continue
        for character in text:
            if character not in GO_BLANKS:
                word.append(character)
                last_two = last_two[-1:] + character
                started = True
            elif started and last_two == "<<":
                word.append(character)  # `<< NAME` is a single word, so that it can name a heredoc
            elif started and any(word):
                yield "".join(word)
                word, last_two, started = [], "", False
    if any(word):
        yield "".join(word)
