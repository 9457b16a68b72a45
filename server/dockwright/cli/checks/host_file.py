"""Files that define builds: what the editor says of them, as findings of `check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dockwright.cli import surroundings
from dockwright.cli.checks.chosen_rules import is_chosen
from dockwright.cli.jobs import Job
from dockwright.cli.reports.terminal import tell
from dockwright.cli.rows import Row, row
from dockwright.findings.finding import Finding, Severity
from dockwright.findings.host_rules import HOST_RULES
from dockwright.findings.profiles import locks_of
from dockwright.lazy import pattern
from dockwright.text import Text, apply

if TYPE_CHECKING:
    from dockwright.context.hosts.host_facts import HostFacts
    from dockwright.findings.rule import Rule

_RULES = {rule.code: rule for rule in HOST_RULES}
_NAME = pattern(r"`([^`]*)`")
_INVALID = pattern(r"[\ud800-\udfff]")
"""What stands for bytes that are no UTF-8."""


def rows(job: Job) -> tuple[Row, ...]:
    """The findings of a file, in text order."""
    text, found = Text.of(job.source), _findings(job)
    return tuple(
        row(text, finding, mark, "certain" if finding.severity is Severity.ERROR else "likely")
        for finding, mark in zip(found, _fingerprints(text, found), strict=True)
    )


def fixed(job: Job) -> str:
    """The file after the fixes that `job.fix` allows; as it is where they settle nothing."""
    from dockwright.ide.actions.fix_all import joins, together

    found = _findings(job) if job.fix else []
    edits = together(fix.edits for one in found for fix in one.fixes[:1] if joins(fix, job.fix == "unsafe"))
    after = apply(job.source, edits)
    return after if edits and len(_findings(job._replace(source=after))) < len(found) else job.source


def told(job: Job) -> None:
    """Print why there is nothing to check in a file that was given by name and contains no Dockerfile."""
    if off := _off(job):
        tell(job.name, f"its builds are not checked because of {off}")
        return
    path = _path(job)
    if path is None:
        tell(job.name, f"its builds are not checked; it is outside of `{job.root}`")
    elif not _builds(job, path):
        tell(job.name, "nothing to check; no build with a known Dockerfile found")


def _builds(job: Job, path: str) -> bool:
    """Whether a build is defined in a file, in whatever way, or named there."""
    from dockwright.context.builds.readers import reader_of
    from dockwright.context.values import Workspace

    facts, reader = _facts(job), reader_of(path)
    if reader is None or (facts is not None and (facts.builds or facts.names.used)):
        return reader is not None
    around = surroundings.survey(job.root, job.unsure).workspace
    seen = Workspace(around.files, lambda other: job.source if other == path else around.read(other))
    return next(iter(reader(path, job.source, seen)), None) is not None


def _findings(job: Job) -> list[Finding]:
    from dockwright.ide.hosts.levels import levelled
    from dockwright.ide.hosts.problems import problems

    facts = _facts(job)
    found = levelled(problems(facts), job.config) if facts is not None else []
    return [finding for finding in found if _is_chosen(_RULES[finding.code], job)]


def _is_chosen(rule: Rule, job: Job) -> bool:
    return is_chosen(rule, job.select, job.ignore, locked=bool(locks_of(rule, job.config)))


def _facts(job: Job) -> HostFacts | None:
    """What is known of the builds in a file; None where nobody wants to know, or its workspace is another."""
    from dockwright.context.hosts.host_facts import host_facts
    from dockwright.embedded.finding import within

    path = None if _off(job) else _path(job)
    if path is None:
        return None
    text = _INVALID.sub("\ufffd", job.source)  # readers of YAML take no half of a surrogate pair
    return host_facts(surroundings.survey(job.root, job.unsure), path, text, {}, within)


def _off(job: Job) -> str:
    """What switches the findings off; empty if nothing does."""
    if job.context is None:
        return "`--no-context`"
    if not job.config.context.enable:
        return "the setting `context.enable`"
    return "" if getattr(job.config.hosts, job.host) else f"the setting `hosts.{job.host}`"


def _path(job: Job) -> str | None:
    """The path of a file in its workspace; None if it is a link to another place."""
    root, path = surroundings.survey(job.root, job.unsure).listing.root, Path(job.name).resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else None


def _fingerprints(text: Text, found: Sequence[Finding]) -> Iterator[str]:
    """A mark for each finding: its rule, the words that it is about, and which of several such it is."""
    from hashlib import blake2b

    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in found:
        named = _NAME.search(finding.message)
        about = finding.code, text.slice(finding.span), named[1] if named else ""
        seen[about] += 1
        key = "\0".join((*about, str(seen[about])))
        yield blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
