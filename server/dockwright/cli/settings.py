"""The settings for each file: from the nearest configuration file, or from the one given by an option."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dockwright.cli import files
from dockwright.config import Config
from dockwright.config import files as config_files
from dockwright.config.editorconfig import NAME, properties

if TYPE_CHECKING:
    from dockwright.ide.format.style import Style


_USUAL = Config()


class Settings:
    """Caches settings, so that each configuration file is read, and its errors are printed, once.

    With `rules`, unknown names of rules are errors, too. Nothing outside of `top` is read.
    """

    def __init__(self, named: str | None = None, *, rules: bool = False, top: Path | None = None) -> None:
        self._rules = rules
        self._top = top
        self._named = self._read(Path(named)) if named else None
        self._here = Path.cwd()
        self._found: dict[Path, tuple[Path, Config] | None] = {}
        self._known: dict[str, Config] = {}
        """By folder, if all files in it have the same settings."""
        self.missing = bool(named) and self._named is None
        """Whether the file of the option cannot be read or has no settings."""

    def of(self, name: str) -> Config:
        """The settings for a file."""
        if self._named is not None:
            return self._named
        own = os.path.split(name)[0]
        known = self._known.get(own)
        if known is not None:
            return known
        place = self._here / name
        folder, config = self._nearest(place.parent) or (self._here, _USUAL)
        if config.overrides:
            return config.for_path(place.relative_to(folder).as_posix())
        self._known[own] = config
        return config

    def style(self, name: str) -> Style:
        """The style of a file from the `.editorconfig` files above it."""
        from dockwright.config.editorconfig import indent
        from dockwright.ide.format.style import Style

        place = self._here / name
        texts = [(folder, folder / NAME) for folder in place.parents if (folder / NAME).is_file()]
        found = properties(
            (place.relative_to(folder).as_posix(), text)
            for folder, file in texts
            if (text := files.read(str(file))) is not None
        )
        return Style(
            indent(found),
            trim=found.get("trim_trailing_whitespace") != "false",
            final_newline=found.get("insert_final_newline") != "false",
        )

    def _nearest(self, folder: Path) -> tuple[Path, Config] | None:
        if folder not in self._found:
            above = self._nearest(folder.parent) if folder not in (folder.parent, self._top) else None
            self._found[folder] = self._in(folder) or above
        return self._found[folder]

    def _in(self, folder: Path) -> tuple[Path, Config] | None:
        for name in config_files.NAMES:
            file = folder / name
            if file.is_file() and self._may_read(file) and (config := self._read(file)) is not None:
                return folder, config
        return None

    def _may_read(self, file: Path) -> bool:
        return self._top is None or file.resolve().is_relative_to(self._top)

    def _read(self, file: Path) -> Config | None:
        text = files.read(str(file))
        parsed = config_files.parse(file.name, text) if text is not None else None
        if parsed is None:
            return None
        config, problems = parsed
        if self._rules and (config.rules or config.overrides):
            from dockwright.findings.profiles import unknown

            problems = (*problems, *unknown(config))
        for problem in problems:
            sys.stderr.write(f"{file}: {problem}\n")
        return config
