"""Names of shell builtins, for which no program is needed."""

from __future__ import annotations

_POSIX = """
. : [ alias bg break case cd command continue do done echo elif else esac eval exec exit export false fc fg fi
for getopts hash if in jobs kill let local printf pwd read readonly return set shift test then time times trap
true type ulimit umask unalias unset until wait while
"""
_MORE = """
[[ bind builtin caller compgen complete compopt coproc declare dirs disown enable function help history logout mapfile
popd pushd readarray select shopt source suspend typeset autoload bindkey emulate print setopt unsetopt whence zmodload
"""
BUILTINS = frozenset(f"{_POSIX} {_MORE}".split())
"""Builtins of any shell."""
BASH_ONLY = frozenset(
    {"source", "[[", "pushd", "popd", "shopt", "declare", "typeset", "mapfile", "readarray", "disown"}
)
"""Names that dash, the `sh` of Debian and Ubuntu, does not have as builtins."""
