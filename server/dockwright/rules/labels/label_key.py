"""A label key that is not as the guidelines say."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step


@rule("DL3048", Severity.HINT, aliases=("label-key", "tally/labels/valid-key"), on=("LABEL",))
def label_key(step: Step, config: Config) -> Iterator[Finding]:
    """A label key that is not as the guidelines say."""
    hadolint = config.profile == "hadolint"
    for key, _ in step.instruction.pairs:
        name = key.value.strip("\"'")
        if hadolint:
            wrong = not _PLAIN.fullmatch(name) or ".." in name or "--" in name
        else:
            wrong = "$" not in name and not _KEY.fullmatch(name)
        if wrong or name.startswith(_RESERVED):
            message = f"Invalid label key `{name}`; use lowercase letters, digits, and single `.` or `-`"
            yield Finding(key.span, message)


_KEY = pattern(r"[a-z](?:[a-z0-9_]|[.\-/](?![.\-]|\Z))*")
_PLAIN = pattern(r"[a-z](?:[a-z0-9._/-]*[a-z0-9])?")
"""What hadolint asks for beside, which takes no variables."""
_RESERVED = ("com.docker.", "io.docker.", "org.dockerproject.")
