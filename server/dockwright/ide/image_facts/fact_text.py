"""A fact about an image as a sentence in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dockwright.ide.image_facts.facts import Fact
from dockwright.ide.image_facts.history import Maker
from dockwright.image.answer import Answer
from dockwright.image.bases.base import Base

LineOf = Callable[[int], int]
"""The line, from 0, of an offset."""


def told(fact: Fact, line_of: LineOf) -> str:
    """What is certainly known; with the reason if it is not known."""
    asked = fact.asked
    head = f"{asked.kind} `{asked.name}`" if asked.kind in ("user", "group") else f"`{asked.name}`"
    if fact.account is not None:
        head = f"{asked.kind} `{fact.account.name}`"
        if fact.account.number:
            head += f" ({fact.account.number})"
        if fact.account.home and asked.kind == "user":
            head += f", home `{fact.account.home}`"
    return f"{head}: {', '.join(_said(fact, line_of))}"


def _said(fact: Fact, line_of: LineOf) -> Iterator[str]:
    base = fact.asked.place.image.base
    if fact.answer is Answer.UNKNOWN:
        known = f", because {_by(fact.maker, line_of)} may bring or remove it" if fact.maker else f" of {_image(base)}"
        yield f"not known{known}"
        return
    if fact.answer is Answer.NO:
        yield from _absent(fact, base, line_of)
        return
    what = _kind(fact)
    if fact.maker is None:
        yield f"{what}in {_image(base)}{_unless_certain(base)}"
    elif fact.is_implied:
        yield f"a folder, into which {_by(fact.maker, line_of)} puts something"
    elif fact.package:
        yield f"from package `{fact.package}`, {_by(fact.maker, line_of)}"
    else:
        yield f"{what}from {_by(fact.maker, line_of)}"
    yield from _more(fact, line_of)


def _absent(fact: Fact, base: Base, line_of: LineOf) -> Iterator[str]:
    asked = fact.asked
    if fact.maker is not None:
        yield f"removed by {_by(fact.maker, line_of)}"
    elif fact.found is not None and fact.found.ignored:
        yield f"not there, as the ignore file leaves out `{fact.found.ignored}`"
    elif asked.kind in ("user", "group") and asked.name.isdigit():
        yield f"no {asked.kind} of {_image(base)} has this number, and none is needed"
    else:
        rest = ", and nothing here brings it" if asked.place.image.before is not None else ""
        package = f"; package `{fact.package}` has it" if fact.package else ""
        yield f"not in {_image(base)}{_unless_certain(base)}{rest}{package}"


def _more(fact: Fact, line_of: LineOf) -> Iterator[str]:
    """More about a file: its source, mode and owner."""
    found = fact.found
    if fact.through is not None:
        stage = fact.through.asked.place.stage
        where = f"in stage `{stage.name or stage.index}`" if stage is not None else "there"
        yield f"{where} {', '.join(_said(fact.through, line_of))}"
    elif found is not None and found.source is not None:
        yield f"your {'folder' if found.kind == 'folder' else 'file'} `{found.source or '.'}`"
    if found is not None and found.mode:
        yield f"mode `{found.mode}`"
    if found is not None and found.owner:
        yield f"owner `{found.owner}`"


def _kind(fact: Fact) -> str:
    found = fact.found
    return "a folder " if found is not None and found.kind == "folder" and not found.source else ""


def _by(maker: Maker, line_of: LineOf) -> str:
    return f"{code(maker.text)} at line {line_of(maker.span.start) + 1}"


def code(text: str) -> str:
    """A text as code in Markdown; it may contain backquotes."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _image(base: Base) -> str:
    return f"`{base.reference}`" if base.reference else "the base image"


def _unless_certain(base: Base) -> str:
    """Facts about an unrecorded tag are those shared by similar tags."""
    return "" if base.is_certain else ", as in its other versions"
