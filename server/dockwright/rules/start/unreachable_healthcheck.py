"""`unreachable-healthcheck`: a health check of a port that the container does not expose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.forms.exposed_ports import ports
from dockwright.findings.rule import rule
from dockwright.image.starting.started_programs import started
from dockwright.semantics.images import lookup, relative
from dockwright.semantics.stage import Stage
from dockwright.semantics.stage_chain import chain
from dockwright.text import Span

_LOCAL = r"[\"']?(?:(?P<scheme>https?)://)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(?P<port>\d{1,5}))?(?:/|[\"']?\Z)"


@rule("unreachable-healthcheck", Severity.INFORMATION)
def unreachable_healthcheck(stage: Stage) -> Iterator[Finding]:
    checks = stage.all("HEALTHCHECK")
    for program in started(checks[-1]) if checks else ():
        if program.name.rpartition("/")[2] in ("curl", "wget"):
            for word, span in program.words:
                match = re.match(_LOCAL, word)
                if match and (match["scheme"] or match["port"]):
                    yield from _asked(stage, match["port"] or ("443" if match["scheme"] == "https" else "80"), span)


def _asked(stage: Stage, port: str, span: Span) -> Iterator[Finding]:
    parts = chain(stage)
    exposed = [(one, step) for part in parts for step in part.all("EXPOSE") for one in ports(step)]
    dynamic = any("$" in step.instruction.text for part in parts for step in part.all("EXPOSE"))
    facts = lookup(stage.root.image or "") or relative(stage.root.image or "")
    if not exposed:
        yield from _asked_of_base(stage, parts, port, span)
        return
    if dynamic or facts is None or port in facts.expose:
        return
    if any(_holds(one.value, port) for one, _ in exposed) or _mentioned(parts, port):
        return
    yield _finding(span, port, exposed[0][0].value)


def _finding(span: Span, port: str, exposed: str) -> Finding:
    return Finding(
        span, f"This checks port {port}, but the image exposes `{exposed}`; check that port or also expose {port}"
    )


_SETS = ("sed", "/etc", ".conf", "PORT", "LISTEN", "tee", "envsubst")


def _asked_of_base(stage: Stage, parts: list[Stage], port: str, span: Span) -> Iterator[Finding]:
    """A port at which the program of an official image does not listen, where nothing configures that program."""
    facts = relative(stage.root.image or "") if "$" not in stage.root.base_word else None
    own = any(part.all("CMD", "ENTRYPOINT") for part in parts)
    if facts is None or not facts.cmd or own or len(facts.expose) != 1 or port == facts.expose[0].partition("/")[0]:
        return
    texts = [step.instruction.unit.text for part in parts for step in part.all("RUN", "COPY", "ADD", "ENV", "ARG")]
    if _mentioned(parts, port) or any(mark in text for text in texts for mark in _SETS):
        return
    copies = [step.instruction for part in parts for step in part.all("COPY", "ADD")]
    if any(not copy.arguments or not copy.arguments[-1].value.startswith(_CONTENT) for copy in copies):
        return
    yield _finding(span, port, facts.expose[0])


_CONTENT = ("/usr/share/nginx/html", "/usr/local/apache2/htdocs", "/var/www", "/usr/share/caddy", "/srv")
"""Folders that hold what is served, and no settings."""


def _holds(exposed: str, port: str) -> bool:
    first, _, last = exposed.partition("/")[0].partition("-")
    return first.isdigit() and int(first) <= int(port) <= int(last if last.isdigit() else first)


def _mentioned(parts: list[Stage], port: str) -> bool:
    """Whether any other instruction mentions the port."""
    return any(
        port in step.instruction.unit.text
        for part in parts
        for step in part.steps
        if step.instruction.name not in ("HEALTHCHECK", "FROM")
    )
