"""`folder-not-there`: a RUN writes into a folder, or changes to one, that nothing has created."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.image.run_mounts import mounts_of
from dockwright.image.run_text import source_span
from dockwright.semantics.commands.options import arguments
from dockwright.semantics.state import resolve
from dockwright.syntax.shell import Word

_TARGETS = {
    "cp": ("-S", "--suffix"),
    "mv": ("-S", "--suffix"),
    "ln": ("-S", "--suffix"),
    "touch": ("-d", "-r", "-t"),
    "tee": (),
}
"""Programs that write to operands, with their options that take a value: `touch`, `tee` to each, others to the last."""
_SAVES = {
    "curl": re.compile(r"-[fsSLkgv#]*o|--output"),
    "wget": re.compile(r"-[qnvcN]*O|--output-document"),
}
"""Programs that download, with the option before the file that they write."""
_MAKES_FOLDERS = ("--parents", "-t", "--target-directory", "-T", "--no-target-directory", "-p")


@rule("folder-not-there", Severity.WARNING, on=("RUN",))
def folder_not_there(step: BuildStep) -> Iterator[Finding]:
    mounts = mounts_of(step.step)
    for ran, image in step.commands:
        if not ran.certain or not ran.fatal or ran.conditions or ran.excused:
            continue
        for word, path in _folders(ran):
            if any(mount.holds(path) for mount in mounts) or not _is_missing(step, image, path):
                continue
            message = (
                f"Folder `{path}` does not exist, and this command does not create it; run `mkdir -p {path}` first"
            )
            yield Finding(source_span(step.instruction.unit, word.span), message, doubtful=step.is_doubtful)
            return


def _folders(ran: Ran) -> Iterator[tuple[Word, str]]:
    """The folders that must exist, with the words that name them or what is in them."""
    for one in (ran.outer or ran.command).redirections:
        if one.operator in (">", ">>", ">|", "&>") and one.target is not None:
            yield from _at(ran, one.target, one.target.literal, above=True)
    name = ran.name or ""
    if name == "cd" and len(ran.words) == 2:
        yield from _at(ran, ran.command.words[1], ran.words[1], above=False)
    elif name == "tar" and not ran.command.redirections:
        for before, word, value in zip(ran.words, ran.command.words[1:], ran.words[1:], strict=False):
            if before in ("-C", "--directory"):
                yield from _at(ran, word, value, above=False)
    elif name in _SAVES and "--create-dirs" not in ran.words:
        for before, word, value in zip(ran.words, ran.command.words[1:], ran.words[1:], strict=False):
            if _SAVES[name].fullmatch(before or ""):
                yield from _at(ran, word, value, above=True)
    elif name in _TARGETS:
        given = arguments(ran.command.arguments, _TARGETS[name])
        operands = list(zip(given.operands, ran.values_of(given.operands), strict=True))
        if given.has(*_MAKES_FOLDERS) or (name == "ln" and len(operands) < 2):
            return
        for word, value in operands if name in ("touch", "tee") else operands[-1:]:
            yield from _at(ran, word, value, above=True)


def _at(ran: Ran, word: Word, value: str | None, *, above: bool) -> Iterator[tuple[Word, str]]:
    if not value or value.startswith(("~", "-", "/dev/", "/proc/", "/sys/")) or "$" in value:
        return
    path = resolve(ran.folder, value)
    if path is not None and above:
        path = posixpath.dirname(path)
    if path is not None and path not in ("/", "/etc"):  # the builder creates /etc, since it mounts files there
        yield word, path


def _is_missing(step: BuildStep, image: Image, path: str) -> bool:
    found = step.files.find(image, path)
    if found.answer is not Answer.UNKNOWN:
        return found.answer is Answer.NO
    return not found.depth and not found.edited and image.base.lacks_folder(path)
