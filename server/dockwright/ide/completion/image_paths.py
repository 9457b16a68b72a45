"""Completion of paths that are sure to be in the image: of a stage behind `--from`, of CMD and ENTRYPOINT, of `cd`."""

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
    """What the stage or image behind `--from` has below the folder that is typed."""
    step, flag = snapshot.model.step_at(instruction.start), instruction.flag("from")
    place = place_of(snapshot.model, step, snapshot.context) if step else None
    other = place.source(flag.value) if place and flag and flag.value else None
    if other is not None and _is_plain(typed):
        yield from _below(other, "/", typed, word, bare="/" in typed)


def of_folders(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterator[Completion]:
    """Folders of the image for WORKDIR and `cd`, once a name in a folder is begun: after `/` a line may end."""
    step = snapshot.model.step_at(instruction.start)
    place = place_of(snapshot.model, step, snapshot.context) if step else None
    if step is None or place is None or not _is_plain(typed) or typed.endswith("/") or not typed:
        return
    if typed.count("/") < (2 if typed.startswith("/") else instruction.name == "WORKDIR"):
        return  # a new folder of its own is as likely
    folder = step.before.workdir or "/"
    yield from (one for one in _below(place, folder, typed, word) if one.kind == "folder")


def of_start(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterator[Completion]:
    """Files for CMD and ENTRYPOINT: within quotes, or once a path is begun."""
    stage = snapshot.model.stage_at(instruction.start)
    place = final_place(snapshot.model, stage, snapshot.context) if stage else None
    quoted = _IN_QUOTES.search(typed)
    if stage is None or place is None or (not quoted and (not _PATH.match(typed) or typed.endswith("/"))):
        return
    written = quoted[1] if quoted else typed
    before = snapshot.text.slice(Span(instruction.keyword.span.end, word.end - len(written)))
    if quoted and "/" not in written and before.count('"') < 2:
        return  # the first word is a program, which is looked for in other folders
    folder = stage.final.workdir if stage.final.workdir_set else place.image.base.workdir
    yield from _below(place, folder, written, Span(word.end - len(written), word.end))


def _is_plain(typed: str) -> bool:
    return not set(typed) & set("$*?[\\\"'`{")


def _below(place: Place, workdir: str | None, typed: str, word: Span, bare: bool = True) -> Iterator[Completion]:
    """What lies in the folder that is typed, as whole words; nothing where a folder is named without its slash."""
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
