"""`copy-merges-folders` and `wildcard-loses-folders`: COPY of several folders merges their contents."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.build_context import WILDCARDS, Context, clean
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep
from dockwright.semantics import copying


@rule("copy-merges-folders", Severity.INFORMATION, on=("COPY", "ADD"))
def copy_merges_folders(step: BuildStep) -> Iterator[Finding]:
    found, context = step.instruction, step.files.context
    if context is None or not context.sure or found.problems or found.heredocs:
        return
    if any(flag.name in ("from", "parents", "exclude") for flag in found.flags):
        return
    named = copying.sources(found)
    folders = [token for token in named if _is_folder(context, token.value)]
    if len(folders) < 2 or any(token.value.endswith("/.") for token in folders):
        return
    names = " and ".join(f"`{token.value.rstrip('/')}`" for token in folders[:2])
    target = found.arguments[-1].value
    message = f"The contents of {names} go directly into `{target}`; use one COPY for each folder"
    yield Finding(folders[0].span, message)


def _is_folder(context: Context, source: str) -> bool:
    path = clean(source)
    plain = path and "$" not in source and not any(mark in source for mark in WILDCARDS + "\\")
    return bool(plain and not context.files(path) and context.fate(path).sent)
