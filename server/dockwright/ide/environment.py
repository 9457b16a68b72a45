"""What is in force at a place: variables, user, directory and shell."""

from __future__ import annotations

from dockwright.ide.snapshot import Snapshot


def environment(snapshot: Snapshot, offset: int) -> str | None:
    """A page in Markdown of what holds before the instruction at `offset`; None outside of all stages."""
    step = snapshot.model.step_at(offset)
    if step is None:
        return None
    state = step.before
    rows = [
        ("User", "root, unless the base image says otherwise" if state.user == "" else state.user),
        ("Directory", state.workdir),
        ("Shell", " ".join(state.shell)),
        *((f"`${name}`", value) for name, value in sorted(state.variables.items())),
    ]
    line = snapshot.text.line_of(step.instruction.start)
    title = f"# Effective environment at line {line + 1}\n\n{_cell(snapshot.text.line(line).strip())}\n"
    lines = [f"| {name} | {_cell(value)} |" for name, value in rows]
    return "\n".join([title, "| | |", "|---|---|", *lines])


def _cell(value: str | None) -> str:
    if value is None:
        return "*not known*"
    return f"`{value}`".replace("|", "\\|").replace("\n", " ") if value else "*empty*"
