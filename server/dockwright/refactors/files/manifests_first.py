"""Copy manifests and install dependencies before the sources are copied."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from dockwright.context.build_context import clean
from dockwright.refactors.kit.command_chain import (
    BETWEEN,
    Chain,
    Place,
    chain,
    keyword,
    line_end,
    place_at,
    whole,
    without,
)
from dockwright.refactors.kit.manifests import asked, present
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.selection import has_pragma
from dockwright.semantics.commands.packages import invocation
from dockwright.semantics.copying import target
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import Command, Simple
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from dockwright.context.build_context import Context

_NAMED = re.compile(r"-{1,2}[\w-]+|@?[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?(?:\[[\w,-]+\])?(?:(?:[=<>~!]=?|==|@)[\w.*^~-]+)?")
_READS = frozenset({"-r", "--requirement", "-c", "--constraint", "-e", "--editable", "-f", "--find-links", "--file"})
"""Options with a file as value."""
_COST = "the install sees no other files"


@refactor(
    "refactor.rewrite.copy.manifestsFirst",
    "Copy manifests and install before the sources",
    fixes=("copy-before-install",),
)
def manifests_first(model: Model, selection: Span, context: Context | None = None) -> Answer:
    """Rewrite the selected COPY of a folder, or the one before the selected RUN."""
    place = place_at(model, selection, "COPY", "RUN")
    if place is None:
        return None
    copy, run, between = _pair(model, place)
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
    if any(step.instruction.name in ("ENV", "ARG") for step in between):
        return Refusal("ENV or ARG is in between, which the install may read")
    if at != first:
        return Refusal("The RUN does something else before it installs")
    folder = clean(copy.instruction.arguments[0].value)
    place_of = target(copy)
    if place_of is None or place_of.path != run.before.workdir:
        return Refusal("The install does not run in the folder that the sources are copied to")
    if context is None or not context.sure:
        return Refusal("The build context is not certain, and so neither are its files")
    files = present(needs[0], context, folder)
    if isinstance(files, str):
        return Refusal(files)
    earlier = [step for step in place.steps if step.instruction.start < copy.instruction.start]
    if any(
        posixpath.basename(files[0]) in step.instruction.text for step in earlier if step.instruction.name == "COPY"
    ):
        return Refusal(f"`{files[0]}` is already copied before")
    if has_pragma(model, run) or has_pragma(model, copy):
        return Refusal("A comment above the instructions suppresses findings in them")
    return _moved(model, copy, run, at, files, found, stays=any(it.instruction.name == "RUN" for it in between))


def _pair(model: Model, place: Place) -> tuple[Step | None, Step | None, list[Step]]:
    """The COPY of a folder, the next RUN that may install what its files list, and the steps in between."""
    steps, first, last = place.steps, place.at, place.at
    names = [step.instruction.name for step in steps]
    while names[first] != "COPY" and first > 0 and (first == place.at or _may_stand(model, place, steps[first])):
        first -= 1
    while last < len(steps) and (last == first or _may_stand(model, place, steps[last])):
        last += 1
    if names[first] != "COPY" or not first <= place.at <= last < len(steps) or names[last] != "RUN":
        return None, None, []
    return (steps[first] if _is_whole(steps[first]) else None), steps[last], steps[first + 1 : last]


def _may_stand(model: Model, place: Place, step: Step) -> bool:
    """Whether a step reads nothing of the sources: it runs nothing, or only installs named packages."""
    if step.instruction.name != "RUN":
        return step.instruction.name in BETWEEN
    found = chain(model, place.stage, step)
    return isinstance(found, Chain) and all(map(_is_by_name, found.commands))


def _is_by_name(command: Command) -> bool:
    if not isinstance(command, Simple) or command.redirections or command.assignments:
        return False
    found = invocation(command)
    if found is None or found.action not in ("install", "upgrade", "update", "clean"):
        return command.name == "set"
    if any(each.kind != "package" for each in found.packages) or (found.action == "install" and not found.packages):
        return False
    words = [word.literal for word in command.arguments]
    return all(word is not None and _NAMED.fullmatch(word) for word in words) and not _READS & {*words}


def _is_whole(step: Step) -> bool:
    """Whether it copies one folder of the context."""
    copy = step.instruction
    if copy.flag("from") or copy.flag("parents") or copy.is_json or copy.heredocs or len(copy.arguments) != 2:
        return False
    source = copy.arguments[0].value
    return source in (".", "./", "/") or (source.endswith("/") and not any(mark in source for mark in "$*?[\\"))


def _moved(
    model: Model, copy: Step, run: Step, at: int, files: tuple[str, ...], found: Chain, *, stays: bool
) -> Answer:
    """Put the manifests first; if a step in between `stays`, move the COPY down instead of the install up."""
    text = model.tree.text.string
    own, install = copy.instruction, run.instruction
    end = line_end(model, own)
    flags = "".join(f"{text[flag.span.start : flag.span.end]} " for flag in own.flags)
    if any(mark in name for name in files for mark in "$*?[\\ '\""):
        return Refusal("A file name has characters that COPY reads differently")
    rest = without(found, at, at + 1)
    if isinstance(rest, Refusal):
        return rest
    if rest[0].span == whole(install):
        if install.comments:
            return Refusal("There is a comment between the commands")
        line = text[install.keyword.span.start : install.span.end]
    else:
        if install.flags:
            return Refusal("The RUN continues after the install, and both parts would need its mounts")
        command = found.source(found.commands[at].span)
        line = f"{install.keyword.value} {text[command.start : command.end]}"
    place = "./" if own.arguments[1].value in (".", "./") else f"{own.arguments[1].value.rstrip('/')}/"
    new = f"{keyword('COPY', own)} {flags}{' '.join(files)} {place}"
    start = own.keyword.span.start
    shown = ", ".join(f"`{posixpath.basename(name)}`" for name in files[:2])
    title = f"Copy {shown} first and install"
    if not stays:
        return Rewrite(title, (Edit(Span(start, start), f"{new}{end}{line}{end}"), *rest), _COST)
    whole_copy = text[start : own.span.end]
    above = Edit(Span(start, own.span.end), new)
    if rest[0].span == whole(install):
        return Rewrite(title, (above, Edit(Span(install.span.end, install.span.end), f"{end}{whole_copy}")), _COST)
    at_run = install.keyword.span.start
    return Rewrite(title, (above, Edit(Span(at_run, at_run), f"{line}{end}{whole_copy}{end}"), *rest), _COST)
