"""Commands that run before a build command in the same file, and may create files."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from functools import cached_property

from dockwright.context.builds.earlier.commands import LONGEST, Commands, made
from dockwright.context.builds.earlier.make_rules import Rules
from dockwright.context.builds.earlier.taskfile import Tasks
from dockwright.context.values import NOTHING, Made
from dockwright.lazy import pattern

MOST_READ = 150_000
"""Maximum number of characters read in one file; what runs before later commands is unknown."""
_SHELLS = (".sh", ".bash", ".zsh", ".ps1", ".bat", ".cmd", ".yml", ".yaml", ".json", ".just")
_FUNCTION = pattern(r"^[ \t]*(?:function[ \t]+[\w-]+|[\w-]+[ \t]*\(\))", 8)


class Earlier:
    """The commands before those of one text."""

    def __init__(
        self, text: str, path: str, kind: str, base: str, variables: Mapping[str, str], there: Callable[[str], bool]
    ) -> None:
        self._text, self._path, self._kind, self._base = text, path, kind, base
        self._variables, self._there = variables, there
        self._left = MOST_READ
        self._name = posixpath.basename(path).lower()

    def made_before(self, at: int) -> Made:
        """The files that may exist when the command at an offset runs."""
        if self._kind in ("doc", "comment", "pipeline") or "jenkinsfile" in self._name:
            return NOTHING  # the readers of pipelines handle these themselves
        if self._kind == "makefile" and self._name.startswith("taskfile"):
            return self._tasks.made_before(self._text.count("\n", 0, at))
        if self._kind == "makefile" and self._name not in ("rakefile", "earthfile"):
            return self._rules.made_before(at)
        if self._kind == "makefile" or (self._kind == "script" and not self._is_shell):
            return Made(unknown=f"what `{self._path}` does besides")
        # With functions, the commands that run before may be written anywhere in the file.
        before = self._text if self._kind == "script" and self._has_functions else self._text[:at]
        self._left -= min(len(before), LONGEST)
        if self._left < 0:
            return Made(unknown=f"what `{self._path}` does before")
        return made(Commands(before, self._base, self._path, self._variables))

    @property
    def _is_shell(self) -> bool:
        return not self._path or self._name.endswith(_SHELLS) or "." not in self._name

    @cached_property
    def _has_functions(self) -> bool:
        return _FUNCTION.search(self._text) is not None

    @cached_property
    def _rules(self) -> Rules:
        return Rules(self._text, self._path, self._base, self._variables, self._there)

    @cached_property
    def _tasks(self) -> Tasks:
        return Tasks(self._text, self._path, self._base, self._variables)
