"""A folder is copied with a file that looks like a secret."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from dockwright.config import Config
from dockwright.context.build_context import Surroundings, clean
from dockwright.context.outline import holds_secret
from dockwright.context.sources import taken
from dockwright.context.unwanted_files import secrets
from dockwright.findings.engine_advice import instead_of_secret
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.forms.ignore_fixes import add_to_ignore_file
from dockwright.findings.rule import rule


@rule("secret-copied", Severity.WARNING, groups=("security",), on=("ENV", "ARG", "COPY", "ADD"))
def secret_copied(around: Surroundings, config: Config) -> Iterator[Finding]:
    """A folder is copied with a file that looks like a secret."""
    context, instead = around.context, instead_of_secret(config)
    for source in filter(attrgetter("copied"), taken(around.model)):
        every = secrets(context, source.path)
        found = [secret for secret in every if secret.path != clean(source.path)]
        if every and not found and holds_secret(source.path, context.texts.get(clean(source.path), "")):
            name = source.path.rpartition("/")[2]
            message = f"Anyone with the image can read `{name}`, even if a later step deletes it; {instead}"
            yield Finding(source.token.span, message)
        if not found or clean(source.path).endswith(".aws"):  # which `secret-leaves-trace` reports
            continue
        likely = [secret for secret in found if secret.likely]
        first = (likely or found)[0]
        others, them = (f", and {len(found) - 1} more", "them") if len(found) > 1 else ("", "it")
        ignored_by = context.contents.ignore.path if context.contents.ignore else ".dockerignore"
        message = f"Copies `{first.path}`, which {first.why}{others}; add {them} to `{ignored_by}`"
        fixes = add_to_ignore_file(context, [secret.path for secret in found])
        yield Finding(source.token.span, message, fixes, doubtful=not (context.sure and likely))
