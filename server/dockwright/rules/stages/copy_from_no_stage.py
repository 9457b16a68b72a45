"""`copy-from-no-stage`: --from names neither a stage above, nor an official image, nor a named context of the build."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.context.build_context import Context
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep
from dockwright.rules.stages.stage_misspelt import is_image

_FORMER = frozenset(
    {"centos", "consul", "java", "jenkins", "mono", "opensuse", "rails", "scratch", "vault", "sentry", "swarm"}
)
"""Names of former official images that can still be pulled."""
_PLAIN = re.compile(r"[a-z][a-z0-9_-]*\Z")


@rule("copy-from-no-stage", Severity.WARNING, on=("COPY",))
def copy_from_no_stage(step: BuildStep) -> Iterator[Finding]:
    flag = step.instruction.flag("from")
    name = (flag.value or "").lower() if flag else ""
    if flag is None or not _PLAIN.match(name) or name in step.files.stages or is_image(name) or name in _FORMER:
        return
    if name in step.files.names or _is_named(step.files.context, name):
        return
    base = step.base_word.lower()
    if _PLAIN.match(base) and base not in step.files.stages and not (is_image(base) or base in _FORMER):
        return  # its base is also a named context
    message = f"No stage above and no official image is named `{flag.value}`"
    # Paths in a stage are usually absolute, those in a named context, which any build may pass, are relative.
    sources = step.instruction.arguments[:-1]
    yield Finding(flag.value_span, message, doubtful=any(not one.value.startswith("/") for one in sources))


def _is_named(context: Context | None, name: str) -> bool:
    return context is not None and name in context.named_contexts
