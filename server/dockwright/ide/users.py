"""The users of an image, as far as the file and what is known of its base tell."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide import pages
from dockwright.rules.shell.report import body_of
from dockwright.semantics import images
from dockwright.semantics.image_names import HUB, parse_reference
from dockwright.semantics.options import arguments
from dockwright.semantics.stage import Stage
from dockwright.syntax.shell import unwrapped

_WITH_VALUE = {
    "useradd": "-u --uid -g --gid -s --shell -d --home-dir --home -b --base-dir -c --comment -G --groups -k --skel -K "
    "--key -p --password -e --expiredate -f --inactive -R --root -P --prefix -Z --selinux-user",
    "adduser": "-u --uid -g --gid -s --shell -h --home -G --ingroup -k --gecos --firstuid --lastuid --firstgid "
    "--lastgid --conf --comment -d -c --groups",
}


def users(stage: Stage, before: int) -> list[str]:
    """The users known at `before` in a stage, those that the file creates first."""
    found = dict.fromkeys(_created(stage, before))
    image = stage.root.image or ""
    name = parse_reference(image) if image else None
    facts = images.lookup(image)
    table = pages.table("images")["users"]
    if facts and facts.user:
        found[facts.user] = None
    family = name.official or ("" if name.host == HUB else name.path.partition("/")[0]) if name else ""
    found |= dict.fromkeys(table.get(family, ()))
    return list(found)


def _created(stage: Stage, before: int) -> Iterator[str]:
    """The users that `useradd` and `adduser` create in a stage and those below it."""
    if stage.base is not None:
        yield from _created(stage.base, stage.base.span.end)
    for step in stage.all("RUN"):
        text = step.instruction.unit.text
        if step.instruction.start >= before or not any(program in text for program in _WITH_VALUE):
            continue
        body = body_of(step)
        for command in body.commands if body else ():
            program = unwrapped(command)
            options = _WITH_VALUE.get(program.name or "")
            operands = arguments(program.arguments, options.split()).operands if options else ()
            last = operands[:1] if program.name == "adduser" else operands[-1:]
            yield from (word.literal for word in last if word.literal)
