"""Checks of shell scripts, by profile: our own or hadolint's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.findings.hadolint import pins as theirs
from dockwright.findings.shell import pins as ours
from dockwright.findings.shell.shell_findings import in_shell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dockwright.config import Config
    from dockwright.findings.finding import Finding
    from dockwright.image.run_body import Body, Note
    from dockwright.semantics.stage import Step
    from dockwright.text import Span

    Check = Callable[[Body], Iterable[Note]]
    Reading = Callable[[Body], Iterable[tuple[Span, Note]]]
    """A check as hadolint does it: yields the range of the command, and the note."""


def by_profile(step: Step, config: Config, check: Check, hadolint: Reading) -> Iterator[Finding]:
    """The findings of a check in the script of one instruction, or with hadolint's profile those of hadolint."""
    if config.profile == "hadolint":
        return in_shell(step, as_hadolint(check, hadolint), hadolint=True)
    return in_shell(step, check)


def as_hadolint(check: Check, hadolint: Reading) -> Callable[[Body], Iterator[Note]]:
    """The findings of hadolint, with our message and fix if our check finds them as well."""

    def both(body: Body) -> Iterator[Note]:
        own = list(check(body))
        for span, note in hadolint(body):
            yield from [one for one in own if span.covers(one.span)] or [note]

    return both


def unpinned(step: Step, config: Config, *managers: str) -> Iterator[Finding]:
    """The packages of these managers that a RUN installs without a version."""
    declared = frozenset(step.before.variables) | step.before.declared
    return by_profile(
        step,
        config,
        lambda body: ours.unpinned(body, *managers),
        lambda body: theirs.unpinned(body, declared, *managers),
    )
