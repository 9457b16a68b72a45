"""Manifests are copied, and dependencies installed, before the sources are copied."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from dockwright.context.known import clean
from dockwright.refactors.chains import BETWEEN, chain, keyword, line_end, place_at, whole, without
from dockwright.refactors.manifests import asked, present
from dockwright.refactors.places import has_pragma
from dockwright.refactors.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.semantics.copying import target
from dockwright.semantics.model import Model
from dockwright.semantics.packages import invocation
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import Simple
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from dockwright.context.known import Context

_CONFIRM = "The install sees these files only; what else of the sources it read, it no longer finds"


@refactor(
    "refactor.rewrite.copy.manifestsFirst",
    "Copy manifests and install before the sources",
    fixes=("copy-before-install",),
)
def manifests_first(model: Model, selection: Span, context: Context | None = None) -> Answer:
    """For the COPY of a folder at the selection, or the RUN that installs after it."""
    place = place_at(model, selection, "COPY", "RUN")
    if place is None:
        return None
    copy, run = _pair(place.steps, place.at)
    if copy is None or run is None:
        return None
    found = chain(model, place.stage, run, caches=True)
    if isinstance(found, Refusal):
        return None
    first = 1 if found.strict else 0
    calls = [invocation(each) if isinstance(each, Simple) else None for each in found.commands]
    at = next((index for index, each in enumerate(calls) if each is not None and asked(each)), None)
    call = calls[at] if at is not None else None
    if at is None or call is None:
        return None
    needs = asked(call)
    if needs is None:
        return None
    if isinstance(needs, str):
        return Refusal(needs)
    between = [step for step in place.steps if copy.instruction.start < step.instruction.start < run.instruction.start]
    if any(step.instruction.name in ("ENV", "ARG") for step in between):
        return Refusal("ENV or ARG stands between them, which the install may heed.")
    if at != first:
        return Refusal("The RUN does something else before it installs.")
    folder = clean(copy.instruction.arguments[0].value)
    place_of = target(copy)
    if place_of is None or place_of.path != run.before.workdir:
        return Refusal("The install does not run in the folder that the sources are copied to.")
    if context is None or not context.sure:
        return Refusal("The build context is not known for sure, and so not which files there are.")
    files = present(needs[0], context, folder)
    if isinstance(files, str):
        return Refusal(files)
    earlier = [step for step in place.steps if step.instruction.start < copy.instruction.start]
    if any(
        posixpath.basename(files[0]) in step.instruction.text for step in earlier if step.instruction.name == "COPY"
    ):
        return Refusal(f"`{files[0]}` is copied before already.")
    if has_pragma(model, run) or has_pragma(model, copy):
        return Refusal("A comment above the instructions suppresses findings in them.")
    return _moved(model, copy, run, at, files, found)


def _pair(steps: list[Step], at: int) -> tuple[Step | None, Step | None]:
    """The COPY of a folder, and the next RUN."""
    names = [step.instruction.name for step in steps]
    if names[at] == "RUN":
        before = at - 1
        while before >= 0 and names[before] in BETWEEN:
            before -= 1
        copy = steps[before] if before >= 0 and names[before] == "COPY" else None
        return (copy if copy and _is_whole(copy) else None), steps[at]
    after = at + 1
    while after < len(steps) and names[after] in BETWEEN:
        after += 1
    run = steps[after] if after < len(steps) and names[after] == "RUN" else None
    return (steps[at] if _is_whole(steps[at]) else None), run


def _is_whole(step: Step) -> bool:
    """Whether it copies one folder of the context."""
    copy = step.instruction
    if copy.flag("from") or copy.flag("parents") or copy.is_json or copy.heredocs or len(copy.arguments) != 2:
        return False
    source = copy.arguments[0].value
    return source in (".", "./", "/") or (source.endswith("/") and not any(mark in source for mark in "$*?[\\"))


def _moved(model: Model, copy: Step, run: Step, at: int, files: tuple[str, ...], found) -> Answer:  # type: ignore[no-untyped-def]
    text = model.tree.text.string
    own, install = copy.instruction, run.instruction
    end = line_end(model, own)
    flags = "".join(f"{text[flag.span.start : flag.span.end]} " for flag in own.flags)
    if any(mark in name for name in files for mark in "$*?[\\ '\""):
        return Refusal("The name of a file has characters that COPY reads in another way.")
    rest = without(found, at, at + 1)
    if isinstance(rest, Refusal):
        return rest
    if rest[0].span == whole(install):
        if install.comments:
            return Refusal("A comment stands between the commands.")
        line = text[install.keyword.span.start : install.span.end]
    else:
        if install.flags:
            return Refusal("The RUN goes on after the install, and its mounts would be needed by both parts.")
        command = found.source(found.commands[at].span)
        line = f"{install.keyword.value} {text[command.start : command.end]}"
    place = "./" if own.arguments[1].value in (".", "./") else f"{own.arguments[1].value.rstrip('/')}/"
    new = f"{keyword('COPY', own)} {flags}{' '.join(files)} {place}{end}{line}{end}"
    start = own.keyword.span.start
    title = f"Copy {', '.join(posixpath.basename(name) for name in files[:2])} first and install before the sources"
    return Rewrite(title, (Edit(Span(start, start), new), *rest), _CONFIRM)
