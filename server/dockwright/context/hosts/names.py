"""The names that the builds of a file have for each other: targets and groups of Bake, services of Compose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from dockwright.frozen import field, frozen
from dockwright.lazy import pattern
from dockwright.text import Span

Kind = Literal["target", "group", "service"]
MOST_UNKNOWN = 50
"""Maximum number of names that are looked for in other files."""
_GENERATED = pattern(r"metadata-action|bake[-_](?:file|target)")
"""What a workflow says that gives Bake one more file, with targets of its own."""


@frozen
class Defined:
    """The definition of a name."""

    kind: Kind
    name: str
    file: str
    span: Span
    """Of the name in the file, without quotes."""


@frozen
class Used:
    """A name where another build is meant; it is written as it is."""

    wanted: tuple[Kind, ...]
    name: str
    span: Span
    inside: str
    """The target, group or service that names it."""


@frozen
class Names:
    """Those of a file, defined there or in the files that are always read with it."""

    defined: tuple[Defined, ...] = ()
    used: tuple[Used, ...] = ()
    whole: bool = False
    """Whether no other name is defined, as far as no more files are given."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The texts of the other files that are always read with it, by path."""

    def meant(self, used: Used) -> tuple[Defined, ...]:
        """The definitions that a use refers to."""
        return tuple(one for one in self.defined if one.name == used.name and one.kind in used.wanted)


NOTHING = Names()


def unknown(names: Names, others: Iterable[str]) -> dict[Used, bool]:
    """The names that neither these files define nor any other file mentions, which may be read together with them;
    each with whether that is certain. `others` are the texts of those files.
    """
    known = {(one.kind, one.name) for one in names.defined}
    used = names.used if names.whole else ()
    lacking = [one for one in used if not any((kind, one.name) in known for kind in one.wanted)][:MOST_UNKNOWN]
    texts = list(others) if lacking else []
    certain = not any(map(_GENERATED.search, texts))
    return {one: certain for one in lacking if not any(_mentions(text, one.name) for text in texts)}


def _mentions(text: str, name: str) -> bool:
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    # Bake replaces the dots in the names of services.
    return word.search(text) is not None or ("_" in name and word.search(text.replace(".", "_")) is not None)
