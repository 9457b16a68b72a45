"""`chown-copies-files`: a RUN changes the owner of copied files, which COPY could have set."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Related, Severity
from dockwright.findings.rule import rule
from dockwright.image.run_body import value
from dockwright.image.run_text import body_of, source_span
from dockwright.semantics.stage import Stage, Step
from dockwright.semantics.state import resolve
from dockwright.syntax.shell import unwrapped


@rule("chown-copies-files", Severity.HINT, on=("COPY", "ADD", "RUN"))
def chown_copies_files(stage: Stage) -> Iterator[Finding]:
    copied: dict[str, Step] = {}
    for step in stage.all("COPY", "ADD", "RUN") if stage.in_image else ():
        if step.instruction.name == "RUN":
            yield from _changed(step, copied)
        elif not step.instruction.problems and step.instruction.arguments:
            text = step.before.expand(step.instruction.arguments[-1].value, step.instruction.unit.escape)
            path = resolve(step.before.workdir, text)
            if path and path != "/" and _is_folder(step):
                copied[path] = step


def _is_folder(step: Step) -> bool:
    """Whether a COPY copies a folder, by the names of its sources."""
    names = [token.value.rstrip("/").rpartition("/")[2] for token in step.instruction.arguments[:-1]]
    return any(name in ("", ".") or "." not in name for name in names)


def _changed(step: Step, copied: dict[str, Step]) -> Iterator[Finding]:
    body = body_of(step)
    for command in map(unwrapped, body.commands) if body and not body.script.has_errors else ():
        if command.name != "chown" or not any(value(word) in ("-R", "--recursive") for word in command.arguments):
            continue
        words = [word for word in command.arguments if not value(word).startswith("-")]
        for word in words[1:]:
            path = resolve(step.before.workdir, value(word)) if "$" not in word.text else None
            copy = copied.get(path.rstrip("/*") if path else "")
            if copy is not None and copy.instruction.flag("chown") is None:
                name = copy.instruction.name
                message = f"This stores all of `{value(word)}` in the image a second time; use `{name} --chown` instead"
                span = source_span(step.instruction.unit, command.words[0].span).shifted(step.instruction.start)
                yield Finding(span, message, related=(Related(copy.instruction.head_span, "Copied here"),))
                return
