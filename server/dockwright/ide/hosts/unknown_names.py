"""Problems of names that builds of a file have for each other: targets and groups of Bake, services of Compose."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.context.hosts.host_facts import HostFacts
from dockwright.context.hosts.names import Used
from dockwright.findings.finding import Finding, Severity
from dockwright.ide.hosts.suggesting import instead, meant
from dockwright.semantics.suggestions import similar

MOST_NAMES = 500
"""Maximum number of names among which a similar one is looked for."""


def unknown_names(facts: HostFacts) -> Iterator[Finding]:
    """The names that nothing defines: the tools then build nothing."""
    for used, is_certain in facts.unknown.items():
        severity = Severity.ERROR if is_certain else Severity.WARNING
        if any(one.name == used.name for one in facts.names.defined):
            message = f"`{used.name}` is a group, but only the name of a target can be used here"
            yield Finding(used.span, message, code="bake-target-not-found", severity=severity)
            continue
        names = tuple(proposed(facts, used))
        near = similar(used.name, names)
        what = "Service" if "service" in used.wanted else "Target"
        message = f"{what} `{used.name}` not found in `{facts.path}`{meant(near, names)}"
        code = "service-not-found" if what == "Service" else "bake-target-not-found"
        yield Finding(used.span, message, instead(used.span, near), code=code, severity=severity)


def proposed(facts: HostFacts, used: Used) -> list[str]:
    """The names that can be used there, in the order of their definitions."""
    found = (one.name for one in facts.names.defined if one.kind in used.wanted and one.name != used.inside)
    return [*dict.fromkeys(found)][:MOST_NAMES]
