"""Where a finding's code is explained on the web."""

from __future__ import annotations

import re
from functools import cache

from dockwright.findings.rule import by_name


@cache
def url(code: str) -> str:
    """The page of a code at the project that named it; empty for our own, which the editor explains itself."""
    if code.startswith("SC"):
        return f"https://www.shellcheck.net/wiki/{code}"
    if code.startswith("DL"):
        return f"https://github.com/hadolint/hadolint/wiki/{code}"
    found = by_name().get(code.lower())
    if found and found.build_check == code:
        words = re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z]*|[A-Z]+", code)
        return f"https://docs.docker.com/reference/build-checks/{'-'.join(words).lower()}/"
    return ""
