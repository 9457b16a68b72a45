"""`user-never-used`: a user is made for the program, and the program runs as root."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.users import Made, made
from dockwright.image.run_text import body_of, source_span
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Span

_CHANGES_USER = (
    r"\b(?:gosu|su-exec|setpriv|runuser|chroot|sudo|sudoers|su|s6|supervisord?|tini|entrypoint|init|cron|sshd?|httpd"
    r"|nginx|USER_?ID|UID)\b|\.sh\b|entrypoint"
)
"""Words that tell of programs which change the user, or of scripts that may."""


@rule("user-never-used", Severity.INFORMATION, aliases=("tally/user-created-but-never-used",))
def user_never_used(stage: Stage) -> Iterator[Finding]:
    if (
        not stage.is_last
        or stage.base is not None
        or stage.final.user not in ("", "root", "0", None)
        or stage.body.states[0].base_entrypoint
        or not stage.body.places(("CMD", "ENTRYPOINT"))
        or stage.body.places(("USER", "ONBUILD"))
        or not any("useradd" in unit.text or "adduser" in unit.text for unit in stage.body.units)
    ):
        return
    texts = [step.instruction.unit.text for step in stage.steps]
    users = [(step, user) for step in stage.all("RUN") for user in _made(step) if not user.system]
    if len(users) != 1 or any(re.search(_CHANGES_USER, text) for text in texts):
        return
    step, user = users[0]
    message = f"User `{user.name}` is created, but the container runs as root; add `USER {user.name}`"
    yield Finding(_span(step, user), message)


def _made(step: Step) -> Iterator[Made]:
    body = body_of(step)
    return made(body) if body and not body.script.has_errors else iter(())


def _span(step: Step, user: Made) -> Span:
    return source_span(step.instruction.unit, user.span).shifted(step.instruction.start)
