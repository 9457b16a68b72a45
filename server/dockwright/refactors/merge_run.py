"""Several RUNs in a row become one, joined by `&&`."""

from __future__ import annotations

import re
from itertools import pairwise

from dockwright.refactors.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.rules.shell.report import body_of
from dockwright.semantics.model import Model
from dockwright.semantics.stage import Step
from dockwright.syntax.shell import AndOr, Compound, Script, Simple
from dockwright.text import Edit, Span

_SHELLS = frozenset(
    (program, *options)
    for program in ("/bin/sh", "/bin/bash", "/bin/ash", "/bin/dash", "/usr/bin/bash", "sh", "bash")
    for options in (("-c",), ("-o", "pipefail", "-c"))
)
_ISOLATED = frozenset(
    {
        "cd", "pushd", "popd", "export", "unset", "readonly", "declare", "typeset",
        "local", "set", "shift", "umask", "ulimit", "exit", "exec", "read",
        "getopts", "printf", "let", "mapfile", "readarray", "hash", "command", "builtin",
        "env",
    }
)  # fmt: skip
_REFUSED = frozenset(
    {
        "trap", "return", "alias", "unalias", "eval", "source", ".", "shopt",
        "enable", "usermod", "chsh", "service", "wait", "break", "continue",
    }
)  # fmt: skip
_PROCESS = re.compile(
    r"\$\{?[#!]?(\$|!|_\b|PPID|BASH|RANDOM|SRANDOM|SECONDS|SHLVL|OLDPWD|LINENO|EPOCH|PIPESTATUS|-)|[<>]\("
)
_ASSIGNS = re.compile(r"\$\{[^}]*=|\(\(")
_NEW_SHELL = re.compile(
    r"/etc/(profile|hosts|resolv|passwd|bash|shells)|\.(profile|bashrc|bash_profile)|bin/(ba|da|a)?sh\b"
)
_PRAGMA = re.compile(r"#.*(ignore|skip|shellcheck|disable)", re.IGNORECASE)
_LONGEST = 100_000  # One argument of a process holds 128 KiB.


@refactor("refactor.rewrite.run.merge", "Merge RUN instructions")
def merge_run(model: Model, selection: Span) -> Answer:
    """Merge the selected RUNs, or the one at the cursor with the next."""
    steps = _selected(model, selection)
    if len(steps) < 2:
        return None
    return merged(model, steps)


def merged(model: Model, steps: list[Step]) -> Answer:
    """These RUNs, which stand in one stage and follow one another, as one."""
    stage = model.stage_at(steps[0].instruction.start)
    windows = stage is not None and re.search("windows|nanoserver|servercore", stage.image or "", re.IGNORECASE)
    if windows or model.tree.escape != "\\":
        return Refusal(
            "The image is for Windows or the file escapes with a backtick: there, RUNs are not joined like this."
        )
    scripts: list[Script] = []
    for step in steps:
        found = _script(step, last=step is steps[-1])
        if isinstance(found, Refusal):
            return found
        scripts.append(found)
    if sum(len(script.text) for script in scripts) > _LONGEST:
        return Refusal("Together they are longer than what a shell can be given as one command.")
    if any(
        [flag.raw for flag in step.instruction.flags] != [flag.raw for flag in steps[0].instruction.flags]
        for step in steps
    ):
        return Refusal("Their flags differ, and one RUN would give each command the flags of the other.")
    return _joined(model, steps, scripts)


def _selected(model: Model, selection: Span) -> list[Step]:
    stage = model.stage_at(selection.start)
    steps = list(stage.steps) if stage else []
    touched = [index for index, step in enumerate(steps) if step.instruction.span.overlaps(selection)]
    if selection.start == selection.end and len(touched) == 1:
        touched.append(touched[0] + 1)
    found = [steps[index] for index in touched if index < len(steps)]
    return found if all(step.instruction.name == "RUN" for step in found) else []


