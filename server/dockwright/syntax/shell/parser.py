"""Calls tree-sitter with its Bash grammar, both loaded on first use."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dockwright.lazy import pattern

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

LONGEST = 200_000
"""Longer scripts (in characters) are not parsed; Linux rejects such an argument anyway."""

_HOPELESS = pattern(r"<{8}")
"""No shell accepts this, and the grammar takes quadratic time to find that out."""

_FOREIGN = pattern(r"[^\x01-\x7f]")
_ESCAPED = pattern(r"\\[^\n]")
_ESCAPED_BLANKS = ("\\ ", "\\\t")


def parse_tree(text: str) -> Node | None:
    """The root of the syntax tree; None if the script is too long or cannot be parsed in reasonable time.

    Byte offsets in the tree are character offsets in `text`: each non-ASCII character, which a shell treats as part of
    a word, is replaced by a comma before parsing. The same is done for escaped blanks, which the grammar would skip at
    the start of a word and after a quote.
    """
    if len(text) > LONGEST or _HOPELESS.search(text):
        return None
    plain = text if text.isascii() and "\0" not in text else _FOREIGN.sub(",", text)
    if any(blank in plain for blank in _ESCAPED_BLANKS):
        plain = _ESCAPED.sub(lambda found: ",," if found[0] in _ESCAPED_BLANKS else found[0], plain)
    return _parser().parse(plain.encode("ascii")).root_node


@cache
def _parser() -> Parser:
    import tree_sitter  # imported here because it slows down start-up

    return tree_sitter.Parser(tree_sitter.Language(_language()))


def _language() -> object:
    """Load the grammar from its extension module; importing its package takes longer than checking a small file."""
    from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, FileFinder
    from importlib.util import find_spec, module_from_spec

    package = find_spec("tree_sitter_bash")
    for folder in (package.submodule_search_locations if package else None) or ():
        found = FileFinder(folder, (ExtensionFileLoader, EXTENSION_SUFFIXES)).find_spec("_binding")
        if found and found.loader:
            module = module_from_spec(found)
            found.loader.exec_module(module)
            return module.language()
    import tree_sitter_bash

    return tree_sitter_bash.language()
