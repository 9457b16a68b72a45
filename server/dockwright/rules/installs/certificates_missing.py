"""`certificates-missing`: a download by HTTPS in an image without certificates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.install_fix import install
from dockwright.findings.rule import rule
from dockwright.findings.stage_text import says
from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep, BuiltStage
from dockwright.image.commands import Ran
from dockwright.image.image import Image
from dockwright.image.run_text import source_span

_OTHERWISE = re.compile(
    r"ca-certificates|ca-bundle|cacert|/etc/ssl|/etc/pki|SSL_CERT|CURL_CA|sslVerify|SSL_NO_VERIFY|check.certificate"
    r"|curlrc|wgetrc|update-ca"
)
_UNCHECKED = ("--insecure", "--cacert", "--capath", "--no-check-certificate", "--ca-certificate")


@rule("certificates-missing", Severity.WARNING, on=("RUN", "COPY", "ADD", "ENV", "ARG", "USER"))
def certificates_missing(scene: BuiltStage) -> Iterator[Finding]:
    base = scene.image.base
    if base.family not in ("debian", "ubuntu") or base.program("update-ca-certificates") is not Answer.NO:
        return
    for index in scene.stage.body.places(("RUN",)):
        step = scene.at(index)
        for number, ran in step.commands.kept("certificates-missing", partial(_failing, step)):
            if says(scene, _OTHERWISE, index + 1):
                return
            span = source_span(step.instruction.unit, ran.span).shifted(scene.stage.body.offsets[index])
            message = f"`{ran.name}` finds no certificates here, so HTTPS fails; install `ca-certificates`"
            fixes = install(scene, index, "ca-certificates", number)
            yield Finding(span, message, fixes, doubtful=not ran.certain or "$" in step.base_word)
            return


def _failing(step: BuildStep) -> list[tuple[int, Ran]]:
    """The downloads of a RUN without certificates, with their indexes; kept with its commands."""
    return [
        (number, ran)
        for number, (ran, image) in enumerate(step.commands)
        if not ran.excused and _downloads(ran) and _without(image) and image.program(ran.name or "") is Answer.YES
    ]


def _without(image: Image) -> bool:
    there = image.package("deb", "ca-certificates") is Answer.YES
    return not there and image.program("update-ca-certificates") is Answer.NO


def _downloads(ran: Ran) -> bool:
    """Whether a command downloads by HTTPS and checks the certificate."""
    words = [word.literal or word.text.strip("\"'") for word in ran.command.arguments]
    if ran.name == "git" and "clone" not in words[:3]:
        return False
    if ran.name not in ("curl", "wget", "git") or any(word.startswith(_UNCHECKED) for word in words):
        return False
    if ran.name == "curl" and any(re.match(r"-[a-zA-Z]*k", word) for word in words):
        return False
    return any(word.startswith("https://") for word in words)
