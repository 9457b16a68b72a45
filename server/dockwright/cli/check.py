"""`dockwright check`: findings on the command line and in CI."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dockwright.cli import discover, files, progress, reports, surroundings
from dockwright.cli.arguments import Parser, close
from dockwright.cli.checks.check_file import locked
from dockwright.cli.checks.chosen_rules import unknown
from dockwright.cli.jobs import Job, Outcome
from dockwright.cli.known_findings import options as known
from dockwright.cli.reports.terminal import tell
from dockwright.cli.rows import LEVELS, Report, translated
from dockwright.cli.settings import Settings
from dockwright.config import Config
from dockwright.config.files import NAMES as config_names
from dockwright.frozen import replace
from dockwright.l10n.catalogue import wanted

if TYPE_CHECKING:
    from dockwright.cli.checks.whole_run import Seen


def main(arguments: Sequence[str], seen: Seen) -> int:
    """Check files: 0 when nothing reaches --fail-level, 1 when something does, 2 when a file cannot be read.

    `seen` is told what was looked at, where the same run could be answered from that.
    """
    options = _parser().parse_args(arguments)
    options.unsure = options.context is not None
    options.context = None if options.no_context else options.context or ""
    settings = Settings(options.config, rules=True)
    if options.context and not options.paths and Path(options.context).is_dir():
        # One folder can hardly be the context of everything below this one: it is what to check.
        options.paths, options.context = [options.context], ""
    options.paths = options.paths or ["."]
    names = discover.named(options.paths, hosts=options.inline)
    roots = {
        name: surroundings.root_of(_shown(name, options), options.paths)
        for name in names
        if options.context is not None
    }
    problem = "" if settings.missing else known.contradiction(options) or _unknown(options, settings)
    if options.context and not problem:
        problem = surroundings.refusal(options.context, sorted(set(roots.values())))
    if not names and not problem:
        problem = "no Dockerfile found; name files or a folder with Dockerfiles"
    if problem or settings.missing:
        if problem:
            tell("dockwright check", problem)
        return 2
    baseline = known.baseline(options)
    if baseline is None:
        return 2
    sources, code = discover.dockerfiles(names, options.paths, hosts=True)
    read = [
        (name, _job(_shown(name, options), source, options, settings, roots.get(name, ""))) for name, source in sources
    ]
    for name, job in read:
        if job.inline or job.host:
            from dockwright.cli.checks import inline

            inline.told(job, name in options.paths)
    _tell_of_locks([job.config for _, job in read], options)
    old = known.old([job.name for _, job in read], options)
    if old is None:
        return 2
    read = [(name, job) for name, job in read if job.name not in old or old[job.name] != job.source]
    outcomes = _outcomes([job for _, job in read], options)
    if options.diff:
        pairs = list(zip(read, outcomes, strict=True))
        files.write("-", "".join(files.diff(job.name, job.source, done.result) for (_, job), done in pairs))
        return code or int(any(job.source != done.result for (_, job), done in pairs))
    for (name, job), outcome in zip(read, outcomes, strict=True):
        if options.fix and (name == "-" or outcome.result != job.source) and not files.write(name, outcome.result):
            code = 2
    found = [Report(job.name, outcome.rows, outcome.result) for (_, job), outcome in zip(read, outcomes, strict=True)]
    if options.changed_since is not None:
        found = known.changed(found, [job for _, job in read], old, lambda jobs: _outcomes(jobs, options))
    if options.write_baseline:
        return code if known.write_baseline(found, options) else 2
    if options.baseline:
        held = {job.name: locked(job.config) for _, job in read}
        found = known.less(options.baseline, baseline, found, held)
    languages = {locale: wanted(locale, os.environ) for locale in {job.config.locale for _, job in read}}
    said = [translated(report, languages[job.config.locale]) for (_, job), report in zip(read, found, strict=True)]
    _tell(said, options)
    fails = any(_fails(job, report, options.fail_level) for (_, job), report in zip(read, found, strict=True))
    if all(outcome.whole for outcome in outcomes):
        _tell_seen(seen, [job for _, job in read], options, settings)
    return code or int(fails)


def _tell_seen(seen: Seen, jobs: Sequence[Job], options: argparse.Namespace, settings: Settings) -> None:
    """What the run has looked at; nothing where it wrote something else than findings, or looked elsewhere, too."""
    writes = options.fix or options.diff or options.baseline or options.write_baseline or options.output != "-"
    if writes or not options.cache or options.context is None or options.changed_since is not None:
        return
    roots = tuple(dict.fromkeys((job.root, job.unsure) for job in jobs))
    folders = [Path(root) for root, _ in roots]
    places = [*map(Path, options.paths), *settings.places()]
    inside = (any(place.resolve().is_relative_to(folder) for folder in folders) for place in places)
    if len(roots) > surroundings.MOST_ROOTS or not all(inside):
        return
    above = dict.fromkeys(parent for folder in folders for parent in folder.parents)
    names = (*config_names, ".git", ".gitignore")
    files = [parent / name for parent in above for name in names]
    files += [folder / name for folder in folders for name in (".git", ".git/info/exclude")]
    seen.roots, seen.files = roots, tuple(map(str, files))


def _tell_of_locks(configs: Sequence[Config], options: argparse.Namespace) -> None:
    """What a policy asks for in vain, and what is asked for in vain because of it."""
    configs = [config for config in dict.fromkeys(configs) if config.locks]
    if not configs:
        return
    from dockwright.context.installed_tools import shellcheck
    from dockwright.findings.profiles import shellcheck_locks

    if any(map(shellcheck_locks, configs)) and shellcheck() is None:
        tell("dockwright check", "a policy locks codes of ShellCheck, which is not installed: they are not checked")
    for name in options.ignore:
        if any(code.startswith(name.upper()) for config in configs for code in map(str.upper, locked(config))):
            tell("dockwright check", f"`--ignore {name}`: a policy locks some of these rules, so they stay")


def _fails(job: Job, report: Report, level: str | None) -> bool:
    """Whether a finding reaches the level of the option or the settings."""
    loud = _loud(level or job.config.fail_level)
    held = locked(job.config) if level else frozenset()
    always = _loud(job.config.fail_level)
    return any(row.level in (always if row.code in held else ()) or row.level in loud for row in report.rows)


def _loud(least: str) -> tuple[str, ...]:
    return LEVELS[: LEVELS.index(least) + 1] if least != "none" else ()


def _job(name: str, source: str, options: argparse.Namespace, settings: Settings, root: str) -> Job:
    config = settings.of(name)
    if not options.shellcheck:
        config = _without_shellcheck(config)
    fix = options.fix or ("safe" if options.diff else "")
    chosen, ignored = tuple(options.select), tuple(options.ignore)
    inline, host = discover.host_kind(name, source), discover.build_kind(name, source)
    return Job(name, source, config, chosen, ignored, fix, options.context, options.unsure, root, "", inline, host)


@lru_cache(maxsize=32)
def _without_shellcheck(config: Config) -> Config:
    return replace(config, shellcheck=replace(config.shellcheck, enable=False))


def _shown(name: str, options: argparse.Namespace) -> str:
    """The name of a file in reports; standard input has the name given by an option."""
    return str(options.stdin_filename) if name == "-" else name


def _outcomes(jobs: Sequence[Job], options: argparse.Namespace) -> list[Outcome]:
    """The outcome of each job; cached ones are not computed again."""
    shown = progress.wanted(options.progress)
    if not options.cache or options.fix or options.diff:
        from dockwright.cli.checks.pool import outcomes

        return list(outcomes(jobs, shown))
    from dockwright.cli.checks.outcome_cache import Cache

    cache = Cache()
    told = progress.reading() if shown else None
    jobs = [
        job if job.context is None else job._replace(around=surroundings.stamp(job.root, job.unsure, cache.place, told))
        for job in jobs
    ]
    known = [cache.get(job) for job in jobs]
    missing = [job for job, found in zip(jobs, known, strict=True) if found is None]
    if missing:
        from dockwright.cli.checks.pool import outcomes

        fresh = list(outcomes(missing, shown))
        for job, outcome in zip(missing, fresh, strict=True):
            if outcome.whole:
                cache.put(job, outcome.rows)
        cache.prune()
    rest = iter(fresh if missing else ())
    return [
        next(rest) if found is None else Outcome(found, job.source, True)
        for job, found in zip(jobs, known, strict=True)
    ]


def _tell(found: Sequence[Report], options: argparse.Namespace) -> None:
    from dockwright.cli.reports.text import coloured, statistics, write

    form = options.format or reports.usual(options.output == "-" and not options.statistics)
    if form != "text":
        text = reports.writer(form)(found)
    elif options.statistics:
        text = statistics(found)
    else:
        text = write(found, coloured(options.color) and options.output == "-")
    if options.statistics and form != "text":
        sys.stderr.write(statistics(found))
    data = text.encode("utf-8", "backslashreplace").decode()
    if options.output != "-":
        files.write(options.output, data)
    else:
        # If standard output is the fixed file, findings go to standard error.
        (sys.stderr if options.fix and "-" in options.paths else sys.stdout).write(data)


def _unknown(options: argparse.Namespace, settings: Settings) -> str:
    """The errors in names of rules on the command line."""
    names = [*options.select, *options.ignore]
    if not names:
        return ""
    from dockwright.findings.host_rules import HOST_RULES
    from dockwright.findings.profiles import every_rule

    rules = (*every_rule(settings.nearest()), *HOST_RULES)
    name = unknown(names, rules)
    known = {*(own for rule in rules for own in (*rule.names, *rule.groups))} if name else ()
    return f"unknown rule `{name}`{close(name, known) or '; run `dockwright rule` to list all rules'}" if name else ""


def _parser() -> Parser:
    parser = Parser("check", "Check Dockerfiles")
    parser.add_argument(
        "paths",
        nargs="*",
        default=[],
        metavar="PATH",
        help="files or folders to check, or - for standard input (default: .)",
    )
    parser.add_argument("--format", choices=reports.FORMATS,
                        help="output format (default: text, or agent when a coding agent runs it)")  # fmt: skip
    parser.add_argument(
        "-o", "--output", default="-", metavar="FILE", help="file to write findings to (default: standard output)"
    )
    parser.add_argument("--fix", action="store_const", const="safe", help="apply safe fixes, then report what is left")
    parser.add_argument("--fix-unsafe", action="store_const", const="unsafe", dest="fix",
                        help="also apply fixes that may change the image")  # fmt: skip
    parser.add_argument(
        "--diff", action="store_true", help="show what the fixes would change; exit 1 if there are changes"
    )
    parser.add_argument(
        "--select",
        action="append",
        default=[],
        metavar="CODE",
        help="only report rules whose code starts with CODE (repeatable)",
    )
    parser.add_argument(
        "--ignore",
        action="append",
        default=[],
        metavar="CODE",
        help="do not report rules whose code starts with CODE (repeatable)",
    )
    parser.add_argument("--fail-level", choices=(*LEVELS, "none"),
                        help="lowest level that fails the command (default: from the settings, else hint)")  # fmt: skip
    parser.add_argument("--baseline", metavar="FILE", help="do not report findings listed in this baseline file")
    parser.add_argument("--write-baseline", metavar="FILE", help="write all findings to a baseline file and exit 0")
    parser.add_argument("--changed-since", metavar="REV",
                        help="only report findings caused by changes since this commit")  # fmt: skip
    parser.add_argument("--config", metavar="FILE", help="configuration file to use (default: the nearest)")
    parser.add_argument("--context", nargs="?", const="", metavar="FOLDER",
                        help="use FOLDER as build context; without FOLDER, also use likely contexts")  # fmt: skip
    parser.add_argument("--no-context", action="store_true", help="do not read build contexts")
    parser.add_argument("--inline", action="store_true",
                        help="also check files that build or contain Dockerfiles, such as Compose files")  # fmt: skip
    parser.add_argument("--stdin-filename", default="-", metavar="NAME", help="file name to use for standard input")
    parser.add_argument("--statistics", action="store_true", help="show the number of findings per rule")
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="use colors in text output (default: auto)"
    )
    parser.add_argument("--no-shellcheck", action="store_false", dest="shellcheck",
                        help="do not run ShellCheck (default: run it if installed)")  # fmt: skip
    parser.add_argument("--no-progress", action="store_false", dest="progress",
                        help="do not show progress on a terminal")  # fmt: skip
    parser.add_argument("--no-cache", action="store_false", dest="cache", help="check unchanged files again")
    return parser
