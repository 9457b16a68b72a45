"""The version of the language that an image is for, from its tag: `golang:1.23-alpine` has Go 1.23."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dockwright.semantics import images
from dockwright.semantics.commands.version_ranges import Range, after, version
from dockwright.semantics.image_names import parse_reference

_NUMBER = re.compile(r"(\d+(?:\.\d+){0,2})(?:-|\Z)")
_OF_JAVA = re.compile(
    r"(?:^|-)(?:openjdk|jdk|jre|jdk-?hotspot|eclipse-temurin|amazoncorretto|sapmachine|ibmjava|semeru)-?(\d+)(?:[-.]|\Z)"
)
_OPEN_JAVA = re.compile(r"(?:open-)?(\d+)(?:[._-]|\Z)")
_OFFICIAL = {
    "golang": "Go", "ruby": "Ruby", "php": "PHP", "rust": "Rust", "node": "Node.js", "python": "Python",
}  # fmt: skip
_JAVA = frozenset({"openjdk", "eclipse-temurin", "amazoncorretto", "sapmachine", "ibm-semeru-runtimes", "ibmjava"})
_BUILT_WITH = frozenset({"maven", "gradle"})
_DOTNET = re.compile(r"mcr\.microsoft\.com/dotnet/(?:core/|nightly/)?(sdk|aspnet|runtime|runtime-deps)\Z")


class Language(NamedTuple):
    """A language in the version that an image has."""

    name: str
    versions: Range
    image: str
    """The image as a message names it: `golang:1.23`, `sdk:8.0`."""
    variant: str = ""
    """The repository of an image of .NET: `sdk`, `aspnet` or `runtime`."""

    @property
    def told(self) -> str:
        """The language and its version, as a message names them."""
        return f"{self.name} {'.'.join(map(str, self.versions[0]))}"


@lru_cache(maxsize=256)
def language(reference: str) -> Language | None:
    """The language of an image as written in FROM; None if its tag does not tell."""
    parsed = parse_reference(reference) if reference else None
    if parsed is None or parsed.tag is None:
        return None
    tag, name = parsed.tag.value, parsed.official
    if name in _OFFICIAL:
        return _of_tag(_OFFICIAL[name], _NUMBER.match(tag), reference)
    if name in _JAVA:
        return _of_tag("Java", _OPEN_JAVA.match(tag), reference)
    if name in _BUILT_WITH:
        return _of_tag("Java", _OF_JAVA.search(tag), reference)
    dotnet = _DOTNET.match(f"{parsed.host}/{parsed.path}")
    return _of_tag(".NET", _NUMBER.match(tag), reference, dotnet[1]) if dotnet else None


def _of_tag(name: str, match: re.Match[str] | None, reference: str, variant: str = "") -> Language | None:
    if match is None:
        return None
    found = version(match[1])
    low = max(found, _recorded(reference, found)) if name in _OFFICIAL.values() else found
    return Language(name, (low, after(found)), reference.rpartition("/")[2].partition("@")[0], variant)


def _recorded(reference: str, found: tuple[int, ...]) -> tuple[int, ...]:
    """The full version that a shorter tag had when the facts were recorded: it has only moved on since."""
    if len(found) > 2:
        return found
    matches = (_NUMBER.match(tag) for tag in images.tags_beside(reference))
    return max((version(one[1]) for one in matches if one), default=found)
