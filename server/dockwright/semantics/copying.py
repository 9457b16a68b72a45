"""What COPY and ADD take, and where they put it, as BuildKit reads them."""

from __future__ import annotations

import posixpath
import re
from typing import Literal, NamedTuple

from dockwright.lazy import pattern
from dockwright.semantics.stage import Step
from dockwright.semantics.state import State, resolve
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.nodes import Token

Kind = Literal["folder", "file", "archive"]
"""What a local source is: `file` is one that ADD does not unpack."""

REMOTE = pattern(r"[A-Za-z][A-Za-z0-9+.-]*://|[A-Za-z0-9_-]+@[A-Za-z0-9.-]+:")
"""What ADD may fetch from elsewhere, or tries to."""
GIT = pattern(r"(?:git|ssh)://|[A-Za-z0-9_-]+@[A-Za-z0-9.-]+:|https?://[^?#]*\.git(?:[#?]|\Z)")
"""What ADD clones; other http and https addresses are files (dfgitutil/git_ref.go)."""
ARCHIVE_NAME = pattern(r"\.(?:tar|tgz|tbz2?|txz|tzst|tar\.(?:gz|bz2|xz|zst))\Z", re.IGNORECASE)

# Formats that no tar reader takes for an archive. Those that are archives within (.apk, .gem, .crate, .ova) and
# compressed files are not here, because ADD looks at the content alone.
_FORMATS = """
    asc asp awk bat bash bashrc c cc cer cfg class clj cmake cmd cnf conf config cpp cron crt cs csproj css csv deb dll
    editorconfig ejs elm env erl ex exe exs fish fs gif gitignore go gpg gradle graphql groovy h hcl hpp hs htm html ico
    inc ini ipynb j2 jar java jpeg jpg js json json5 jsonc jsx key kt kts less list lock log lua md mjs mk mod msi
    mustache nix npmrc patch pdf pem php pl pm png pp properties proto ps1 psgi pub py pyi pyx r rb rc repo rpm rs rst
    rules sass sbt scala scss sh sln sql sum svg swift tf tmpl toml ts tsv tsx ttf txt vim vue war whl wasm woff woff2
    xml yaml yml zip zsh
"""
_WHOLE = "dockerfile makefile gemfile rakefile procfile license readme pipfile vagrantfile jenkinsfile gradlew mvnw"
_FILES = frozenset(_FORMATS.split())
_NAMES = frozenset(_WHOLE.split())
_VARIABLE = pattern(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})", re.ASCII)


class Target(NamedTuple):
    """Where files go: an absolute path, and whether it is sure to be a folder."""

    path: str
    is_folder: bool


def sources(instruction: Instruction) -> tuple[Token, ...]:
    """The sources that are written as words; heredocs are none."""
    markers = {heredoc.marker for heredoc in instruction.heredocs}
    return tuple(token for token in instruction.arguments[:-1] if token.span not in markers)


def target(step: Step) -> Target | None:
    """Where a COPY or ADD puts what it takes; None where that cannot be told."""
    instruction = step.instruction
    if not instruction.arguments:
        return None
    value = instruction.arguments[-1].value
    path = where(step.before, value)
    if path is None:
        return None
    several = len(instruction.arguments) > 2
    return Target(path, several or value.endswith("/") or posixpath.basename(value) in ("", ".", ".."))


def where(state: State, written: str) -> str | None:
    """The absolute path that a word means, variables left as `${name}`: they mean the same in a RUN next to it."""
    if any(mark in written for mark in "\\\"'`"):
        return None
    value = _VARIABLE.sub(lambda match: f"${{{match[1] or match[2]}}}", written)
    if "$" in _VARIABLE.sub("", written):
        return None
    return posixpath.normpath(value) if value.startswith("$") else resolve(state.workdir, value)


def kind_of_name(source: str) -> Kind | None:
    """What a local source is, where its name makes that sure; folders by their `/` or dots only."""
    if any(mark in source for mark in "$\\\"'*?[") or REMOTE.match(source):
        return None
    name = posixpath.basename(source)
    if name in ("", ".", ".."):
        return "folder"
    _, dot, extension = name.lower().rpartition(".")
    if extension in _FILES and dot:
        return "file"
    return "file" if name.lower() in _NAMES else None


def landed(place: Target, source: str) -> str:
    """The path of a file once it is copied."""
    return posixpath.join(place.path, posixpath.basename(source)) if place.is_folder else place.path
