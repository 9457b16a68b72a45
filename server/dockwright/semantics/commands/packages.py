"""The commands of package managers: subcommand, options, packages. The grammar is in packages.toml."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dockwright.frozen import frozen
from dockwright.lazy import pattern
from dockwright.semantics.commands.options import Arguments, arguments
from dockwright.syntax.shell import Simple, Word, unwrapped

if TYPE_CHECKING:
    from dockwright.text import Span

Action = Literal["install", "update", "upgrade", "clean", "remove", "download", "build", "run", "other"]


@frozen
class CacheMount:
    """A directory worth a cache mount; the fields are explained in packages.toml."""

    at: tuple[str, ...]
    image: dict[str, str]
    sharing: str
    later: bool
    actions: frozenset[str]
    needs: str
    unless: frozenset[str]


@frozen
class Manager:
    """The command grammar of one package manager; the fields are explained in packages.toml."""

    name: str
    family: str
    module: str
    values: frozenset[str]
    yes: frozenset[str]
    asks: frozenset[str]
    answer: str
    no_recommends: frozenset[str]
    no_cache: frozenset[str]
    actions: dict[str, Action]
    default: Action
    package: re.Pattern[str]
    version_options: frozenset[str]
    file_options: frozenset[str]
    caches: tuple[str, ...]
    lists: tuple[str, ...]
    cache_variables: tuple[str, ...]
    environment: dict[str, str]
    any_order: bool
    switches: frozenset[str]
    modifier: re.Pattern[str] | None
    mounts: tuple[CacheMount, ...]


@frozen
class Package:
    """One operand of an install; `name` is the source text if it is not a literal."""

    name: str
    version: str | None
    word: Word
    kind: Literal["package", "path", "url", "variable"]

    @property
    def span(self) -> Span:
        """The range in the shell script."""
        return self.word.span


@frozen
class Invocation:
    """One call of a package manager."""

    manager: Manager
    action: Action
    subcommand: str
    """Its words joined by one space; empty without a subcommand."""
    subcommand_words: tuple[Word, ...]
    arguments: Arguments
    """All options, and the operands after the subcommand."""
    packages: tuple[Package, ...]
    command: Simple

    @property
    def assumes_yes(self) -> bool:
        """Whether it does not ask for confirmation."""
        return self._has(self.manager.yes)

    @property
    def without_recommends(self) -> bool:
        """Whether it installs only the packages asked for and their dependencies."""
        return self._has(self.manager.no_recommends)

    @property
    def without_cache(self) -> bool:
        """Whether it keeps no cache."""
        return self._has(self.manager.no_cache)

    def _has(self, switches: frozenset[str]) -> bool:
        return any(
            option.name in switches or f"{option.name}={option.value}" in switches for option in self.arguments.options
        )


def invocation(command: Simple) -> Invocation | None:
    """The call of a package manager that a command makes; None for other commands. Skips sudo, env and the like."""
    if "call" not in command.memo:
        command.memo["call"] = _invocation(unwrapped(command))
    found: Invocation | None = command.memo["call"]
    return found


def _invocation(command: Simple) -> Invocation | None:
    if not command.name:
        return None
    manager, words = _manager(command)
    if manager is None:
        return None
    given = arguments(words, manager.values, manager.name in ("go", "nuget"))
    phrase, used = _phrase(manager, words if manager.name == "pacman" else list(given.operands))
    action: Action = manager.actions.get(phrase, "other") if phrase else manager.default
    subcommand = phrase or (given.operands[0].literal or "" if given.operands else "")
    taken = given.operands[:used] if phrase else given.operands[:1]
    operands = given.operands if manager.name == "pacman" else given.operands[len(taken) :]
    if not phrase and given.operands:
        action = "other" if manager.default != "build" else "build"
    elif not phrase and given.has("--version", "-v", "--help", "-h"):
        action = "other"
    return Invocation(
        manager,
        action,
        subcommand,
        tuple(taken),
        Arguments(given.options, tuple(operands)),
        _packages(manager, operands, given) if action in ("install", "upgrade", "remove", "download", "run") else (),
        command,
    )


def takes_recommended(call: Invocation) -> bool:
    """Whether no option tells an install to leave out recommended packages."""
    off = any((option.value or "").replace(" ", "") in _OFF for option in call.arguments.options)
    return not (call.without_recommends or off)


_OFF = frozenset(
    f"{prefix}{value}"
    for prefix in ("APT::Install-Recommends=", "APT::Install-Recommends::=")
    for value in ("false", "0", "no", '"false"')
)


@cache
def managers() -> dict[str, Manager]:
    """All package managers by name."""
    return {name: _manager_of(name) for name in _tables()}


@cache
def _tables() -> dict[str, dict[str, Any]]:
    """The tables of packages.toml; a table that extends another one is completed."""
    raw = json.loads(Path(__file__).with_name("packages.json").read_bytes())
    return {
        name: {**raw[table["like"]], "module": "", **table} if "like" in table else table for name, table in raw.items()
    }


@cache
def _manager_of(name: str) -> Manager:
    table = _tables()[name]

    def names(key: str) -> frozenset[str]:
        return frozenset(table.get(key, ()))

    return Manager(
        name=name,
        family=table["family"],
        module=table.get("module", ""),
        values=names("values"),
        yes=names("yes"),
        asks=names("asks"),
        answer=next(iter(table.get("yes", ())), ""),
        no_recommends=names("no-recommends"),
        no_cache=names("no-cache"),
        actions=table["actions"],
        default=table.get("default", "other"),
        package=re.compile(table["package"]),
        version_options=names("version-options"),
        file_options=names("file-options"),
        caches=tuple(table.get("caches", ())),
        lists=tuple(table.get("lists", ())),
        cache_variables=tuple(table.get("cache-variables", ())),
        environment=table.get("environment", {}),
        any_order=table.get("any-order", False),
        switches=names("switches") | names("yes") | names("no-recommends") | names("no-cache") | names("quiet"),
        modifier=re.compile(table["modifier"]) if "modifier" in table else None,
        mounts=tuple(_mount(one) for one in table.get("mounts", ())),
    )


def _mount(table: dict[str, Any]) -> CacheMount:
    return CacheMount(
        at=tuple(table["at"]),
        image=table.get("image", {}),
        sharing=table.get("sharing", ""),
        later=table.get("later", False),
        actions=frozenset(table.get("actions", ("install", "download", "update", "upgrade", "build"))),
        needs=table.get("needs", ""),
        unless=frozenset(table.get("unless", ())),
    )


_PYTHON = pattern(r"(?:.*/)?(?:python|pypy)[0-9.]*")


def _manager(command: Simple) -> tuple[Manager | None, list[Word]]:
    words = list(command.arguments)
    name = command.name or ""
    manager = _by_binary(name)
    if manager is None and _PYTHON.fullmatch(name):
        for index, word in enumerate(words):
            text = word.literal or ""
            if text == "-m" and index + 1 < len(words):
                module = words[index + 1].literal
                found = next((key for key, table in _tables().items() if module and table.get("module") == module), "")
                return _manager_of(found) if found else None, words[index + 2 :]
            if not text.startswith("-"):
                break
    return manager, words


@cache
def _binaries() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One expression that matches all programs, and the manager for each of its numbered groups."""
    tables = _tables()
    groups = (f"(?P<m{index}>{'|'.join(table['binaries'])})" for index, table in enumerate(tables.values()))
    return re.compile("|".join(groups)), tuple(tables)


