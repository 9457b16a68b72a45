"""A source brings very many files, or very much."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.context.build_context import Surroundings
from dockwright.context.sources import taken
from dockwright.context.unwanted_files import largest
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule

MEGABYTE = 1_000_000


@rule("large-copy", Severity.HINT, on=("ENV",))
def large_copy(around: Surroundings, config: Config) -> Iterator[Finding]:
    """A source brings very many files, or very much."""
    context, limits = around.context, config.context
    for source in taken(around.model):
        fate = context.fate(source.path)
        is_large = 0 < limits.large_copy * MEGABYTE <= fate.bytes
        if not is_large and not 0 < limits.many_files <= fate.sent:
            continue
        parts = largest(context, source.path, by_size=is_large)
        most = "; most of it: " + ", ".join(f"`{path}` ({_amount(files, size)})" for path, files, size in parts)
        does = "copies" if source.copied else "sends"
        message = f"This {does} {_amount(fate.sent, fate.bytes)}{most if parts else ''}"
        ignored_by = context.contents.ignore.path if context.contents.ignore else ".dockerignore"
        ends = f": name what the build does not need in `{ignored_by}`" if fate.sent > 1 else ""
        yield Finding(source.token.span, message + ends, doubtful=not context.sure)


def _amount(files: int, size: int) -> str:
    return f"{files:,} file{'s'[: files != 1]}, {size / MEGABYTE:,.1f} MB"
