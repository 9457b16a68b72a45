"""Finds what is at a path of an image, by following copies, creations, changes and removals back in time."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import TYPE_CHECKING

from dockwright.image.answer import Answer
from dockwright.image.effects.effect import PLAIN
from dockwright.image.found import NO, UNKNOWN, Found, Kind, is_below, of_context
from dockwright.semantics import copying

if TYPE_CHECKING:
    from dockwright.context.build_context import Context
    from dockwright.image.effects.effect import Copied, PathChange
    from dockwright.image.image import Image


class Files:
    """Looks up paths in images, given the build context and the images of other stages as far as known."""

    def __init__(
        self,
        context: Context | None = None,
        stages: Mapping[str, Image] | None = None,
        names: frozenset[str] = frozenset(),
    ) -> None:
        self.context = context
        self.names = names
        """Values of --from that refer to any stage of the file, including this one and those below."""
        self.stages = stages or {}
        """The final images of stages, by the names that --from may use."""
        self.key = (*sorted(self.stages.items(), key=lambda item: item[0]), *sorted(names))
        """Equal if the stages are equal."""

    def find(self, image: Image, path: str, *, hops: int = 4) -> Found:
        """The entry at an absolute path; links are followed."""
        key = ("find", path, self.context, self.key)
        found: Found | None = image.memo.get(key)
        if found is None:
            changed = image.changed_at(path)
            found = changed.memo.get(key)
            if found is None:
                found = changed.memo[key] = self._find(changed, path)
            image.memo[key] = found
        if found.kind == "link" and found.target and hops:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), found.target))
            return self.find(image, target, hops=hops - 1)
        return found

    def _find(self, image: Image, path: str) -> Found:
        edited, doubted = False, 0  # the depth of the last change that may affect it
        needed = 0  # the depth of the last command that fails without it
        mode: str | None = None
        owner: str | None = None
        ignored: str | None = None
        implied: Found | None = None  # a folder, by what was put below it; who made it is told further back
        for at, change in image.changes(path):
            found = self._of_change(change, path, at.before or at)
            if found is None:
                continue
            if isinstance(found, str):
                edited = edited or found == "edit"
                if found == "mode":
                    mode = mode or change.detail
                elif found == "owner":
                    owner = owner or change.detail
                elif found == "doubt":
                    doubted = doubted or at.depth
                elif found == "read":
                    needed = needed or at.depth
                continue
            ignored = ignored or found.ignored
            if found.answer is Answer.UNKNOWN or not at.effect.certain:
                doubted = doubted or at.depth
            elif found.answer is Answer.YES and is_below(change.path, path):
                implied = implied or found._replace(depth=at.depth)
            elif found.answer is Answer.YES:
                return found._replace(
                    depth=at.depth,
                    edited=edited or bool(doubted),
                    mode=mode or found.mode,
                    owner=owner or found.owner,
                )
            elif change.operation == "remove":
                if implied is not None:
                    return implied._replace(mode=mode, owner=owner)
                return Found(Answer.UNKNOWN, depth=doubted or needed) if doubted or needed else NO
        answer, kind = image.base.path(path)
        if implied is not None and answer is not Answer.YES:
            return implied._replace(mode=mode, owner=owner)
        if answer is Answer.YES:
            return Found(answer, kind, edited=edited or bool(doubted), mode=mode, owner=owner)
        doubted = doubted or needed
        return Found(Answer.UNKNOWN if doubted else answer, depth=doubted, ignored=ignored)

    def _of_change(self, change: PathChange, path: str, before: Image) -> Found | str | None:
        """The result of a change for a path: the new entry, or only `mode`, `owner`, `edit`, `read` or `doubt`."""
        at = change.path
        below = path != at and is_below(path, at)
        match change.operation:
            case "file" | "folder" | "link" | "any":
                if path == at:
                    kind: Kind = "" if change.operation == "any" else change.operation
                    if change.detail == PLAIN:
                        return Found(Answer.YES, kind, plain=True)
                    return Found(Answer.YES, kind, mode=change.detail or None, target=change.detail)
                if is_below(at, path):
                    return Found(Answer.YES, "folder")
                return "doubt" if below and change.operation in ("any", "link") else None
            case "remove":
                return NO if path == at or below else None
            case "open":
                return "doubt" if path == at or below else None
            case "edit":
                return "edit" if path == at or (below and change.deep) else None
            case "mount":
                return "doubt" if path == at else None
            case "read":
                return "read" if path == at else None
            case "alias":
                return "doubt" if below else None
            case "mode" | "owner":
                return change.operation if path == at or (below and change.deep) else None
            case "copy":
                if change.copied is None:
                    return None
                copied = self._unpacked(change.copied)
                found = self._of_copy(self._aimed(copied, at, path, before), at, path)
                is_folder = isinstance(found, Found) and found.kind == "folder" and not is_below(path, at)
                return None if is_folder and self._is_there(before, path) else found

    def _unpacked(self, copied: Copied) -> Copied:
        """The same change; opaque if ADD may unpack an archive, unless the context shows that it is none."""
        if not copied.added:
            return copied
        kinds = [self.context.likely_kind(source) if self.context else None for source in copied.sources]
        return copied._replace(opaque=copied.opaque or not all(kind in ("file", "folder") for kind in kinds))

    def _aimed(self, copied: Copied, target: str, path: str, before: Image) -> Copied:
        """The same change, with the target changed to inside a folder if the path may be an existing one (no trailing
        `/`).
        """
        if copied.into_folder or copied.opaque or not (path == target or is_below(path, target)):
            return copied
        for image in reversed(self._unanswered(before, target)):
            self.find(image, target)
        there = self.find(before, target)
        if there.kind == "folder":
            return copied._replace(into_folder=True)
        in_programs = posixpath.basename(posixpath.dirname(target)) in ("bin", "sbin")
        is_named = in_programs or copying.kind_of_name(target) == "file"
        is_certain = there.answer is Answer.NO or there.kind == "file" or is_named
        return copied if is_certain else copied._replace(opaque=True)

    def _is_there(self, before: Image, path: str) -> bool:
        """Whether a folder is there before a copy, which then keeps its owner and mode."""
        for image in reversed(self._unanswered(before, path)):
            self.find(image, path)
        there = self.find(before, path)
        return there.answer is Answer.YES and there.kind == "folder"

    def _unanswered(self, image: Image, target: str) -> list[Image]:
        """The images with other copies to the same target: asking from the oldest on bounds the recursion."""
        key, found = ("find", target, self.context, self.key), []
        for at, change in image.changes(target):
            if change.operation == "copy" and change.path == target and at.before is not None:
                if key in at.before.memo:
                    break
                found.append(at.before)
        return found

    def _of_copy(self, copied: Copied, target: str, path: str) -> Found | str | None:
        if path != target and not is_below(path, target):
            return Found(Answer.YES, "folder") if is_below(target, path) else None
        if copied.opaque:
            return "doubt"
        if copied.content is not None:
            place = posixpath.join(target, copied.sources[0]) if copied.into_folder else target
            made = Found(Answer.YES, "file", mode=copied.mode, owner=copied.owner, content=copied.content)
            return made if path == place else (Found(Answer.YES, "folder") if is_below(place, path) else None)
        answers = [self._of_source(copied, source, target, path) for source in reversed(copied.sources)]
        there = next((one for one in answers if one.answer is Answer.YES), None)
        if there is None and path == target and copied.into_folder:
            return Found(Answer.YES, "folder", owner=copied.owner)
        if there is None and any(one.answer is Answer.UNKNOWN for one in answers):
            return "doubt"
        if there is None:
            ignored = next((one.ignored for one in answers if one.ignored), None)
            return Found(Answer.NO, ignored=ignored) if ignored else None
        return there._replace(mode=copied.mode or there.mode, owner=copied.owner or there.owner)

    def _of_source(self, copied: Copied, source: str, target: str, path: str) -> Found:
        """The entry that one source of a COPY creates at a path at or below its target."""
        if copied.origin:
            return self._of_stage(copied, source, target, path)
        context = self.context
        if context is None or not context.sure:
            named = _by_name(source, copied.into_folder, posixpath.relpath(path, target), copied.parents)
            if named is not None and (context is None or named.answer is Answer.NO):
                return named
        if context is None:
            return UNKNOWN
        key = ("put", source, copied.into_folder, posixpath.relpath(path, target), copied.parents)
        found: Found | None = context.memo.get(key)
        if found is None:
            if len(context.memo) > 20_000:
                context.memo.clear()
            found = context.memo[key] = of_context(context, *key[1:])
        return found

    def _of_stage(self, copied: Copied, source: str, target: str, path: str) -> Found:
        image = self.stages.get(copied.origin.lower())
        if image is None or any(mark in source for mark in "*?[\\$") or copied.parents:
            return UNKNOWN
        origin = posixpath.normpath(posixpath.join("/", source))
        top = self.find(image, origin)
        if top.answer is Answer.UNKNOWN:
            return UNKNOWN
        below = posixpath.relpath(path, target)
        if top.answer is Answer.NO:
            return NO
        if top.kind == "":
            return UNKNOWN
        if top.kind == "file":
            name = posixpath.basename(origin) if copied.into_folder else "."
            return _fresh(top) if below == name else NO
        inside = _fresh(self.find(image, posixpath.normpath(posixpath.join(origin, below))))
        return inside._replace(owner=None) if below == "." else inside


def _by_name(source: str, into_folder: bool, below: str, parents: bool) -> Found | None:
    """The entry of a source at `below` if its name alone shows that it is a file; else None."""
    if parents or copying.kind_of_name(source) != "file":
        return None
    name = posixpath.basename(source) if into_folder else "."
    return Found(Answer.YES, "file") if below == name else NO


def _fresh(found: Found) -> Found:
    """A copy of another stage keeps its owner, but for the folder that it is put into, which root gets."""
    return found._replace(depth=0)
