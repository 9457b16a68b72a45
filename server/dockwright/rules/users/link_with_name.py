"""`link-with-name`: COPY --link with an owner by name."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep
from dockwright.image.image import Image
from dockwright.lazy import pattern
from dockwright.text import Edit

_NUMBERS = pattern(r"\d+(:\d+)?\Z")


@rule("link-with-name", Severity.WARNING, engines=("buildkit",), on=("COPY", "ADD"))
def link_with_name(step: BuildStep) -> Iterator[Finding]:
    instruction = step.instruction
    link, flag = instruction.flag("link"), instruction.flag("chown")
    if not link or (link.value or "true").lower() not in ("true", "1", "t") or not flag or not flag.value:
        return
    owner = step.step.before.expand(flag.value, instruction.unit.escape)
    if not owner or _NUMBERS.match(owner):
        return
    name = next((part for part in owner.split(":") if part and not part.isdigit()), owner)
    message = f"`--link` cannot look up the name `{name}` in the image; use the numeric ID"
    number = _numbers(step.image, owner) if "$" not in flag.value else None
    fixes = (Fix(f"Change to {number}", (Edit(flag.value_span, number),)),) if number else ()
    yield Finding(flag.value_span, message, fixes)


def _numbers(image: Image, owner: str) -> str | None:
    """The same owner in numbers, where the image tells."""
    found = []
    for part, is_group in zip(owner.split(":"), (False, True), strict=False):
        known = image.account_of(part, is_group)
        number = part if part.isdigit() else known.number if known else None
        if not number or not number.isdigit():
            return None
        found.append(number)
    return ":".join(found)
