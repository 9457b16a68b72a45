"""The users and groups of an image, as far as the file and facts about its base tell."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide import pages
from dockwright.ide.image_facts.history import place_of
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.image import accounts
from dockwright.image.answer import Answer
from dockwright.image.image import Image
from dockwright.semantics import images
from dockwright.semantics.image_names import HUB, parse_reference
from dockwright.semantics.stage import Stage
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span


def user_values(
    snapshot: Snapshot, instruction: Instruction, word: Span, named: list[str], typed: str
) -> Iterator[Completion]:
    """The users for USER or `--chown=`, including those `named` elsewhere; groups after a colon."""
    step = snapshot.model.step_at(instruction.start)
    place = place_of(snapshot.model, step, snapshot.context) if step else None
    user, colon, group = typed.partition(":")
    found: list[str]
    if colon:
        word = Span(word.end - len(group), word.end)
        found = place.image.accounts(is_group=True) if place else []
        found.sort(key=lambda name: name != user)  # usually the user's own group is meant
    elif place is not None and place.stage is not None:
        # the many system accounts are only useful after the first letter
        others = place.image.accounts() if typed else []
        found = [*_users(place.stage, instruction.start, place.image), *named, "root", *others]
    else:
        found = [*named, "root"]
    for order, name in enumerate(dict.fromkeys(found)):
        yield Completion(name, "value", word, name, sort_text=f"{order:02}")


def _users(stage: Stage, before: int, image: Image) -> list[str]:
    """The users to switch to, those created in the file first; without those of the base that are certainly removed."""
    made = dict.fromkeys(one.name for one in accounts.accounts_made(stage, before))
    found: dict[str, None] = {}
    reference = stage.root.image or ""
    name = parse_reference(reference) if reference else None
    facts = images.lookup(reference)
    table = pages.table("images")["users"]
    if facts and facts.user:
        found[facts.user] = None
    family = name.official or ("" if name.host == HUB else name.path.partition("/")[0]) if name else ""
    found |= dict.fromkeys(table.get(family, ()))
    return [*made, *(name for name in found if image.account(name) is not Answer.NO or name.isdigit())]
