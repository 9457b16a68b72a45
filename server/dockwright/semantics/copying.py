"""The sources and targets of COPY and ADD, as BuildKit reads them."""

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
"""The kind of a local source; `file` is one that ADD does not unpack."""

REMOTE = pattern(r"[A-Za-z][A-Za-z0-9+.-]*://|[A-Za-z0-9_-]+@[A-Za-z0-9.-]+:")
"""Sources that ADD fetches, or tries to fetch, from elsewhere."""
GIT = pattern(r"(?:git|ssh)://|[A-Za-z0-9_-]+@[A-Za-z0-9.-]+:|https?://[^?#]*\.git(?:[#?]|\Z)")
"""Sources that ADD clones; other http and https addresses are files (dfgitutil/git_ref.go)."""
ARCHIVE_NAME = pattern(r"\.(?:tar|tgz|tbz2?|txz|tzst|tar\.(?:gz|bz2|xz|zst))\Z", re.IGNORECASE)

# Formats that no tar reader takes for an archive. Not listed: formats that contain an archive (.apk, .gem, .crate,
# .ova) and compressed files, because ADD decides by content alone.
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
    """Where files are copied to: an absolute path, and whether it is certainly a folder."""

    path: str
    is_folder: bool


def sources(instruction: Instruction) -> tuple[Token, ...]:
    """The sources that are written as words, without heredocs."""
    markers = {heredoc.marker for heredoc in instruction.heredocs}
    return tuple(token for token in instruction.arguments[:-1] if token.span not in markers)


def target(step: Step) -> Target | None:
    """The target of a COPY or ADD; None if it is not known."""
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
    """The absolute path of a word. Variables stay as `${name}`: they mean the same in a RUN next to it."""
    if any(mark in written for mark in "\\\"'`"):
        return None
    value = _VARIABLE.sub(lambda match: f"${{{match[1] or match[2]}}}", written)
    if "$" in _VARIABLE.sub("", written):
        return None
    return posixpath.normpath(value) if value.startswith("$") else resolve(state.workdir, value)


def kind_of_name(source: str) -> Kind | None:
    """The kind of a local source if its name determines it; folders only by `/` or dots."""
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
    """The path of a file after it is copied."""
    return posixpath.join(place.path, posixpath.basename(source)) if place.is_folder else place.path
