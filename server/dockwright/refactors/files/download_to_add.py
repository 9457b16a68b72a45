"""Replace RUN curl or wget by ADD, if the download is verified by its digest, or unpacked immediately."""

from __future__ import annotations

import posixpath

from dockwright.config import Config
from dockwright.image.copy_targets import history, is_sure
from dockwright.refactors.kit.command_chain import Chain, Place, as_written, chain, instead, is_root, place_at
from dockwright.refactors.kit.downloads import (
    OWNERS,
    Download,
    as_folder,
    checked,
    download,
    installs_only,
    removes,
    unpacked,
    with_folders,
)
from dockwright.refactors.kit.modes import FOLDER, mode
from dockwright.refactors.kit.refactor import Answer, Refusal, refactor
from dockwright.semantics.commands.programs import Call, call
from dockwright.semantics.copying import where
from dockwright.semantics.model import Model
from dockwright.syntax.shell import Pipeline, Simple
from dockwright.text import Span

_MADE = 0o644
"""The mode of a file that curl or wget creates with the umask of RUN."""
_FETCHED = "downloaded without the stage's credentials"


@refactor("refactor.rewrite.run.downloadToAdd", "Replace a download and its check with ADD", fixes=("DL3047",))
def download_to_add(model: Model, selection: Span, config: Config) -> Answer:
    """Replace the first download of the selected RUN whose sha256 the next command verifies."""
    found = _chain(model, selection)
    at = _first(found, lambda command: _to_file(found, command)) if found else None
    if found is None or at is None:
        return None
    state, commands = found.step.before, found.commands
    fetched = download(commands[at], state)  # type: ignore[arg-type]
    sums = [index for index in range(at + 1, len(commands)) if checked(commands[index], state)]
    if not sums:
        return None
    if isinstance(fetched, str):
        return Refusal(fetched)
    told = checked(commands[sums[0]], state)
    assert fetched is not None and told is not None
    path = where(state, fetched.file)
    if sums[0] != at + 1 or where(state, told[1]) != path:
        return Refusal("The check does not directly follow its download")
    archives = [each for command in commands[sums[0] + 1 :] if (each := unpacked(command, state))]
    inside = [where(state, each.folder) for each in archives[:1] if not isinstance(each, str)]
    first = with_folders(found, at, path, *inside)
    if not installs_only(found, first):
        return Refusal("The download may need what the RUN does before it")
    if not is_root(state):
        return Refusal(f"The file belongs to `{state.user}` now; with ADD it would belong to root")
    digest = told[0] if "$" in told[0] else told[0].lower()
    place = place_at(model, selection, "RUN")
    assert place is not None
    return _checked(model, config, place, found, (first, sums[0] + 1), fetched, f"--checksum=sha256:{digest}")


def _checked(
    model: Model,
    config: Config,
    place: Place,
    found: Chain,
    taken: tuple[int, int],
    fetched: Download,
    checksum: str,
) -> Answer:
    """ADD with a checksum: unpacked if the command unpacks the file, else with the mode that the file gets."""
    state, commands = found.step.before, found.commands
    first, stop = taken
    path = where(state, fetched.file)
    following = commands[stop] if stop < len(commands) else None
    archive = unpacked(following, state)
    removed = [index for index in range(stop, len(commands)) if removes(found, index, path)]
    if removed and not isinstance(archive, str) and archive and where(state, archive.archive) == path:
        if removed[0] != stop + 1:
            return Refusal("The archive is used again after it is unpacked")
        add = f"{checksum} --unpack=true {fetched.url} {as_folder(archive.folder)}"
        return instead(model, config, found, (first, stop + 2), add, f"{_FETCHED}; {OWNERS}", "Unpack")
    if removed:
        kept = "The RUN deletes the file again; with ADD it would stay in a layer"
        return Refusal(archive if isinstance(archive, str) else kept)
    flag = f"{_MADE:o}"
    asked = call(following) if isinstance(following, Simple) else None
    if isinstance(asked, Call) and asked.program == "chmod" and len(asked.operands) == 2:
        given, file = (as_written(word, state) for word in asked.operands)
        if given and file and where(state, file) == path and (new := mode(given, symbolic=False, known=_MADE)):
            flag, stop = new.flag, stop + 1
    above = posixpath.dirname(path or "")
    if int(flag, 8) != FOLDER and not is_sure(place.stage, above, history(place.stage, place.step)):
        return Refusal(f"`{above}` may not exist yet, and newer builders would create it with mode {flag}")
    add = f"{checksum} --chmod={flag} {fetched.url} {fetched.file}"
    return instead(model, config, found, (first, stop), add, _FETCHED, "Download")


@refactor(
    "refactor.rewrite.run.unpackToAdd",
    "Replace a download and its unpacking with ADD",
    fixes=("DL3047", "piped-download-unchecked"),
)
def unpack_to_add(model: Model, selection: Span, config: Config) -> Answer:
    """Replace the first `curl | tar` of the selected RUN."""
    found = _chain(model, selection)
    at = _first(found, lambda command: _is_pipe(found, command)) if found else None
    if found is None or at is None:
        return None
    state, pipe = found.step.before, found.commands[at]
    assert isinstance(pipe, Pipeline)
    fetched, archive = download(pipe.commands[0], state), unpacked(pipe.commands[1], state)  # type: ignore[arg-type]
    for told in (fetched, archive):
        if isinstance(told, str):
            return Refusal(told)
    if not isinstance(fetched, Download) or archive is None or isinstance(archive, str):
        return None
    if fetched.file != "-" or archive.archive != "-":
        return None
    first = with_folders(found, at, where(state, archive.folder))
    if not installs_only(found, first):
        return Refusal("The download may need what the RUN does before it")
    if not is_root(state):
        return Refusal(f"The files belong to `{state.user}` now; with ADD they would keep the owners in the archive")
    add = f"--unpack=true {fetched.url} {as_folder(archive.folder)}"
    return instead(model, config, found, (first, at + 1), add, f"{_FETCHED}; {OWNERS}", "Unpack")


def _chain(model: Model, selection: Span) -> Chain | None:
    place = place_at(model, selection, "RUN")
    text = place.step.instruction.unit.text if place else ""
    if place is None or ("curl" not in text and "wget" not in text):
        return None
    found = chain(model, place.stage, place.step)
    return None if isinstance(found, Refusal) else found


def _first(found: Chain | None, fits) -> int | None:  # type: ignore[no-untyped-def]
    return next((index for index, command in enumerate(found.commands) if fits(command)), None) if found else None


def _to_file(found: Chain | None, command: object) -> bool:
    if found is None or not isinstance(command, Simple):
        return False
    fetched = download(command, found.step.before)
    return fetched is not None and (isinstance(fetched, str) or fetched.file != "-")


def _is_pipe(found: Chain | None, command: object) -> bool:
    if found is None or not isinstance(command, Pipeline) or len(command.commands) != 2 or command.negation:
        return False
    first, second = command.commands
    names = [each.name if isinstance(each, Simple) else None for each in (first, second)]
    return names[0] in ("curl", "wget") and names[1] == "tar"
