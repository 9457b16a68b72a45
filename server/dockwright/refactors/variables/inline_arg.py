"""Replace the uses of an ARG by its default, and remove it."""

from __future__ import annotations

import re

from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.names.lines import without_item
from dockwright.refactors.names.places import Place, use_at
from dockwright.refactors.names.reserved_names import has_meaning, unclaimed
from dockwright.refactors.names.symbols import Mention, Symbol
from dockwright.refactors.names.variables import variable_symbol
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.syntax.nodes import Token
from dockwright.text import Edit, Span

_PLAIN = re.compile(r"([\"']?)([^$\"'\\`\r\n]*)\1\Z")


@refactor("refactor.inline.arg", "Inline ARG", preferred=True)
def inline_arg(model: Model, selection: Span) -> Answer:
    """Inline the ARG whose declaration or use is at the cursor."""
    symbol = variable_symbol(model, selection.start)
    mention = symbol.at(selection.start) if symbol else None
    if symbol is None or mention is None or mention.span.end < selection.end:
        symbol, mention = _behind_dollar(model, selection)
    origin = mention.origin if mention else None
    if symbol is None or origin is None:
        return None
    defined = _defined(model, origin)
    if defined is None:
        return None
    step, item = defined
    return _inlined(model, symbol, step, item)


def _behind_dollar(model: Model, selection: Span) -> tuple[Symbol | None, Mention | None]:
    text = model.tree.text.string
    for length, opening in ((2, "${"), (1, "$")):
        if text.startswith(opening, selection.start):
            symbol = variable_symbol(model, selection.start + length)
            return symbol, symbol.at(selection.start + length) if symbol else None
    return None, None


def _defined(model: Model, origin: Span) -> tuple[Step, Token] | None:
    """The ARG with a default that gives a use its value; one without a default in a stage means the global one."""
    step = model.step_at(origin.start)
    if step is None or step.instruction.name != "ARG":
        return None
    item = next((token for token in step.instruction.arguments if token.span.touches(origin.start)), None)
    if item is None or "=" in item.value or model.stage_at(origin.start) is None:
        return (step, item) if item and "=" in item.value else None
    for outer in reversed(model.global_steps):
        for token in outer.instruction.arguments if outer.instruction.name == "ARG" else ():
            if token.value.partition("=")[0] == item.value:
                return (outer, token) if "=" in token.value else None
    return None


def _inlined(model: Model, symbol: Symbol, step: Step, item: Token) -> Answer:
    name, _, default = item.value.partition("=")
    text = model.tree.text
    reason = _obstacle(model, symbol, step, item)
    if reason:
        return Refusal(reason)
    plain = _PLAIN.match(default)
    if plain is None:
        return Refusal("The default is not plain text but has variables, quotes or escapes")
    value = plain[2]
    origins = {item.span.start}
    bare = [mention for mention in symbol.mentions if mention.role == "write" and mention.origin is not None]
    redeclared = [it for it in bare if it.origin and it.origin.start in origins and it.span.start not in origins]
    origins.update(mention.span.start for mention in redeclared)
    uses = [it for it in symbol.mentions if it.role == "read" and it.origin and it.origin.start in origins]
    if not uses:
        return Refusal(f"Nothing in this file uses `{name}` by its name; a program that does would miss it")
    edits = [without_item(model, step, item.span)]
    for mention in redeclared:
        holder = model.step_at(mention.span.start)
        token = holder and next((it for it in holder.instruction.arguments if it.span == mention.span), None)
        if holder is None or token is None or len(holder.instruction.arguments) > 1 or holder.instruction.inner:
            return Refusal(f"Line {text.line_of(mention.span.start) + 1} declares it together with others")
        if name in holder.before.variables or name in holder.before.declared:
            return Refusal(f"`{name}` has a value before line {text.line_of(mention.span.start) + 1}")
        edits.append(without_item(model, holder, token.span))
    for mention in uses:
        holder = model.step_at(mention.span.start)
        found = use_at(model, holder, mention.span) if holder else "Cannot parse the text"
        if isinstance(found, Place) and not found.may_become(value):
            found = "The value would be read differently there"
        if isinstance(found, str):
            return Refusal(f"{found} (line {text.line_of(mention.span.start) + 1})")
        edits.append(Edit(found.span, value))
    title = f"Inline ARG `{name}` ({len(uses)} {'use' if len(uses) == 1 else 'uses'})"
    cost = f"removes `--build-arg {name}`, and `{name}` for commands"
    return Rewrite(title, tuple(sorted(edits)), cost)


def _obstacle(model: Model, symbol: Symbol, step: Step, item: Token) -> str:
    """Why an ARG cannot be removed, whatever its value."""
    name = symbol.name
    if symbol.obstacle:
        return symbol.obstacle
    if has_meaning(name):
        return f"The builder or programs read `{name}` by this name"
    if name in model.build_args:
        return f"Something outside of this file sets `{name}` for the build"
    if name in step.before.variables or name in step.before.declared:
        return f"`{name}` has a value before this ARG, which would apply again"
    if model.stage_at(item.span.start) is None and _declared_twice(model, name):
        return f"Several ARGs before the first FROM declare `{name}`"
    text = model.tree.text
    for mention in symbol.mentions:
        holder = model.step_at(mention.span.start)
        if holder and holder.instruction.inner is not None:
            line = text.line_of(mention.span.start) + 1
            return f"Line {line} keeps `{name}` for builds that start from this image"
    for span in unclaimed(model, name):
        return f"Line {text.line_of(span.start) + 1} mentions `{name}` in text whose meaning is unknown"
    return ""


def _declared_twice(model: Model, name: str) -> bool:
    items = [token for step in model.global_steps for token in step.instruction.arguments]
    return sum(token.value.partition("=")[0] == name for token in items) > 1
