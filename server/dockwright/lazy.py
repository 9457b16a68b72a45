"""Regular expressions that are compiled on first use: a short run uses few of the hundred that are declared."""

from __future__ import annotations

import re
from typing import Any, cast


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Like `re.compile`, but on first use; an error in `source` is raised then."""
    return cast("re.Pattern[str]", _Pattern(source, flags))


class _Pattern:
    def __init__(self, source: str, flags: int) -> None:
        self._declared = (source, flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._declared), name)
        setattr(self, name, found)  # replaces this lookup, so that it happens once
        return found
