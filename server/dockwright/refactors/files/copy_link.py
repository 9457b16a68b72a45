"""Add --link to COPY, if the folders of its target are certainly plain folders of the image."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dockwright.config import Config
from dockwright.image.copy_targets import CopyTarget, copy_targets, history, is_standard, is_sure, is_there
from dockwright.refactors.kit.command_chain import place_at
from dockwright.refactors.kit.folder_owners import may_change
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.requirements import lacking
from dockwright.refactors.kit.selection import is_windows
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
"""Folders that are not links and belong to root with mode 755 in the images of all common distributions.

This excludes /bin, /lib, /sbin, /usr/sbin and /var/run, which may be links, and /tmp and /root, whose modes differ.
"""
_NUMBERS = re.compile(r"[0-9]+(?::[0-9]+)?\Z")


@refactor("refactor.rewrite.copy.link", "Add `--link`")
def copy_link(model: Model, selection: Span, context: Context | None, config: Config) -> Answer:
    """Add --link to the selected COPY."""
    place = place_at(model, selection, "COPY")
    if place is None or place.step.instruction.flag("link"):
        return None
    copy = place.step.instruction
    if is_windows(model, place.stage):
        return Refusal("Not for Windows images or files with a backtick as escape character")
    if reason := lacking(model, config, "`COPY --link`", 4):
        return Refusal(reason)
    if copy.flag("chmod"):
        return Refusal("`--chmod` disables `--link`")
    owner = copy.flag("chown")
    if owner and not _NUMBERS.match(owner.value or ""):
        return Refusal("With `--link`, COPY does not see the image, so user names are unknown to it")
    earlier = history(place.stage, place.step)
    slash = _lacks_slash(place.step, copy_targets(place.step, context), earlier)
    if slash and not is_sure(place.stage, slash, earlier):
        return Refusal(f"`{slash}` may be a folder in the image, which COPY does not see with `--link`")
    folders = _folders(place.step, copy_targets(place.step, context), slash)
    if isinstance(folders, Refusal):
        return folders
    if owner and folders:
        return Refusal(f"COPY would give `{folders[0]}` the same owner, even if the folder exists")
    for folder in folders:
        if folder != "/" and is_standard(folder):
            return Refusal(f"`{folder}` may be a link or have a mode other than 755, which `--link` would replace")
        if any(may_change(step, folder, plain=False) for step in earlier):
            return Refusal(f"`{folder}` may have another owner or mode or be a link, which `--link` would replace")
    for folder in _above(slash or _kept(place.step, copy_targets(place.step, context))):
        if folder in PLAIN and any(may_change(step, folder, plain=True) for step in earlier):
            return Refusal(f"`{folder}` has another owner or mode or is a link, which `--link` would replace")
    end = copy.keyword.span.end
    cost = f"loses owner, mode or link of `{', '.join(folders)}` in the base image" if folders else ""
    cost = "" if place.stage.root.is_scratch else cost
    edits = [Edit(Span(end, end), " --link")]
    if slash:
        last = copy.arguments[-1].span.end
        quoted = model.tree.text.string[last - 1] in "\"'"
        edits.append(Edit(Span(last - quoted, last - quoted), "/"))
    return Rewrite("Add `--link` (cached separately from what is above)", tuple(edits), cost)


def _lacks_slash(step: Step, landing: list[CopyTarget], earlier: list[Step]) -> str:
    """The folder that COPY puts files into although its words do not show that it is one; empty if there is none."""
    place = target(step)
    if place is None or "$" in place.path or place.is_folder or all(each.kind == "folder" for each in landing):
        return ""
    return place.path if is_there(place.path, earlier) else ""


def _folders(step: Step, landing: list[CopyTarget], slash: str) -> list[str] | Refusal:
    """The folders of the target path that are not known to be plain ones, the topmost first."""
    place = target(step)
    if place is None or "$" in place.path or any(not each.path for each in landing):
        return Refusal("The target folder is only known during the build")
    return [folder for folder in _above(slash or _kept(step, landing)) if folder not in PLAIN]


def _kept(step: Step, landing: list[CopyTarget]) -> str:
    """The folder that the files are put into."""
    place = target(step)
    assert place is not None
    whole = place.is_folder or all(each.kind == "folder" for each in landing)
    return place.path if whole else posixpath.dirname(place.path)


def _above(path: str) -> Iterator[str]:
    parts = path.strip("/").split("/")
    yield "/"
    for count in range(1, len(parts) + 1):
        if path != "/":
            yield "/" + "/".join(parts[:count])
