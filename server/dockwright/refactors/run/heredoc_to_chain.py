"""Convert a RUN with a heredoc to commands on one logical line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dockwright.config import Config
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.shell_text import STEP
from dockwright.refactors.shell import documents
from dockwright.refactors.shell.effects import in_any_run
from dockwright.refactors.shell.errexit import faithful, neutral
from dockwright.refactors.shell.layout import Layout, layout_of
from dockwright.refactors.shell.segment import Segment, segment
from dockwright.semantics.model import Model
from dockwright.syntax.shell import AndOr, Command, Compound
from dockwright.text import Edit, Span

_TITLE = "Write this heredoc as a plain RUN"
_LINE = re.compile(r"\n([ \t]*)")
_HEREDOC_WORD = re.compile(r"(?:^|\s)\d*<<")


@refactor("refactor.rewrite.run.fromHeredoc", _TITLE)
def heredoc_to_chain(model: Model, selection: Span, config: Config) -> Answer:
    """Join the lines of a heredoc: with `&&` if it only uses `set -e`, else with `;`."""
    step = model.step_at(selection.start)
    instruction = (step.instruction.inner or step.instruction) if step else None
    if step is None or instruction is None or instruction.name != "RUN" or not instruction.heredocs:
        return None
    found = segment(model, step)
    if isinstance(found, Refusal):
        return found
    if reason := in_any_run(found.script) or _why_not(found, model.tree.escape):
        return Refusal(reason)
    stops = found.prelude == (frozenset() if found.errexit == "on" else {"e"})
    chained = stops and _can_be_chained(found.items) and (found.errexit == "on" or not found.aborts)
    items = found.items if chained else found.script.body.items
    layout = layout_of(model.tree, [found], config.format.indent or 4)
    text = _joined(found, items, layout, "&&" if chained else ";")
    flags = instruction.flags
    if flags and "\n" in model.tree.text.slice(Span(instruction.keyword.span.end, flags[-1].span.start)):
        text = f"{layout.escape}{layout.end}{layout.indent}{text}"  # flags on separate lines stay there
    title = f"Write this heredoc as a RUN with `{'&&' if chained else ';'}`"
    return Rewrite(title, (Edit(Span(instruction.arguments_span.start, instruction.end), text),))


def _why_not(found: Segment, escape: str) -> str | None:
    script = found.script
    if found.skips_lines:
        return documents.SKIPS
    if any(mark.text == "&" for mark in script.body.separators):
        return "A command in the background cannot be followed by `;`"
    if _HEREDOC_WORD.search(script.text):
        return "There is a heredoc inside, or what looks like one, which needs its own lines"
    for item in script.body.items:
        text = script.text[item.span.start : item.span.end]
        if re.search(r"(?<!\\)(?:\\\\)*\n", text) or ("\n" in text and escape != "\\"):
            return "A command spans several lines, which cannot be joined"
        if any(item.span.covers(note) for note in script.comments):
            return "There is a comment within a command"
    if any("\n" in word.text for word in script.words()):
        return "A word continues over the end of a line"
    return None


def _can_be_chained(items: Sequence[Command | AndOr]) -> bool:
    return all(neutral(item) for item in items) and all(faithful(item) for item in items[:-1])


def _joined(found: Segment, items: Sequence[Command | AndOr], layout: Layout, operator: str) -> str:
    script = found.script
    notes = [(note.start, script.text[note.start : note.end].strip()) for note in script.comments]
    out = ""
    for index, item in enumerate(items):
        end = script.text.find("\n", item.span.end)
        above = [note for at, note in notes if at < (end if end >= 0 else len(script.text))]
        notes = notes[len(above) :]
        if index:
            out += layout.joint(operator, above)
        elif above:
            out += f"{layout.escape}{layout.end}" + "".join(f"{layout.indent}{note}{layout.end}" for note in above)
            out += layout.indent
        text = script.text[item.span.start : item.span.end]
        text = _LINE.sub(lambda line: f"\n{layout.indent}{_blanks(line[1], layout.indent)}", text)
        out += f"{{ {text}; }}" if operator == "&&" and _needs_braces(found, item) else text
    return out


def _blanks(own: str, indent: str) -> str:
    """The indentation of a continued line, in the characters that the result uses."""
    if "\t" not in indent:
        return own.replace("\t", indent)
    return own if own.strip(" ") else "\t" * -(-len(own) // STEP)


def _needs_braces(found: Segment, item: Command | AndOr) -> bool:
    odd = isinstance(item, Compound) and item.kind == "test" and not found.is_bash
    return odd or (isinstance(item, AndOr) and not item.only_and)
