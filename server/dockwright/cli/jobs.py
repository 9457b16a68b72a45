"""What is to be done with a file, and what came of it: values that pass between processes."""

from __future__ import annotations

from typing import NamedTuple

from dockwright.cli.rows import Row
from dockwright.config import Config


class Job(NamedTuple):
    """A file to check."""

    name: str
    """What it is called, and where its build context is looked for."""
    source: str
    config: Config
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fix: str
    """`safe`, `unsafe`, or nothing."""
    context: str | None
    """The folder of the build context; empty where it is to be found, None where it is not looked at."""
    unsure: bool = True
    """Whether a context counts, too, that is only likely."""
    root: str = ""
    """The folder in which builds and files of the context are looked for; empty where it is not looked at."""
    around: str = ""
    """Differs with what is in that folder."""
    inline: str = ""
    """The kind of a file that holds Dockerfiles (`embedded.finding.kind_of`); empty where it is one."""
    value: str = ""
    """For a Dockerfile in such a file, what builds of it are known by (`Embedded.value`)."""


class Outcome(NamedTuple):
    """What is found in a file, after its fixes if there are some."""

    rows: tuple[Row, ...]
    result: str
    whole: bool
    """Whether all that can be found was; other programs may take too long."""
