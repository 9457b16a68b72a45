"""Jobs and outcomes of checking a file: values that are passed between processes."""

from __future__ import annotations

from typing import NamedTuple

from dockwright.cli.rows import Row
from dockwright.config import Config


class Job(NamedTuple):
    """A file to check."""

    name: str
    """The name in reports, and the path for finding its build context."""
    source: str
    config: Config
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fix: str
    """`safe`, `unsafe`, or empty."""
    context: str | None
    """The folder of the build context; empty: to be found; None: not used."""
    unsure: bool = True
    """Whether a context that is only likely counts, too."""
    root: str = ""
    """The folder in which builds and files of the context are searched; empty if not used."""
    around: str = ""
    """Depends on the content of that folder."""
    inline: str = ""
    """The kind of a file with embedded Dockerfiles (`embedded.finding.kind_of`); empty for a Dockerfile."""
    host: str = ""
    """The kind of a file that defines builds (`context.hosts.kinds`); empty for others."""
    value: str = ""
    """For an embedded Dockerfile, the value that identifies it in builds (`Embedded.value`)."""


class Outcome(NamedTuple):
    """The findings in a file, after its fixes if there are some."""

    rows: tuple[Row, ...]
    result: str
    whole: bool
    """Whether all findings are included; other programs may take too long."""
