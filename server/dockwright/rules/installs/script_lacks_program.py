"""`script-lacks-program`: a script that a container starts runs a program that the image does not have."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.install_fix import install
from dockwright.findings.rule import rule
from dockwright.image.answer import Answer
from dockwright.image.bases.packages import package_of
from dockwright.image.built_stage import BuiltStage
from dockwright.image.commands import Ran, ran
from dockwright.image.on_path import added_folders, on_path
from dockwright.image.scripts import head_of
from dockwright.image.starting.start_files import start_files
from dockwright.semantics.commands.shell_words import BUILTINS
from dockwright.syntax.shell import parse_shell

_SHELLS = frozenset({"sh", "bash", "ash", "dash"})
_FIRST_LINE = re.compile(rb"#!\s*(?:/usr/bin/env\s+)?(?:\S*/)?(?:sh|bash|ash|dash)(?:\s+-[a-z]+)*\s*\n")
_WRAPPERS = frozenset({"gosu", "su-exec", "sudo", "tini", "dumb-init", "setpriv", "runuser", "chroot", "s6-setuidgid"})
_LONGEST = 4_000
"""Only the beginning of a file of the context is known."""


@rule("script-lacks-program", Severity.WARNING, on=("CMD", "ENTRYPOINT", "HEALTHCHECK", "COPY", "ADD", "RUN", "ENV"))
def script_lacks_program(scene: BuiltStage) -> Iterator[Finding]:
    if scene.stage.is_base or not scene.image.base.is_known or scene.stage.root.is_scratch:
        return
    for one in start_files(scene.stage, scene.image):
        path = one.path if not one.named else f"/usr/local/bin/{one.written}"
        head = head_of(scene.files, scene.image, path)
        is_script = head is not None and (_FIRST_LINE.match(head) or posixpath.basename(one.program) in _SHELLS)
        if head is None or not is_script or len(head) >= _LONGEST or b"\r" in head or b"PATH=" in head:
            continue
        missing = _missing(scene, head.decode("utf-8", "replace"))
        if missing is not None:
            name, sure = missing
            place = max(index for index, start in enumerate(scene.stage.body.offsets) if start <= one.span.start)
            sure = sure or scene.stage.body.units[place].name == "HEALTHCHECK"
            package = package_of(scene.image.base, name)
            fixes = install(scene, place, package) if package else ()
            message = (
                f"`{path}` runs `{name}`, which `{scene.image.base.reference}` does not have; install it in this stage"
            )
            yield Finding(one.span, message, fixes, doubtful=not sure or scene.is_doubtful)


def _missing(scene: BuiltStage, text: str) -> tuple[str, bool] | None:
    """The first missing program of a script, and whether the script certainly ends there."""
    script = parse_shell(text)
    if script.has_errors:
        return None
    functions = script.functions()
    folders = added_folders(scene.stage, None)
    for made in ran(script, None, (), False):
        for name in _names(made):
            if name in functions or name in BUILTINS or not made.certain or made.conditions or made.excused:
                continue
            if on_path(scene.image, folders, name) is Answer.NO:
                return name, made.fatal or (made.outer is not None and made.outer.name == "exec")
        if made.name in (".", "source", "eval"):
            return None  # it may set anything
    return None


def _names(made: Ran) -> Iterator[str]:
    """The plain names of what a command runs, after wrappers such as `exec gosu`."""
    own = made.command.words[:1]
    around = made.outer.words if made.outer is not None and own else ()
    for word in (*(word for word in around if word.span.end <= own[0].span.start), *own):
        name = word.literal or ""
        if (word in own or name in _WRAPPERS) and re.fullmatch(r"[A-Za-z][\w.+-]*", name):
            yield name
