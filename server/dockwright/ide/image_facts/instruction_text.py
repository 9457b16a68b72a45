"""The effect of an instruction as a sentence in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from dockwright.ide.image_facts.history import Place, shortened
from dockwright.image.image import Image
from dockwright.image.steps import commands
from dockwright.semantics import copying
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import resolve
from dockwright.syntax.instruction import Instruction

_MOST = 8
"""Maximum number of names in a list."""


def sentence(step: Step, stage: Stage | None, place: Place | None) -> str:
    """The effect; empty if the instruction cannot be parsed."""
    found = step.instruction
    if found.problems:
        return ""
    match found.name:
        case "FROM":
            name = f" `{stage.name}`" if stage and stage.name else ""
            return f"Begins stage {stage.index if stage else 0}{name}, from {listed([_value(found, 0)])}."
        case "RUN":
            return _run(step, place.image if place else None)
        case "COPY" | "ADD":
            return _copy(step, place)
        case "ENV" | "LABEL":
            names = listed(key.value for key, _ in found.pairs)
            purpose = "labels of the image" if found.name == "LABEL" else "for what follows and for containers"
            return f"Sets {names}, {purpose}."
        case "ARG":
            names = listed(token.value.partition("=")[0] for token in found.arguments)
            return f"Declares {names} as build argument; containers do not see it."
        case "WORKDIR":
            return f"Sets the working directory to {listed([step.after.workdir or _value(found, 0)])}, and creates it."
        case "USER":
            return f"What follows runs as {listed([_value(found, 0)])}, and so do containers."
        case "SHELL":
            return f"Runs what follows in shell form with {_words(found)}."
        case "CMD":
            return (
                f"Containers run {_words(found)}, or pass it to the ENTRYPOINT; arguments of `docker run` replace it."
            )
        case "ENTRYPOINT":
            return f"Containers run {_words(found)}, followed by CMD or the arguments of `docker run`."
        case "HEALTHCHECK":
            return f"Checks with {_words(found)} whether containers are healthy."
        case "ONBUILD":
            return f"Runs {listed([shortened(found.text.strip()[8:])])} when another image is built on this one."
    return _of_settings(found)


def _of_settings(found: Instruction) -> str:
    values = listed(token.value for token in found.arguments)
    sentences = {
        "EXPOSE": f"Documents that containers listen on {values}; it publishes nothing.",
        "VOLUME": f"Keeps what containers write to {values} in volumes, outside the image.",
        "STOPSIGNAL": f"Stops containers with {values}.",
        "MAINTAINER": f"Names the author, {values}.",
    }
    return sentences.get(found.name, "") if values else ""


def _run(step: Step, image: Image | None) -> str:
    found, before = step.instruction, step.before
    if found.is_json:
        what = _words(found)
    else:
        names = [one.name for one in commands(step, image) if one.name] if image else []
        what = listed(dict.fromkeys(names)) if names else listed([shortened(found.argument_text)])
    base = image.base if image else None
    folder = before.workdir if before.workdir_set or base is None else base.workdir
    user = before.user or (base.user if base and before.user == "" else None)
    return f"Runs {what}{f' in `{folder}`' if folder else ''}{f' as `{user}`' if user else ''}."


def _copy(step: Step, place: Place | None) -> str:
    found = step.instruction
    if len(found.arguments) < 2:
        return ""
    sources = [token.value for token in copying.sources(found)]
    remote = [source for source in sources if copying.REMOTE.match(source)]
    what = listed(sources) if sources else "the text below"
    flag = found.flag("from")
    origin = flag.value if flag and flag.value else ""
    whence = " of the build context" if sources and not remote else ""
    if origin:
        other = place.source(origin) if place else None
        whence = f" of {'stage' if other and other.stage else 'the image or context'} `{origin}`"
    target = resolve(step.before.workdir, step.before.expand(found.arguments[-1].value, found.unit.escape))
    verb = "Downloads" if remote and len(remote) == len(sources) else "Copies"
    return f"{verb} {what}{whence} to `{target or found.arguments[-1].value}`."


def _words(found: Instruction) -> str:
    words = [token.value for token in found.arguments]
    return f"`{shortened(' '.join(words) if found.is_json else found.argument_text)}`"


def _value(found: Instruction, index: int) -> str:
    return found.arguments[index].value if len(found.arguments) > index else ""


def listed(names: Iterable[str]) -> str:
    """Names as code, separated by commas; long lists are shortened."""
    all_names = list(names)
    more = f" and {len(all_names) - _MOST} more" if len(all_names) > _MOST else ""
    return ", ".join(f"`{name}`" for name in all_names[:_MOST]) + more
