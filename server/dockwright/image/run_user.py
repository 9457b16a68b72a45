"""The user that runs a command of a RUN."""

from __future__ import annotations

from dockwright.image.answer import Answer
from dockwright.image.built_stage import BuildStep
from dockwright.image.commands import Ran
from dockwright.image.image import Image


def acting_user(step: BuildStep, ran: Ran, image: Image) -> str | None:
    """Who runs a command, where that is sure not to be root."""
    user = ran.user
    if user is None:
        user = step.step.before.user
        if user == "":
            user = image.base.user
    name = (user or "").partition(":")[0]
    if not name or name in ("root", "0"):
        return None
    if not name.isdigit() and image.account(name) is Answer.NO:
        return None  # nothing runs as who is not there: `user-unknown` says so
    known = image.account_of(name)
    return None if known is not None and known.number == "0" else name
