"""Convert a RUN with several commands to a heredoc."""

from __future__ import annotations

from collections.abc import Sequence

from dockwright.config import Config
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.syntax_line import at_least
from dockwright.refactors.shell import documents
from dockwright.refactors.shell.effects import in_any_run
from dockwright.refactors.shell.errexit import faithful, neutral
from dockwright.refactors.shell.segment import Segment, segment_at
from dockwright.semantics.model import Model
from dockwright.syntax.shell import AndOr, Command, Compound
from dockwright.text import Edit, Span

_TITLE = "Write this RUN as a heredoc"


@refactor("refactor.rewrite.run.toHeredoc", _TITLE)
def chain_to_heredoc(model: Model, selection: Span, config: Config) -> Answer:
    """Write the commands of a RUN as the lines of a heredoc."""
    found = segment_at(model, selection)
    if not isinstance(found, Segment):
        return found
    items = commands(found)
    if len(items) < 2:
        return None
    raised, reason = _with_heredocs(model, config)
    if reason := reason or in_any_run(found.script) or _why_not(found, items):
        return Refusal(reason)
    options = found.prelude | (frozenset("e") if is_chain(found) and found.errexit != "on" else frozenset())
    if "e" in options and not found.ends_as_before(subshell=False, errexit=True):
        return Refusal("For an unset variable bash exits with 127, but with 1 under the `set -e` that this needs")
    lines = [*([documents.set_line(options)] if options else []), *documents.lines_of(found, items)]
    if lines[0].startswith("#!"):
        return Refusal("The heredoc would begin with `#!`, so another program would run it")
    edit = Edit(Span(found.instruction.arguments_span.start, found.instruction.end), documents.heredoc(lines))
    return Rewrite(_TITLE, (*raised, edit), "raises `# syntax=` to 1.4, which has heredocs" if raised else "")


def _with_heredocs(model: Model, config: Config) -> tuple[tuple[Edit, ...], str | None]:
    """The edits after which the file may have heredocs, or why it cannot."""
    reason = documents.why_no_heredoc(model.tree, config)
    if reason != documents.TOO_OLD:
        return (), reason
    raised = at_least(model, 4, config)
    return ((), reason) if isinstance(raised, str) else (raised, None)


def is_chain(found: Segment) -> bool:
    """Whether it is one list in which each command runs only if the previous ones succeed."""
    item = found.items[0]
    return len(found.items) == 1 and isinstance(item, AndOr) and item.only_and


def commands(found: Segment) -> Sequence[Command | AndOr]:
    """The commands that become one line each."""
    item = found.items[0]
    if not isinstance(item, AndOr) or not is_chain(found):
        return found.items
    return [_bare(found, command) for command in item.items]


def _bare(found: Segment, command: Command) -> Command | AndOr:
    """The content of braces that only `&&` needs: on its own line, a list ends at its `||` without them."""
    if not isinstance(command, Compound) or command.kind != "group" or command.redirections:
        return command
    (item, *more) = command.bodies[0].items
    behind = any(mark.text == "&" for mark in command.bodies[0].separators)
    plain = isinstance(item, AndOr) and faithful(item) and not more and not behind
    span = found.source(command.span)
    commented = any(note.span.start in range(span.start, span.end) for note in found.instruction.comments)
    return item if plain and not commented else command


def _why_not(found: Segment, items: Sequence[Command | AndOr]) -> str | None:
    if found.skips_lines:
        return documents.SKIPS
    if any(mark.text == "&" for mark in found.script.body.separators):
        return "A command in the background cannot have its own line"
    if not is_chain(found):
        return None
    if not all(faithful(item) for item in items[:-1]):
        return "`set -e` would not stop the script everywhere that `&&` does"
    inert = items[:-1] if "e" in found.prelude or found.errexit == "on" else items
    if not all(neutral(item) for item in inert):
        return "Left of `&&`, `set -e` is off within a command; on its own line it would be on"
    return None
