"""Completion of paths that certainly exist in the image: for `--from`, CMD and ENTRYPOINT, and `cd`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from dockwright.ide.image_facts.history import Place, final_place, place_of
from dockwright.ide.image_facts.listing import children
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.semantics.state import resolve
from dockwright.syntax.instruction import Instruction
from dockwright.text import Span

_IN_QUOTES = re.compile(r'(?:\A|[\[,\s])"([^"\\\s]*)\Z')
_PATH = re.compile(r"\.{0,2}/[^\s\"'`$;&|<>()]*\Z")


def of_source(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterator[Completion]:
    """The content of the typed folder in the stage or image of `--from`."""
    step, flag = snapshot.model.step_at(instruction.start), instruction.flag("from")
    place = place_of(snapshot.model, step, snapshot.context) if step else None
    other = place.source(flag.value) if place and flag and flag.value else None
    if other is not None and _is_plain(typed):
        yield from _below(other, "/", typed, word, bare="/" in typed)


def of_folders(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterator[Completion]:
    """Folders of the image for WORKDIR and `cd`, after the first letter of a name: a line may end after `/`."""
    step = snapshot.model.step_at(instruction.start)
    place = place_of(snapshot.model, step, snapshot.context) if step else None
    if step is None or place is None or not _is_plain(typed) or typed.endswith("/") or not typed:
        return
    if typed.count("/") < (2 if typed.startswith("/") else instruction.name == "WORKDIR"):
        return  # a new folder is equally likely
    folder = step.before.workdir or "/"
    yield from (one for one in _below(place, folder, typed, word) if one.kind == "folder")


def of_start(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterator[Completion]:
    """Files for CMD and ENTRYPOINT: in quotes, or after the start of a path."""
    stage = snapshot.model.stage_at(instruction.start)
    place = final_place(snapshot.model, stage, snapshot.context) if stage else None
    quoted = _IN_QUOTES.search(typed)
    if stage is None or place is None or (not quoted and (not _PATH.match(typed) or typed.endswith("/"))):
        return
    written = quoted[1] if quoted else typed
    before = snapshot.text.slice(Span(instruction.keyword.span.end, word.end - len(written)))
    if quoted and "/" not in written and before.count('"') < 2:
        return  # the first word is a program, which is searched in other folders
    folder = stage.final.workdir if stage.final.workdir_set else place.image.base.workdir
    yield from _below(place, folder, written, Span(word.end - len(written), word.end))


def _is_plain(typed: str) -> bool:
    return not set(typed) & set("$*?[\\\"'`{")


def _below(place: Place, workdir: str | None, typed: str, word: Span, bare: bool = True) -> Iterator[Completion]:
    """The content of the typed folder, as complete words; nothing for a folder without a trailing slash."""
    written, _, _ = typed.rpartition("/")
    folder = resolve(workdir, (written or "/") if "/" in typed else ".")
    if folder is None or not bare or (folder == "/" and "/" not in typed):
        return
    prefix = typed[: len(typed) - len(typed.rpartition("/")[2])]
    for order, (name, is_folder) in enumerate(children(place.files, place.image, folder).items()):
        if re.fullmatch(r"[\w.+@-]+", name) and name not in (".", ".."):
            new = f"{prefix}{name}"
            detail = posixpath.join(folder, name) if not new.startswith("/") else ""
            kind = "folder" if is_folder else "file"
            yield Completion(new, kind, word, new, detail=detail, sort_text=f"~{order:03}")  # type: ignore[arg-type]
