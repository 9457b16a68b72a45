"""Whether an earlier step may have changed a folder of the image: owner, mode other than 755, or a link."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.image.copy_targets import under
from dockwright.image.run_text import body_of
from dockwright.refactors.kit.command_chain import as_written, is_root
from dockwright.refactors.shell.nested import Texts
from dockwright.semantics.copying import ARCHIVE_NAME, sources, target, where
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import Word

_CHANGES = re.compile(
    r"\b(?:chown|chmod|chgrp|ln|install|useradd|adduser|usermod|mount|setfacl|mv|umask|rsync|tar|unzip|rm|rmdir|cp)\b"
)
_OWNERS = frozenset({"chown", "chgrp", "chmod", "setfacl", "chattr"})
_REPLACERS = frozenset({"ln", "mv", "rm", "rmdir", "install", "rsync", "mount"})
"""Programs that may replace a folder."""
_BRING = frozenset({"cp", "tar", "unzip"})
"""Programs that may create folders with other owners and modes."""
_AS_OTHERS = re.compile(r"\b(?:sudo|su|gosu|su-exec|runuser|setpriv|doas)\b")
_KEEP = re.compile(r"-\w*[apR]\w*\Z|--(?:archive|preserve|recursive)")
"""Options with which cp copies owner and mode."""


def may_change(step: Step, folder: str, *, plain: bool) -> bool:
    """Whether a step may change a folder; `plain` is one that exists in all images, and that few commands change."""
    instruction = step.instruction
    if instruction.name == "WORKDIR":
        made = step.after.workdir
        return not plain and not is_root(step.before) and made is not None and under(made, folder)
    if instruction.name == "RUN":
        return _runs(step, folder, plain)
    if (
        instruction.name == "ADD"
        and not plain
        and any(ARCHIVE_NAME.search(each.value) for each in sources(instruction))
    ):
        place = target(step)
        return place is None or under(folder, place.path)
    if instruction.name in ("COPY", "ADD") and (instruction.flag("chown") or instruction.flag("chmod")):
        place = target(step)
        if plain and instruction.flag("chmod") and not instruction.flag("chown"):
            return False  # an existing folder keeps its mode
        return not plain and (place is None or under(place.path, folder) or under(folder, place.path))
    return False


def _runs(step: Step, folder: str, plain: bool) -> bool:
    text = step.instruction.unit.text
    body = body_of(step)
    if not plain and posixpath.basename(folder) in text and _CHANGES.search(text):
        return True
    if body is None or body.script.has_errors:
        return not plain and bool(_CHANGES.search(text))
    commands = list(Texts(body.script).commands())
    moved = any(name in ("cd", "pushd") for name, _ in commands)
    masked = any(name == "umask" for name, _ in commands)
    for name, words in commands:
        options = [word.text for word in words if word.text.startswith("-")]
        whole = (
            name in _REPLACERS or name in _BRING or any(re.match(r"-\w*R|--recursive", option) for option in options)
        )
        if name in _OWNERS or name in _REPLACERS or (name in _BRING and not plain):
            if name == "cp" and not any(_KEEP.match(option) for option in options):
                continue
            skipped = 1 if name in _OWNERS else 0
            for path in _paths(step, words, moved, skipped):
                if (path is None and not plain) or (path and (path == folder or (whole and under(folder, path)))):
                    return True
        elif name == "mkdir" and not plain:
            special = (
                masked
                or not is_root(step.before)
                or bool(_AS_OTHERS.search(text))
                or any(re.match(r"-\w*m|--mode", option) for option in options)
            )
            if special and any(path is None or under(path, folder) for path in _paths(step, words, moved, 0)):
                return True
    return False


def _paths(step: Step, words: tuple[Word, ...], moved: bool, skipped: int) -> Iterator[str | None]:
    """The paths of the operands after the first `skipped`; None for an unknown one."""
    operands = [word for word in words if not word.text.startswith("-")]
    for word in operands[skipped:]:
        written = as_written(word, step.before)
        path = where(step.before, written) if written else None
        yield None if path is None or "$" in path or (moved and written and not written.startswith("/")) else path
