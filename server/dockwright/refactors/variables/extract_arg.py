"""Replace a literal by an ARG with that default."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dockwright.image.run_text import body_of
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.names.fresh import fresh_name
from dockwright.refactors.names.lines import cased, line_before
from dockwright.refactors.names.places import Place, place
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Stage, Step
from dockwright.text import Edit, Span

_VERSION_AT = re.compile(r"(?<![\d.])\d+(?:\.\d+)+[\w.+-]*|(?<=[:=@])\d[\w.+-]*", re.ASCII)
_AROUND_VERSION = re.compile(r"[\d.a-uw-zA-Z]\Z|[A-Za-z\d]v\Z", re.ASCII), re.compile(r"[A-Za-z\d]|\.\d", re.ASCII)
_AROUND_WORD = re.compile(r"[\w.-]\Z", re.ASCII), re.compile(r"[\w-]|\.\w", re.ASCII)
_BARE = re.compile(r"[\w./:@%+,=-]*\Z", re.ASCII)
_LONGEST = 400
_LONGEST_SHOWN = 40


@refactor("refactor.extract.arg", "Extract into an ARG", preferred=True)
def extract_arg(model: Model, selection: Span) -> Answer:
    """Extract the selected text, or the version at the cursor."""
    found = _selected(model, selection)
    if found is None or isinstance(found, Refusal):
        return found
    step, span, is_asked = found
    where = place(model, step, span)
    if isinstance(where, str):
        return Refusal(where) if is_asked else None
    return _extracted(model, [(step, where)], model.tree.text.slice(span), is_asked=is_asked)


@refactor("refactor.extract.arg.all", "Extract all equal literals into an ARG")
def extract_all(model: Model, selection: Span) -> Answer:
    """Extract the selected text, or the version at the cursor, and equal texts wherever a variable may be used."""
    found = _selected(model, selection)
    if found is None or isinstance(found, Refusal):
        return None
    step, span, is_asked = found
    if isinstance(place(model, step, span), str):
        return None
    value = model.tree.text.slice(span)
    spans = list(_equal(model.tree.text.string, value))
    if len(spans) < 2 or span not in spans:
        return None
    held: list[tuple[Step, Place]] = []
    for other in spans:
        holder = model.step_at(other.start)
        where = place(model, holder, other) if holder else ""
        if holder and isinstance(where, Place) and _is_value(where) and where.may_hold(value):
            held.append((holder, where))
    if len(held) < 2:
        return None
    count = f" in {len(held)} places" if len(held) == len(spans) else f" in {len(held)} of {len(spans)} places"
    return _extracted(model, held, value, count, is_asked=is_asked)


def _selected(model: Model, selection: Span) -> tuple[Step, Span, bool] | Refusal | None:
    """The step, the range of the literal, and whether it is the user's selection; without a selection, a version."""
    step = model.step_at(selection.start)
    if step is None or selection.end > step.instruction.end:
        return None
    text = model.tree.text
    if selection.start < selection.end:
        value = text.slice(selection)
        if value != value.strip() or "\n" in value or len(value) > _LONGEST:
            return None
        if "$" in value:
            return Refusal("The selection uses a variable; only text without variables can be a default everywhere")
        return step, selection, True
    line = text.line_of(selection.start)
    for match in _VERSION_AT.finditer(text.line(line)):
        span = Span(*match.span()).shifted(text.starts[line])
        if span.touches(selection.start):
            return step, _trimmed(text.slice(span), span), False
    return None


def _trimmed(value: str, span: Span) -> Span:
    """A version without the extension of a file: `1.2.3` for `1.2.3.tar.gz`."""
    short = re.sub(r"(?:\.(?:tar|tgz|gz|bz2|xz|zip|zst|deb|rpm|apk|jar|whl|sh|exe|sha\d+|asc))+\Z|[.+-]+\Z", "", value)
    short = re.sub(r"[-_](?:linux|darwin|x86|amd64|arm64|aarch64).*", "", short)
    return Span(span.start, span.start + len(short))


