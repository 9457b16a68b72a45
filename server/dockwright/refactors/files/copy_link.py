"""COPY --link, where the folders on the way are surely those of the image."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dockwright.config import Config
from dockwright.image.copy_targets import Landing, history, is_standard, is_there, landings, under
from dockwright.refactors.kit.command_chain import place_at
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.requirements import lacking
from dockwright.refactors.kit.selected import is_windows
from dockwright.semantics.copying import target
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from dockwright.context.build_context import Context

_PLAIN = """
    / /etc /opt /srv /usr /usr/bin /usr/include /usr/lib /usr/local /usr/local/bin /usr/local/etc /usr/local/include
    /usr/local/lib /usr/local/share /usr/share /usr/src /var /var/lib
"""
PLAIN = frozenset(_PLAIN.split())
"""Folders that are no links and belong to root with mode 755 in the images of all common distributions.

Not so are /bin, /lib, /sbin, /usr/sbin and /var/run, which may be links, and /tmp and /root, whose modes differ.
"""
_CHANGES = re.compile(r"\b(?:chown|chmod|chgrp|ln|install|useradd|adduser|usermod|mount|setfacl|mv)\b")
_NUMBERS = re.compile(r"[0-9]+(?::[0-9]+)?\Z")


@refactor("refactor.rewrite.copy.link", "Add --link")
def copy_link(model: Model, selection: Span, context: Context | None, config: Config) -> Answer:
    """For the COPY at the selection."""
    place = place_at(model, selection, "COPY")
    if place is None or place.step.instruction.flag("link"):
        return None
    copy = place.step.instruction
    if is_windows(model, place.stage):
        return Refusal("The image is for Windows or the file escapes with a backtick.")
    if reason := lacking(model, config, "COPY --link", 4):
        return Refusal(reason)
    if copy.flag("chmod"):
        return Refusal("--chmod switches --link off.")
    owner = copy.flag("chown")
    if owner and not _NUMBERS.match(owner.value or ""):
        return Refusal("With --link, COPY does not see the image, and so not the numbers of its users.")
    earlier = history(place.stage, place.step)
    folders = _folders(place.step, landings(place.step, context), earlier)
    if isinstance(folders, Refusal):
        return folders
    if owner and folders:
        return Refusal(f"COPY would give `{folders[0]}` to the same owner, even where it is there already.")
    for folder in folders:
        if folder != "/" and is_standard(folder):
            return Refusal(f"`{folder}` may be a link, or have another mode than 755, which --link would replace.")
        if any(_may_change(step, folder) for step in earlier):
            return Refusal(f"`{folder}` may have another owner or mode, or be a link, which --link would replace.")
    end = copy.keyword.span.end
    cost = f"loses a link or mode of {', '.join(folders)} in the base image" if folders else ""
    cost = "" if place.stage.root.is_scratch else cost
    return Rewrite("Add --link (cached apart from what is above)", (Edit(Span(end, end), " --link"),), cost)


def _folders(step: Step, landing: list[Landing], earlier: list[Step]) -> list[str] | Refusal:
    """The folders on the way that are not known to be plain ones, the topmost first."""
    place = target(step)
    if place is None or "$" in place.path or any(not each.path for each in landing):
        return Refusal("Where it copies to is decided when the image is built.")
    if not place.is_folder and any(each.kind != "folder" for each in landing) and is_there(place.path, earlier):
        return Refusal(f"`{place.path}` is a folder in the image, which COPY does not see with --link: add a slash.")
    whole = place.is_folder or all(each.kind == "folder" for each in landing)
    kept = place.path if whole else posixpath.dirname(place.path)
    return [folder for folder in _above(kept) if folder not in PLAIN]


def _above(path: str) -> Iterator[str]:
    parts = path.strip("/").split("/")
    yield "/"
    for count in range(1, len(parts) + 1):
        if path != "/":
            yield "/" + "/".join(parts[:count])


def _may_change(step: Step, folder: str) -> bool:
    instruction = step.instruction
    if instruction.name == "RUN":
        return posixpath.basename(folder) in instruction.unit.text and bool(_CHANGES.search(instruction.unit.text))
    if instruction.name in ("COPY", "ADD") and (instruction.flag("chown") or instruction.flag("chmod")):
        place = target(step)
        return place is None or under(place.path, folder) or under(folder, place.path)
    return False
