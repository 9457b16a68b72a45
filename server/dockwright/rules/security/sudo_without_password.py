"""`sudo-without-password`: a user who may run all commands as root without a password."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.run_commands import in_run, placed
from dockwright.image.run_body import Body, Note
from dockwright.lazy import pattern
from dockwright.rules.security._disabled_checks import SUBSTITUTION
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import unwrapped
from dockwright.text import Span

_RULE = pattern(
    r"NOPASSWD:[ \t]*ALL\b|\bDefaults[ \t]+!authenticate\b|\bpermit[ \t]+(?:\w+[ \t]+)*nopass\b(?![^\n]*[ \t]cmd[ \t])"
)
_WRITERS = ("echo", "printf", "sed", "tee", "cat")
_MESSAGE = "Every program of this user can become root without a password; allow only the commands it needs"


@rule("sudo-without-password", Severity.INFORMATION, groups=("security",), on=("RUN", "ONBUILD", "COPY"))
def sudo_without_password(step: Step) -> Iterator[Finding]:
    """Matches a line of sudoers that covers all commands."""
    found = step.instruction
    if found.name == "COPY":
        for heredoc in found.unit.heredocs:
            text = found.unit.text[heredoc.body.start : heredoc.body.end]
            for span in _rules(text, found.start + heredoc.body.start):
                yield Finding(span, _MESSAGE)
        return
    if "sudoers" in found.unit.text or "doas" in found.unit.text:
        yield from in_run(step, _written)


def _written(body: Body) -> Iterator[Note]:
    if "sudoers" not in body.text and "doas.conf" not in body.text and "doas.d" not in body.text:
        return
    for one in placed(body.script):
        command = unwrapped(one.command)
        if command.name in _WRITERS:
            texts = [word.span for word in command.arguments]
            if command.name == "sed":
                matches = [(span, SUBSTITUTION.search(body.text, span.start, span.end)) for span in texts]
                texts = [Span(match.end(), span.end) if match else span for span, match in matches]
            texts += [item.body for item in one.command.redirections if item.body]
            for span in texts:
                for place in _rules(body.text[span.start : span.end], span.start):
                    yield Note(place, _MESSAGE)


def _rules(text: str, at: int) -> Iterator[Span]:
    for match in _RULE.finditer(text):
        if not text[: match.start()].rpartition("\n")[2].lstrip("\"' ").startswith("#"):
            yield Span(at + match.start(), at + match.end())
