"""The command line of hadolint: its options, which of them may be repeated, and what it rejects."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from dockwright.cli.arguments import Translated

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
    name, colon, kind = text.partition(":")
    if not colon:
        return name, "text"
    return (name, kind) if kind in LABEL_KINDS else None


class _Parser(Translated):
    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"dockwright hadolint: {message}; see --help\n")
        raise SystemExit(1)


class _Once(argparse.Action):
    """An option that may be given once: with or without a value."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option_string: Any = None) -> None:
        if getattr(namespace, self.dest) is not self.default:
            parser.error(f"{option_string} is given twice")
        setattr(namespace, self.dest, self.const if self.nargs == 0 else values)


def _label(text: str) -> tuple[str, str]:
    found = label(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"`{text}`: the kind of a label is one of {', '.join(LABEL_KINDS)}")
    return found


def _parser() -> _Parser:
    parser = _Parser(
        prog="dockwright hadolint",
        description="Check Dockerfiles as hadolint 2.15.1 does: the same options, settings, formats and exit codes.",
        allow_abbrev=False,
    )

    def once(*names: str, text: str, **more: Any) -> None:
        parser.add_argument(*names, action=_Once, help=text, **more)

    def flag(*names: str, text: str) -> None:
        once(*names, text=text, nargs=0, const=True, default=False)

    def several(*names: str, text: str, **more: Any) -> None:
        parser.add_argument(*names, action="append", default=[], help=text, **more)

    parser.add_argument("files", nargs="*", metavar="DOCKERFILE", help="files; - is standard input")
    flag("-v", "--version", text="print the version of hadolint that this stands for")
    once("-c", "--config", metavar="FILENAME", text="a configuration file, instead of the first that is found")
    once("--file-path-in-report", metavar="FILEPATH", text="what files are called in some formats")
    once("-o", "--output", metavar="OUTPUT", text="a file to write to")
    flag("--no-fail", text="always exit with 0")
    flag("--no-color", text="no colors")
    flag("-V", "--verbose", text="print the settings in force to standard error")
    several("-f", "--format", choices=FORMATS, text="how findings are written (default: tty)")
    for level in ("error", "warning", "info", "style"):
        several(f"--{level}", metavar="RULECODE", text=f"findings of this rule have the level {level}")
    several("--ignore", metavar="RULECODE", text="disable a rule")
    several("--trusted-registry", metavar="REGISTRY", text="a registry that images may come from")
    several("--require-label", metavar="NAME:KIND", type=_label, text="a label, and what kind of text it holds")
    flag("--strict-labels", text="report labels that no label schema names")
    flag("--disable-ignore-pragma", text="ignore the comments `# hadolint ignore=`")
    once("-t", "--failure-threshold", choices=THRESHOLDS, text="the least level that fails (default: info)")
    return parser
