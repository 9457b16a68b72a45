"""What a COPY or ADD takes from where, with the number of files and bytes if the build context is known."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from dockwright.context.build_context import Context, clean
from dockwright.semantics import copying
from dockwright.semantics.stage import Stage, Step
from dockwright.syntax.unit_memo import memo_of

if TYPE_CHECKING:
    from dockwright.context.contents import Entry
    from dockwright.semantics.model import Model


class Copy(NamedTuple):
    """One source of a COPY or ADD."""

    source: str
    """With variables replaced; as written if one is not known."""
    origin: str
    """`context`, `stage NAME`, `image NAME`, `context NAME` for a named context, `address`, or `heredoc`."""
    target: str | None
    """The path as the instruction resolves it; None if not known."""
    files: int | None = None
    """The number of files taken from the build context; None if not known."""
    bytes: int | None = None
    """Their total size in bytes."""


def copies(model: Model, stage: Stage, step: Step, context: Context | None) -> tuple[Copy, ...]:
    """Each source of a COPY or ADD, in order."""
    memo, place = memo_of(step.instruction.unit, "plan"), _other_place(model, stage, step, context)
    key = ("plan copies", step.before, context, place)
    found: tuple[Copy, ...] | None = memo.get(key)
    if found is None:
        found = memo[key] = tuple(_copies(step, place, context))
    return found


def _copies(step: Step, place: str | None, context: Context | None) -> Iterator[Copy]:
    found, escape = step.instruction, step.instruction.unit.escape
    if found.unit.problems or len(found.arguments) < 2:
        return
    written = step.before.expand(found.arguments[-1].value, escape)
    aim = copying.target(step)
    target = aim.path if aim and "$" not in aim.path else written
    heredocs = {heredoc.marker: heredoc for heredoc in found.heredocs}
    for token in found.arguments[:-1]:
        heredoc = heredocs.get(token.span)
        if heredoc is not None:
            size = (
                None if heredoc.expand and "$" in heredoc.content else len(heredoc.content.encode("utf-8", "replace"))
            )
            yield Copy(f"<<{heredoc.name}", "heredoc", target, 1, size)
            continue
        source = step.before.expand(token.value, escape)
        origin = place or _own_place(step, source)
        taken = taken_by(step, source, context) if origin == "context" and source is not None else None
        counts = (len(taken), sum(entry.size for entry in taken)) if taken is not None else (None, None)
        yield Copy(token.value if source is None else source, origin, target, *counts)


def origin_of(model: Model, stage: Stage, step: Step, source: str | None, context: Context | None) -> str:
    """The origin of a source."""
    return _other_place(model, stage, step, context) or _own_place(step, source)


def _other_place(model: Model, stage: Stage, step: Step, context: Context | None) -> str | None:
    """The origin that --from names; None if it is invalid."""
    value = step.instruction.name == "COPY" and next(
        (flag.value for flag in step.instruction.unit.flags if flag.name == "from"), None
    )
    if not value:
        return None
    if context is not None and value.lower() in context.named_contexts:
        return f"context {value}"
    other = model.stage_referred(value)
    if other is not None and other.index < stage.index:
        return f"stage {other.name or other.index}"
    return f"image {value}"


def _own_place(step: Step, source: str | None) -> str:
    is_address = source is not None and step.instruction.name == "ADD" and copying.REMOTE.match(source)
    return "address" if is_address else "context"


def taken_by(step: Step, source: str, context: Context | None) -> list[Entry] | None:
    """The files of the context that a source takes, without those excluded by --exclude; None if not known."""
    if context is None or context.contents.undecided:
        return None
    path = clean(source)
    excluded = excludes(step)
    if excluded is None:
        return None
    key = ("plan taken", path, tuple(excluded))
    found: list[Entry] | None = context.memo.get(key)
    if found is None:
        if len(context.memo) > 20_000:
            context.memo.clear()
        entries = [entry for entry in context.named(path) if entry.rule is None]
        found = [entry for entry in entries if not any(is_excluded(entry.path, path, one) for one in excluded)]
        context.memo[key] = found
    return found


def excludes(step: Step) -> list[str] | None:
    """The patterns of --exclude; None if the value of one is not known."""
    written = [flag.value or "" for flag in step.instruction.flags if flag.name == "exclude"]
    found = [step.before.expand(one, step.instruction.unit.escape) for one in written]
    return None if None in found else [one for one in found if one is not None]


def is_excluded(path: str, source: str, pattern: str) -> bool:
    """Whether a pattern of --exclude excludes a file of a source: it is matched against the path below the source."""
    from dockwright.context.ignore.patterns import compile_pattern

    compiled = compile_pattern(clean(pattern))
    below = path
    if source and not any(mark in source for mark in "*?[\\"):
        below = posixpath.basename(path) if path == source else path[len(source) + 1 :]
    elif source:
        depth = source.count("/")
        below = "/".join(path.split("/")[depth + 1 :]) or posixpath.basename(path)
    parts = below.split("/")
    return any(compiled.matches("/".join(parts[:count])) for count in range(1, len(parts) + 1))
