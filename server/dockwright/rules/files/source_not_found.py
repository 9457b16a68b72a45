"""A source that the build context does not hold."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from dockwright.context.build_context import WILDCARDS, Context, Surroundings, clean
from dockwright.context.sources import Source, given
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.text import Edit

_PLAIN = pattern(r"[\w./@+-]+")
"""Names that need no quotes anywhere."""


@rule("source-not-found", Severity.WARNING, on=("ENV",))
def source_not_found(around: Surroundings) -> Iterator[Finding]:
    """A source that the build context does not hold."""
    for context, source in given(around):
        path = clean(source.path)
        if (
            not path
            or (source.copied and any(mark in source.path for mark in WILDCARDS + "\\"))
            or context.fate(source.path).exists
        ):
            continue
        if context.doubt(path) or (source.copied and _leads_out(source.token.value)):
            continue
        fixes = tuple(_fixes(source, context.nearest(path), around.model.tree.text.string))
        yield Finding(source.token.span, _explain(context, path), fixes, doubtful=not (context.sure and source.fixed))


def _leads_out(path: str) -> bool:
    """Whether `source-above-context` speaks of a source already."""
    return not path.startswith("/") and posixpath.normpath(path).startswith("../")


def _fixes(source: Source, names: list[str], text: str) -> Iterator[Fix]:
    span = source.token.span
    if text[span.start : span.end] != source.path:
        return
    for name in names:
        if _PLAIN.fullmatch(name):
            new = name + "/" if source.path.endswith("/") else name
            yield Fix(f"Change to `{new}`", (Edit(span, new),), safe=False, guess=True)


def _explain(context: Context, path: str) -> str:
    root = context.contents.root or "."
    doubt = "" if context.sure else "what is taken for "
    said = f"`{path}` is not in {doubt}the build context `{root}`" + (f" ({context.origin})" if context.origin else "")
    nearest = context.nearest(path)
    other = context.elsewhere(path)
    if nearest and nearest[0].lower() == path.lower():
        return f"{said}; `{nearest[0]}` is, in other upper and lower case."
    if other is not None:
        return f"{said}; it is in `{other}`, which may be the context instead."
    return f"{said}; did you mean {' or '.join(f'`{name}`' for name in nearest)}?" if nearest else f"{said}."
