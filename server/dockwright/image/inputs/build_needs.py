"""What the packages that a command installs need to be built, as far as `needs.toml` tells."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from dockwright.image.answer import Answer
from dockwright.image.bases.base import Base
from dockwright.image.commands import Ran
from dockwright.image.files import Files
from dockwright.image.image import Image
from dockwright.image.inputs.json_manifest import manifest, table
from dockwright.semantics.commands.packages import invocation
from dockwright.semantics.commands.version_ranges import allowed, version
from dockwright.semantics.state import resolve
from dockwright.syntax.shell import Word

_LINE = re.compile(r"([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*((?:[=<>~!]=?|===)[^;#]*)?\s*(?:#.*)?\Z")
_GIT = re.compile(r"(?:[\w.-]+\s*@\s*|-e\s+|--editable[= ]|^)git\+(?:https?|ssh|file|git)", re.MULTILINE)
_GEM = re.compile(
    r"""(?m)^gem\s*\(?\s*["']([\w-]+)["']\s*(?:,\s*["'][^"'\n]*["']\s*)*(?:,\s*require:[^,\n]*)?\)?\s*(?:#.*)?$"""
)
_FAMILIES = {"debian": "deb", "ubuntu": "deb", "alpine": "apk"}


class Needed(NamedTuple):
    """Something that is certainly missing for a package."""

    package: str
    """The package that is built."""
    missing: str
    """The program or package that it needs."""
    install: str
    """What to install, with blanks between; empty if not known."""
    instead: str = ""
    """A package that needs nothing."""
    word: Word | None = None
    """The word that names the package."""


def family_of(base: Base) -> str:
    """The family of the packages of a distribution, as `needs.toml` has it."""
    return _FAMILIES.get(base.family, "")


def of_pip(made: Ran, image: Image, files: Files) -> Iterator[Needed]:
    """What the packages that pip builds need, or git for those that it clones."""
    call = invocation(made.command)
    if call is None or call.manager.family != "python" or call.action != "install":
        return
    if any(one.name in _OF_INDEX for one in call.arguments.options):
        return
    words = {one.name: one.word for one in call.packages}
    texts = [*_requirements(made, image, files), "\n".join(word.literal or "" for word in words.values())]
    if any(_GIT.search(text) for text in texts) and image.program("git") is Answer.NO:
        yield Needed("git+https", "git", "git")
    for name, requirement in (found for text in texts for found in _lines(text)):
        row = _tables()["pip"].get(re.sub(r"[-_.]+", "-", name.lower()))
        if row is not None and _is_since(row, requirement):
            word = next((word for key, word in words.items() if key.partition("[")[0] == name), None)
            yield from _missing(name, row, image, word)


_OF_INDEX = frozenset(
    {"-i", "--index-url", "--extra-index-url", "-f", "--find-links", "--no-index", "--only-binary", "--no-deps"}
)  # fmt: skip
"""Options with which wheels may come from elsewhere."""


def _requirements(made: Ran, image: Image, files: Files) -> Iterator[str]:
    """The texts of the files of requirements of an install."""
    values = made.values
    for index, value in enumerate(values):
        given = values[index + 1] if value in ("-r", "--requirement") and index + 1 < len(values) else ""
        given = value[2:] if value.startswith("-r") and len(value) > 2 else given
        path = resolve(made.folder, given or value.partition("--requirement=")[2]) if given else None
        found = files.find(image, path) if path else None
        if found is not None and found.answer is Answer.YES and found.source and files.context and not found.edited:
            yield files.context.texts.get(found.source, "")


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """The packages in a file of requirements, with what is asked of their version; none if it names an index."""
    lines = [line.strip() for line in text.splitlines()]
    if any(line.startswith(("-i ", "--")) for line in lines):
        return
    for line in lines:
        match = _LINE.match(line)
        if match:
            yield match[1], (match[2] or "").strip()


def _is_since(row: Any, requirement: str) -> bool:
    """Whether every version that a requirement allows is one that has to be built."""
    if "until" in row:
        before = allowed(requirement) if requirement else None
        return before is not None and all(high <= version(row["until"]) for _, high in before)
    if "since" not in row or not requirement:
        return True
    found = allowed(requirement)
    return found is not None and all(low >= version(row["since"]) or high[0] > 1000 for low, high in found)


def of_gems(made: Ran, image: Image, files: Files) -> Iterator[Needed]:
    """What gems with C code need."""
    table = _tables()["gem"]
    call = invocation(made.command)
    if made.name == "gem" and call is not None and call.action == "install":
        for one in call.packages:
            if one.name in table:
                yield from _missing(one.name, table[one.name], image, one.word, "gem")
    elif made.name == "bundle" and made.values[:1] in ((), ("install",)) and made.folder:
        found = files.find(image, posixpath.join(made.folder, "Gemfile"))
        is_known = found.answer is Answer.YES and files.context is not None and not found.edited
        text = files.context.texts.get(found.source or "", "") if is_known and files.context else ""
        for match in _GEM.finditer(text):
            if match[1] in table:
                yield from _missing(match[1], table[match[1]], image, None, "gem")


_OF_GEMS = {"deb": "build-essential", "apk": "build-base"}


def _missing(name: str, row: Any, image: Image, word: Word | None, kind: str = "") -> Iterator[Needed]:
    family = family_of(image.base)
    for program in row["programs"]:
        there = image.program(program)
        if there is Answer.NO or (there is Answer.UNKNOWN and "of" in row and _lacks(image, family, row["of"].split())):
            install = row.get(family, _OF_GEMS.get(family, "") if kind == "gem" else "")
            yield Needed(name, program, install, row.get("instead", ""), word)
            return


def of_php(made: Ran, image: Image, php: tuple[int, ...]) -> Iterator[Needed]:
    """The development packages that PHP's own extensions need."""
    family = family_of(image.base)
    if not family:
        return
    for word, value in zip(made.command.words[1:], made.words[1:], strict=True):
        row = _tables()["php"].get(value or "")
        if row is None or family not in row or php < version(row.get("since", "5")):
            continue
        names = (row[family], *row.get("with", "").split())
        if _lacks(image, family, names):
            yield Needed(value or "", row[family], row[family], "", word)


def _lacks(image: Image, family: str, names: Iterable[str]) -> bool:
    """Whether certainly no instruction installed any of these packages, or one that may bring them."""
    at: Image | None = image
    while at is not None:
        if not {"*", f"{family}?"}.isdisjoint(at.effect.any_package):
            return False
        at = at.before
    tools = frozenset(_tables()["alone"]["names"].split())
    installed = image.installed(family)
    return installed.isdisjoint(names) and all(
        name in tools or not name.endswith(("-dev", "-devel", "-all")) for name in installed
    )


def of_pecl(made: Ran, image: Image) -> Iterator[Needed]:
    """What pecl compiles with; the variants for Alpine have removed it."""
    if made.values[:1] == ("install",) and image.program("autoconf") is Answer.NO and image.base.family == "alpine":
        yield Needed("pecl", "autoconf", "$PHPIZE_DEPS")


def requires_packages(made: Ran, image: Image, files: Files) -> bool:
    """Whether composer.json requires more than PHP and its extensions."""
    found = files.find(image, posixpath.join(made.folder or "/", "composer.json"))
    if found.answer is not Answer.YES or found.edited or files.context is None:
        return False
    return any("/" in name for name in table(manifest(files.context.texts.get(found.source or "", "")), "require"))


@cache
def _tables() -> Any:
    return json.loads(Path(__file__).with_name("needs.json").read_bytes())
