"""A plan as text, or as Markdown for pull requests and editors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dockwright.l10n.parts import Say, filled
from dockwright.plan.at_position import Here
from dockwright.plan.phrases import cut, details, place_of, rows, rows_here, run_lines, run_rows, stage_title
from dockwright.plan.plan import Plan
from dockwright.text import padded, printable


def as_text(found: Plan, say: Say = str) -> str:
    """Lines of text."""
    return "".join(f"{line}\n" for line in _lines(found, say))


def _lines(found: Plan, say: Say) -> Iterator[str]:
    for line, message in found.problems:
        yield f"{say('error')}: {say(f'line {line}')}: {say(message)}"
    yield say("Configuration")
    before = ""
    for name, value, origin in rows(found.configuration, say):
        shown = "" if name == before else name
        before = name
        yield f"  {padded(shown, 14)}{cut(printable(value), 110)}" + (f"  ({printable(origin)})" if origin else "")
    yield ""
    yield say("Build")
    turns = sorted(found.stages, key=lambda one: (one.turn is None, one.turn or 0))
    for one in turns:
        mark = f"{one.turn}." if one.turn is not None else "-"
        yield f"  {mark} {printable(stage_title(one, found, say))}"
        for step in found.steps.get(one.stage.index, ()):
            layer = "" if step.makes_layer else " "
            lines = list(details(step, say))
            if step.makes_layer or lines:
                yield f"     {step.line:>4}  {layer}{cut(printable(step.text), 90)}"
                yield from (f"             {cut(printable(line), 110)}" for line in lines)
    yield ""
    yield say("Run")
    for command, words in run_lines(found, say):
        yield f"  {command}\n      {cut(printable(words), 110)}"


def as_markdown(found: Plan, say: Say = str) -> str:
    """Markdown."""
    lines = [filled(say, "- **error** at line {}: {}", line, say(message)) for line, message in found.problems]
    lines += ["", f"### {say('Configuration')}", "", _table(rows(found.configuration, say)), f"### {say('Build')}", ""]
    for one in sorted(found.stages, key=lambda one: (one.turn is None, one.turn or 0)):
        lines.append(f"{'-' if one.turn is None else f'{one.turn}.'} {_cell(stage_title(one, found, say))}")
        for step in found.steps.get(one.stage.index, ()):
            told = list(details(step, say))
            if step.makes_layer or told:
                lines.append(f"   - {say(f'line {step.line}')}: {_code(cut(step.text))}")
                lines += [f"     - {_cell(line)}" for line in told]
    run = _table((_code(command), words, note) for command, words, note in run_rows(found, say))
    lines += ["", f"### {say('Run')}", "", run]
    return "\n".join(lines).strip("\n") + "\n"


def here_as_markdown(found: Here, say: Say = str) -> str:
    """The state at a position, in Markdown."""
    return f"### {_cell(place_of(found, say))}\n\n{_code(found.text)}\n\n{_table(rows_here(found, say))}"


def _table(found: Iterable[tuple[str, str, str]]) -> str:
    cells = [f"| {name} | {_code(value)} | {_cell(origin)} |" for name, value, origin in found]
    return "\n".join(["| | | |", "|---|---|---|", *cells]) + "\n"


def _cell(text: str) -> str:
    return printable(text).replace("|", "\\|").replace("<", "&lt;")


def _code(text: str) -> str:
    text = printable(text).replace("|", "\\|")
    if not text:
        return ""
    marks = "``" if "`" in text else "`"
    pad = " " if "`" in text else ""
    return f"{marks}{pad}{text}{pad}{marks}"
