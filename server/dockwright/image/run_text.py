"""The shell script of a RUN, and the mapping of ranges in it to the source."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dockwright.image.run_body import Body, Note
from dockwright.lazy import pattern
from dockwright.semantics.mounts import fields, target_of
from dockwright.semantics.stage import Step
from dockwright.syntax.instruction import Instruction
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from dockwright.syntax.nodes import Unit


_POSIX = frozenset(["sh", "bash", "dash", "ash", "ksh", "zsh", "busybox"])


_OFF = ("",)


def body_of(step: Step) -> Body | None:
    """The script of a RUN, or of one under ONBUILD; None in exec form or if the shell is not a POSIX shell."""
    unit = step.instruction.unit.inner or step.instruction.unit
    if unit.name != "RUN":
        return None
    disabled = (step.before.variables.get("PIP_NO_CACHE_DIR") or "").lower()
    return _body(unit, step.before.shell, disabled not in _OFF)


@lru_cache(maxsize=4096)
def _body(unit: Unit, shell: tuple[str, ...], no_pip_cache: bool) -> Body | None:
    name = shell[0].rpartition("/")[2] if shell else ""
    if unit.is_json or name not in _POSIX:
        return None
    text = shell_text(unit)
    if text.startswith("#!") and not any(name in text.partition("\n")[0] for name in ("sh", "env bash")):
        return None
    instruction = Instruction(unit, 0)
    mounted = []
    for flag in instruction.flags:
        if flag.name == "mount":
            found = {field.key: field.value for field in fields(instruction, flag)}
            target = target_of(found)
            if target and found.get("type") in ("cache", "tmpfs"):
                mounted.append(target)
    environment = frozenset(["PIP_NO_CACHE_DIR"]) if no_pip_cache else frozenset()
    return Body(text, tuple(mounted), environment, any("pipefail" in word for word in shell))


def shell_text(unit: Unit) -> str:
    """The text given to the shell: the joined line and the heredocs below it, or the lines of a single heredoc."""
    if _is_lone_heredoc(unit):
        body = unit.heredocs[0].body
        return unit.text[body.start : body.end]
    line = unit.joined.string[unit.rest :]
    return line + "\n" + unit.text[unit.head_end :] if unit.heredocs else line


def _is_lone_heredoc(unit: Unit) -> bool:
    if len(unit.heredocs) != 1:
        return False
    marker = unit.heredocs[0].marker
    return unit.text[marker.start : marker.end].strip() == unit.joined.string[unit.rest :].strip()


def source_span(unit: Unit, span: Span) -> Span:
    """The range in the source, from the start of the unit, of a range of the script."""
    if _is_lone_heredoc(unit):
        return span.shifted(unit.heredocs[0].body.start)
    line = len(unit.joined.string) - unit.rest
    if span.start > line:
        return span.shifted(unit.head_end - line - 1)
    if span.start == span.end and span.start:
        # An insertion belongs to the text before it.
        end = unit.joined.span(unit.rest + span.start - 1, unit.rest + span.start).end
        return Span(end, end)
    return unit.joined.span(unit.rest + span.start, unit.rest + min(span.end, line))


def deleted_span(unit: Unit, span: Span) -> Span:
    """The source range to delete for a range of the script, including a continuation before it.

    One directly after a word would join that word with the text that follows.
    """
    start = source_span(unit, Span(span.start, span.start)).start
    return Span(start, max(start, source_span(unit, span).end))


def edits_of(unit: Unit, note: Note) -> tuple[Edit, ...]:
    """The edits of a note in the source, from the start of the unit; what they append goes to a line of its own."""
    return tuple(Edit(_edited_span(unit, edit), _laid_out(unit, edit.new)) for edit in note.edits)


def _edited_span(unit: Unit, edit: Edit) -> Span:
    """The range of an edit in the source; one that deletes a blank after a word begins directly after the word."""
    if edit.new or shell_text(unit)[edit.span.start : edit.span.start + 1] not in (" ", "\t"):
        return source_span(unit, edit.span)
    return deleted_span(unit, edit.span)


_APPENDED = pattern(r" && |; ")


def _laid_out(unit: Unit, new: str) -> str:
    match = _APPENDED.match(new)
    head = unit.text[: unit.head_end]
    blanks = [found[1] for found in re.finditer(r"\n([ \t]+)(?=[^\s#])", head)]
    if not match or not blanks or _is_lone_heredoc(unit):
        return new
    escape = re.escape(unit.escape)
    indent = min(blanks, key=len)
    end = f"{unit.escape}\r\n" if "\r\n" in head else f"{unit.escape}\n"
    operator = match[0].strip()
    if operator == "&&" and re.search(rf"{escape}[ \t]*\r?\n[ \t]*&&", head):
        return f" {end}{indent}&& {new[match.end() :]}"
    return f"{'' if operator == ';' else ' '}{operator} {end}{indent}{new[match.end() :]}"
