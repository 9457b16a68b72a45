"""`asks-for-confirmation`: a package manager waits for confirmation during the build."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.prompt_answers import answers_itself, settings_may_answer
from dockwright.findings.shell.prompts import asking, quiet_enough
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.image.run_text import body_of, source_span
from dockwright.semantics.commands.packages import Invocation, invocation
from dockwright.text import Edit, Span

_SWITCHES = {"deb": "-y", "rpm": "-y", "arch": "--noconfirm", "conda": "-y"}
_OTHER_RULES = frozenset({"apt-get", "dnf", "yum", "zypper"})
"""Programs whose installs rules of hadolint report."""
_NEVER = frozenset(
    {"download", "source", "check-update", "makecache", "autoclean", "clean", "env create", "env update"}
)
_WITH_OTHERS = frozenset(
    """
    apache2 build-essential ca-certificates cmake curl default-jdk default-jre ffmpeg g++ gcc git gnupg golang golang-go
    imagemagick libpq-dev libssl-dev locales mariadb-client mariadb-server mysql-client mysql-server nginx nodejs npm
    openjdk-11-jdk openjdk-17-jdk openjdk-17-jre openjdk-21-jdk openssh-client openssh-server php php-cli php-fpm
    postgresql postgresql-client python3 python3-dev python3-pip python3-venv redis redis-server ruby ruby-full
    software-properties-common supervisor vim wget
    """.split()  # noqa: SIM905 - a line a word says nothing more
)
"""Debian packages with dependencies; apt asks only if it installs more than the named packages."""


@rule("asks-for-confirmation", Severity.WARNING, on=("RUN",))
def asks_for_confirmation(step: BuildStep) -> Iterator[Finding]:
    body, array = body_of(step.step), step.instruction.is_json
    text = body.text if body is not None else step.instruction.unit.joined.string
    if any(name.endswith("ALWAYS_YES") for name in step.step.before.variables):
        return
    for ran, image in step.commands:
        call = invocation(ran.command)
        if call is None or not _asks(call, ran, image, array):
            continue
        if answers_itself(call, text) or settings_may_answer(image, call.manager.family):
            continue
        switch, last = _SWITCHES[call.manager.family], call.subcommand.split()[-1]
        span = next(word.span for word in call.command.words if word.literal == last)
        end = source_span(step.instruction.unit, Span(span.end, span.end)).start
        told = asking(span, call.manager.name, call.subcommand, switch)
        fix = Fix(f"Add `{switch}`", (Edit(Span(end, end), f" {switch}"),))
        doubtful = call.manager.family == "deb" and call.action == "install" and not _brings_others(call, image)
        yield Finding(source_span(step.instruction.unit, span), told.message, (fix,), doubtful=doubtful)


def _brings_others(call: Invocation, image: Image) -> bool:
    """Whether apt certainly installs more than the named packages, which is when it asks."""
    return any(one.name in _WITH_OTHERS and image.package("deb", one.name) is not Answer.YES for one in call.packages)


def _asks(call: Invocation, ran: Ran, image: Image, array: bool) -> bool:
    """Whether a command certainly asks if it has work to do; no other rule reports one in an `array`."""
    manager, options = call.manager, call.arguments.options
    if manager.family not in _SWITCHES or call.action not in manager.asks or not call.subcommand:
        return False
    if call.assumes_yes or quiet_enough(options) or call.subcommand in _NEVER or ran.excused or not ran.fatal:
        return False
    if manager.name in _OTHER_RULES and not array and call.action == "install":
        return False
    if any(one.kind != "package" for one in call.packages):
        return False
    if image.program(ran.name or "") is Answer.NO:
        return False  # reported by `package-manager-missing`
    if call.action == "remove":
        # a package that is not installed is not removed, so there is no question
        return any(image.package(manager.family, one.name) is Answer.YES for one in call.packages)
    return True
