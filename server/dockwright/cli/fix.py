"""`dockwright fix --from FILE`: applies the edits of a JSON report to the files that it was made for."""

from __future__ import annotations

from collections.abc import Sequence

from dockwright.cli import files
from dockwright.cli.arguments import Parser
from dockwright.cli.known_findings.edits import Fixes, read, result
from dockwright.cli.reports.terminal import tell


def main(arguments: Sequence[str]) -> int:
    """Apply fixes: 1 if one cannot be applied, or --diff shows something; 2 if a file cannot be read."""
    options = _parser().parse_args(arguments)
    text = files.read(options.report)
    if text is None:
        return 2
    report = read(text, unsafe=options.unsafe)
    if isinstance(report, str):
        tell(f"dockwright fix: {options.report}", report)
        return 2
    return max((_one(name, fixes, options.diff) for name, fixes in report.items()), default=0)


def _one(name: str, fixes: Fixes, diff: bool) -> int:
    source = files.read(name)
    if source is None:
        return 2
    done, left = result(name, source, fixes)
    for why in left:
        tell(name, why)
    if diff:
        files.write("-", files.diff(name, source, done))
    elif done != source and not files.write(name, done):
        return 2
    return int(bool(left) or (diff and done != source))


def _parser() -> Parser:
    parser = Parser("fix", "Apply the fixes of a `dockwright check --format json` report to files unchanged since")
    parser.add_argument(
        "--from", dest="report", metavar="FILE", required=True, help="report file, or - for standard input"
    )
    parser.add_argument("--unsafe", action="store_true", help="also apply fixes that may change the image")
    parser.add_argument(
        "--diff", action="store_true", help="do not write; show what would change, and exit 1 if there are changes"
    )
    return parser
