"""`secret-in-text`: an instruction holds what is a key or token by its very form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.engine_advice import instead_of_secret
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.semantics.stage import Step

_KINDS = {
    "aws": (r"(?:AKIA|ASIA)[A-Z2-7]{16}", "an AWS access key"),
    "github": (r"gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{82}", "a GitHub token"),
    "gitlab": (r"glpat-[A-Za-z0-9_-]{20}", "a GitLab token"),
    "slack": (r"xox[abeoprs]-[0-9]{8,14}-[0-9A-Za-z-]{12,80}", "a Slack token"),
    "npm": (r"npm_[A-Za-z0-9]{36}", "an npm token"),
    "pypi": (r"pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,300}", "a PyPI token"),
    "google": (r"AIza[A-Za-z0-9_-]{35}", "a Google API key"),
    "stripe": (r"[rs]k_live_[A-Za-z0-9]{24,99}", "a Stripe key"),
    "sendgrid": (r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}", "a SendGrid key"),
    "docker": (r"dckr_pat_[A-Za-z0-9_-]{27}", "a Docker Hub token"),
    "age": (r"AGE-SECRET-KEY-1[A-Z0-9]{58}", "an age secret key"),
    "private": (
        r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY(?: BLOCK)?-----(?:\\n|[\s\\\"']){0,40}[A-Za-z0-9+/]{30}",
        "a private key",
    ),
}
_SECRET = re.compile(
    r"(?<![A-Za-z0-9_/+])(?:" + "|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in _KINDS.items()) + ")"
)
_FEWEST = 8
"""Distinct characters; placeholders such as `ghp_xxxx...` have fewer."""


@rule("secret-in-text", Severity.WARNING, aliases=("tally/secrets-in-code",))
def secret_in_text(step: Step, config: Config) -> Iterator[Finding]:
    found = step.instruction
    text = found.text
    for match in _SECRET.finditer(text):
        if "EXAMPLE" in match[0] or len(set(match[0][4:])) < _FEWEST:
            continue
        span = found.source_span(match.start(), match.end())
        what = _KINDS[match.lastgroup or ""][1]
        yield Finding(
            span,
            f"Looks like {what} that anyone with the image can read; revoke it and {instead_of_secret(config)}",
        )
