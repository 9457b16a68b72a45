"""Builds of Podman's Quadlet: `.build` units, and what `.container` and `.kube` units build; podman-systemd.unit(5)."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator

from dockwright.context.builds import yaml
from dockwright.context.values import Build, Workspace, join
from dockwright.frozen import replace

_CONTINUED = re.compile(r"[ \t]*\\\r?\n(?:[#;][^\n]*\n)*[ \t]*")
_SECTION = re.compile(r"\s*\[([^\]]*)\]\s*\Z")


def quadlet(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The build of a unit; `File` is relative to the folder of the unit, or to the context if it is not there."""
    found = _settings(text)
    place = found.get(("Service", "WorkingDirectory")) or found.get(("Build", "SetWorkingDirectory"))
    written = found.get(("Build", "File"))
    folder = posixpath.dirname(path)
    if place is None or not found.get(("Build", "ImageTag")):
        return
    (context, line), (name, at) = place, written or ("", place[1])
    if context == "unit":
        where: str | None = folder
    elif context == "file":
        own = join(folder, name) if name else None
        where = posixpath.dirname(own) if own is not None else None
    else:
        where = join(folder, context)
    if where is None:
        return
    names = [name] if name else ["Containerfile", "Dockerfile"]
    files = [join(base, one) for base in dict.fromkeys((folder if name else where, where)) for one in names]
    file = next((one for one in files if one is not None and workspace.exists(one)), None)
    if file is None:
        return
    target = found.get(("Build", "Target"), ("", 0))[0]
    args = dict(pair.split("=", 1) for pair in _listed(text, "BuildArg") if "=" in pair)
    yield Build(file, where, "described", path, at if written else line, target=target, args=args, podman=True)


def container(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The build of the unit that an image is taken from: `Image=api.build`."""
    image, line = _settings(text).get(("Container", "Image"), ("", 0))
    unit = join(posixpath.dirname(path), image) if image.endswith(".build") else None
    if unit is not None and (other := workspace.read(unit)) is not None:
        name = posixpath.basename(path).removesuffix(".container")
        yield from (replace(build, file=path, line=line, name=name) for build in quadlet(unit, other, workspace))


def kube(path: str, text: str, workspace: Workspace) -> Iterator[Build]:
    """The images of a Kubernetes file that `podman kube play` builds: those with a folder of their name beside it."""
    found = _settings(text)
    folder, line = posixpath.dirname(path), found.get(("Kube", "Yaml"), ("", 0))[1]
    file = join(folder, found.get(("Kube", "Yaml"), ("", 0))[0] or "..")
    place = found.get(("Service", "WorkingDirectory"), found.get(("Kube", "SetWorkingDirectory"), ("", 0)))[0]
    held = workspace.read(file) if file else None
    if not place or file is None or held is None:
        return
    where = {"unit": folder, "yaml": posixpath.dirname(file)}.get(place.lower(), join(folder, place))
    for image in dict.fromkeys(_images(held)) if where is not None else ():
        context = posixpath.join(where or "", image.split(":")[0].split("/")[-1].split("@")[0])
        files = (posixpath.join(context, name) for name in ("Containerfile", "Dockerfile"))
        if (found_file := next(filter(workspace.exists, files), None)) is not None:
            yield Build(found_file, context, "described", path, line, name=image, podman=True)


def _images(text: str) -> Iterator[str]:
    for document in yaml.documents(text):
        for mapping in document.mappings():
            for key in ("initContainers", "containers"):
                listed = mapping.get(key)
                yield from (image for item in listed.items if (image := item.text("image"))) if listed else ()


def _settings(text: str) -> dict[tuple[str, str], tuple[str, int]]:
    """Each key with its section: its last value and the line of that, from 0."""
    found: dict[tuple[str, str], tuple[str, int]] = {}
    section = ""
    for line, string in _lines(text):
        if match := _SECTION.match(string):
            section = match[1]
        elif "=" in string:
            key, value = string.split("=", 1)
            found[section, key.strip()] = (value.strip(), line)
    return found


def _listed(text: str, wanted: str) -> list[str]:
    """All words of all values of a key; an empty value resets the list."""
    values: list[str] = []
    for _, string in _lines(text):
        key, equals, value = string.partition("=")
        if equals and key.strip() == wanted:
            values = [*values, *_words(value)] if value.strip() else []
    return values


def _words(value: str) -> list[str]:
    """The words of a value, split as systemd does; none if a quote is not closed."""
    try:
        return shlex.split(value)
    except ValueError:
        return []


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines with content, with continuations joined."""
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        while (more := _CONTINUED.match(text, _blank(text, at, end))) and more.end() > end:
            following = text.find("\n", more.end())
            end = len(text) if following < 0 else following
        string = _CONTINUED.sub(" ", text[at:end])
        if string.strip() and string.lstrip()[0] not in "#;":
            yield text.count("\n", 0, at), string
        at = end + 1


def _blank(text: str, start: int, end: int) -> int:
    """The offset of the blanks and the backslash at the end of a line."""
    last = text[start:end].rstrip("\r")
    return start + len(last.removesuffix("\\").rstrip()) if last.endswith("\\") else end
