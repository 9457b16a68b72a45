"""The settings for each file: from the nearest configuration file, or from the one given by an option."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dockwright.cli import files
from dockwright.cli.reports.terminal import tell
from dockwright.config import Config
from dockwright.config.editorconfig import NAME, properties
from dockwright.config.files import bound
from dockwright.context.settings_files import Found, held, in_folder, of_file
from dockwright.frozen import replace

if TYPE_CHECKING:
    from dockwright.ide.format.style import Style


_USUAL = Config()


def _with_locks(config: Config, nearest: Found | None, place: Path) -> Config:
    """The settings of the option, held to what the files above a Dockerfile have locked."""
    if nearest is None or not nearest.config.locks:
        return config
    held = bound(replace(config, overrides=()), nearest.config, "")
    return held.for_path(place.relative_to(nearest.place.parent).as_posix())


class Settings:
    """Caches settings, so that each configuration file is read, and its errors are printed, once.

    With `rules`, unknown names of rules are errors, too. Nothing outside of `top` is read.
    """

    def __init__(self, named: str | None = None, *, rules: bool = False, top: Path | None = None) -> None:
        self._rules = rules
        self._top = top
        self._here = Path.cwd()
        self._named = self._read(Path(named)) if named else None
        self._found: dict[Path, Found | None] = {}
        self._known: dict[str, Config] = {}
        """By folder, if all files in it have the same settings."""
        self.missing = bool(named) and self._named is None
        """Whether the file of the option cannot be read or has no settings."""

    def of(self, name: str) -> Config:
        """The settings for a file."""
        own = os.path.split(name)[0]
        known = self._known.get(own)
        if known is not None:
            return known
        place = self._here / name
        found = self._nearest(place.parent)
        if self._named is not None:
            return _with_locks(self._named.config, found, place)
        config = found.config if found else _USUAL
        if found and config.depends_on_path:
            return config.for_path(place.relative_to(found.place.parent).as_posix())
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

    def nearest(self) -> Config:
        """The settings for files in the working directory, or of the file that is named."""
        found = self._named or self._nearest(self._here)
        return found.config if found else _USUAL

    def places(self) -> list[Path]:
        """The files that were read."""
        found = [one for one in (self._named, *self._found.values()) if one is not None]
        return list(dict.fromkeys(place for one in found for place in (one.place, *map(Path, one.extended))))

    def _nearest(self, folder: Path) -> Found | None:
        if folder not in self._found:
            above = self._nearest(folder.parent) if folder not in (folder.parent, self._top) else None
            own = in_folder(folder, self._top)
            found = self._found[folder] = held(own, above)
            if own is not None and found is not None and (self._named is None or found.config.locks):
                self._tell(found)
        return self._found[folder]

    def _read(self, file: Path) -> Found | None:
        text = files.read(str(file))
        found = of_file(file, text, self._top) if text is not None else None
        if found is not None:
            self._tell(found)
        return found

    def _tell(self, found: Found) -> None:
        config, problems = found.config, found.problems
        if self._rules and (config.rules or config.overrides or config.locks or config.own_rules or config.locale):
            from dockwright.findings.profiles import unknown

            problems = (*problems, *unknown(config))
        for problem in problems:
            tell(f"{found.place}: {problem.path}", problem.message)
