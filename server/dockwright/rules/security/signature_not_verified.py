"""`signature-not-verified`: a package manager with signature checks disabled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.findings.finding import Finding, Severity
from dockwright.findings.rule import rule
from dockwright.findings.shell.run_commands import without
from dockwright.image.run_body import Note, value
from dockwright.lazy import pattern
from dockwright.rules.security._disabled_checks import START, Line, Option, Setting, Table, Variable, switched_off
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import Simple
from dockwright.text import Edit

_APT = ("apt-get", "apt", "aptitude")
_YUM = ("yum", "dnf", "microdnf", "tdnf")
_OFF = r"(?P<off>0|false|no|off)(?![\w.])"
_ON = r"(?P<off>1|true|yes|on)(?![\w.])"
_UNSIGNED = r"(?:APT::Get::AllowUnauthenticated|Acquire::Allow(?:DowngradeTo)?InsecureRepositories)"
_RPM = ("--nosignature", "--nodigest", "--noverify")
_CHANGES = pattern(r"-[a-zA-Z]*[iUF][a-zA-Z]*\Z|--(?:install|upgrade|freshen|reinstall)\Z")
_PARTS = (7, 8, 9, 10, 11)
_KEYS = {
    "apt": "name the key with `signed-by`",
    "apt-get": "name the key with `signed-by`",
    "aptitude": "name the key with `signed-by`",
    "apk": "put the key into `/etc/apk/keys`",
}


def _message(shown: str, reader: str) -> str:
    if reader == "go":
        return f"With `{shown}`, `go` does not check modules against the checksum database; leave it on"
    if shown == "--nodigest":
        return f"With `{shown}`, `rpm` does not check that a package is complete; remove it"
    instead = _KEYS.get(reader, "import the repository's key")
    return f"With `{shown}`, `{reader}` does not check package signatures; {instead}"


def _any(text: str) -> re.Pattern[str]:
    return pattern(text, re.IGNORECASE)


def _of_rpm(command: Simple) -> Iterator[Note]:
    """Options of rpm when it installs; an unverified query changes nothing."""
    if not any(_CHANGES.match(value(word)) for word in command.arguments):
        return
    if any(value(word).startswith(("-q", "-V", "--query", "--verify", "--import", "-e")) for word in command.arguments):
        return
    for word in command.arguments:
        if value(word) in _RPM:
            edit = Edit(without(command, word.span), "")
            message = _message(value(word), "rpm")
            yield Note(word.span, message, f"Remove `{value(word)}`", (edit,), safe=False, alias="CKV2_DOCKER_10")


_TABLE = Table(
    _any("auth|force-yes|insecure|gpg|signature|digest|verify|trust|unsigned|dangerous|sumdb|siglevel"),
    _message,
    (
        Option(_APT, ("--allow-unauthenticated",), "CKV2_DOCKER_8"),
        Option(_APT, ("--force-yes",), "CKV2_DOCKER_11"),
        Option(_APT, ("--allow-insecure-repositories", "--allow-untrusted")),
        Option(_YUM, ("--nogpgcheck", "--no-gpgcheck", "--no-gpgchecks"), "CKV2_DOCKER_9"),
        Option(("zypper",), ("--no-gpg-checks", "--no-gpgcheck", "--allow-unsigned-rpm")),
        Option(("apk",), ("--allow-untrusted",), "CKV2_DOCKER_7"),
        Option(("dpkg",), ("--force-bad-verify",)),
        Option(("debootstrap",), ("--no-check-gpg",)),
        Option(("flatpak",), ("--no-gpg-verify",)),
        Option(("snap",), ("--dangerous",)),
    ),
    (
        Setting(
            _APT,
            _any(rf"\b{_UNSIGNED}=[\"']*{_ON}"),
        ),
        Setting(
            (*_YUM, "yum-config-manager"),
            _any(rf"(?<![\w-])(?:[\w*-]+\.)?gpgcheck[\"']?=[\"']?{_OFF}"),
            "CKV2_DOCKER_9",
        ),
    ),
    {
        "GOSUMDB": Variable("go", _any("off")),
        "GONOSUMDB": Variable("go", _any(r"\*")),
    },
    (
        Line("apt", pattern(r"\[[^\]\n]*\btrusted=yes\b[^\]\n]*\]")),
        Line("apt", pattern(r"\[[^\]\n]*\ballow-insecure=yes\b[^\]\n]*\]")),
        Line("apt", pattern(rf"{START}(?:Trusted|Allow-Insecure):[ \t]*(?P<off>yes)\b")),
        Line(
            "apt",
            _any(rf"\b{_UNSIGNED}[ \t]+[\\\"']*{_ON}"),
        ),
        Line("yum", pattern(rf"{START}gpgcheck[ \t]*=[ \t]*{_OFF}"), "CKV2_DOCKER_9"),
        Line("pacman", pattern(r"\bSigLevel[ \t]*=[ \t]*Never\b")),
    ),
    {"rpm": _of_rpm},
)


@rule(
    "signature-not-verified",
    Severity.WARNING,
    groups=("security",),
    on=("RUN", "ONBUILD", "ENV", "ARG", "COPY", "ADD"),
    parts=tuple((f"CKV2_DOCKER_{number}",) for number in _PARTS),
)
def signature_not_verified(step: Step) -> Iterator[Finding]:
    """A disabled signature check."""
    return switched_off(step, _TABLE)