@lru_cache(maxsize=2048)
def _by_binary(name: str) -> Manager | None:
    base = name.rpartition("/")[2]
    if not base or len(base) > 40:
        return None
    expression, names = _binaries()
    match = expression.fullmatch(base)
    return _manager_of(names[int((match.lastgroup or "")[1:])]) if match else None


def _phrase(manager: Manager, words: list[Word]) -> tuple[str, int]:
    """The longest subcommand that the first words form, and the number of its words."""
    texts = [word.literal or "" for word in words[:3]]
    for count in (3, 2, 1):
        phrase = " ".join(texts[:count])
        if len(texts) >= count and phrase in manager.actions:
            return phrase, count
    return "", 0


def _packages(manager: Manager, operands: tuple[Word, ...], given: Arguments) -> tuple[Package, ...]:
    version = given.value(*manager.version_options) if manager.version_options else None
    return tuple(_package(manager, word, version) for word in operands)


def _package(manager: Manager, word: Word, version: str | None) -> Package:
    text = word.literal
    if text is None:
        match = manager.package.fullmatch(word.text.strip("\"'"))
        if match and match["version"]:
            return Package(match["name"], match["version"], word, "package")
        return Package(word.text, version, word, "variable")
    if re.match(r"(?:\w+\+)?(?:https?|git|ssh|file|ftp)://|git@", text):
        return Package(text, version, word, "url")
    if text.startswith((".", "/", "~/")) or text.endswith((".deb", ".rpm", ".apk", ".whl", ".tar.gz", ".tgz", ".gem")):
        return Package(text, version, word, "path")
    match = manager.package.fullmatch(text)
    if match is None:
        return Package(text, version, word, "package")
    groups = match.groupdict()
    return Package(groups["name"], groups.get("version") or groups.get("dashed") or version, word, "package")
