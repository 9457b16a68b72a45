"""Labels and the schema of the settings, shared by the rules over their values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from dockwright.config import Config
from dockwright.findings.finding import Finding
from dockwright.lazy import pattern
from dockwright.rules.labels import _as_hadolint
from dockwright.rules.labels._as_hadolint import Checks
from dockwright.semantics.stage import Step
from dockwright.syntax.nodes import Token

_SEMVER = pattern(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
    r"(-(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?(\+[0-9A-Za-z.-]+)?"
)
_HASH = pattern(r"[0-9a-f]{7,40}|[0-9a-f]{64}")
_EMAIL = pattern(r"[^\s@<>\"]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}")
_TIME = pattern(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")


def key_of(key: Token) -> str:
    """The name of a label without the quotes around it."""
    return key.value.strip("\"'")


def wrong_values(step: Step, config: Config, kind: str, message: str) -> Iterator[Finding]:
    """The labels of this kind whose value, as far as it is known, is not empty and not of the kind.

    `message` has a place for the name of the label.
    """
    if not config.label_schema:
        return
    for key, token in step.instruction.pairs:
        name = key_of(key)
        if config.label_schema.get(name) != kind:
            continue
        value = step.before.expand(token.value, step.instruction.unit.escape)
        if config.profile == "hadolint":
            written = value if value and "$" not in token.value else token.value
            wrong = not (written.isascii() and _is_of_kind(written, kind, _as_hadolint.CHECKS))
        else:
            wrong = value is not None and value != "" and not _is_of_kind(value, kind, _CHECKS)
        if wrong:
            yield Finding(token.span, message.format(name))


def _is_of_kind(value: str, kind: str, checks: Checks) -> bool:
    return kind not in checks or checks[kind](value)


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path)) and not re.search(r"\s", value)


def _is_time(value: str) -> bool:
    if not _TIME.fullmatch(value):
        return False
    from datetime import datetime

    try:
        datetime.fromisoformat(re.sub(r"\.\d+", "", value).upper().replace(" ", "T"))
    except ValueError:
        return False
    return True


def _is_licence(value: str) -> bool:
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        canonicalize_license_expression(value)
    except InvalidLicenseExpression:
        return False
    return True


_CHECKS: Checks = {
    "url": _is_url,
    "semver": lambda value: _SEMVER.fullmatch(value) is not None,
    "hash": lambda value: _HASH.fullmatch(value) is not None,
    "email": lambda value: _EMAIL.fullmatch(value) is not None,
    "rfc3339": _is_time,
    "spdx": _is_licence,
}
"""Whether a value is of a kind; any text is of kind `text`."""
