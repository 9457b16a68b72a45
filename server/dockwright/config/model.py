"""All settings with defaults and descriptions; schema, documentation and parsing are derived from these classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeVar

from dockwright.frozen import field, frozen, replace

Profile = Literal["default", "hadolint", "buildkit", "strict", "none"]
Level = Literal["error", "warning", "information", "hint", "off"]
FailLevel = Literal["error", "warning", "information", "hint", "none"]
Engine = Literal["buildkit", "podman", "kaniko", "classic"]
LabelKind = Literal["text", "url", "semver", "rfc3339", "hash", "email", "spdx"]
KeywordCase = Literal["majority", "upper", "lower", "keep"]

Value = TypeVar("Value")


class Table(Mapping[str, Value]):
    """An immutable, hashable mapping, so that a `Config` can be a key of caches."""

    __slots__ = ("_hash", "_items")

    def __init__(self, items: Mapping[str, Value] | None = None) -> None:
        self._items = dict(items or {})
        self._hash: int | None = None

    def __getitem__(self, key: str) -> Value:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def over(self, upper: Mapping[str, Value]) -> Table[Value]:
        """A copy of this table updated with another one, whose entries come last."""
        return Table({**{key: value for key, value in self._items.items() if key not in upper}, **upper})

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._items.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        # the order matters: of two names of the same rule, the later one wins
        return list(self._items.items()) == list(other._items.items()) if isinstance(other, Table) else NotImplemented

    def __repr__(self) -> str:
        return f"Table({self._items!r})"


def setting(default: Any, description: str, **limits: Any) -> Any:
    """A field with its description, and for numbers `minimum` and `maximum`; `or_text`: one item needs no list."""
    return field(default=default, metadata={"description": description, **limits})


@frozen
class Override:
    """Different settings of rules for some files."""

    paths: tuple[str, ...] = setting((), "Glob patterns of files, such as `legacy/**`.")
    rules: Table[Level] = setting(Table(), "Levels of rules in these files; they override the levels for all files.")


@frozen
class OwnRule:
    """A rule of a team: patterns that an instruction has to fit, and what to say of it; see docs/policy.md."""

    message: str = setting("", "The message of a finding.")
    level: Level = setting("warning", "The level of a finding.")
    instruction: tuple[str, ...] = setting((), "Names of instructions, such as `ADD`.")
    flag: tuple[str, ...] = setting((), "Flags of the instruction, such as `--platform=*`.")
    argument: tuple[str, ...] = setting((), "Arguments of the instruction or command; for COPY and ADD, the sources.")
    destination: tuple[str, ...] = setting((), "The destination of COPY or ADD.")
    command: tuple[str, ...] = setting((), "Commands of a RUN by their first words, such as `npm install`.")
    package: tuple[str, ...] = setting((), "Packages that a RUN installs, by any package manager.")
    base: tuple[str, ...] = setting((), "Images that FROM, COPY and mounts take files from.")
    variable: tuple[str, ...] = setting((), "Variables that ENV or ARG sets: a name, or a name and value.")
    unless: tuple[str, ...] = setting((), "Patterns of exceptions, which the rule does not report.")
    without: tuple[str, ...] = setting((), "Flags or arguments with which the instruction or command is not reported.")
    final: bool = setting(False, "Only check stages that end up in an image.")
    missing: bool = setting(False, "Report images in which nothing matches.")
    replacement: str = setting("", "The replacement for what is found.")
    flagged: tuple[str, ...] = setting((), "Dockerfiles with a finding, for `rule test`.")
    clean: tuple[str, ...] = setting((), "Dockerfiles without a finding, for `rule test`.")


@frozen
class Lock:
    """Rules that a policy has locked, and the settings that hold for them whatever nearer settings say."""

    names: tuple[str, ...]
    config: Config
    """The settings of the policy, itself without locks."""
    below: str = ""
    """The folder of the nearer settings, seen from that of the policy; empty or with a slash at its end."""


@frozen
class FormatSettings:
    """How files are formatted."""

    enable: bool = setting(True, "Format Dockerfiles when the editor requests it.")
    indent: int = setting(
        0,
        "Indentation of continued lines in spaces; 0 follows .editorconfig, the editor or most of the file.",
        minimum=0,
        maximum=16,
    )
    keyword_case: KeywordCase = setting("majority", "The case of keywords; by default as in most of the file.")
    blank_lines: int = setting(2, "Maximum number of blank lines kept between two instructions.", minimum=0, maximum=10)
    ignore_multiline_instructions: bool = setting(False, "Do not format instructions of more than one line.")


@frozen
class InlayHintSettings:
    """Which inlay hints are shown."""

    variables: bool = setting(True, "Show what a variable resolves to.")
    stages: bool = setting(True, "Show the base image of a stage, resolved through other stages.")
    paths: bool = setting(True, "Show the absolute path of a relative destination.")
    context: bool = setting(True, "Show how many files a COPY or ADD copies, and their size.")
    cache_history: bool = setting(
        True, "Show after how many of the last commits a COPY or ADD would have run again; runs git in the background."
    )


@frozen
class ShellCheckSettings:
    """ShellCheck on the shell scripts of RUN instructions."""

    enable: bool = setting(True, "Run ShellCheck on shell code, if it is installed.")
    path: str = setting("", "The path of ShellCheck; if empty, Dockwright searches for it.")


@frozen
class ContextSettings:
    """The build context."""

    enable: bool = setting(True, "Use the files of the build context.")
    chosen: str = setting("", "The name of the build to use if several builds use a Dockerfile; empty means the first.")
    ignore: tuple[str, ...] = setting((), "Patterns of paths to exclude when the build context is listed.")
    large_copy: int = setting(
        100,
        "Size in megabytes from which `large-copy` reports a source; 0 means never.",
        minimum=0,
        maximum=1_000_000,
    )
    many_files: int = setting(
        10_000,
        "Number of files from which `large-copy` reports a source; 0 means never.",
        minimum=0,
        maximum=10_000_000,
    )


@frozen
class InlineSettings:
    """Dockerfiles inside other files."""

    compose: bool = setting(True, "Support `dockerfile_inline` in Compose files.")
    bake: bool = setting(True, "Support `dockerfile-inline` in Bake files.")
    markdown: bool = setting(True, "Support fenced `dockerfile` blocks with a FROM in Markdown.")


@frozen
class HostSettings:
    """Files that define how Dockerfiles are built: links, checks and completion for the names in them."""

    compose: bool = setting(True, "Support Compose files.")
    bake: bool = setting(True, "Support Bake files.")
    devcontainer: bool = setting(True, "Support `devcontainer.json`.")
    workflow: bool = setting(True, "Support GitHub workflows and actions.")
    code_lens: bool = setting(True, "Show the builds of a stage above its FROM.")


@frozen
class Config:
    """All settings; immutable, comparable and hashable."""

    extends: tuple[str, ...] = setting(
        (),
        "Settings files to extend, the last one wins: paths, or `package:NAME` for the file of a Python package.",
        file_only=True,
        or_text=True,
    )
    profile: Profile = setting("default", "The set of rules to start from.")
    rules: Table[Level] = setting(Table(), "Levels by the name, an alias or the group of a rule; `off` disables it.")
    overrides: tuple[Override, ...] = setting((), "Other levels for files that match patterns.")
    locked: tuple[str, ...] = setting(
        (),
        "Rules and groups that nearer files, editors and comments cannot lower or configure differently.",
        file_only=True,
    )
    own_rules: Table[OwnRule] = setting(Table(), "Your own rules, by name; see docs/policy.md.", file_only=True)
    fail_level: FailLevel = setting("hint", "The lowest level of a finding at which `dockwright check` fails.")
    inline_ignores: bool = setting(True, "Whether comments in a Dockerfile can disable rules.")
    engine: Engine = setting("buildkit", "The program that builds the Dockerfiles.")
    trusted_registries: tuple[str, ...] = setting(
        (), "Registries that base images may come from; an empty list means all."
    )
    allowed_bases: Table[str] = setting(
        Table(), "Patterns of allowed base images, each with its reason; if empty, all are allowed."
    )
    denied_bases: Table[str] = setting(
        Table(), "Patterns of forbidden base images, each with the reason or an alternative."
    )
    label_schema: Table[LabelKind] = setting(Table(), "Required labels, and the type of their values.")
    strict_labels: bool = setting(False, "Report labels that are not in the label schema.")
    format: FormatSettings = setting(FormatSettings(), "Formatting.")
    inlay_hints: InlayHintSettings = setting(InlayHintSettings(), "Inlay hints.")
    shellcheck: ShellCheckSettings = setting(ShellCheckSettings(), "ShellCheck.")
    context: ContextSettings = setting(ContextSettings(), "The build context.")
    inline: InlineSettings = setting(InlineSettings(), "Dockerfiles inside other files.")
    hosts: HostSettings = setting(HostSettings(), "Compose, Bake, devcontainer and workflow files.")
    diagnostics: bool = setting(True, "Report findings while editing.")
    code_lens: bool = setting(True, "Show code lenses above stages.")
    locale: str = setting("", "The language of messages, such as `ko`; empty means that of the editor or terminal.")
    semantic_tokens: bool = setting(True, "Provide semantic highlighting.")
    locks: tuple[Lock, ...] = ()
    """What policies have locked, the farthest first; no setting of its own."""

    @property
    def depends_on_path(self) -> bool:
        """Whether files in one folder may have different settings."""
        return bool(self.overrides) or any(lock.config.overrides for lock in self.locks)

    def for_path(self, path: str) -> Config:
        """The settings for one file, given its path below the workspace folder with `/` as separator."""
        rules: dict[str, Level] = {}
        for override in self.overrides:
            if any(_matches(path, pattern) for pattern in override.paths):
                rules = {**{key: level for key, level in rules.items() if key not in override.rules}, **override.rules}
        if not rules and not self.locks:
            return self
        locks = tuple(replace(lock, config=lock.config.for_path(lock.below + path)) for lock in self.locks)
        return replace(self, rules=self.rules.over(rules), locks=locks)


def _matches(path: str, pattern: str) -> bool:
    """Whether a path matches a glob pattern; a pattern without a slash matches the file name."""
    from fnmatch import fnmatchcase

    if "/" not in pattern:
        return fnmatchcase(path.rpartition("/")[2], pattern)
    pattern = pattern.removeprefix("./").removeprefix("/")
    if pattern.startswith("**/") and fnmatchcase(path, pattern[3:]):
        return True
    return fnmatchcase(path, pattern)
