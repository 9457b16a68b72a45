"""`name-without-passwd`: a user or group by name where there is no list of users."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Stage, Step


@rule(
    "name-without-passwd",
    Severity.WARNING,
    aliases=("tally/named-identity-in-passwdless-stage",),
    on=("USER", "COPY", "ADD", "RUN"),
)
def name_without_passwd(stage: Stage) -> Iterator[Finding]:
    if not stage.is_scratch or stage.all("RUN", "ADD") or any(map(_may_bring_users, stage.all("COPY"))):
        return
    for step in stage.all("USER", "COPY"):
        found = step.instruction
        if found.name == "USER":
            given = [(found.arguments[0].value, found.arguments[0].span)] if found.arguments else []
        else:
            flag = found.flag("chown")
            given = [(flag.value, flag.value_span)] if flag and flag.value and flag.value_span else []
        for value, span in given:
            names = [part for part in value.strip("\"'").split(":") if part and not part.isdigit() and part != "root"]
            if names and "$" not in value:
                yield Finding(
                    span,
                    f"The image has no `/etc/passwd` to look up `{names[0]}` in; use the numeric ID",
                )


def _may_bring_users(step: Step) -> bool:
    """Whether a COPY may bring /etc/passwd."""
    found = step.instruction
    target = found.arguments[-1].value.strip("\"'") if found.arguments else ""
    return (
        not target.startswith("/") or "$" in target or target.rstrip("/") in ("", "/etc", "/etc/passwd", "/etc/group")
    )
