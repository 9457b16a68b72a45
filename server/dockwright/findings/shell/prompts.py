"""Package managers that prompt, where nobody can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.findings.shell.prompt_answers import answers_itself
from dockwright.image.run_body import Body, Note
from dockwright.semantics.commands.packages import takes_recommended
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterator


def asks(body: Body, managers: tuple[str, ...], subcommands: tuple[str, ...], switch: str) -> Iterator[Note]:
    """Commands without an option that answers their prompts; the fix adds it."""
    for call in body.calls_of(*managers):
        if call.subcommand not in subcommands or call.assumes_yes or quiet_enough(call.arguments.options):
            continue
        if answers_itself(call, body.text):
            continue
        word = call.subcommand_words[-1]
        told = asking(word.span, call.manager.name, call.subcommand, switch)
        yield told._replace(title=f"Add `{switch}`", edits=(Edit(Span(word.span.end, word.span.end), f" {switch}"),))


def asking(span: Span, manager: str, subcommand: str, switch: str) -> Note:
    """The message about a command that prompts."""
    return Note(span, f"`{manager} {subcommand}` waits for confirmation; add `{switch}`")


def recommends(body: Body) -> Iterator[Note]:
    """apt-get installs that include recommended packages; the fix adds the option against it."""
    for call in body.calls_of("apt-get"):
        if call.subcommand != "install" or not takes_recommended(call):
            continue
        word = call.subcommand_words[-1]
        edit = Edit(Span(word.span.end, word.span.end), " --no-install-recommends")
        yield recommending(word.span)._replace(title="Add `--no-install-recommends`", edits=(edit,), safe=False)


def recommending(span: Span) -> Note:
    """The message about an install that includes recommended packages."""
    return Note(
        span,
        "This also installs recommended packages, rarely needed in an image; add `--no-install-recommends`",
    )


def quiet_enough(options: tuple[object, ...]) -> bool:
    """apt-get takes two -q as yes."""
    return sum(getattr(option, "name", "") in ("-q", "--quiet") for option in options) > 1
