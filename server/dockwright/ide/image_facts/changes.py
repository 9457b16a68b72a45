"""The changes that an instruction makes to the image, in short lines of Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide.image_facts.history import Place, shortened, text_of
from dockwright.ide.image_facts.instruction_text import listed
from dockwright.image.effects.effect import Effect
from dockwright.image.image import Image
from dockwright.image.steps import images, moments
from dockwright.semantics.stage import Step

_PATHS = {
    "copy": "copies to", "file": "writes", "any": "writes", "folder": "makes the folder", "link": "makes the link",
    "remove": "removes", "edit": "edits", "mode": "changes the mode of", "owner": "changes the owner of",
}  # fmt: skip


def changes(step: Step, place: Place) -> list[str]:
    """The known effects in order, and the commands that may do anything."""
    if place.stage is None:
        return []
    after = images(place.stage)[place.index + 1]
    made = _between(place.image, after)
    found = [*_named([image.effect for image in made])]
    before = [image.before for image in made if _is_open(image.effect)]
    if step.instruction.name == "RUN" and before:
        # of commands before the same image, only the last has changed it
        last = {id(image): ran for ran, image in moments(step, place.image)}
        unknown = [shortened(text_of(step, last[id(image)])) for image in before if id(image) in last]
        found.append(f"may change anything: the effect of {listed(unknown) or 'what it runs'} is unknown")
    return found


def _between(before: Image, after: Image) -> list[Image]:
    found = []
    at: Image | None = after
    while at is not None and at is not before:
        found.append(at)
        at = at.before
    return found[::-1]


def _named(effects: list[Effect]) -> Iterator[str]:
    known = [effect for effect in effects if not _is_open(effect)]
    installed = [name for effect in known for _, name, there in effect.packages if there]
    removed = [name for effect in known for _, name, there in effect.packages if not there]
    if installed:
        yield f"installs the packages {listed(dict.fromkeys(installed))}"
    if removed:
        yield f"removes the packages {listed(dict.fromkeys(removed))}"
    lists = [there for effect in known for _, there in effect.lists]
    if lists:
        yield "fetches package lists" if lists[-1] else "removes package lists"
    for account in dict.fromkeys(account for effect in known for account in effect.accounts):
        verb = "removes" if account.removed else "makes"
        yield f"{verb} the {'group' if account.is_group else 'user'} `{account.name}`"
    for operation, verb in _PATHS.items():
        paths = [
            change.path for effect in known if not effect.packages for change in effect.paths
            if change.operation == operation
        ]  # fmt: skip
        if paths:
            yield f"{verb} {listed(dict.fromkeys(paths))}"


def _is_open(effect: Effect) -> bool:
    return any(change.operation == "open" and change.path == "/" for change in effect.paths)
