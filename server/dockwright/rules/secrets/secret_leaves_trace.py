"""`secret-leaves-trace`: a secret is written where it stays in the image, or copied there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.config import Config
from dockwright.findings.engine_advice import instead_of_secret
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.secrets import kept_secrets
from dockwright.image.run_text import body_of, source_span
from dockwright.rules.secrets.secrets_used_in_arg_or_env import sounds_secret
from dockwright.semantics.mounts import fields, target_of
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import State

_FILE = (
    r"(?:.*/)?(?:id_(?:rsa|dsa|ecdsa|ed25519)|\.netrc|_netrc|\.git-credentials|\.pypirc|\.dockercfg"
    r"|\.pgpass|\.aws/?|\.aws/credentials|\.docker/config\.json|\.vault-token|\.kube/config|privkey\.pem"
    r"|(?:[\w.-]+[-_.])?private[-_]?key(?:\.pem)?|(?:server|tls|ssl|private|privkey)\.key"
    r"|(?:[\w.-]+[-_.])?keystore\.(?:jks|p12|pfx))\Z"
)
"""Files that hold nothing but secrets. Others, as .env and .npmrc, are shared as often as not."""


@rule("secret-leaves-trace", Severity.WARNING, groups=("security",), on=("RUN", "COPY", "ADD"))
def secret_leaves_trace(stage: Stage, config: Config) -> Iterator[Finding]:
    instead = instead_of_secret(config)
    for step in stage.all("RUN", "COPY", "ADD") if stage.in_image else ():
        found = step.instruction
        if found.name != "RUN":
            for token in () if found.flag("from") else found.arguments[:-1]:
                if re.match(_FILE, token.value.strip("\"'")):
                    name = token.value.rpartition("/")[2]
                    message = f"Anyone with the image can read `{name}`, even if a later step deletes it; {instead}"
                    yield Finding(token.span, message)
            continue
        names, mounts = _secrets(step, stage.root.body.states[0])
        body = body_of(step) if names or mounts else None
        for note in kept_secrets(body, names, mounts) if body and not body.script.has_errors else ():
            span = source_span(found.unit, note.span).shifted(found.start)
            yield Finding(span, f"{note.message}; delete it in the same RUN or {instead}")


def _secrets(step: Step, base: State) -> tuple[frozenset[str], tuple[str, ...]]:
    """The variables that hold secrets by their names or by a mount, and the files of secrets, in one RUN."""
    state = step.before
    names = {name for name in state.variables.keys() | state.declared if sounds_secret(name) and name not in base.env}
    files = []
    for flag in step.instruction.flags:
        if flag.name == "mount":
            found = {field.key: field.value or "" for field in fields(step.instruction, flag)}
            if found.get("type") == "secret":
                identity = found.get("id") or found.get("source") or found.get("src") or ""
                target = target_of(found)
                names.add(found.get("env") or "")
                files.append(target or f"/run/secrets/{identity}")
    return frozenset(names - {""}), tuple(files)
