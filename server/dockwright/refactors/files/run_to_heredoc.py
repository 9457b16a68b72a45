"""Replace RUN echo, printf or cat into a file by a COPY with a heredoc."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from dockwright.config import Config
from dockwright.image.copy_targets import under
from dockwright.refactors.kit.command_chain import (
    Chain,
    as_written,
    chain,
    is_root,
    keyword,
    line_end,
    place_at,
    whole,
    without,
)
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.requirements import lacking
from dockwright.refactors.kit.selection import has_pragma
from dockwright.refactors.kit.written_text import Content, Piece, written
from dockwright.semantics.commands.programs import Call, call
from dockwright.semantics.copying import where
from dockwright.semantics.model import Model
from dockwright.syntax.shell import AndOr, Compound, Redirection, Simple
from dockwright.text import Edit, Span

_WRITES = frozenset({"echo", "printf", "cat"})
_MOUNTED = re.compile(r"/(?:dev|proc|sys)(?:/|\Z)|/etc/(?:hosts|hostname|resolv\.conf|mtab)\Z")
_COST = "replaces a file or link that is there; mode 644, owned by root"


class Made(NamedTuple):
    """A file that is written."""

    place: str
    """The target as written in COPY."""
    path: str
    content: Content


@refactor("refactor.rewrite.run.toHeredocCopy", "Write files with COPY instead of RUN")
def run_to_heredoc(model: Model, selection: Span, config: Config) -> Answer:
    """Rewrite the files that the first commands of the selected RUN write."""
    place = place_at(model, selection, "RUN")
    if place is None or not any(word in place.step.instruction.unit.text for word in _WRITES):
        return None
    found = chain(model, place.stage, place.step)
    if isinstance(found, Refusal):
        return None
    first = 1 if found.strict else 0
    files: dict[str, Made] = {}
    folders: list[str] = []
    stop = first
    for index in range(first, len(found.commands)):
        made = _made(found, index, files)
        if isinstance(made, Refusal) and not files:
            return made
        if isinstance(made, Made):
            if not all(any(under(file.path, folder) for file in (*files.values(), made)) for folder in folders):
                break
            files[made.path] = made
            stop = index + 1
        elif (own := _folders(found, index)) is None:
            break
        else:
            folders += own
    if not files:
        return None
    if reason := lacking(model, config, "heredocs", 4, ("buildkit", "podman")):
        return Refusal(reason)
    return _rewritten(model, found, first, stop, list(files.values()))


def _made(found: Chain, index: int, files: dict[str, Made]) -> Made | Refusal | None:
    """The file that a command writes; None if it writes none."""
    command = found.commands[index]
    if not isinstance(command, Simple | Compound):
        return None
    writers = [command] if isinstance(command, Simple) else _grouped(command)
    if not writers or any(each.name not in _WRITES for each in writers):
        return None
    outputs = [item for item in command.redirections if item.body is None]
    if len(outputs) != 1 or outputs[0].operator not in (">", ">>") or outputs[0].descriptor not in ("", "1"):
        return None
    return _written(found, writers, outputs[0], files)


def _written(found: Chain, writers: list[Simple], output: Redirection, files: dict[str, Made]) -> Made | Refusal:
    state = found.step.before
    place = as_written(output.target, state)
    path = where(state, place) if place else None
    if place is None or path is None or place.endswith("/"):
        return Refusal("Only the shell knows which file it writes")
    if _MOUNTED.match(path):
        return Refusal(f"`{path}` belongs to the running container; what RUN writes there is not in the image")
    if not is_root(state):
        return Refusal(f"The file belongs to `{state.user}` now; with COPY it would belong to root")
    old = files.get(path)
    if output.operator == ">>" and old is None:
        return Refusal("The command appends to an existing file, which COPY would replace")
    content: list[Piece] = list(old.content) if old and output.operator == ">>" else []
    for writer in writers:
        text = written(writer, found.script, state)
        if isinstance(text, str):
            return Refusal(text)
        content += text
    if content and not content[-1].text.endswith("\n"):
        return Refusal("The file ends without a line break, but a heredoc always ends with one")
    if any("\r" in piece.text or "\0" in piece.text for piece in content):
        return Refusal("The text has characters that a heredoc cannot hold")
    return Made(place, path, tuple(content))


def _grouped(command: Compound) -> list[Simple]:
    """The commands of `{ ...; }` if all of them run."""
    if command.kind != "group" or len(command.bodies) != 1:
        return []
    items = [
        each
        for item in command.bodies[0].items
        for each in (item.items if isinstance(item, AndOr) and item.only_and else (item,))
    ]
    plain = [each for each in items if isinstance(each, Simple) and all(it.body for it in each.redirections)]
    return plain if len(plain) == len(items) else []


def _folders(found: Chain, index: int) -> list[str] | None:
    """The folders that a `mkdir -p` creates, as COPY would; None for other commands."""
    command = found.commands[index]
    asked = call(command) if isinstance(command, Simple) and not command.redirections else None
    if not isinstance(asked, Call) or asked.program != "mkdir":
        return None
    state = found.step.before
    words = [as_written(word, state) for word in asked.operands]
    paths = [where(state, word) if word else None for word in words]
    return [path for path in paths if path] if all(paths) else None


def _rewritten(model: Model, found: Chain, first: int, stop: int, files: list[Made]) -> Answer:
    run = found.step.instruction
    end = line_end(model, run)
    if end != "\n":
        return Refusal("BuildKit keeps the CR of CRLF in a heredoc; save the file with LF first")
    rest = without(found, first, stop)
    if isinstance(rest, Refusal):
        return rest
    if has_pragma(model, found.step):
        return Refusal("A comment that suppresses findings in the RUN would end up above another instruction")
    texts = [_instruction(keyword("COPY", run), file) for file in files]
    start = run.keyword.span.start
    if rest[0].span == whole(run):
        comments = [f"# {comment.value}" for comment in run.comments]
        new = "\n".join([*comments, *texts])
        edits: tuple[Edit, ...] = (Edit(run.span, new),)
    else:
        edits = (Edit(Span(start, start), "".join(f"{text}\n" for text in texts)), *rest)
    doubted = dict.fromkeys(piece.text for file in files for piece in file.content if piece.doubt)
    cost = _COST
    if doubted:
        cost = "; ".join([_COST, *(f"assumes that `${name}` is a plain word" for name in doubted)])
    names = ", ".join(posixpath.basename(file.path) for file in files)
    return Rewrite(f"Write `{names}` with COPY", edits, cost)


def _instruction(name: str, file: Made) -> str:
    """A COPY with a heredoc of exactly this content."""
    expands = any(piece.variable for piece in file.content)
    text = "".join(_escaped(piece) if expands else piece.text for piece in file.content)
    lines = text.split("\n")
    ends = ("EOF", *(f"EOF{number}" for number in range(1, len(lines) + 1)))
    mark = next(end for end in ends if end not in lines)
    quoted = f"'{mark}'" if not expands and re.search(r"[$\\]", text) else mark
    return f"{name} <<{quoted} {file.place}\n{text}{mark}"


def _escaped(piece: Piece) -> str:
    if piece.variable:
        return f"${{{piece.text}}}"
    return piece.text.replace("\\", "\\\\").replace("$", "\\$")
