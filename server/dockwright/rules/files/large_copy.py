"""`large-copy`: a source with very many or very large files."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.config import Config
from dockwright.context.build_context import Surroundings
from dockwright.context.sources import taken
from dockwright.context.unwanted_files import largest
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule

MEGABYTE = 1_000_000


@rule("large-copy", Severity.HINT, on=("ENV", "ARG", "COPY", "ADD"))
def large_copy(around: Surroundings, config: Config) -> Iterator[Finding]:
    context, limits = around.context, config.context
    for source in taken(around.model):
        fate = context.fate(source.path)
        is_large = 0 < limits.large_copy * MEGABYTE <= fate.bytes
        if not is_large and not 0 < limits.many_files <= fate.sent:
            continue
        parts = largest(context, source.path, by_size=is_large)
        most = ", ".join(f"{_amount(files, size, is_large)} in `{path}`" for path, files, size in parts[:2])
        does = "copies" if source.copied else "sends"
        message = f"This {does} {_amount(fate.sent, fate.bytes, is_large)}"
        if fate.sent > 1:
            message += f": {most}" if most else ""
            message += "; exclude what is not needed"
        yield Finding(source.token.span, message, doubtful=not context.sure)


def _amount(files: int, size: int, is_large: bool) -> str:
    if is_large:
        return f"{size / MEGABYTE:,.1f} MB"
    return "1 file" if files == 1 else f"{files:,} files"
