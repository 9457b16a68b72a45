"""A small project in which the command line works."""

from __future__ import annotations

from pathlib import Path

SOURCE = "FROM example.org/base:1\nADD a.py /srv/\nRUN sudo x\n"


def made(below: Path) -> Path:
    """The project's folder, with a Dockerfile in `api`."""
    place = below / "project"
    (place / "api").mkdir(parents=True)
    (place / "api/Dockerfile").write_text(SOURCE)
    return place
