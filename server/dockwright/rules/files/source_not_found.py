"""`source-not-found`: a source that the build context does not contain."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from dockwright.context.build_context import WILDCARDS, Context, Surroundings, clean
from dockwright.context.sources import Source, given, is_certainly_wrong
from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.lazy import pattern
from dockwright.text import Edit, Span

_PLAIN = pattern(r"[\w./@+-]+")
"""Names that need no quotes anywhere."""


@rule("source-not-found", Severity.WARNING, on=("ENV", "ARG", "COPY", "ADD"))
def source_not_found(around: Surroundings) -> Iterator[Finding]:
    blank: set[int] = set()
    for context, source in given(around):
        path = clean(source.path)
        if source.token.span.start in blank:
            continue
        if (
            not path
            or (source.copied and any(mark in source.path for mark in WILDCARDS + "\\"))
            or context.fate(source.path).exists
        ):
            continue
        if context.doubt(path) or (source.copied and _leads_out(source.token.value)):
            continue
        joined = _with_blanks(around, context, source) if source.copied and source.beside else None
        if joined is not None:
            blank.update(joined.starts)
            message = f"`{path}` not found, but `{joined.name}` exists; a name with spaces needs a JSON array"
            fix = Fix("Write it as a JSON array", (joined.edit,), safe=False)
            yield Finding(source.token.span, message, (fix,), doubtful=not (context.sure and source.fixed))
            continue
        fixes = tuple(_fixes(source, context.nearest(path), around.model.tree.text.string))
        beside = (other.path for held, other in given(around) if held is context)
        sure = source.fixed and is_certainly_wrong(context, path, beside)
        yield Finding(source.token.span, _explain(context, path, source.path), fixes, doubtful=not sure)


class _Joined(NamedTuple):
    """A name with spaces that several words of a COPY form together."""

    name: str
    starts: tuple[int, ...]
    edit: Edit


_HOST = pattern(r"/(?:home|Users|root|etc|usr|opt|var|tmp|mnt|srv|data|workspace|[A-Za-z]:)/")
"""How paths that mean the file system of the machine begin."""


def _with_blanks(around: Surroundings, context: Context, source: Source) -> _Joined | None:
    step = around.model.step_at(source.token.span.start)
    if step is None or step.instruction.is_json or step.instruction.heredocs:
        return None
    tokens = step.instruction.arguments
    first = next((at for at, token in enumerate(tokens) if token.span.start == source.token.span.start), None)
    for last in range(first + 2, len(tokens)) if first is not None else ():
        name = " ".join(token.value for token in tokens[first:last])
        if context.fate(name).exists and context.files(name):
            words = [*(token.value for token in tokens[:first]), name, *(token.value for token in tokens[last:])]
            new = json.dumps(words, ensure_ascii=False)
            edit = Edit(Span(tokens[0].span.start, tokens[-1].span.end), new)
            return _Joined(name, tuple(token.span.start for token in tokens[first:last]), edit)
    return None


def _leads_out(path: str) -> bool:
    """Whether `source-above-context` already reports a source."""
    return not path.startswith("/") and posixpath.normpath(path).startswith("../")


def _fixes(source: Source, names: list[str], text: str) -> Iterator[Fix]:
    span = source.token.span
    if text[span.start : span.end] != source.path:
        return
    for name in names:
        if _PLAIN.fullmatch(name):
            new = name + "/" if source.path.endswith("/") else name
            yield Fix(f"Change to `{new}`", (Edit(span, new),), safe=False, guess=True)


def _explain(context: Context, path: str, written: str) -> str:
    root = context.contents.root or "."
    which = "the build context" if context.sure else "the assumed build context"
    said = f"`{path}` not found in {which} `{root}`" + (f" ({context.origin})" if context.origin else "")
    nearest = context.nearest(path)
    if written.startswith("/") and _HOST.match(written):
        name = next((one for one in nearest if posixpath.basename(one) == posixpath.basename(path)), None)
        instead = f"; did you mean `{name}`?" if name else ""
        return f"`{written}` starts at the root of the build context, not of this machine{instead}"
    other = context.elsewhere(path)
    if nearest and nearest[0].lower() == path.lower():
        return f"{said}; `{nearest[0]}` differs in case"
    if other is not None:
        return f"{said}; it is in `{other}`, which may be the context"
    return f"{said}; did you mean {' or '.join(f'`{name}`' for name in nearest)}?" if nearest else said
