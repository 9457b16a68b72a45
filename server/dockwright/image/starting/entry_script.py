"""The text of the script that an ENTRYPOINT starts, where the build context or a heredoc tells it."""

from __future__ import annotations

import re

from dockwright.context.file_facts import HEAD
from dockwright.image.answer import Answer
from dockwright.image.files import Files
from dockwright.image.image import Image
from dockwright.image.starting.launch import after_init, is_shell
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import DEFAULT_PATH, resolve

_CHOOSES = re.compile(r"\$\{?[1-9#]|\bshift\b|\bset\s+--|\bgetopts\b|BASH_ARG")
_READS = re.compile(
    r"\$\{?[@*1-9#]|\$\{!|\bshift\b|\bset\s+--|\bgetopts\b|BASH_ARG|\bargv?\b|\beval\b|\bin\s*;|(?m:^|[;&|]|\bthen\b)\s*(?:\.|source)\s"
)
_SHELL = re.compile(r"#!\s*(?:/usr/bin/env\s+)?(?:\S*/)?(?:ba|da|a|k|z)?sh\b[^\n]*\n")


def script_text(files: Files, image: Image, step: Step, name: str) -> str | None:
    """The whole text of a file that an instruction starts by a path or from PATH; None if unknown."""
    path = resolve(step.after.workdir, name)
    places = [path] if "/" in name else [f"{folder}/{name}" for folder in DEFAULT_PATH.split(":")]
    for place in places:
        found = files.find(image, place) if place else None
        if found is not None and found.answer is Answer.YES and not found.edited:
            if found.content is not None:
                return found.content
            context = files.context
            if context is None or not found.source:
                return None
            head = context.heads.get(found.source, b"")
            return context.texts.get(found.source) or (head.decode("utf-8", "replace") if len(head) < HEAD else None)
    return None


def chooses(files: Files, image: Image, stage: Stage) -> bool:
    """Whether the script of the ENTRYPOINT looks at its words, so that CMD may be no program."""
    text = _entry(files, image, stage)
    return text is not None and _CHOOSES.search(text) is not None


def ignores_words(files: Files, image: Image, stage: Stage) -> str:
    """The script of the ENTRYPOINT, if it is for a shell and never looks at its words; empty otherwise."""
    text = _entry(files, image, stage)
    if not text or _SHELL.match(text) is None or _READS.search(text):
        return ""
    return _name(stage.all("ENTRYPOINT")[-1])


def _entry(files: Files, image: Image, stage: Stage) -> str | None:
    entries = stage.all("ENTRYPOINT")
    name = _name(entries[-1]) if entries else ""
    return script_text(files, image, entries[-1], name) if name else None


def _name(step: Step) -> str:
    """The script that an ENTRYPOINT in exec form starts, after an init and a shell; empty if there are other words."""
    instruction = step.instruction
    if not instruction.is_json or instruction.problems:
        return ""
    words = tuple(token.value for token in instruction.arguments)
    words = words[after_init(words) :]
    if len(words) == 2 and is_shell(words[0]):
        words = words[1:]
    return words[0] if len(words) == 1 and "$" not in words[0] else ""
