"""`SecretsUsedInArgOrEnv`: an ARG or ENV whose name says that it holds a secret."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.engine_advice import instead_of_secret
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step
from dockwright.text import Span

_SECRET = pattern(r"(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)", re.IGNORECASE)
_PART = pattern("api_key|aws_access_key|client_key|password|private|secret|token|username", re.IGNORECASE)
"""What hadolint looks for anywhere in a name."""

_HARMLESS = pattern(r"(?:_|^)(?:public|file|version)(?:_|$)", re.IGNORECASE)


def sounds_secret(name: str) -> bool:
    """Whether a variable holds a secret by its name."""
    return bool(_SECRET.search(name)) and not _HARMLESS.search(name)


@rule("SecretsUsedInArgOrEnv", Severity.WARNING, aliases=("DL3064",), on=("ARG", "ENV", "ONBUILD"))
def secrets_used_in_arg_or_env(step: Step, config: Config) -> Iterator[Finding]:
    hadolint = config.profile == "hadolint"
    found = (hadolint and step.instruction.inner) or step.instruction
    if found.problems or found.name not in ("ARG", "ENV") or (step.before.globals is None and not hadolint):
        return
    for token in found.arguments if found.name == "ARG" else found.arguments[::2]:
        name = token.value.partition("=")[0] if found.name == "ARG" else token.value
        if _PART.search(name) if hadolint else sounds_secret(name):
            span = Span(token.span.start, min(token.span.start + len(name), token.span.end))
            where = "stays in the image history" if found.name == "ARG" else "stays in the image"
            yield Finding(span, f"{name} looks like a secret and {where}; {instead_of_secret(config)}")
