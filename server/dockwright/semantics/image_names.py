"""Image names: their parts, and the names that BuildKit rejects (distribution/reference, ParseNormalizedNamed)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dockwright.lazy import pattern
from dockwright.syntax.nodes import Token
from dockwright.text import Span

HUB = "docker.io"

_HOST = (
    r"(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])"
)
_DOMAIN = pattern(_HOST + r"(?::[0-9]+)?\Z")
_PATH = pattern(r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*\Z")
_TAG = pattern(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\Z")
_DIGEST = pattern(r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:(?P<hex>[0-9a-fA-F]{32,})\Z")
_LENGTHS = {"sha256": 64, "sha384": 96, "sha512": 128}
_LONGEST = 255


class ImageName(NamedTuple):
    """A name as written, with the ranges of its parts; None for a part that is left out."""

    registry: Token | None
    repository: Token
    tag: Token | None
    digest: Token | None

    @property
    def host(self) -> str:
        """The registry; Docker Hub if the name has none."""
        host = self.registry.value if self.registry else HUB
        return HUB if host == f"index.{HUB}" else host

    @property
    def path(self) -> str:
        """The repository in the registry; on Docker Hub, names without a slash are in `library/`."""
        path = self.repository.value
        return f"library/{path}" if self.host == HUB and "/" not in path else path

    @property
    def official(self) -> str:
        """The name of a Docker official image; empty for others."""
        folder, _, name = self.path.rpartition("/")
        return name if folder == "library" and self.host == HUB else ""


def parse_reference(name: str) -> ImageName | None:
    """The parts of `name`, in which all variables are expanded; None if it is not a valid name."""
    if refusal(name):
        return None
    host, rest = _split(name)
    start = len(name) - len(rest)
    rest, _, digest = rest.partition("@")
    path, _, tag = rest.partition(":")
    tag_at = start + len(path) + 1
    digest_at = start + len(rest) + 1
    return ImageName(
        _part(host, 0), Token(path, Span(start, start + len(path))), _part(tag, tag_at), _part(digest, digest_at)
    )


@lru_cache(maxsize=1024)
def refusal(name: str) -> str:
    """Why `name` is not a valid image name; empty if it is or may be one."""
    if re.fullmatch(r"[a-f0-9]{64}", name):
        return "an image ID is not accepted here"
    domain, rest = _split(name)
    rest, at, digest = rest.partition("@")
    path, colon, tag = rest.partition(":")
    if path != path.lower():
        return f"`{path}` must be in lower case"
    if not path:
        return "the name is empty"
    if len(name) > 2 * _LONGEST + 256 or len(domain) + len(path) + 1 > _LONGEST:
        return f"a name has at most {_LONGEST} characters"
    if domain and not _DOMAIN.match(domain):
        return f"`{domain}` is not a host"
    wrong = next((part for part in path.split("/") if not _PATH.match(part)), None)
    if wrong is not None:
        return (
            f"`{wrong}` may contain only letters, digits and single `.`, `_`, `-` between them"
            if wrong
            else ("a part between slashes is empty")
        )
    if colon and not tag:
        return "the tag after the colon is empty"
    if colon and not _TAG.match(tag):
        return f"`{tag}` is not a tag"
    if at and not digest:
        return "the digest after `@` is empty"
    if at and not is_digest(digest):
        return f"`{digest}` is not a digest, such as `sha256:` and 64 hexadecimal digits"
    return ""


def _split(name: str) -> tuple[str, str]:
    """The host and the rest; the host is empty for Docker Hub."""
    first, slash, rest = name.partition("/")
    if slash and (first == "localhost" or "." in first or ":" in first or first != first.lower()):
        return first, rest
    return "", name


def _part(text: str, start: int) -> Token | None:
    return Token(text, Span(start, start + len(text))) if text else None


def is_digest(text: str) -> bool:
    """Whether `text` is a digest with an algorithm that BuildKit supports."""
    match = _DIGEST.match(text)
    length = _LENGTHS.get(text.partition(":")[0])
    return match is not None and length == len(match["hex"]) and match["hex"] == match["hex"].lower()
