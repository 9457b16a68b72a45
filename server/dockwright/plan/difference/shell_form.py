"""A shell script without its layout: equal for scripts that run the same commands, whatever line breaks and quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dockwright.image.run_body import Body
from dockwright.syntax.shell import variables_assigned
from dockwright.syntax.shell.nodes import AndOr, Compound, Pipeline, Redirection, Sequence, Simple, Word

_PLAIN = frozenset({"subshell", "group", "if", "while", "until"})
"""Compound commands that the tree describes completely."""


_SETTERS = frozenset({"eval", "source", ".", "unset", "set", "shift", "getopts"})
"""Commands that may change variables without naming them."""
_USE = re.compile(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})", re.ASCII)
_VALUE = re.compile(r"[\w./:@%+,=-]+\Z", re.ASCII)
_MARKS = frozenset("'\\`*?[]{}~!#()<>|&;")


def shell_form(body: Body, variables: Mapping[str, str | None]) -> Any:
    """The tree of a script without spans, with the values of variables in words; the text if it cannot be parsed."""
    if body.script.has_errors:
        return body.text
    assigned = {each.name for each in variables_assigned(body.script)}
    known = {} if any(each.name in _SETTERS for each in body.commands) else variables
    return tuple(
        _Form(body.text, {name: known[name] for name in known if name not in assigned}).sequence(body.script.body)
    )


class _Form:
    def __init__(self, text: str, known: Mapping[str, str | None]) -> None:
        self._text = text
        self._known = known

    def sequence(self, node: Sequence) -> Iterator[Any]:
        for index, item in enumerate(node.items):
            apart = index < len(node.separators) and node.separators[index].text == "&"
            yield (self._item(item), "&") if apart else self._item(item)

    def _item(self, node: Any) -> Any:
        match node:
            case Sequence():
                return ("list", *self.sequence(node))
            case AndOr():
                operators = tuple(each.text for each in node.operators)
                return ("and-or", operators, *(self._item(item) for item in node.items))
            case Pipeline():
                operators = tuple(each.text for each in node.operators)
                return ("pipe", node.negation is not None, operators, *(self._item(item) for item in node.commands))
            case Compound() if node.kind in _PLAIN:
                bodies = tuple(tuple(self.sequence(each)) for each in node.bodies)
                return (node.kind, node.conditions, bodies, *(self._redirection(each) for each in node.redirections))
            case Simple():
                return (
                    "run",
                    tuple((each.name, each.append, self._word(each.value)) for each in node.assignments),
                    tuple(self._word(word) for word in node.words),
                    tuple(self._redirection(each) for each in node.redirections),
                )
        return ("text", self._text[node.span.start : node.span.end])

    def _word(self, word: Word | None) -> Any:
        if word is None:
            return None
        if word.literal is not None and not word.is_pattern:
            return ("word", word.literal)
        value = self._valued(word)
        return ("text", _braced(word)) if value is None else ("word", value)

    def _valued(self, word: Word) -> str | None:
        """A word of plain variables with their values; None if it may have another meaning."""
        plain = _USE.sub("", word.text)
        if not word.variables or word.substitutions or "$" in plain or _MARKS & set(plain):
            return None
        values = {match[1] or match[2]: self._known.get(match[1] or match[2]) for match in _USE.finditer(word.text)}
        if not all(value and _VALUE.match(value) for value in values.values()):
            return None
        return _USE.sub(lambda match: values[match[1] or match[2]] or "", word.text).replace('"', "")

    def _redirection(self, node: Redirection) -> Any:
        held = self._text[node.body.start : node.body.end] if node.body else None
        return node.descriptor, node.operator, self._word(node.target), held, node.expands


def _braced(word: Word) -> str:
    """The text of a word with braces around the names of its variables, where these are surely variables."""
    if word.substitutions or any(mark in word.text for mark in "'\\`"):
        return word.text
    return _USE.sub(lambda match: f"${{{match[1] or match[2]}}}", word.text)
