"""Surveys and contexts made on threads: functions that read the disk and no document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dockwright.context.survey import Survey

MANY = 1_000
"""For so many changes at once, reading the folder again is cheaper."""


def survey_of(root: str, old: Survey | None, paths: set[str], texts: dict[str, str] | None = None) -> Survey:
    """The survey of a folder read again, or an existing survey updated with the paths that changed."""
    from dockwright.context.folder_walk import walk
    from dockwright.context.survey import Survey

    if old is None or len(paths) > MANY:
        old, paths = Survey(walk(Path(root))), set()
    return (old.changed(paths) if paths else old).reading(texts or {})


def context_of(
    survey: Survey, dockerfile: str, text: str, chosen: tuple[str | None, str], selection: Any, inline: str = ""
) -> Any:
    """The build context of a Dockerfile, with the answers to the rules over files cached."""
    from dockwright.context.file_facts import asked
    from dockwright.context.sources import sources
    from dockwright.findings.engine import look_around
    from dockwright.semantics.model import analyse
    from dockwright.syntax.tree import parse

    tree = parse(text)
    context = survey.context(dockerfile, sources(tree), *chosen, into=asked(tree), inline=inline)
    # The first queries scan all files: run them here, so that the context caches the answers. A snapshot cannot be
    # used, because its cached properties hold a lock that other snapshots wait for.
    if selection is not None:
        look_around(analyse(tree), selection, context)
    return context


def contexts_in_git(context: Any, revision: str, before: str, after: str) -> tuple[Any, Any]:
    """The context of a Dockerfile as a commit has it, and as it is now without what git ignores; else what is known."""
    from dockwright.context.folder_walk import walk
    from dockwright.context.git_tree import committed, without_ignored
    from dockwright.context.survey import Survey

    if context is None or not context.place or not context.dockerfile:
        return context, context
    today = walk(Path(context.place))
    old = committed(today.root, revision, today)
    if old is None:
        return context, context
    chosen = (context.contents.root, "")
    sides = ((old, before), (without_ignored(today), after))
    first, second = (context_of(Survey(files), context.dockerfile, text, chosen, None) for files, text in sides)
    return first, second


def host_of(survey: Survey, name: str, text: str, texts: dict[str, str], before: Any) -> Any:
    """The facts about a host file and the Dockerfiles that it builds."""
    from dockwright.context.hosts.host_facts import host_facts
    from dockwright.embedded.finding import within
    from dockwright.ide.hosts.problems import problems

    facts = host_facts(survey, name, text, texts, within)
    problems(facts)
    # use the previous facts if the text cannot be parsed while the user types
    return before if before is not None and before.builds and not facts.builds else facts


def ignore_facts_of(survey: Survey, name: str, text: str) -> Any:
    """The effects of the lines of an ignore file."""
    return None if survey.listing.partial else survey.ignore_facts(name, text)
