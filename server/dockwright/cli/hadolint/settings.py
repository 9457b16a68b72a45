"""The effective settings: environment, configuration file and command line, merged as hadolint does."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dockwright.cli.hadolint.options import FORMATS, LABEL_KINDS, THRESHOLDS, label
from dockwright.cli.reports.terminal import tell
from dockwright.config import Config, Table
from dockwright.lazy import pattern

LEVELS = ("error", "warning", "info", "style")
_OURS = {"error": "error", "warning": "warning", "info": "information", "style": "hint"}
_CODE = pattern(r"(?:DL|SC)[0-9]+")
_TRUE = frozenset({"1", "true", "yes", "y", "on"})
_LONGEST = 1_000_000


class Settings(NamedTuple):
    """Lists are in hadolint's order: environment, file, command line."""

    formats: tuple[str, ...] = ()
    levels: tuple[tuple[str, ...], ...] = ((), (), (), ())
    """The codes with each of LEVELS, overriding their defaults."""
    ignored: tuple[str, ...] = ()
    registries: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    threshold: str = ""
    no_fail: bool = False
    no_color: bool = False
    strict_labels: bool = False
    no_pragmas: bool = False

    def over(self, first: Settings) -> Settings:
        """Merge both; for a label in both, `first` decides."""
        return Settings(
            first.formats + self.formats,
            tuple(one + other for one, other in zip(first.levels, self.levels, strict=True)),
            first.ignored + self.ignored,
            first.registries + self.registries,
            tuple({**dict(self.labels), **dict(first.labels)}.items()),
            self.threshold or first.threshold,
            first.no_fail or self.no_fail,
            first.no_color or self.no_color,
            first.strict_labels or self.strict_labels,
            first.no_pragmas or self.no_pragmas,
        )

    @property
    def level_of(self) -> dict[str, str]:
        """The level of each code with a changed level; the most severe one counts."""
        return {code: level for level, codes in zip(LEVELS[::-1], self.levels[::-1], strict=True) for code in codes}

    @property
    def config(self) -> Config:
        """The same as our own settings; comments are handled elsewhere."""
        rules: dict[str, Any] = {code: _OURS[level] for code, level in self.level_of.items() if _CODE.fullmatch(code)}
        for code in self.ignored:
            if _CODE.fullmatch(code):
                rules.pop(code, None)
                rules[code] = "off"
        return Config(
            profile="hadolint",
            rules=Table(rules),
            trusted_registries=tuple(dict.fromkeys(self.registries)),
            label_schema=Table(dict(self.labels)),  # type: ignore[arg-type]
            strict_labels=self.strict_labels,
            inline_ignores=False,
        )


def settings(options: argparse.Namespace) -> tuple[Settings, str]:
    """The settings, and the file that was read; raises OSError if a file given by name cannot be read."""
    place = options.config or next((str(place) for place in _places() if place.is_file()), "")
    given = Settings(
        tuple(options.format),
        tuple(tuple(getattr(options, level)) for level in LEVELS),
        tuple(options.ignore),
        tuple(options.trusted_registry),
        tuple(dict(options.require_label).items()),
        options.failure_threshold or "",
        options.no_fail,
        options.no_color,
        options.strict_labels,
        options.disable_ignore_pragma,
    )
    read = _file(Path(place)) if place else Settings()
    return given.over(read.over(_environment(os.environ))), place


def is_true(value: str) -> bool:
    """Whether an environment variable is set to true."""
    return value.lower() in _TRUE


def _places() -> Iterator[Path]:
    """The possible paths of a configuration file; only the first one is read."""
    home = Path("~").expanduser()
    shared = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CONFIG_HOME", "")
    names = (
        Path(".hadolint"),
        (Path(shared) if Path(shared).is_absolute() else home / ".config") / "hadolint",
        home / ".hadolint" / "hadolint",
        home / ".hadolint" / "config",
        home / ".hadolint",
    )
    for name in names:
        yield from (Path.cwd() / f"{name}{ending}" for ending in (".yaml", ".yml"))


def _environment(given: Mapping[str, str]) -> Settings:
    def words(name: str) -> tuple[str, ...]:
        value = given.get(f"HADOLINT_{name}")
        return () if value is None else tuple(value.split(","))

    def switched(name: str) -> bool:
        return is_true(given.get(f"HADOLINT_{name}", ""))

    threshold = given.get("HADOLINT_FAILURE_THRESHOLD", "")
    labels = (label(word) for word in words("REQUIRE_LABELS"))
    return Settings(
        tuple(word for word in [given.get("HADOLINT_FORMAT")] if word in FORMATS),
        tuple(words(f"OVERRIDE_{level.upper()}") for level in LEVELS),
        words("IGNORE"),
        words("TRUSTED_REGISTRIES"),
        tuple(dict(one for one in labels if one).items()),
        threshold if threshold in THRESHOLDS else "",
        switched("NOFAIL"),
        "NO_COLOR" in given,
        switched("STRICT_LABELS"),
        switched("DISABLE_IGNORE_PRAGMA"),
    )


class _Wrong(ValueError):
    """hadolint rejects a value in the configuration file; the whole file is ignored then."""


def _file(place: Path) -> Settings:
    text = place.read_bytes().decode("utf-8", "replace")
    try:
        return _of(_table(text))
    except _Wrong as wrong:
        tell(str(place), f"{wrong}; the file is ignored")
        return Settings()


def _table(text: str) -> Mapping[str, Any]:
    import yaml

    class Loader(yaml.SafeLoader):
        """Only `true` and `false` are booleans, as in YAML 1.2."""

    Loader.yaml_implicit_resolvers = {
        first: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:bool"]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", pattern(r"(?:true|True|TRUE|false|False|FALSE)\Z"), "tTfF")
    if len(text) > _LONGEST:
        raise _Wrong("the file is too long")
    try:
        table = yaml.load(text, Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _Wrong("invalid YAML") from error
    if not isinstance(table, Mapping):
        raise _Wrong("expected a table of settings")
    return table


def _of(table: Mapping[str, Any]) -> Settings:
    override = _typed(table, "override", dict) or {}
    labels = _typed(table, "label-schema", dict) or {}
    if any(not isinstance(name, str) or kind not in LABEL_KINDS for name, kind in labels.items()):
        raise _Wrong(f"`label-schema`: invalid label type; use one of {', '.join(LABEL_KINDS)}")
    form = _typed(table, "format", str)
    return Settings(
        (_one_of(form, "format", FORMATS),) if form is not None else (),
        tuple(_codes(override, level) for level in LEVELS),
        _codes(table, "ignored"),
        _codes(table, "trustedRegistries"),
        tuple(labels.items()),
        _one_of(_typed(table, "failure-threshold", str) or "", "failure-threshold", ("", *THRESHOLDS)),
        bool(_typed(table, "no-fail", bool)),
        bool(_typed(table, "no-color", bool)),
        bool(_typed(table, "strict-labels", bool)),
        bool(_typed(table, "disable-ignore-pragma", bool)),
    )


def _codes(table: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = _typed(table, name, list) or []
    if not all(isinstance(item, str) for item in found):
        raise _Wrong(f"`{name}` contains a value that is not text")
    return tuple(found)


def _typed(table: Mapping[str, Any], name: str, kind: type) -> Any:
    value = table.get(name)
    if value is not None and type(value) is not kind:
        raise _Wrong(f"`{name}` has an invalid value")
    return value


def _one_of(value: str, name: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise _Wrong(f"`{name}` must be one of {', '.join(filter(None, known))}")
    return value
