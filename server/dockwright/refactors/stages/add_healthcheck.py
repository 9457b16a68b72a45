"""Add a HEALTHCHECK with a program of the image, for a port that the file or the base image names."""

from __future__ import annotations

import json
import re

from dockwright.image.accounts import official
from dockwright.image.answer import Answer as Known
from dockwright.image.families import family
from dockwright.image.starting.command_line import command_line
from dockwright.image.steps import images as images_of
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.stage_end import at_end, chain, last_stage
from dockwright.refactors.names.lines import cased
from dockwright.semantics import images
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage
from dockwright.text import Span, as_snippet

_COST = "runs repeatedly in every container"
_CLIENTS = {
    "postgres": ((), ("pg_isready", "--quiet")),
    "mysql": ((), ("mysqladmin", "ping", "--silent")),
    "mariadb": ((11,), ("healthcheck.sh", "--connect")),
    "redis": ((), ("redis-cli", "ping")),
    "valkey": ((), ("valkey-cli", "ping")),
    "mongo": ((6,), ("mongosh", "--quiet", "--eval", "db.adminCommand('ping')")),
    "rabbitmq": ((3, 8), ("rabbitmq-diagnostics", "--quiet", "ping")),
}
"""Commands by which a server's own client checks whether it responds, and the first version of the image with it."""
_AT_PORT = (
    ("python", ("python", "-c", "import socket; socket.create_connection(('127.0.0.1', PORT), 3)")),
    ("node", ("node", "-e", "require('net').connect(PORT, '127.0.0.1', () => process.exit())")),
    ("ruby", ("ruby", "-rsocket", "-e", "TCPSocket.new('127.0.0.1', PORT).close")),
    ("bash", ("bash", "-c", ": > /dev/tcp/127.0.0.1/PORT")),
)
"""Commands that test whether a port accepts connections, by program; no page is requested, because none is known."""
_NC = ("nc", "-z", "127.0.0.1", "PORT")


@refactor("refactor.rewrite.stage.healthcheck", "Add a HEALTHCHECK", fixes=("DL3057",))
def add_healthcheck(model: Model, selection: Span) -> Answer:
    """Add a HEALTHCHECK to the last stage, if it has none."""
    stage = last_stage(model, selection, "CMD", "ENTRYPOINT", "EXPOSE")
    if stage is None or any(below.all("HEALTHCHECK") for below in chain(stage)):
        return None
    if family(stage) == "windows":
        return Refusal("No command is known to exist in every Windows image")
    command = health_command(stage)
    if isinstance(command, Refusal):
        return command
    words = (cased(word, stage.origin.keyword.value) for word in ("HEALTHCHECK", "CMD"))
    line = " --interval=${1:30s} --timeout=${2:3s} ".join(words)
    return Rewrite("Add a HEALTHCHECK", (), _COST, (at_end(model, stage, f"{line} {command}\n"),))


def health_command(stage: Stage, port_to_fill_in: str = "") -> str | Refusal:
    """The array (as a snippet) of a command that tests what a stage runs; why there is none if nothing is certain to
    work.

    `port_to_fill_in` is used for the port if nothing names it, for users who see the placeholder.
    """
    test, port = _client(stage), ""
    if test is None:
        port = _port(stage) or port_to_fill_in
        if not port:
            return Refusal("The port of the program is unknown; add EXPOSE")
        test = _at_port(stage)
    if test is None:
        return Refusal("The image has no known program that can check the port")
    before, asks, after = json.dumps(test).partition("PORT")
    return as_snippet(before) + (f"${{3:{port}}}" if asks else "") + as_snippet(after)


def _client(stage: Stage) -> tuple[str, ...] | None:
    """The command of the server's own client, if the image starts its server."""
    since, test = _CLIENTS.get(official(stage), ((), None))
    tag = re.search(r":v?(\d+(?:\.\d+)*)", stage.root.image or "")
    version = tuple(map(int, tag[1].split("."))) if tag else since
    return test if version >= since[: len(version)] and _starts_its_own(stage) else None


def _starts_its_own(stage: Stage) -> bool:
    """Whether a container runs the program of the base image."""
    line = command_line(stage)
    if line.entrypoint is not None and line.entrypoint.step is not None:
        return False
    facts = _facts(stage)
    own = facts.cmd if facts and isinstance(facts.cmd, tuple) else ()
    return line.cmd is None or line.cmd.step is None or line.cmd.words[:1] == own[:1]


def _facts(stage: Stage) -> images.ImageFacts | None:
    image = stage.root.image or ""
    return images.lookup(image) or images.relative(image)


def _at_port(stage: Stage) -> tuple[str, ...] | None:
    """A command that tests a port, with a program that is certainly in the image."""
    image, kind = images_of(stage)[-1], family(stage)
    for program, test in _AT_PORT:
        if image.program(program) is Known.YES or (program == "bash" and kind == "rhel"):
            return test
    # Alpine's supports -z, which not every nc does.
    return _NC if image.base.family == "alpine" and image.base.program("nc") is Known.YES else None


def _port(stage: Stage) -> str:
    """The port on which the program listens according to the file or the base image; empty if neither tells."""
    for below in chain(stage):
        for step in below.all("EXPOSE"):
            for token in step.instruction.arguments:
                found = _number(step.before.expand(token.value, step.instruction.unit.escape) or "")
                if found:
                    return found
    facts = _facts(stage) if _starts_its_own(stage) else None
    return next(filter(None, map(_number, facts.expose)), "") if facts else ""


def _number(port: str) -> str:
    """The number of a TCP port."""
    number, _, protocol = port.partition("/")
    return number if number.isdigit() and protocol.lower() in ("", "tcp") else ""
