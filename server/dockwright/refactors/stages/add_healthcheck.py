"""A HEALTHCHECK that fits the base image."""

from __future__ import annotations

import json

from dockwright.image.accounts import official
from dockwright.image.families import family
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.stage_end import at_end, chain, last_stage
from dockwright.refactors.names.lines import cased
from dockwright.semantics import images
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage
from dockwright.text import Span, as_snippet

_COST = "run again and again in every container"
_BY_IMAGE = {
    "postgres": ("pg_isready", "--quiet"),
    "mysql": ("mysqladmin", "ping", "--silent"),
    "mariadb": ("healthcheck.sh", "--connect"),
    "redis": ("redis-cli", "ping"),
    "valkey": ("valkey-cli", "ping"),
    "mongo": ("mongosh", "--quiet", "--eval", "db.adminCommand('ping')"),
    "rabbitmq": ("rabbitmq-diagnostics", "--quiet", "ping"),
}
"""Commands by which a server's own client asks whether it answers; the images bring them."""
_BY_LANGUAGE = {
    "python": ("python", "-c", "import socket; socket.create_connection(('localhost', PORT), 3)"),
    "node": ("node", "-e", "require('net').connect(PORT, 'localhost', () => process.exit())"),
    "ruby": ("ruby", "-rsocket", "-e", "TCPSocket.new('localhost', PORT).close"),
}
_WGET = ("wget", "-q", "--spider", "http://localhost:PORT/")
_BASH = ("bash", "-c", ": > /dev/tcp/localhost/PORT")
_BY_FAMILY = {"alpine": _WGET, "busybox": _WGET, "debian": _BASH, "ubuntu": _BASH, "rhel": _BASH}


@refactor("refactor.rewrite.stage.healthcheck", "Add a HEALTHCHECK", fixes=("DL3057",))
def add_healthcheck(model: Model, selection: Span) -> Answer:
    """Add a HEALTHCHECK to the last stage, where it has none."""
    stage = last_stage(model, selection, "CMD", "ENTRYPOINT", "EXPOSE")
    if stage is None or any(below.all("HEALTHCHECK") for below in chain(stage)):
        return None
    if family(stage) == "windows":
        return Refusal("No command is known that every image for Windows has.")
    command = health_command(stage)
    words = (cased(word, stage.origin.keyword.value) for word in ("HEALTHCHECK", "CMD"))
    line = " --interval=${1:30s} --timeout=${2:3s} ".join(words)
    return Rewrite("Add a HEALTHCHECK", (), _COST, (at_end(model, stage, f"{line} {command}\n"),))


def health_command(stage: Stage) -> str:
    """The snippet of an array that fits what a stage runs."""
    test = _BY_IMAGE.get(official(stage)) or _BY_LANGUAGE.get(official(stage)) or _BY_FAMILY.get(family(stage))
    if test is None:
        # Nothing is sure to be there but the program itself.
        return '["${3:/app}", "${4:--health}"]'
    before, port, after = json.dumps(test).partition("PORT")
    return as_snippet(before) + (f"${{3:{_port(stage)}}}" if port else "") + as_snippet(after)


def _port(stage: Stage) -> str:
    """The port that the program likely listens at."""
    for below in chain(stage):
        for step in below.all("EXPOSE"):
            for token in step.instruction.arguments:
                value = step.before.expand(token.value, step.instruction.unit.escape) or ""
                if value.partition("/")[0].isdigit():
                    return value.partition("/")[0]
    facts = images.lookup(stage.root.image or "")
    exposed = facts.expose[0].partition("/")[0] if facts and facts.expose else ""
    return exposed if exposed.isdigit() else "8080"
