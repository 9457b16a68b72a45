"""The command line of hadolint: its options, which of them may be repeated, and what it rejects."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from dockwright.cli.arguments import Translated, worded
from dockwright.cli.reports.terminal import tell

FORMATS = (
    "tty", "json", "checkstyle", "codeclimate", "gitlab_codeclimate", "gnu", "codacy", "sonarqube", "sarif", "junit",
)  # fmt: skip
THRESHOLDS = ("error", "warning", "info", "style", "ignore", "none")
LABEL_KINDS = ("text", "url", "semver", "rfc3339", "hash", "email", "spdx")


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse the options; an error exits with 1, as a finding does."""
    return _parser().parse_intermixed_args(list(arguments))


def label(text: str) -> tuple[str, str] | None:
    """`name:kind`, or a name alone for any text; None for an unknown kind."""
    name, _, kind = text.partition(":")
    if not kind:
        return name, "text"
    return (name, kind) if kind in LABEL_KINDS else None


class _Parser(Translated):
    def error(self, message: str) -> NoReturn:
        tell("dockwright hadolint", f"{worded(message)}; see `--help`")
        raise SystemExit(1)


class _Once(argparse.Action):
    """An option that may be given once: with or without a value."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option_string: Any = None) -> None:
        if getattr(namespace, self.dest) is not self.default:
            parser.error(f"`{option_string}` given twice")
        setattr(namespace, self.dest, self.const if self.nargs == 0 else values)


def _label(text: str) -> tuple[str, str]:
    found = label(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"`{text}`: invalid label type; use one of {', '.join(LABEL_KINDS)}")
    return found


def _parser() -> _Parser:
    parser = _Parser(
        prog="dockwright hadolint",
        description="Check Dockerfiles like hadolint 2.15.1: same options, settings, formats and exit codes",
        allow_abbrev=False,
    )

    def once(*names: str, text: str, **more: Any) -> None:
        parser.add_argument(*names, action=_Once, help=text, **more)

    def flag(*names: str, text: str) -> None:
        once(*names, text=text, nargs=0, const=True, default=False)

    def several(*names: str, text: str, **more: Any) -> None:
        parser.add_argument(*names, action="append", default=[], help=text, **more)

    parser.add_argument("files", nargs="*", metavar="DOCKERFILE", help="files to check, or - for standard input")
    flag("-v", "--version", text="print the version of hadolint that this command replaces")
    once("-c", "--config", metavar="FILENAME", text="configuration file to use (default: the first one found)")
    once("--file-path-in-report", metavar="FILEPATH", text="file path to report in some formats")
    several("-o", "--output", metavar="OUTPUT", text="file to write to (default: standard output)")
    flag("--no-fail", text="exit 0 even with findings")
    flag("--no-color", text="do not use colors")
    flag("-V", "--verbose", text="print the active settings to standard error")
    several("-f", "--format", choices=FORMATS, text="output format (default: tty)")
    for level in ("error", "warning", "info", "style"):
        several(f"--{level}", metavar="RULECODE", text=f"report this rule at level {level}")
    several("--ignore", metavar="RULECODE", text="ignore a rule")
    several("--trusted-registry", metavar="REGISTRY", text="registry that images may come from")
    several("--require-label", metavar="NAME:KIND", type=_label, text="label and the type of its value")
    flag("--strict-labels", text="report labels that are not in the label schema")
    flag("--disable-ignore-pragma", text="disable `# hadolint ignore=` comments")
    once("-t", "--failure-threshold", choices=THRESHOLDS, text="lowest level that fails the command (default: info)")
    return parser
