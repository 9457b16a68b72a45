"""Hover for variables: the value at this point, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide import pages
from dockwright.ide.hover.arguments import environment
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols.navigation import place_at
from dockwright.ide.values import Hover
from dockwright.refactors.names.events import expanded_words, variables_in
from dockwright.semantics.stage import Step
from dockwright.semantics.state import State
from dockwright.semantics.variable_origins import trail
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Token
from dockwright.syntax.words import Variable
from dockwright.text import Span

_COMMANDS = frozenset({"RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "ONBUILD"})
_FALLBACKS = {":-": "not set or empty", "-": "not set", ":+": "set and not empty", "+": "set"}
_REFUSED = {":?": _FALLBACKS[":-"], "?": _FALLBACKS["-"]}


def variable_at(snapshot: Snapshot, step: Step, instruction: Instruction, offset: int) -> Hover | None:
    """The variable used or declared at `offset`."""
    declared = _declared_at(instruction, offset)
    if declared:
        return Hover(declared.span, _describe(snapshot, step, step.after, declared.value))
    for token in expanded_words(instruction):
        if token.span.touches(offset):
            found = _used_at(instruction, token, offset)
            if found:
                variable, span = found
                state = snapshot.model.globals.final if instruction.name == "FROM" else step.before
                effect = _effect(state, variable, snapshot, span)
                return Hover(span, _describe(snapshot, step, state, variable.name, effect))
    return None


def used_in_command(snapshot: Snapshot, step: Step, offset: int) -> Hover | None:
    """The variable that a shell script or a heredoc uses at `offset`."""
    instruction = step.instruction
    found = place_at(snapshot, offset) if instruction.name in _COMMANDS or instruction.heredocs else None
    if found is None or found[0].kind not in ("variable", "shell") or found[1].role == "write":
        return None
    symbol, mention = found
    if symbol.kind == "shell":
        lines = sorted({snapshot.text.line_of(place.span.start) + 1 for place in symbol.written()})
        told = ", ".join(map(str, lines))
        return Hover(mention.span, f"**{symbol.name}** is set by the shell itself, in line {told}")
    stage = snapshot.model.stage_at(offset)
    name = (instruction.inner or instruction).name
    if stage is None or name not in ("CMD", "ENTRYPOINT", "HEALTHCHECK"):
        return Hover(mention.span, _describe(snapshot, step, step.before, symbol.name))
    final = stage.final
    if symbol.name in final.variables and symbol.name not in final.env:
        told = "is an ARG of the build; it is empty in the container unless it is set there"
        return Hover(mention.span, f"**{symbol.name}** {told}")
    return Hover(mention.span, _describe(snapshot, step, final, symbol.name))


def _declared_at(instruction: Instruction, offset: int) -> Token | None:
    if instruction.name == "ENV":
        return next((key for key, _ in instruction.pairs if key.span.touches(offset)), None)
    if instruction.name == "ARG":
        for token in instruction.arguments:
            name = token.value.partition("=")[0]
            span = Span(token.span.start, min(token.span.start + len(name), token.span.end))
            if span.touches(offset):
                return Token(name, span)
    return None


def _used_at(instruction: Instruction, token: Token, offset: int) -> tuple[Variable, Span] | None:
    """The innermost variable at `offset` in a word, and its range in the document."""
    found, base = variables_in(instruction, token)
    best: tuple[Variable, Span] | None = None
    for variable in found:
        span = instruction.source_span(base + variable.span.start, base + variable.span.end)
        if span.touches(offset):
            best = variable, span
    return best


def _describe(snapshot: Snapshot, step: Step, state: State, name: str, effect: str = "") -> str:
    is_set, value = state.lookup(name)
    if is_set and value is not None:
        head = f"**{name}** = `{value}`" if value else f"**{name}** is empty"
    elif is_set:
        head = f"**{name}** is set, to what the build or the base image decides"
    elif name in state.declared:
        head = f"**{name}** is declared, and empty unless the build is given a value"
    elif value is None:
        head = f"**{name}** is not set in this file; the base image may set it"
    else:
        head = f"**{name}** is not set, and so empty"
    trail = [f"- {line}" for line in _trail(snapshot, step, name)]
    told = ("\n".join([head, "", *trail]) if trail else head) + effect
    page = pages.variable(name, snapshot.config.locale) or environment(name)
    return f"{told}\n\n---\n\n{page}" if page else told


def _trail(snapshot: Snapshot, step: Step, name: str) -> Iterator[str]:
    """The instructions that set the name, first one first, up to and including `step`."""
    for setting in trail(snapshot.model, step.instruction.start, name):
        line = snapshot.text.line_of(setting.instruction.keyword.span.start) + 1
        kind = setting.instruction.name
        scope = "global ARG" if setting.is_global and kind == "ARG" else kind
        yield f"{scope}, line {line}: `{setting.value}`" if setting.value is not None else f"{scope}, line {line}"
        given = snapshot.context.args.get(name) if snapshot.context and setting.instruction.name == "ARG" else None
        if given is not None:
            yield f"given `{given.value}` by {given.label}"


def _effect(state: State, variable: Variable, snapshot: Snapshot, span: Span) -> str:
    """The effect of the operator of a use."""
    if not variable.operator:
        return ""
    source = snapshot.text.slice(span)
    result = state.expand(source, snapshot.tree.escape)
    if result is not None:
        return f"\n\n`{source}` gives `{result}` here"
    return _fallback(source, variable, state, snapshot.tree.escape)


def _fallback(source: str, variable: Variable, state: State, escape: str) -> str:
    """The effect of the operator of a use if the value is not known."""
    if variable.operator in _REFUSED:
        return f"\n\n`{source}` stops the build if {variable.name} is {_REFUSED[variable.operator]}"
    if variable.operator not in _FALLBACKS:
        return ""
    word = source[2 + len(variable.name) + len(variable.operator) : -1]
    known = state.expand(word, escape)
    gives = f"`{word if known is None else known}`" if word and known != "" else "nothing"
    return f"\n\n`{source}` gives {gives} if {variable.name} is {_FALLBACKS[variable.operator]}"
