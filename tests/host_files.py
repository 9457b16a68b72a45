"""A folder with host files and Dockerfiles, as the editor knows them."""

from __future__ import annotations

from pathlib import Path

from dockwright.context.folder_walk import Listing, walk
from dockwright.context.hosts.host_facts import host_facts
from dockwright.context.survey import Survey
from dockwright.context.values import Workspace
from dockwright.embedded.finding import within
from dockwright.ide.hosts.snapshot import HostSnapshot
from dockwright.text import Text

DOCKERFILE = """ARG VERSION
ARG BASE=alpine
FROM node:${VERSION} AS build
ARG MODE=fast
RUN --mount=type=secret,id=npm,required=true echo $MODE
FROM --platform=linux/amd64 $BASE AS Final
COPY --from=build /a /a
"""


def survey(folder: Path, files: dict[str, str]) -> Survey:
    """What is known of a folder with these files."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    return Survey(walk(folder))


def host(folder: Path, path: str, text: str, **others: str) -> HostSnapshot:
    """A host file beside a Dockerfile, or other files in its place."""
    return alone(folder, path, text, **{"Dockerfile": DOCKERFILE, **others})


def alone(folder: Path, path: str, text: str, **others: str) -> HostSnapshot:
    """A host file beside no other files than these."""
    known = survey(folder, {**others, path: text})
    return HostSnapshot(Text.of(text), host_facts(known, path, text, {}, within))


class Recorded(Listing):
    """A recorded repository: its files by name, and the texts that were kept."""

    __slots__ = ("recorded", "texts")

    def __init__(self, recorded: Workspace) -> None:
        super().__init__(Path("/nowhere"), dict(recorded.files))
        self.recorded = recorded
        self.texts: dict[str, str] = {}
        """Other texts for some of them."""

    def read(self, path: str) -> str | None:
        return self.texts.get(path) or self.recorded.read(path)
