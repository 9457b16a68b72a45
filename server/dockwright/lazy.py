"""Regular expressions that are compiled when first used: a short run uses few of the hundred that are declared."""

from __future__ import annotations

import re
from typing import Any, cast


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, later; a mistake in `source` shows when it is first used."""
    return cast("re.Pattern[str]", _Pattern(source, flags))


class _Pattern:
    def __init__(self, source: str, flags: int) -> None:
        self._declared = (source, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._declared), name)
        setattr(self, name, found)  # from now on it is found without coming here
        return found
