"""Replace ADD of local files that are not archives by COPY."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.refactors.kit.command_chain import keyword
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.semantics.copying import REMOTE, kind_of_name, sources
from dockwright.semantics.model import Model
from dockwright.syntax.instruction import Instruction
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from dockwright.context.build_context import Context

_SHARED = frozenset({"chown", "chmod", "link", "exclude"})


@refactor("refactor.rewrite.add.toCopy", "Replace ADD with COPY", fixes=("DL3020",))
def add_to_copy(model: Model, selection: Span, context: Context | None = None) -> Answer:
    """Replace the selected ADD, also one under ONBUILD, which has another context."""
    step = model.step_at(selection.start)
    if step is None:
        return None
    instruction = step.instruction.inner or step.instruction
    if instruction.name != "ADD" or instruction.problems or len(instruction.arguments) < 2:
        return None
    if any(REMOTE.match(source.value) for source in sources(instruction)):
        return None
    fired = step.instruction.inner is not None
    if reason := _refusal(instruction, None if fired else context):
        return Refusal(reason)
    edits = [Edit(instruction.keyword.span, keyword("COPY", instruction))]
    unpack = instruction.flag("unpack")
    if unpack:
        edits.append(Edit(_with_blanks(model, unpack.span), ""))
    return Rewrite("Replace ADD with COPY", tuple(edits))


def _refusal(add: Instruction, context: Context | None) -> str:
    """Why an ADD does something that COPY does not; empty if both certainly do the same."""
    unpacks = True
    for flag in add.flags:
        if flag.name == "unpack" and (flag.value or "true").lower() == "false":
            unpacks = False
        elif flag.name not in _SHARED:
            return f"COPY has no flag `--{flag.name}`"
    for source in sources(add):
        value = source.value
        if "$" in value:
            return f"`{value}` gets its value during the build; it may be an archive or a URL"
        kind = (context.kind(value) if context else None) or kind_of_name(value)
        if unpacks and kind == "archive":
            return f"`{value}` is an archive, which ADD unpacks and COPY does not"
        if unpacks and kind is None:
            return f"`{value}` may be an archive, which ADD unpacks; only its content would tell"
    return ""


def _with_blanks(model: Model, span: Span) -> Span:
    """A flag with the blanks after it."""
    text, end = model.tree.text.string, span.end
    while text[end : end + 1] in (" ", "\t"):
        end += 1
    return Span(span.start, end)
