"""A new name for a value."""

from __future__ import annotations

import re

from dockwright.refactors.names.places import Place
from dockwright.refactors.names.reserved_names import has_meaning, reason
from dockwright.semantics import images
from dockwright.semantics.model import Model

_VERSION = re.compile(r"v?\d+(?:[._-]?[\w.+-]*)?\Z")
_REPOSITORY = re.compile(r"([A-Za-z][\w.-]*)/(?:releases/download|archive(?:/refs/tags)?|raw|tarball|tags)/[^/]*\Z")
_WORD_BEFORE = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*?)[-_@=:/~<>!\"'{]*v?\Z")
_LAST_WORD = re.compile(r"([A-Za-z][\w-]*)[^/]*/?\Z", re.ASCII)
_KEYWORDS = {"EXPOSE": "APP_PORT", "USER": "APP_USER", "WORKDIR": "APP_DIR", "STOPSIGNAL": "APP_SIGNAL"}


def fresh_name(model: Model, place: Place, value: str, *, in_stage: bool) -> str:
    """A name that describes the value and that nothing in the file, the build or a program uses.

    In a stage, names that an official image sets are avoided, too; empty if a hundred names are taken.
    """
    wanted = _wanted(place, value)
    stem = wanted.removesuffix("_VERSION")
    others = [f"{stem}_TAG", f"{stem}_PIN"] if stem != wanted else []
    for name in (wanted, *others, f"APP_{wanted}", *(f"{wanted}_{number}" for number in range(2, 100))):
        taken = has_meaning(name) or (in_stage and name in images.variables())
        if not taken and not reason(model, name):
            return name
    return ""


def _wanted(place: Place, value: str) -> str:
    version = bool(_VERSION.match(value))
    if place.instruction.name in _KEYWORDS and place.role == "word":
        return _KEYWORDS[place.instruction.name]
    repository = _REPOSITORY.search(place.before)
    before = repository or _WORD_BEFORE.search(place.before)
    stem = before[1] if before else ""
    if place.in_flag:
        flag = next((flag for flag in place.instruction.flags if flag.span.covers(place.span)), None)
        stem, ending = flag.name if flag else "", "VALUE" if flag and flag.name == "mount" else ""
    elif place.instruction.name == "FROM":
        stem = place.before.rstrip(":@").rpartition("/")[2] or value.rpartition("/")[2].partition(":")[0]
        ending = "TAG" if place.before.endswith(":") and not version else "VERSION" if version else "IMAGE"
    elif place.instruction.name == "ENV" and not place.before.strip('"'):
        stem, ending = f"default_{_key(place)}", ""
    else:
        stem = stem or _key(place)
        ending = "VERSION" if version else "" if stem else "VALUE"
        if not stem and (last := _LAST_WORD.search(value)):
            stem, ending = last[1], "PATH" if "/" in value or "." in value else "NAME"
    words = re.sub(r"[^A-Za-z0-9]+", "_", stem).strip("_").upper()
    words = re.sub(r"^(\d)", r"_\1", words)
    if words.endswith(("VERSION", "TAG")) or not ending:
        return words or ending or "VALUE"
    return f"{words}_{ending}" if words else ending


def _key(place: Place) -> str:
    """The name of the value where it is written: the key of ENV or LABEL, the name of an ARG."""
    for key, value in place.instruction.pairs if place.instruction.name in ("ENV", "LABEL") else ():
        if value.span.covers(place.span):
            return key.value.rpartition(".")[2]
    for token in place.instruction.arguments if place.instruction.name == "ARG" else ():
        if token.span.covers(place.span):
            return token.value.partition("=")[0]
    return ""
