"""`user-drops-groups`: USER with a group leaves out all other groups of the user."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.users import joined
from dockwright.image.run_text import body_of
from dockwright.semantics.stage import Stage
from dockwright.text import Edit, Span

_ALIASES = ("tally/user-explicit-group-drops-supplementary-groups",)


@rule("user-drops-groups", Severity.INFORMATION, aliases=_ALIASES, on=("RUN", "USER"))
def user_drops_groups(stage: Stage) -> Iterator[Finding]:
    if not any(":" in stage.body.units[index].text for index in stage.body.places(("USER",))):
        return
    groups: dict[str, list[str]] = {}
    for step in stage.all("RUN", "USER"):
        found = step.instruction
        if found.name == "RUN":
            body = body_of(step)
            for user, group in joined(body) if body else ():
                groups.setdefault(user, []).append(group)
            continue
        token = found.arguments[0] if found.arguments else None
        name, colon, given = token.value.partition(":") if token else ("", "", "")
        lost = [group for group in groups.get(name, ()) if group != given]
        if token and colon and lost:
            end = token.span.end
            fix = Fix(f"Change to USER {name}", (Edit(Span(end - len(given) - 1, end), ""),), safe=False)
            message = f"USER with a group drops the other groups of `{name}`, here `{lost[0]}`; remove `:{given}`"
            fixes = (fix,) if token.span.end - token.span.start == len(token.value) else ()
            yield Finding(token.span, message, fixes)
