"""A cache of findings by file content, settings and version of this program."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from dockwright.cli.checks.own_files import folder, version
from dockwright.cli.jobs import Job
from dockwright.cli.rows import Offer, Replacement, Row
from dockwright.config import Config

_DAYS = 30
_DAY = 86_400


class Cache:
    """A folder of small files. All errors are ignored; they only cost time."""

    def __init__(self) -> None:
        self.place = folder()
        self._version = version()
        self._written: tuple[Config | None, str] = None, ""
        """The last settings and their text: most files have the same ones."""

    def get(self, job: Job) -> tuple[Row, ...] | None:
        """The findings of the same text with the same settings."""
        try:
            file = self._file(job)
            found = tuple(Row(*value)._replace(fixes=_offers(value[7])) for value in json.loads(file.read_bytes()))
        except (OSError, ValueError, TypeError, LookupError, RuntimeError):
            return None
        return found

    def put(self, job: Job, found: tuple[Row, ...]) -> None:
        """Store findings."""
        try:
            file = self._file(job)
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(f".{os.getpid()}")
            part.write_bytes(json.dumps(found).encode("ascii"))
            part.replace(file)
        except OSError:
            pass

    def prune(self) -> None:
        """Once a day, delete entries that were not written in the last month."""
        mark, now = self.place / "pruned", time.time()
        try:
            if mark.is_file() and now - mark.stat().st_mtime < _DAY:
                return
            self.place.mkdir(parents=True, exist_ok=True)
            mark.touch()
            for file in self.place.glob("*/*.json"):
                if now - file.stat().st_mtime > _DAYS * _DAY:
                    file.unlink()
        except OSError:
            pass

    def _file(self, job: Job) -> Path:
        from hashlib import blake2b

        # a suppression with an end date may end today
        day = time.strftime("%Y-%m-%d", time.gmtime()) if "until" in job.source else ""
        if self._written[0] is not job.config:
            self._written = job.config, repr(job.config)
        asked = f"{job.select}\0{job.ignore}\0{job.inline}\0{job.host}"
        settings = f"{self._version}\0{self._written[1]}\0{asked}\0{_around(job)}\0{day}\0"
        text = settings.encode("utf-8", "surrogatepass") + job.source.encode("utf-8", "surrogatepass")
        name = blake2b(text, digest_size=20).hexdigest()
        return self.place / name[:2] / f"{name[2:]}.json"


def _offers(values: list[list[Any]]) -> tuple[Offer, ...]:
    return tuple(
        Offer(title, safe, guess, tuple(map(Replacement._make, edits))) for title, safe, guess, edits in values
    )


def _around(job: Job) -> str:
    """The build context affects findings, and depends on the path of the file."""
    return "" if job.context is None else f"{job.name} {job.context} {job.unsure} {job.around}"
