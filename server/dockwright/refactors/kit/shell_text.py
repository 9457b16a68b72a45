"""The shell scripts of the selected RUNs, with exact conversion to document ranges."""

from __future__ import annotations

import re
from typing import NamedTuple

from dockwright.image.answer import Answer
from dockwright.image.run_body import Body
from dockwright.image.run_text import body_of, deleted_span, source_span
from dockwright.image.steps import root
from dockwright.semantics.commands.packages import Invocation
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.instruction import Instruction
from dockwright.text import Edit, Span

STEP = 4
"""Columns of indentation from an instruction to its continuation lines, and from those to a list."""

_OF_SYSTEM = frozenset({"deb", "apk", "rpm"})
"""The families of package managers that are part of the distribution."""

UNREADABLE = "Cannot parse the shell commands of this RUN"


class ShellText(NamedTuple):
    """A RUN that a POSIX shell runs, under ONBUILD or not."""

    model: Model
    stage: Stage
    step: Step
    run: Instruction
    """The RUN itself; under ONBUILD the inner one."""
    body: Body

    def source(self, span: Span) -> Span:
        """Convert a range of the script to a range of the document."""
        return source_span(self.run.unit, span).shifted(self.run.start)

    def written(self, span: Span) -> str:
        """The text of the document for a range of the script, with continuations and comments."""
        found = self.source(span)
        return self.model.tree.text.string[found.start : found.end]

    def insertion(self, offset: int, new: str) -> Edit:
        """Insert text directly after what precedes `offset`."""
        return Edit(self.source(Span(offset, offset)), new)

    def deleted(self, span: Span) -> Span:
        """The range of the document to delete for a range of the script, including continuations before it."""
        return deleted_span(self.run.unit, span).shifted(self.run.start)

    @property
    def in_heredoc(self) -> bool:
        """Whether the script is a single heredoc."""
        heredocs = self.run.unit.heredocs
        return len(heredocs) == 1 and self.source(Span(0, 0)).start == self.run.heredocs[0].body.start

    @property
    def escape(self) -> str:
        """The character that continues a line here."""
        return "\\" if self.in_heredoc else self.model.tree.escape

    @property
    def line_end(self) -> str:
        """The line end of this RUN, or of the file."""
        text = self.run.unit.text if "\n" in self.run.unit.text else self.model.tree.text.string
        return "\r\n" if "\r\n" in text else "\n"

    def indentation(self, offset: int) -> str:
        """The indentation of the line with a document offset."""
        text = self.model.tree.text.string
        start = text.rfind("\n", 0, offset) + 1
        match = re.compile(r"[ \t]*").match(text, start)
        return match[0] if match else ""

    def continuation(self, apart: Span | None = None) -> str:
        """The smallest indentation of a continuation line of this RUN, without those in `apart`."""
        text = self.model.tree.text.string
        start = self.step.instruction.start
        found: list[str] = []
        for number, line in enumerate(text[start : self.run.head_span.end].splitlines(keepends=True)):
            content = line.lstrip(" \t")
            if number and content.strip() not in ("", self.escape) and not (apart and apart.touches(start)):
                found.append(line[: len(line) - len(content)])
            start += len(line)
        return min((blanks for blanks in found if blanks), key=len, default=" " * STEP)


def shell_texts(model: Model, selection: Span) -> list[ShellText]:
    """The RUNs in the selection that a POSIX shell runs."""
    found: list[ShellText] = []
    for stage in model.stages:
        if not stage.span.overlaps(selection):
            continue
        for step in stage.all("RUN", "ONBUILD"):
            if step.instruction.span.overlaps(selection) and (text := shell_text(model, stage, step)):
                found.append(text)
    return found


def shell_text(model: Model, stage: Stage, step: Step) -> ShellText | None:
    """One RUN; None if no POSIX shell runs it, or the instruction is invalid."""
    body = body_of(step)
    run = step.instruction.inner or step.instruction
    if body is None or step.instruction.problems or run.problems:
        return None
    return ShellText(model, stage, step, run, body)


def calls(text: ShellText, selection: Span) -> list[Invocation]:
    """The commands of package managers in the selection; all of the RUN for a cursor anywhere in it."""
    found = [call for call in text.body.calls if is_there(text, call)]
    if selection.start == selection.end:
        return found
    return [call for call in found if text.source(call.command.span).overlaps(selection)]


def is_there(text: ShellText, call: Invocation) -> bool:
    """Whether the image may have the package manager: that of another distribution does not exist."""
    name = call.manager.name
    of_system = call.manager.family in _OF_SYSTEM
    return not of_system or root(text.stage.root).base.program(name) is not Answer.NO
