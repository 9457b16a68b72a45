"""`mkdir-fails`: `mkdir` without -p of a folder that exists, or whose parent does not."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep
from dockwright.image.commands import Ran
from dockwright.image.run_mounts import mounts_of
from dockwright.image.run_text import source_span
from dockwright.semantics.commands.options import arguments
from dockwright.semantics.state import resolve
from dockwright.syntax.shell import Word
from dockwright.text import Edit, Span


@rule("mkdir-fails", Severity.WARNING, on=("RUN",))
def mkdir_fails(step: BuildStep) -> Iterator[Finding]:
    mounts = mounts_of(step.step)
    for ran, image in step.commands:
        if ran.name != "mkdir" or not ran.certain or not ran.fatal or ran.conditions:
            continue
        made: set[str] = set()
        for word, path in _folders(ran):
            if any(mount.holds(path) for mount in mounts):
                continue
            parent = posixpath.dirname(path)
            there, above = step.files.find(image, path), step.files.find(image, parent)
            span = source_span(step.instruction.unit, word.span)
            if there.answer is Answer.YES or path in made:
                kind = "file" if there.kind == "file" else "folder"
                fixes = (_fix(step, ran),) if kind == "folder" else ()
                message = f"Folder `{path}` already exists, so `mkdir` fails; add `-p`"
                if kind == "file":
                    message = f"`{path}` already exists as a file, so `mkdir` fails"
                yield Finding(span, message, fixes, doubtful=step.is_doubtful and not there.depth)
            elif above.answer is Answer.NO and parent not in made:
                message = f"Parent folder `{parent}` does not exist, so `mkdir` fails; add `-p`"
                yield Finding(span, message, (_fix(step, ran),), doubtful=step.is_doubtful)
            else:
                made.add(path)
                continue
            break


def _folders(ran: Ran) -> Iterator[tuple[Word, str]]:
    given = arguments(ran.command.arguments, ("-m", "--mode"))
    if given.has("-p", "--parents"):
        return
    for word, value in zip(given.operands, ran.values_of(given.operands), strict=True):
        path = resolve(ran.folder, value) if value and not value.startswith("~") else None
        if path is not None and "$" not in path:
            yield word, path


def _fix(step: BuildStep, ran: Ran) -> Fix:
    end = source_span(step.instruction.unit, ran.span).end
    return Fix("Add `-p`", (Edit(Span(end, end), " -p"),))
