"""`comment-after-instruction`: a comment after the arguments of an instruction, which BuildKit reads as arguments."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.findings.finding import Finding, Fix, Severity
from dockwright.findings.forms.reparse import reread
from dockwright.findings.rule import rule
from dockwright.findings.typed_problems import is_refused
from dockwright.lazy import pattern
from dockwright.semantics.mistakes.trailing_comments import is_none, meant, trailing_comments
from dockwright.semantics.stage import Step
from dockwright.syntax.blanks import GO_BLANKS
from dockwright.syntax.nodes import Unit
from dockwright.syntax.shell import parse_shell
from dockwright.text import Edit, Span

_LIKE_DIRECTIVE = pattern(r"#[ \t]*[a-zA-Z][\w-]*[ \t]*=")
_SWALLOWS = "The shell reads the lines below as part of this comment; put it on a line above"
_IN_ARRAY = "This comment makes the JSON array invalid, so a shell runs it as text; put it on a line above"
_IN_ARRAY_STOPS = "This comment makes the JSON array invalid, so the build fails; put it on a line above"
_AS_WORDS = "{} reads this comment as arguments; put it on a line above"
_AS_WORDS_STOPS = "{} reads this comment as arguments, so the build fails; put it on a line above"
_POSIX = frozenset(["sh", "bash", "dash", "ash", "ksh", "zsh"])
_SHELL = ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK")


@rule("comment-after-instruction", Severity.ERROR, more_may_settle=True)
def comment_after_instruction(step: Step) -> Iterator[Finding]:
    unit, start = step.instruction.unit, step.instruction.start
    comments = trailing_comments(unit)
    if not comments:
        return
    found = unit.inner or unit
    stops = is_refused(step)
    if meant(found).is_json and found.name in _SHELL:
        stops = stops or found.name == "RUN"  # a shell looks for a command named `[ls,`
        told = _IN_ARRAY_STOPS if stops else _IN_ARRAY
    elif found.name in _SHELL and not is_none(found):
        if step.before.shell[0].rpartition("/")[2] not in _POSIX:
            return
        told = _SWALLOWS
        stops = stops or parse_shell(found.joined.string[found.rest :]).has_errors
    else:
        told = (_AS_WORDS_STOPS if stops else _AS_WORDS).format(found.name)
    edits = tuple(edit.shifted(start) for edit in _above(unit, comments))
    yield Finding(
        comments[0].shifted(start),
        told,
        (Fix("Put the comment on a line above", edits, safe=stops),) if edits else (),
        at_most=Severity.ERROR if stops else Severity.WARNING,
    )


def _above(unit: Unit, comments: tuple[Span, ...]) -> tuple[Edit, ...]:
    """The edits that move each comment to a line above; empty if it would not be a comment there."""
    text, edits = unit.text, []
    newline = "\r\n" if "\r\n" in text else "\n"
    for comment in comments:
        line = text.rfind("\n", 0, comment.start) + 1
        words = text[line : comment.start]
        told = text[comment.start : comment.end]
        if not line and unit.name in ("FROM", "ARG") and _LIKE_DIRECTIVE.match(told):
            return ()  # at the top of a file it would be read as a directive
        indent = words[: len(words) - len(words.lstrip(GO_BLANKS))]
        edits.append(Edit(Span(line, line), f"{indent}{told}{newline}"))
        edits.append(Edit(Span(line + len(words.rstrip(GO_BLANKS)), comment.end), ""))
    within = [edit for edit in edits if edit.span.start]
    new, wanted = reread(unit, within), meant(unit)
    return tuple(edits) if new and _words(new) == _words(wanted) else ()


def _words(unit: Unit) -> list[str]:
    """The text of an instruction with runs of spaces collapsed."""
    found = unit.inner or unit
    if not found.is_json and found.name in _SHELL:
        return found.joined.string[found.rest :].split()
    return [token.value for token in unit.arguments]
