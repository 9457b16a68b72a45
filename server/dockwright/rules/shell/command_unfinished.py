"""`command-unfinished`: the text of a RUN ends within a command, which is a syntax error in every shell."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.run_text import body_of, source_span
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step
from dockwright.text import Span

_TOKEN = pattern(
    r"(?P<blank>[ \t\n]+|\\\n)|(?P<comment>#[^\n]*)|(?P<operator>&&|\|\|?|;;?|&)"
    r"|(?P<word>(?:[^\s\\'\"`$&|;()<>#]|(?<=\S)#|\\.|'[^']*'|\"[^\"\\`$]*\")+)",
)
"""Words and operators of plain text; where another sign comes, nothing is known of what follows."""
_JOINS = frozenset({"&&", "||", "|"})
_CLOSED_BY = {"if": "fi", "for": "done", "while": "done", "until": "done", "case": "esac"}


@rule("command-unfinished", Severity.ERROR, on=("RUN",), more_may_settle=True)
def command_unfinished(step: Step) -> Iterator[Finding]:
    body = body_of(step) if step.instruction.name == "RUN" and not step.instruction.problems else None
    if body is None or not body.script.has_errors or body.text.startswith("#!"):
        return
    found = _unfinished(body.text)
    if found is not None:
        span, message = found
        yield Finding(source_span(step.instruction.unit, span), message)


def _unfinished(text: str) -> tuple[Span, str] | None:
    at, last, operators, opened = 0, "", [], None
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            quote = _open_quote(text, at)
            if quote is not None:
                return quote
            break
        at = match.end()
        if match.lastgroup == "operator":
            here = match.span()
            if last in _JOINS and match[0] in (*_JOINS, ";"):
                message = f"The shell finds no command between `{last}` and `{match[0]}`; remove one of them"
                return Span(*here), message
            last = match[0]
            operators.append(here)
        elif match.lastgroup == "word":
            if last != "word" and opened is None and match[0] in _CLOSED_BY and _stays_open(text, match[0]):
                opened = match
            last = "word"
    if at >= len(text) and last in _JOINS and operators:
        return Span(*operators[-1]), f"The shell expects a command after `{last}`, and the RUN ends here; remove it"
    if opened is not None:
        word = opened[0]
        message = f"This `{word}` has no `{_CLOSED_BY[word]}`, so the shell reports a syntax error; add it"
        return Span(*opened.span()), message
    return None


def _stays_open(text: str, word: str) -> bool:
    """Whether the word that ends a compound command is nowhere in the text behind it."""
    return not pattern(rf"\b{_CLOSED_BY[word]}\b").search(text)


def _open_quote(text: str, at: int) -> tuple[Span, str] | None:
    """A quotation mark with no second one."""
    quote = text[at]
    if quote == "'" or (quote == '"' and not any(mark in text[at:] for mark in "`$")):
        rest = text[at + 1 :].replace("\\\\", "  ").replace('\\"', "  ") if quote == '"' else text[at + 1 :]
        if quote not in rest:
            return Span(at, at + 1), "This quote is never closed, so the shell reports a syntax error; close it"
    return None
