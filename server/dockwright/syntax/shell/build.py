"""Builds our values from tree-sitter's nodes, with the precedence of a shell.

tree-sitter-bash nests some lists wrongly: in `a && b > f` it redirects the list, and it puts what follows `<<EOF` on
its line below the heredoc. So lists and pipelines are first flattened in text order, then built again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.frozen import replace
from dockwright.syntax.shell import compounds, simples
from dockwright.syntax.shell.nodes import AndOr, Command, Compound, Operator, Pipeline, Sequence, Simple, Word
from dockwright.syntax.shell.words import EXPANSIONS, unquoted, variables_in
from dockwright.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tree_sitter import Node

DEEPEST = 40
"""Scripts that are nested deeper than this are reported as broken."""

_OPERATORS = frozenset({"&&", "||", "|", "|&", ";", "&", ";;", "\n"})
_NESTING = frozenset({"list", "pipeline", "negated_command", "ERROR", "program"})
_RESERVED = frozenset(
    {"then", "else", "elif", "fi", "do", "done", "esac", "}", "{", "!", "if", "while", "until", "for"}
)

Flat = list["Simple | Compound | Operator"]


class Builder:
    """Builds one script; sets `broken` when it contains anything that a shell does not accept."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.broken = False
        self.comments: list[Span] = []
        self.depth = 0

    def sequence(self, nodes: Iterable[Node], at: int) -> Sequence:
        """The commands of a list of statements; `at` is the position of an empty list."""
        if self.depth >= DEEPEST:
            self.broken = True
            return Sequence(Span(at, at))
        self.depth += 1
        flat: Flat = []
        for node in nodes:
            before = len(flat)
            self._lay_out(node, flat)
            if 0 < before < len(flat) and _starts_a_command(flat[before]):
                last = flat[before - 1]
                if not isinstance(last, Operator) or last.text == "\n":
                    flat.insert(before, self._line_break(last.span.end, node.start_byte))
        self.depth -= 1
        return self._sequence(flat, at)

    def word(self, nodes: list[Node]) -> Word:
        """One word from adjacent nodes."""
        span = Span(nodes[0].start_byte, nodes[-1].end_byte)
        raw = self.text[span.start : span.end]
        if "$" not in raw and "`" not in raw and "(" not in raw:
            return Word(span, raw, unquoted(raw))
        variables = []
        substitutions = []
        expands = False
        for node in nodes:
            found, inner = variables_in(node, self.text)
            variables += found
            substitutions += [self.sequence(child.children[1:-1], child.start_byte) for child in inner]
            expands = expands or bool(found or inner) or _expands(node)
        return Word(span, raw, None if expands else unquoted(raw), tuple(variables), tuple(substitutions))

    def _lay_out(self, top: Node, flat: Flat) -> None:
        pending = [top]
        while pending:
            node = pending.pop()
            kind = node.type
            if node.start_byte == node.end_byte:
                self.broken = self.broken or kind not in ("program", "\n")
            elif kind in _OPERATORS:
                flat.append(Operator(kind, Span(node.start_byte, node.end_byte)))
            elif kind == "!":
                flat.append(Operator("!", Span(node.start_byte, node.end_byte)))
            elif kind == "comment":
                self.comments.append(Span(node.start_byte, node.end_byte))
            elif kind in _NESTING:
                self.broken = self.broken or kind == "ERROR"
                pending += reversed(node.children)
            elif kind == "redirected_statement":
                pending += reversed(node.children)
            elif kind == "heredoc_redirect":
                self._redirect(node, flat)
                pending += reversed([child for child in node.children if child.type == "pipeline" or _is_tail(child)])
            elif kind in simples.REDIRECTIONS:
                self._redirect(node, flat)
            elif kind in compounds.KINDS:
                flat.append(compounds.build(self, node))
            elif kind == "test_command" and node.children[0].type != "[":
                flat.append(compounds.double_test(self, node))
            elif kind in simples.KINDS:
                flat.append(simples.build(self, node))
            elif kind not in (" ", "heredoc_body", "heredoc_end", "heredoc_start", "<<", "<<-"):
                self.broken = True

    def _redirect(self, node: Node, flat: Flat) -> None:
        redirections, words = simples.redirection(self, node)
        last = flat[-1] if flat else None
        if last is None or isinstance(last, Operator):
            start = Simple(Span(node.start_byte, redirections[-1].span.end), (), words, redirections)
            flat.append(start)
            return
        ends = [item.span.end for item in redirections] + [word.span.end for word in words]
        end = max([last.span.end, *ends])
        span = Span(last.span.start, end)
        if isinstance(last, Simple):
            joined = (*last.redirections, *redirections)
            flat[-1] = replace(last, span=span, redirections=joined, words=(*last.words, *words))
        else:
            self.broken = self.broken or bool(words)
            flat[-1] = replace(last, span=span, redirections=(*last.redirections, *redirections))

    def _line_break(self, start: int, end: int) -> Operator:
        found = self.text.find("\n", start, end)
        if found < 0:
            # After a heredoc, the nodes already read include the line end.
            found = self.text.rfind("\n", 0, end)
            if found < 0:
                self.broken = True
                return Operator("\n", Span(end, end))
        return Operator("\n", Span(found, found + 1))

    def _sequence(self, flat: Flat, at: int) -> Sequence:
        items: list[Command | AndOr] = []
        separators: list[Operator] = []
        current: Flat = []
        for token in flat:
            if not isinstance(token, Operator) or token.text not in (";", "&", "\n", ";;"):
                current.append(token)
            elif token.text == "\n" and (
                not current or (isinstance(current[-1], Operator) and current[-1].text != "!")
            ):
                continue
            else:
                self.broken = self.broken or not current or token.text == ";;"
                if current:
                    items.append(self._and_or(current))
                    separators.append(token)
                current = []
        if current:
            items.append(self._and_or(current))
        if not items:
            return Sequence(Span(at, at))
        end = max(items[-1].span.end, separators[-1].span.end if len(separators) == len(items) else 0)
        return Sequence(Span(items[0].span.start, end), tuple(items), tuple(separators))

    def _and_or(self, flat: Flat) -> Command | AndOr:
        parts, operators = self._split(flat, ("&&", "||"))
        items = tuple(self._pipeline(part) for part in parts)
        if len(items) == 1:
            return items[0]
        return AndOr(Span(items[0].span.start, items[-1].span.end), items, operators)

    def _pipeline(self, flat: Flat) -> Command:
        negation = None
        while flat and isinstance(flat[0], Operator) and flat[0].text == "!":
            negation = flat[0].span
            flat = flat[1:]
        parts, operators = self._split(flat, ("|", "|&"))
        commands: list[Simple | Compound] = []
        for part in parts:
            plain = [token for token in part if not isinstance(token, Operator)]
            self.broken = self.broken or len(part) != 1 or not plain
            if plain:
                commands += plain[:1]
            else:
                commands.append(Simple(part[0].span if part else Span(0, 0)))
            self._check_name(commands[-1])
        if negation is None and len(commands) == 1:
            return commands[0]
        start = negation.start if negation else commands[0].span.start
        return Pipeline(Span(start, commands[-1].span.end), tuple(commands), operators, negation)

    def _split(self, flat: Flat, at: tuple[str, ...]) -> tuple[list[Flat], tuple[Operator, ...]]:
        parts: list[Flat] = [[]]
        operators = []
        for token in flat:
            if isinstance(token, Operator) and token.text in at:
                operators.append(token)
                parts.append([])
            else:
                parts[-1].append(token)
        if not all(parts):
            self.broken = True
            kept = [part for part in parts if part]
            return kept or [flat], tuple(operators[: max(len(kept) - 1, 0)])
        return parts, tuple(operators)

    def _check_name(self, command: Simple | Compound) -> None:
        if isinstance(command, Simple):
            if command.words and not command.assignments and command.words[0].text in _RESERVED:
                self.broken = True
            self.broken = self.broken or not (command.words or command.assignments or command.redirections)


def _starts_a_command(token: Simple | Compound | Operator) -> bool:
    return not isinstance(token, Operator) or token.text == "!"


def _is_tail(node: Node) -> bool:
    kind = node.type
    return kind in ("&&", "||", "list", "redirected_statement") or kind in compounds.KINDS or kind in simples.KINDS


def _expands(node: Node) -> bool:
    """Whether a node contains an expansion, such as `$((1))`."""
    pending = [node]
    while pending:
        node = pending.pop()
        if node.type in EXPANSIONS:
            return True
        pending += node.children
    return False
