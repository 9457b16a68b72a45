"""Shell scripts, parsed by tree-sitter into frozen values with exact spans."""

from dockwright.syntax.shell.nodes import (
    AndOr,
    Assignment,
    Command,
    Compound,
    Operator,
    Pipeline,
    Redirection,
    Sequence,
    Simple,
    Variable,
    Word,
)
from dockwright.syntax.shell.script import Assigned, Place, Placed, Script, children, parse_shell
from dockwright.syntax.shell.variables import options_of_set, options_set, variables_assigned, variables_used
from dockwright.syntax.shell.wrappers import nested_script, switched, unwrapped

__all__ = [
    "AndOr",
    "Assigned",
    "Assignment",
    "Command",
    "Compound",
    "Operator",
    "Pipeline",
    "Place",
    "Placed",
    "Redirection",
    "Script",
    "Sequence",
    "Simple",
    "Variable",
    "Word",
    "children",
    "nested_script",
    "options_of_set",
    "options_set",
    "parse_shell",
    "switched",
    "unwrapped",
    "variables_assigned",
    "variables_used",
]
