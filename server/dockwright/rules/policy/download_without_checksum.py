"""`download-without-checksum`: nothing compares what is downloaded with what it was when the author looked."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.run_commands import CHECKS, in_run, is_local, placed, program, saved_as
from dockwright.image.run_body import Body, Note
from dockwright.semantics.copying import GIT, sources
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import unwrapped

_MESSAGE = "Download without a checksum can change between builds; {}"
_READERS = frozenset(
    {"sh", "bash", "ash", "dash", "tar", "bsdtar", "unzip", "python", "python3", "perl", "gunzip", "xz"}
)


@rule("download-without-checksum", Severity.OFF, groups=("policy",), on=("RUN", "ADD", "ONBUILD"))
def download_without_checksum(step: Step) -> Iterator[Finding]:
    """For who wants to know that a server gives what it gave before."""
    own = step.instruction.inner or step.instruction
    if own.name == "ADD" and own.flag("checksum") is None:
        for token in sources(own):
            if token.value.startswith(("http://", "https://")) and not GIT.match(token.value):
                yield Finding(token.span, _MESSAGE.format("add `--checksum=sha256:...`"))
    elif "://" in own.unit.text:
        yield from in_run(step, _found)


def _found(body: Body) -> Iterator[Note]:
    if CHECKS.search(body.text):
        return
    found = list(placed(body.script))
    for index, one in enumerate(found):
        command = unwrapped(one.command)
        name = program(command)
        if name not in ("curl", "wget") or one.place.substitution:
            continue
        reader = found[index + 1] if index + 1 < len(found) else None
        piped = reader is not None and reader.place.pipe_index == one.place.pipe_index + 1
        for word in command.arguments:
            text = word.text.strip("\"'")
            if not text.startswith(("http://", "https://")) or is_local(text):
                continue
            is_read = piped and reader is not None and program(unwrapped(reader.command)) in _READERS
            if is_read or (not piped and (saved_as(command, word, name) or _is_redirected(command.redirections))):
                yield Note(word.span, _MESSAGE.format("verify it with `sha256sum -c`"))


def _is_redirected(redirections: tuple[object, ...]) -> bool:
    return any(getattr(one, "operator", "") in (">", ">>") for one in redirections)
