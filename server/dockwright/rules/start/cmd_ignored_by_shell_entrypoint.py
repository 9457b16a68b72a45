"""`cmd-ignored-by-shell-entrypoint`: CMD with an ENTRYPOINT in shell form, which ignores it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Related, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage
from dockwright.text import Span

_POSITIONAL = r"\$\{?[@*#0-9]"
_SHELL = r"(?:/usr)?(?:/bin/)?(?:ba|da|a|k|z)?sh\Z"


@rule("cmd-ignored-by-shell-entrypoint", Severity.WARNING, on=("CMD", "ENTRYPOINT"))
def cmd_ignored_by_shell_entrypoint(model: Model) -> Iterator[Finding]:
    for stage in model.stages:
        if not stage.body.places(("CMD",)) or not _starts_a_shell(stage):
            continue
        commands = stage.all("CMD")
        if not commands or not commands[-1].instruction.arguments:
            continue
        script, place = _script(stage)
        if script and not re.search(_POSITIONAL, script):
            related = (Related(place, "This starts the shell"),) if place else ()
            message = (
                "The shell that ENTRYPOINT starts ignores CMD; make ENTRYPOINT a JSON array of program and arguments"
            )
            yield Finding(commands[-1].instruction.keyword.span, message, tags=("unnecessary",), related=related)


def _starts_a_shell(stage: Stage) -> bool:
    """Whether there is an ENTRYPOINT, here or in the base image: only that may start a shell."""
    while stage.base is not None and not stage.body.places(("ENTRYPOINT",)):
        stage = stage.base
    return bool(stage.body.places(("ENTRYPOINT",))) or isinstance(stage.body.states[0].base_entrypoint, str)


def _script(stage: Stage | None) -> tuple[str, Span | None]:
    """The script that the ENTRYPOINT of a stage passes to a shell; empty if it starts no shell."""
    while stage is not None:
        found = stage.all("ENTRYPOINT")
        if found:
            entry = found[-1].instruction
            if not entry.is_json:
                return entry.argument_text, entry.keyword.span
            return _nested([token.value for token in entry.arguments]), entry.keyword.span
        if stage.base is None:
            given = stage.body.states[0].base_entrypoint
            return (given if isinstance(given, str) else ""), None
        stage = stage.base
    return "", None


def _nested(words: list[str]) -> str:
    """The script of `sh -c script`; empty with further words, which it may use."""
    is_shell = len(words) == 3 and re.match(_SHELL, words[0]) and words[1].startswith("-") and words[1].endswith("c")
    return words[2] if is_shell else ""
