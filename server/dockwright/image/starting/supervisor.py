"""Whether supervisord stays in the foreground, by its configuration in the build context."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import pairwise

from dockwright.image.built_stage import BuiltStage
from dockwright.image.scripts import head_of
from dockwright.lazy import pattern
from dockwright.semantics.stage import Step
from dockwright.semantics.stage_chain import chain
from dockwright.semantics.state import resolve

_KEEPS = pattern(r"(?im)^\s*nodaemon\s*[=:]\s*(?:true|yes|on|1)\b")
_LONGEST = 4_000
"""Only the beginning of a file of the context is known."""
_PLACES = ("/etc/supervisord.conf", "/etc/supervisor/supervisord.conf")


def goes_behind(scene: BuiltStage, words: tuple[str | None, ...]) -> bool:
    """Whether no file that supervisord reads keeps it in the foreground, as far as each of them is known."""
    arguments = [word or "" for word in words[1:]]
    given = [value for option, value in pairwise(arguments) if option in ("-c", "--configuration")]
    if len(arguments) != 2 * len(given) or len(given) > 1:
        return False
    for part in chain(scene.stage):
        for step in part.all("RUN"):
            if any(mark in step.instruction.unit.text for mark in ("daemon", "supervisord.", "supervisor/", "conf.d")):
                return False
    texts = _copied(scene)
    if not texts or any(not text or _KEEPS.search(text) for text in texts.values()):
        return False
    if given:
        path = resolve(scene.stage.final.workdir, given[0])
        return path in texts
    return any(place in texts or posixpath.dirname(place) in map(posixpath.dirname, texts) for place in _PLACES) or any(
        path.startswith("/etc/supervisor/") for path in texts
    )


def _copied(scene: BuiltStage) -> dict[str, str | None]:
    """The files that COPY puts where a configuration may be, with their texts; None where one is not known."""
    steps = [step for part in chain(scene.stage) for step in part.all("COPY", "ADD")]
    return {place: text for step in steps for place, text in _of_copy(scene, step)}


def _of_copy(scene: BuiltStage, step: Step) -> Iterator[tuple[str, str | None]]:
    tokens, text = step.instruction.arguments, step.instruction.unit.text
    target = step.before.expand(tokens[-1].value, step.instruction.unit.escape) if tokens else None
    place = resolve(step.before.workdir, target) if target else None
    if place is None:
        yield "?", None
    elif any(token.value.startswith("<<") for token in tokens[:-1]):
        head = head_of(scene.files, scene.image, place)
        yield place, head.decode() if head is not None else None
    elif step.instruction.flag("from"):
        if "supervis" in text or place in ("/", "/etc"):
            yield "?", None
    elif scene.files.context is not None:
        for token in tokens[:-1]:
            for entry in scene.files.context.named(token.value.lstrip("./")):
                if entry.path.endswith((".conf", ".ini")):
                    yield from _of_file(scene, entry.path, place, "supervis" in text)


def _of_file(scene: BuiltStage, source: str, place: str, is_named: bool) -> Iterator[tuple[str, str | None]]:
    """A file of the context, at the target or in it."""
    for path in (place, posixpath.join(place, posixpath.basename(source))):
        head = head_of(scene.files, scene.image, path)
        if head is not None:
            yield path, head.decode("utf-8", "replace") if len(head) < _LONGEST else None
            return
    if is_named or "supervis" in source:
        yield source, None
