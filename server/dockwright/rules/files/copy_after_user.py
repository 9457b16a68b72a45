"""`copy-after-user`: files copied after USER, which belong to root."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.semantics.stage import Stage
from dockwright.text import Edit, Span

_NAME = pattern(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?::[A-Za-z0-9_][A-Za-z0-9_.-]*)?\Z")


@rule(
    "copy-after-user",
    Severity.INFORMATION,
    aliases=("tally/copy-after-user-without-chown",),
    on=("COPY", "USER", "RUN"),
)
def copy_after_user(stage: Stage) -> Iterator[Finding]:
    users = stage.all("USER")
    if not users or any("chown" in step.instruction.unit.text for step in stage.all("RUN")):
        return
    first = users[0].instruction.start
    for step in stage.all("COPY"):
        copy, user = step.instruction, step.before.user
        if copy.start < first or not user or not _NAME.match(user) or user.partition(":")[0] in ("root", "0"):
            continue
        if copy.problems or any(copy.flag(name) for name in ("chown", "chmod", "from")):
            continue
        end = copy.keyword.span.end
        fix = Fix(f"Add `--chown={user}`", (Edit(Span(end, end), f" --chown={user}"),), safe=False)
        message = (
            f"COPY ignores USER: root owns these files and `{user}` cannot change them; add `--chown={user}` if needed"
        )
        yield Finding(copy.keyword.span, message, (fix,))
