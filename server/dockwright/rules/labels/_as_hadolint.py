"""The values of labels as hadolint judges them: its libraries take more than our words for a kind, or less."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from dockwright.lazy import pattern

Checks = Mapping[str, Callable[[str], bool]]

_HASH = pattern(r"[0-9a-f]{7}|[0-9a-f]{40}")
_SEMVER = pattern(r"\d+\.\d+\.\d+(?:-(?:[0-9A-Za-z-]+\.?)*(?<!\.\.))?(?:\+(?:[0-9A-Za-z-]+\.?)*)?")
_TIME = pattern(
    r"(\d+)-(\d\d)-(\d\d)[Tt]([01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d*)?(?:[Zz]|[+-]\d\d:?\d\d)",
)
_URL = pattern(
    r"[A-Za-z][A-Za-z0-9+.-]*:(?://(?:(?:[\w.~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?"
    r"(?:\[[0-9A-Fa-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::\d*)?(?=[/?#]|\Z)|(?!//))"
    r"(?:[\w.~!$&'()*+,;=:@/\"-]|%[0-9A-Fa-f]{2})*(?:\?(?:[\w.~!$&'()*+,;=:@/?\"-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:#(?:[\w.~!$&'()*+,;=:@/?\"-]|%[0-9A-Fa-f]{2})*)?",
)
_EXPRESSION = pattern(r"[\s()+]|\ALicenseRef-")
_OUT_OF_DATE = pattern(
    r"(?:[AL]?GPL|GFDL)-\d[\d.]*(?:-with-.*)?|eCos-2\.0|Nunit|wxWindows|BSD-2-Clause-(?:Free|Net)BSD|StandardML-NJ|"
    r"bzip2-1\.0\.5|Net-SNMP"
)
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~()-]+"
_EMAIL = pattern(
    rf"(?:{_ATOM}(?:\.{_ATOM})*|\"[^\"]*\")@"
    r"(?:\[[^\]]*\]|[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*(?:\.[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*)*\.?)"
)


def _is_time(value: str) -> bool:
    found = _TIME.fullmatch(value)
    try:
        # Years repeat themselves after 400 of them, and there is no year 0 here.
        return found is not None and bool(date(int(found[1]) % 400 + 400, int(found[2]), int(found[3])))
    except ValueError:
        return False


def _is_licence(value: str) -> bool:
    """The name of one licence of the list in its own letters, which is not out of date."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    if not value or _EXPRESSION.search(value) or _OUT_OF_DATE.fullmatch(value):
        return False
    try:
        return canonicalize_license_expression(value) == value
    except InvalidLicenseExpression:
        return False


CHECKS: Checks = {
    "url": lambda value: _URL.fullmatch(value) is not None,
    "semver": lambda value: _SEMVER.fullmatch(value) is not None,
    "hash": lambda value: _HASH.fullmatch(value) is not None,
    "email": lambda value: _EMAIL.fullmatch(value) is not None,
    "rfc3339": _is_time,
    "spdx": _is_licence,
}
"""Whether hadolint takes a value, of ASCII characters, for one of a kind."""
