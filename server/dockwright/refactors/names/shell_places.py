"""Where in a shell script a variable may replace a literal, and the other way round."""

from __future__ import annotations

from typing import Literal, NamedTuple

from dockwright.syntax.shell import Compound, Script, Simple, Word
from dockwright.text import Span

Role = Literal["name", "argument", "assigned", "redirection", "loop", "case", "test"]

DECLARING = frozenset({"export", "declare", "typeset", "local", "readonly", "alias", "eval", "command", "builtin"})
"""Commands that parse their arguments specially if the shell sees their literal name."""
RESERVED = frozenset(
    {
        "if", "then", "else", "elif", "fi", "do", "done", "case", "esac", "while", "until", "for", "in", "select",
        "function", "time", "coproc", "{", "}", "!", "[[", "]]",
    }
)  # fmt: skip


class Spot(NamedTuple):
    """A range of a word of a command."""

    word: Word
    role: Role
    quote: str
    """The quotes around it: `"`, or empty."""


def spot(script: Script, span: Span, *, is_variable: bool = False) -> Spot | str:
    """The word that contains a range, or why no variable may be there; the range may be a variable already."""
    found = _holding(script, span)
    if found is None:
        return "The shell expands variables only within a word of a command"
    word, role = found
    if role == "test":
        return "Within `[[ ]]` and `(( ))`, the shell reads words by other rules"
    quote = _quote(word, script.text, span, is_variable)
    if quote is None:
        return "The shell reads this text as part of something else, or literally"
    if quote == "'":
        return "The shell expands nothing between single quotes"
    if not quote:
        bare = _bare(word, script.text, span)
        if "~" in script.text[word.span.start : span.start] or "~" in script.text[span.start : span.end]:
            return "A name after `~` is read as a user only if it is literal"
        if "{" in bare or "}" in bare:
            return "Braces expand only literal text"
        if "IFS" in script.text:
            return "The text changes how the shell splits the values of variables"
    return Spot(word, role, quote)


def _holding(script: Script, span: Span) -> tuple[Word, Role] | None:
    best: tuple[Word, Role] | None = None
    for node in script.nodes():
        if isinstance(node, Simple):
            held = [(item.value, "assigned") for item in node.assignments if item.value]
            held += [(word, "argument" if index else "name") for index, word in enumerate(node.words)]
        elif isinstance(node, Compound):
            roles = {"for": "loop", "case": "case"}
            held = [(word, roles.get(node.kind, "test")) for word in node.words]
        else:
            continue
        held += [
            (item.target, "redirection")
            for item in node.redirections
            if item.target and (not item.operator.startswith("<<") or item.operator == "<<<")
        ]
        for word, role in held:
            if word.span.covers(span) and (best is None or best[0].span.covers(word.span)):
                best = word, role  # type: ignore[assignment]
    return best


def _quote(word: Word, text: str, span: Span, is_variable: bool) -> str | None:
    """The quotes around a range of a word; None if it is part of a variable, a substitution or an escape."""
    at, quote = word.span.start, ""
    while at < span.start:
        character = text[at]
        if quote == "'":
            quote = "" if character == "'" else quote
        elif character == "\\":
            at += 1
        elif character in "\"'":
            if character == "'" and (quote or text[at - 1] == "$"):
                if not quote:
                    return None
            else:
                quote = "" if quote else character
        elif character in "$`":
            end = _end_of_expansion(word, text, at)
            if end is None:
                return None
            at = end - 1
        at += 1
    if at != span.start:
        return None
    inside = text[span.start : span.end]
    return quote if is_variable or not set(inside) & set("'\"\\$`") else None


def _end_of_expansion(word: Word, text: str, at: int) -> int | None:
    """The end of the variable or substitution at `at`; `at + 1` for a literal dollar sign."""
    for variable in word.variables:
        if variable.span.start == at:
            return variable.span.end
    closing = ")" if text.startswith("$(", at) else "`" if text[at] == "`" else ""
    if not closing:
        return None if text.startswith("${", at) else at + 1
    for inner in word.substitutions:
        if at < inner.span.start <= at + 3:
            end = text.find(closing, inner.span.end)
            return end + 1 if end >= 0 else None
    return None


def _bare(word: Word, text: str, span: Span) -> str:
    """The text of a word without its variables and without the range."""
    left_out = [span, *(variable.span for variable in word.variables)]
    places = range(word.span.start, word.span.end)
    return "".join(text[at] for at in places if not any(span.start <= at < span.end for span in left_out))