def _extracted(model: Model, held: list[tuple[Step, Place]], value: str, count: str = "", *, is_asked: bool) -> Answer:
    where = held[0][1]
    if not _is_value(where):
        return None
    if not where.may_hold(value):
        return Refusal("The text has characters with another meaning in the value of a variable")
    stage = model.stage_at(where.span.start)
    if where.instruction.name == "FROM" and value == "scratch":
        return Refusal("`scratch` is not an image, and nothing else could take its place")
    if where.instruction.name == "FROM" and stage and stage.base:
        return Refusal("This is the name of a stage in this file, not of an image")
    if any(unit.name != "ARG" or unit.problems for unit in model.globals.units):
        return Refusal("There is something other than ARG before the first FROM")
    name = fresh_name(model, where, value, in_stage=any(it.instruction.name not in ("FROM", "ARG") for it, _ in held))
    if not name:
        return Refusal("Cannot find an unused name for the ARG")
    places = _declared(model, held, name, value)
    for stage, start in places.seen:
        line = _lists_variables(stage, start)
        if line is not None:
            number = model.tree.text.line_of(line) + 1
            return (
                Refusal(f"Line {number} prints or reads all variables, and an ARG would be one more")
                if is_asked
                else None
            )
    uses = tuple(Edit(item.span, f"${{{name}}}") for _, item in held)
    shown = value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "..."
    return Rewrite(f"Extract `{shown}` into ARG `{name}`{count}", (*places.edits, *uses))


def _is_value(where: Place) -> bool:
    """Whether it is not a key of ENV or LABEL, and not the whole default of an ARG."""
    instruction = where.instruction
    if instruction.name in ("ENV", "LABEL"):
        return not any(key.span.overlaps(where.span) for key, _ in instruction.pairs)
    if instruction.name != "ARG":
        return True
    return len(where.word.strip("\"'")) > where.span.end - where.span.start


class _Declared:
    def __init__(self) -> None:
        self.edits: list[Edit] = []
        self.seen: list[tuple[Stage, int]] = []
        """The stages in which the ARG is visible, and from which offset on."""


def _declared(model: Model, held: list[tuple[Step, Place]], name: str, value: str) -> _Declared:
    """The lines that declare the ARG where it is first needed, so that nothing before it is rebuilt."""
    found = _Declared()
    firsts: dict[int, Step] = {}
    general: Step | None = None
    for step, _ in held:
        stage = model.stage_at(step.instruction.start)
        if stage is None or step.instruction.name == "FROM":
            general = general or step
        else:
            firsts.setdefault(stage.index, step)
    owners = [index for index in firsts if not any(_below(model, index, other) for other in firsts)]
    assigned = f"{name}={value}" if _BARE.match(value) else f'{name}="{value}"'
    if general is not None or len(owners) > 1:
        found.edits.append(_global_line(model, general, assigned))
        assigned = name
    for index in owners:
        instruction = firsts[index].instruction
        line = f"{cased('ARG', instruction.keyword.value)} {assigned}"
        found.edits.append(line_before(model, instruction, line))
        found.seen += [
            (stage, instruction.start if stage.index == index else stage.start)
            for stage in model.stages
            if stage.index == index or _below(model, stage.index, index)
        ]
    return found


def _global_line(model: Model, first: Step | None, assigned: str) -> Edit:
    steps = model.global_steps
    if first is not None and first.instruction.name == "ARG":
        return line_before(model, first.instruction, f"{cased('ARG', first.instruction.keyword.value)} {assigned}")
    origin = model.stages[0].origin
    line = f"{cased('ARG', origin.keyword.value)} {assigned}"
    if not steps:
        return line_before(model, origin, line)
    at = steps[-1].instruction.full_end
    return Edit(Span(at, at), line + ("\r\n" if "\r\n" in steps[-1].instruction.unit.text else "\n"))


def _below(model: Model, index: int, base: int) -> bool:
    """Whether a stage is based on another one of the file."""
    stage = model.stages[index].base
    while stage is not None and stage.index != base:
        stage = stage.base
    return stage is not None


def _lists_variables(stage: Stage, start: int) -> int | None:
    """Commands that list all variables."""
    for step in stage.all("RUN"):
        instruction = step.instruction
        if instruction.start < start or not re.search(
            r"\b(env|printenv|envsubst|export|set|declare|compgen)\b", instruction.unit.text
        ):
            continue
        body = body_of(step)
        for command in body.commands if body else ():
            words = [word.literal for word in command.arguments]
            alone = command.name in ("env", "printenv", "export", "set", "declare") and not words
            if alone or command.name in ("envsubst", "compgen") or words in (["-p"], ["-x"], ["-px"]):
                return instruction.start
    return None


def _equal(text: str, value: str) -> Iterator[Span]:
    """Where a text occurs as a separate word or number, and not as a part of a longer one."""
    before, after = _AROUND_VERSION if value[0].isdigit() else _AROUND_WORD
    at = text.find(value)
    while at >= 0:
        end = at + len(value)
        if not before.search(text[max(at - 2, 0) : at]) and not after.match(text[end : end + 2]):
            yield Span(at, end)
        at = text.find(value, end)
