"""The effect of one command or instruction on an image, as plain values: equal effects give the same image."""

from __future__ import annotations

from functools import cached_property
from typing import Literal, NamedTuple

from dockwright.image.effects.changed_paths import may_concern

Operation = Literal[
    "file", "folder", "any", "link", "remove", "open", "edit", "mode", "owner", "copy", "mount", "alias", "read"
]


class Account(NamedTuple):
    """A user or group; None for an unknown number or folder."""

    name: str
    number: str | None = None
    group: str | None = None
    """The name or number of the primary group of a user."""
    home: str | None = None
    is_group: bool = False
    removed: bool = False


PLAIN = "plain"
"""The detail of a file that is written as any program writes one: where it is new, nobody may run it."""


class PathChange(NamedTuple):
    """A change at a path.

    `file`, `folder` and `link` create one, `any` creates something; `remove` deletes the path and everything below.
    `open`: anything at the path or below may be created, removed or changed; `edit`: the content of a file changes.
    `mode` and `owner` change these, recursively with `deep`; `copy` is what a COPY or ADD puts there; `mount`: a mount
    was at the path and may have left an empty file or folder; `alias`: a link leads there, through which anything below
    may be created; `read`: a command needs it, so it exists if the build gets further.
    """

    operation: Operation
    path: str
    detail: str = ""
    """The new mode or owner; a link's target; `PLAIN`."""
    deep: bool = False
    copied: Copied | None = None


class Copied(NamedTuple):
    """The sources of a COPY or ADD: paths of the build context or of another stage."""

    sources: tuple[str, ...]
    origin: str = ""
    """Empty: the build context; else the value of --from."""
    into_folder: bool = False
    """Whether the target is certainly a folder."""
    mode: str | None = None
    owner: str | None = None
    opaque: bool = False
    """Whether the result cannot be predicted: downloads, --exclude and the like."""
    content: str | None = None
    """The text of a heredoc."""
    parents: bool = False
    added: bool = False
    """Whether it is an ADD, which unpacks archives, and the names do not rule these out."""


class _Parts(NamedTuple):
    programs: tuple[tuple[str, bool], ...] = ()
    """Programs that are on PATH afterwards (True) or not (False)."""
    any_program: bool = False
    spares: frozenset[str] = frozenset()
    """The programs that are not among `any_program`."""
    accounts: tuple[Account, ...] = ()
    any_account: bool = False
    loses_accounts: bool = False
    """Whether accounts may go, or take other numbers, of which nobody names each."""
    paths: tuple[PathChange, ...] = ()
    packages: tuple[tuple[str, str, bool], ...] = ()
    """The family of a package manager (`deb`), the name of a package, and whether it is installed afterwards."""
    any_package: tuple[str, ...] = ()
    """Families of which unnamed packages may have been installed; `deb?` where a name is not known, either."""
    lists: tuple[tuple[str, bool], ...] = ()
    """Families whose package lists exist afterwards (True) or not (False)."""
    certain: bool = True
    """Whether it certainly happens."""


class Effect(_Parts):
    """Everything that a command or an instruction changes, as far as it is understood."""

    @cached_property
    def _known(self) -> dict[str, tuple[PathChange, ...]]:
        return {}

    def concerning(self, path: str) -> tuple[PathChange, ...]:
        """The changes that may affect a path, newest first; kept, as images after every edit have the same effects."""
        found = self._known.get(path)
        if found is None:
            if len(self._known) > 256:
                self._known.clear()
            found = tuple(change for change in reversed(self.paths) if may_concern(change.path, path))
            self._known[path] = found
        return found

    def may_bring(self, program: str) -> bool:
        """Whether it may bring a program that it does not name."""
        return self.any_program and program not in self.spares

    @property
    def is_nothing(self) -> bool:
        """Whether it changes nothing."""
        return self[:-1] == _NOTHING[:-1]


_NOTHING = Effect()
NOTHING = _NOTHING
ANYTHING = Effect(
    any_program=True,
    any_account=True,
    paths=(PathChange("open", "/"),),
    any_package=("*",),
    certain=False,
)
"""The effect of a command that is not understood."""
