"""What one command or instruction does to an image, as plain values: equal effects make the same image."""

from __future__ import annotations

from typing import Literal, NamedTuple

Operation = Literal[
    "file", "folder", "any", "link", "remove", "open", "edit", "mode", "owner", "copy", "mount", "alias"
]


class Account(NamedTuple):
    """A user or group; None where a number or folder is not known."""

    name: str
    number: str | None = None
    group: str | None = None
    """The name or number of a user's own group."""
    home: str | None = None
    is_group: bool = False
    removed: bool = False


PLAIN = "plain"
"""The detail of a file that is written as any program writes one: where it is new, nobody may run it."""


class PathChange(NamedTuple):
    """What happens at a path.

    `file`, `folder` and `link` make one, `any` makes something; `remove` takes away what is there and below. `open`
    means that anything at the path or below may come, go or change; `edit` that what a file holds changes. `mode` and
    `owner` change these, with all that is below where `deep`; `copy` is what a COPY or ADD puts there; `mount`
    that a mount was at the path, which may have left an empty file or folder; `alias` that a link leads there, through
    which anything below may come.
    """

    operation: Operation
    path: str
    detail: str = ""
    """The new mode or owner; a link's target; `PLAIN`."""
    deep: bool = False
    copied: Copied | None = None


class Copied(NamedTuple):
    """What a COPY or ADD takes: sources as they name paths of the build context or of another stage."""

    sources: tuple[str, ...]
    origin: str = ""
    """Empty: the build context; else what --from says."""
    into_folder: bool = False
    """Whether the target is a folder for sure."""
    mode: str | None = None
    owner: str | None = None
    opaque: bool = False
    """Whether what arrives cannot be told: downloads, --exclude and the like."""
    content: str | None = None
    """What a heredoc writes."""
    parents: bool = False
    added: bool = False
    """Whether ADD takes them, which unpacks archives, and their names do not tell that they are none."""


class Effect(NamedTuple):
    """Everything that a command or an instruction changes, as far as it is understood."""

    programs: tuple[tuple[str, bool], ...] = ()
    """Programs that are on PATH afterwards, or are not."""
    any_program: bool = False
    accounts: tuple[Account, ...] = ()
    any_account: bool = False
    loses_accounts: bool = False
    """Whether accounts may go, or take other numbers, of which nobody names each."""
    paths: tuple[PathChange, ...] = ()
    packages: tuple[tuple[str, str, bool], ...] = ()
    """The family of a package manager (`deb`), a package's name, and whether it is there afterwards."""
    any_package: tuple[str, ...] = ()
    """Families of which packages may have come that nobody names."""
    lists: tuple[tuple[str, bool], ...] = ()
    """Families whose package lists are there afterwards, or are not."""
    certain: bool = True
    """Whether it happens for sure."""

    @property
    def is_nothing(self) -> bool:
        """Whether nothing changes."""
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
"""What a command may do that is not understood."""
