"""`cache-mount-of-root`: a cache mount that belongs to root, in a RUN of another user."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep
from dockwright.semantics.mounts import fields
from dockwright.text import Edit, Span


@rule("cache-mount-of-root", Severity.WARNING, on=("RUN",))
def cache_mount_of_root(step: BuildStep) -> Iterator[Finding]:
    user = (step.step.before.user or step.image.base.user or "").partition(":")[0]
    known = step.image.account_of(user)
    number = user if user.isdigit() else known.number if known else None
    if user in ("", "root") or number == "0" or any(ran.outer for ran, _ in step.commands):
        return
    for flag in step.instruction.flags:
        found = fields(step.instruction, flag) if flag.name == "mount" else []
        values = {field.key: field.value for field in found}
        if values.get("type") != "cache" or {"uid", "mode", "from", "ro", "readonly"} & values.keys():
            continue
        message = f"This cache mount belongs to root, so `{user}` cannot write to it; add `uid={number or '...'}`"
        end = flag.value_span.end
        plain = number is not None and flag.value_span.end - flag.value_span.start == len(flag.value or "")
        fix = Fix(f"Add `uid={number}`", (Edit(Span(end, end), f",uid={number}"),)) if plain else None
        yield Finding(
            flag.value_span, message, (fix,) if fix else (), doubtful=step.is_doubtful and not step.step.before.user
        )