def _script(step: Step, *, last: bool) -> Script | Refusal:
    instruction = step.instruction
    if instruction.is_json or instruction.heredocs or instruction.problems:
        return Refusal("Only RUNs in shell form without a heredoc can be joined by &&.")
    body = body_of(step)
    if body is None or step.before.shell not in _SHELLS or {"ENV", "BASH_ENV"} & set(step.before.env):
        return Refusal("It is not known that their shell is a plain sh or bash without start-up files.")
    script = body.script
    if script.has_errors or not script.body.items or script.text.rstrip().endswith("\\"):
        return Refusal("The shell text of one of them cannot be read for sure.")
    if script.comments:
        return Refusal("A shell comment at the end of a command would hide what is joined to it.")
    if any("tmpfs" in flag.raw for flag in instruction.flags):
        return Refusal("Each RUN has a new tmpfs; together they would share one.")
    if any(separator.text == "&" for node in script.nodes() for separator in getattr(node, "separators", ())):
        return Refusal("A command in the background ends with its RUN; joined, it would run on beside the next.")
    if _PROCESS.search(script.text):
        return Refusal("A special variable or a process substitution depends on which shell process runs it.")
    return script if last else _first(script)


def _first(script: Script) -> Script | Refusal:
    """A script that others follow."""
    if _NEW_SHELL.search(script.text):
        return Refusal("A RUN that is not the last changes what a newly started shell finds.")
    for placed in script.simple_commands():
        command = placed.command
        if command.words and (command.name is None or command.name in _REFUSED):
            return Refusal(f"What `{command.words[0].text}` does to the shell would reach the next RUN's commands.")
        options = [word.literal for word in command.arguments if word.literal not in ("-o", "pipefail")]
        if command.name == "set" and any(option is None or "e" in option for option in options):
            return Refusal("`set -e` has no effect on the left of &&, so a failure would be passed over.")
    return script


def _joined(model: Model, steps: list[Step], scripts: list[Script]) -> Answer:
    text = model.tree.text.string
    wraps = [*(_wrap(script, last=False) for script in scripts[:-1]), _wrap(scripts[-1], last=True)]
    edits: list[Edit] = []
    for index, (step, following) in enumerate(pairwise(steps)):
        before, after = step.instruction.arguments_span, following.instruction.arguments_span
        between = text[before.end : following.instruction.span.start]
        comments = [line.strip() for line in between.splitlines() if line.strip()]
        if any(not line.startswith("#") for line in comments):
            return Refusal("Something other than comments stands between them.")
        if any(_PRAGMA.match(line) for line in comments):
            return Refusal("A comment between them suppresses findings in one of them only.")
        end = "\r\n" if "\r\n" in between else "\n"
        lines = "".join(f"    {line}{end}" for line in comments)
        new = f"{wraps[index][1]} && \\{end}{lines}    {wraps[index + 1][0]}"
        edits.append(Edit(Span(before.end, after.start), new))
    if wraps[0][0]:
        start = steps[0].instruction.arguments_span.start
        edits.insert(0, Edit(Span(start, start), wraps[0][0]))
    if wraps[-1][1]:
        stop = steps[-1].instruction.arguments_span.end
        edits.append(Edit(Span(stop, stop), wraps[-1][1]))
    return Rewrite(f"Merge {len(steps)} RUNs (one layer, cached as one)", tuple(edits))


def _wrap(script: Script, *, last: bool) -> tuple[str, str]:
    """What to write before and after a script so that it stands as one item between `&&`."""
    body = script.body
    if not last and _changes_the_shell(script):
        return "( ", " )"
    if body.separators:
        return "{ ", " }" if len(body.separators) == len(body.items) else "; }"
    item = body.items[0]
    return ("{ ", "; }") if isinstance(item, AndOr) and not item.only_and else ("", "")


def _changes_the_shell(script: Script) -> bool:
    if _ASSIGNS.search(script.text):
        return True
    if any(isinstance(node, Compound) and node.kind in ("for", "function", "arithmetic") for node in script.nodes()):
        return True
    commands = [node for node in script.nodes() if isinstance(node, Simple)]
    return any(command.assignments or command.name in _ISOLATED for command in commands)
