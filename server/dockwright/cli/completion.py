"""`dockwright completion bash|zsh|fish`: what a shell needs to complete commands, options and their values."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dockwright.cli.arguments import Parser
from dockwright.cli.main import COMMANDS

SHELLS = ("bash", "zsh", "fish")


class Option(NamedTuple):
    """An option of a command: its names, what it is for, its values where they are known, and whether it takes one."""

    names: tuple[str, ...]
    about: str
    values: tuple[str, ...]
    takes_value: bool


def main(arguments: Sequence[str]) -> int:
    """Print a script."""
    shell = _parser().parse_args(arguments).shell
    sys.stdout.write({"bash": bash, "zsh": zsh, "fish": fish}[shell]())
    return 0


def options(command: str) -> list[Option]:
    """The options of a command; none where it has a parser of its own kind."""
    module = importlib.import_module(f"dockwright.cli.{command}")
    make = getattr(module, "_parser", None)
    parser: argparse.ArgumentParser | None = make() if make else None
    actions = parser._actions if parser else []
    found = [
        Option(tuple(action.option_strings), action.help or "", _values(action), action.nargs != 0)
        for action in actions
        if action.option_strings
    ]
    words = [_values(action) for action in actions if not action.option_strings]
    return found + [Option(names, "", (), False) for names in words if names]


def _values(action: argparse.Action) -> tuple[str, ...]:
    """What may stand for an argument, where that is known."""
    if action.metavar in ("CODE", "RULE"):
        from dockwright.findings.rule import all_rules

        names = [name for rule in all_rules() for name in rule.names if "/" not in name]
        return tuple(sorted(set(names)))
    return tuple(map(str, action.choices or ()))


def bash() -> str:
    """For bash: words by the command and by the option before the cursor; else files."""
    cases = []
    for command in COMMANDS:
        words = " ".join(name for option in options(command) for name in option.names)
        values = [
            f"      {'|'.join(option.names)}) words='{' '.join(option.values)}' ;;"
            for option in options(command)
            if option.values
        ]
        inner = "\n".join(['    case "$previous" in', *values, "      *) words=" + f"'{words}' ;;", "    esac ;;"])
        cases.append(f"  {command})\n{inner}")
    body = "\n".join(cases)
    return f"""_dockwright() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}" words=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '{" ".join([*COMMANDS, "lsp"])}' -- "$current"))
    return
  fi
  case "${{COMP_WORDS[1]}}" in
{body}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -o bashdefault -F _dockwright dockwright
"""


def zsh() -> str:
    """For zsh, which understands bash's way."""
    return "autoload -U +X bashcompinit && bashcompinit\n" + bash()


def fish() -> str:
    """For fish, with what each option is for."""
    return "\n".join(_fish_lines()) + "\n"


def _fish_lines() -> Iterator[str]:
    for command, about in {**COMMANDS, "lsp": "the language server, for editors"}.items():
        yield f"complete -c dockwright -n __fish_use_subcommand -f -a {command} -d {_quoted(about)}"
    for command in COMMANDS:
        for option in options(command):
            if not option.names[0].startswith("-"):
                words = " ".join(option.names)
                yield f"complete -c dockwright -n '__fish_seen_subcommand_from {command}' -f -a {_quoted(words)}"
                continue
            names = [f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names]
            values = f" -x -a {_quoted(' '.join(option.values))}" if option.values else " -r" * option.takes_value
            line = f"complete -c dockwright -n '__fish_seen_subcommand_from {command}' {' '.join(names)}{values}"
            yield f"{line} -d {_quoted(option.about)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _parser() -> Parser:
    parser = Parser("completion", "Print a script that makes a shell complete dockwright's commands and options.")
    parser.add_argument("shell", choices=SHELLS, help="the shell")
    return parser
