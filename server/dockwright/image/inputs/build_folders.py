"""The folders that build tools of package.json write by default, and those that they certainly do not make."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.image.answer import Answer
from dockwright.image.effects.effect import PathChange
from dockwright.image.files import Files
from dockwright.image.image import Image
from dockwright.image.inputs.json_manifest import manifest, table
from dockwright.image.on_path import may_create
from dockwright.lazy import pattern

_WRITES = {"vite build": "dist", "react-scripts build": "build", "next build": ".next", "vue-cli-service build": "dist"}
"""By the script, without options and a check of types in front of it."""
_CHECKS = pattern(r"(?:(?:vue-)?tsc(?: -b| -p \S+| --noEmit| --build)*|eslint \S+|npm run lint)\s*&&\s*")
_SETS = pattern(r"outDir|outputDir|BUILD_PATH|distDir|output\s*:|publicDir|sitemap|pwa|serwist|partytown")
"""What may have the tool write elsewhere, or something else write there."""
_BESIDE = ("prebuild", "postbuild", "postinstall", "prepare", "preinstall", "install")
"""Scripts that run with `build` or before it."""
_OTHERS = frozenset({"build", "dist", "out", "public"})
_CONFIGS = tuple(
    f"{name}.{ending}" for name in ("vite.config", "next.config", "vue.config") for ending in ("js", "mjs", "ts", "cjs")
)


def made_instead(files: Files, image: Image, path: str) -> str:
    """The script whose default folder is another one than `path`, with that folder: "`vite build` makes `dist`"."""
    folder, name = posixpath.split(path)
    context = files.context
    if name not in _OTHERS or context is None or files.find(image, path).answer is Answer.YES:
        return ""
    found = files.find(image, posixpath.join(folder, "package.json"))
    here = posixpath.dirname(found.source or "")
    if found.answer is not Answer.YES or not found.source or f"{here}/{name}".lstrip("/") in _folders(files, here):
        return ""
    text = context.texts.get(found.source, "")
    configs = [
        context.texts.get(posixpath.join(here, one)) for one in _CONFIGS if context.named(posixpath.join(here, one))
    ]
    if None in configs or any(_SETS.search(one) for one in (text, *(one or "" for one in configs))):
        return ""
    script = _script(text)
    made = _WRITES.get(script, "")
    if not made or made == name or not all(_is_of_build(change, path, folder) for change in _changes(image)):
        return ""
    return f"`{script}` makes `{made}`"


def _changes(image: Image) -> Iterator[PathChange]:
    at: Image | None = image
    while at is not None:
        yield from at.effect.paths
        at = at.before


def _is_of_build(change: PathChange, path: str, folder: str) -> bool:
    """Whether a change brings nothing to the path, or nothing but what the build or the context has."""
    if change.operation == "copy":
        return (change.copied is not None and not change.copied.origin) or not may_create(change, path)
    return (change.operation == "open" and change.path in (folder, path)) or not may_create(change, path)


def _folders(files: Files, here: str) -> set[str]:
    context = files.context
    return {posixpath.join(here, name) for name, is_folder in (context.children(here) if context else ()) if is_folder}


def _script(text: str) -> str:
    """The script `build`, without options; empty if others run with it."""
    scripts = table(manifest(text), "scripts")
    if not scripts.keys().isdisjoint(_BESIDE):
        return ""
    plain = _CHECKS.sub("", str(scripts.get("build", ""))).strip()
    return re.sub(r"(?:\s+(?:--turbopack|--mode(?: |=)\w+|--no-lint))+\Z", "", plain)
