"""`wildcard-loses-folders`: a wildcard of COPY matches folders, whose names are lost."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.build_context import Context, clean
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep
from dockwright.semantics import copying
from dockwright.text import Edit


@rule("wildcard-loses-folders", Severity.WARNING, on=("COPY", "ADD"))
def wildcard_loses_folders(step: BuildStep) -> Iterator[Finding]:
    found, context = step.instruction, step.files.context
    if context is None or not context.sure or found.problems or found.heredocs:
        return
    if any(flag.name in ("from", "parents", "exclude") for flag in found.flags):
        return
    for token in copying.sources(found):
        if "$" in token.value or "*" not in token.value.rstrip("/").rpartition("/")[2]:
            continue
        folders = _folders(context, token.value)
        if not folders:
            continue
        names = " and ".join(f"`{name}`" for name in folders[:2])
        target = found.arguments[-1].value
        message = f"The contents of {names} go directly into `{target}`; `*` drops folder names"
        fixes = []
        if (
            token.value.endswith("/*")
            and len(found.arguments) == 2
            and token.span.end - token.span.start == len(token.value)
        ):
            new = token.value[:-1]
            fixes.append(Fix(f"Copy `{new}` with its folders", (Edit(token.span, new),), safe=False))
        yield Finding(token.span, message, tuple(fixes))


def _folders(context: Context, source: str) -> list[str]:
    """The folders with files that a pattern matches; none if the pattern matches only one name."""
    path = clean(source)
    depth = path.count("/") + 1
    matched: set[str] = set()
    folders: dict[str, None] = {}
    for entry in context.named(path):
        if entry.rule is None:
            parts = entry.path.split("/")
            matched.add(parts[depth - 1])
            if len(parts) > depth:
                folders["/".join(parts[:depth])] = None
    return list(folders) if len(matched) > 1 else []
