"""`service-gone`: a RUN connects to a server that an earlier RUN has started."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.run_text import body_of, source_span
from dockwright.syntax.shell import AndOr, Sequence, Simple
from dockwright.text import Span

_CLIENTS = {
    r"mysql|mariadb": r"mysql|mysqladmin|mysqldump|mysqlimport|mariadb|mariadb-admin",
    r"postgres|pg_ctl|pg_ctlcluster": r"psql|createdb|createuser|dropdb|pg_isready|pg_restore|pg_dump",
    r"redis": r"redis-cli",
    r"mongo": r"mongo|mongosh|mongoimport",
    r"rabbitmq": r"rabbitmqctl|rabbitmqadmin",
    r"docker": r"docker",
}
_LOCAL = re.compile(r"(?:https?://)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::\d+)?(?:/|$)")
_SERVERS = re.compile(
    r"mysqld(?:_safe)?|mariadbd(?:-safe)?|postgres|redis-server|mongod|rabbitmq-server|dockerd|node|python3?|java|nginx|httpd|php|npm"
)


@rule("service-gone", Severity.WARNING, on=("RUN",))
def service_gone(scene: BuiltStage) -> Iterator[Finding]:
    places = scene.stage.body.places(("RUN",))
    for number, index in enumerate(places):
        step = scene.at(index)
        for name, span in _started(step):
            if any(_asks(scene.at(later), name) for later in places[number + 1 :]):
                message = f"`{name}` ends with this RUN, but a later RUN needs it; put both into one RUN"
                yield Finding(
                    source_span(step.instruction.unit, span).shifted(scene.stage.body.offsets[index]), message
                )
                break


def _started(step: BuildStep) -> list[tuple[str, Span]]:
    """The services and background jobs that a RUN leaves running at its end; kept with its commands."""
    return step.commands.kept("service-gone", lambda: [*_all_started(step)])


def _all_started(step: BuildStep) -> Iterator[tuple[str, Span]]:
    for ran, _ in step.commands:
        name = _service(ran)
        if name:
            yield name, ran.span
    body = body_of(step.step)
    if body is None or body.script.has_errors:
        return
    top = body.script.body
    for job in _in_background(top):
        if job.name and _SERVERS.fullmatch(job.name.rpartition("/")[2]) and job.words:
            yield job.name.rpartition("/")[2], job.words[0].span


def _in_background(top: Sequence) -> Iterator[Simple]:
    for item, separator in zip(top.items, top.separators, strict=False):
        last = item.items[-1] if isinstance(item, AndOr) else item
        if separator.text == "&" and isinstance(last, Simple):
            yield last


def _service(ran: Ran) -> str:
    values = [value for value in ran.values if not value.startswith("-")]
    if ran.name == "service" and values[1:2] in (["start"], ["restart"]):
        return values[0]
    if (ran.words[0] or "").startswith("/etc/init.d/") and values[:1] in (["start"], ["restart"]):
        return ran.name or ""
    if ran.name == "pg_ctl" and "start" in values:
        return "postgres"
    if ran.name in ("pg_ctlcluster", "systemctl") and "start" in values:
        return values[-1] if ran.name == "systemctl" else "postgres"
    return "redis-server" if ran.name == "redis-server" and "--daemonize" in ran.values else ""


def _asks(step: BuildStep, server: str) -> bool:
    """Whether a RUN connects to such a server on its own machine and does not start one."""
    names = [ran for ran, _ in step.commands]
    if _started(step):
        return False
    clients = next((value for key, value in _CLIENTS.items() if re.search(key, server)), None)
    for ran in names:
        if clients and re.fullmatch(clients, ran.name or "") and not _elsewhere(ran):
            return True
        if ran.name in ("curl", "wget") and not clients and any(_LOCAL.match(value) for value in ran.values):
            return ran.fatal
    return False


def _elsewhere(ran: Ran) -> bool:
    """Whether a client connects to another machine, or only prints its version or help."""
    return any(re.match(r"-h|--host|-H|--version|-V|--help|--uri|mongodb://|postgres", value) for value in ran.values)
