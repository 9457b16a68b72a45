"""The tools `check` and `fix`: the findings of a path, and a file after its fixes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dockwright.agents.roots import Refused, Roots
from dockwright.agents.subject import Subject, job, of_source, subject
from dockwright.cli import discover, files, reports, surroundings
from dockwright.cli.checks.check_file import run
from dockwright.cli.checks.chosen_rules import unknown
from dockwright.cli.jobs import Outcome
from dockwright.cli.known_findings import edits
from dockwright.cli.rows import Report, translated
from dockwright.cli.settings import Settings
from dockwright.findings.host_rules import HOST_RULES
from dockwright.findings.profiles import every_rule

MOST = 200
"""Maximum number of findings in an answer, because a model reads all of it."""

MOST_ROUNDS = 3

NOT_WRITTEN = "Nothing is written; call again with `write: true` to write this"


def check(roots: Roots, path: str, select: Sequence[str] = (), ignore: Sequence[str] = (), form: str = "agent") -> str:
    """The findings of a file, or of the Dockerfiles in a folder, in a format of `dockwright check`."""
    surroundings.forget()
    found = list(_subjects(roots, path))
    if not found:
        raise Refused(f"{path}: no Dockerfile found in this folder")
    rules = {*HOST_RULES, *(rule for own in found for rule in every_rule(own.config))} if select or ignore else set()
    if name := unknown((*select, *ignore), rules):
        raise Refused(f"unknown rule `{name}`; the tool `rule` lists all")
    jobs = [job(own)._replace(select=tuple(select), ignore=tuple(ignore)) for own in found]
    left, told = MOST, []
    outcomes = run(jobs)
    for own, outcome in zip(found, outcomes, strict=True):
        told.append(translated(Report(own.name, outcome.rows[:left], outcome.result), own.language))
        left -= len(told[-1].rows)
    text = reports.writer(form)(told)
    more = sum(len(outcome.rows) for outcome in outcomes) - MOST
    return (
        f"{text}{more} more findings; name one file, or rules in `select`\n" if more > 0 and form == "agent" else text
    )


def fix(roots: Roots, path: str, unsafe: bool = False, write: bool = False) -> str:
    """What the fixes change in a file, as a diff, and the remaining findings; the file is written on request."""
    surroundings.forget()
    own = subject(roots, path)
    outcome = _fixed(own, unsafe)
    left = reports.writer("agent")([translated(Report(own.name, outcome.rows, outcome.result), own.language)])
    if outcome.result == own.source:
        return f"{own.name}: nothing to fix {'' if unsafe else 'safely '}here\n{left}"
    changes = files.diff(own.name, own.source, outcome.result)
    return f"{changes}{written(own, outcome.result, write)}\nThen:\n{left}"


def _fixed(own: Subject, unsafe: bool) -> Outcome:
    """A file after its fixes, including those of ShellCheck, which are known only after the others are applied."""
    (outcome,) = run([job(own, fix="unsafe" if unsafe else "safe")])
    for _ in range(MOST_ROUNDS):
        told = edits.read(reports.writer("json")([Report(own.name, outcome.rows, outcome.result)]), unsafe=unsafe)
        if isinstance(told, str) or own.name not in told:
            break
        result, _left = edits.result(own.name, outcome.result, told[own.name])
        if result == outcome.result:
            break
        (outcome,) = run([job(own._replace(source=result))])
    return outcome


def written(own: Subject, text: str, write: bool) -> str:
    """Write a file if requested, and say so."""
    if not write:
        return NOT_WRITTEN
    if not files.write(str(own.file), text):
        raise Refused(f"{own.name}: cannot write the file")
    return f"Written: {own.name}"


def _subjects(roots: Roots, path: str) -> Iterator[Subject]:
    place = roots.find(path)
    if not place.is_dir():
        yield subject(roots, path)
        return
    top = roots.top(place)
    settings = Settings(rules=True, top=top)
    for name, source in discover.dockerfiles(discover.named([str(place)], top=top), [])[0]:
        yield of_source(roots, roots.find(name), source, settings)
