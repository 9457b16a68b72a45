"""tree-sitter with its Bash grammar, loaded when first needed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dockwright.lazy import pattern

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

LONGEST = 200_000
"""Characters beyond which a text is not parsed at all; Linux refuses such an argument anyway."""

_HOPELESS = pattern(r"<{8}")
"""No shell takes it, and the time that the grammar takes to find that out grows with the square of its length."""

_FOREIGN = pattern(r"[^\x01-\x7f]")
_ESCAPED = pattern(r"\\[^\n]")
_ESCAPED_BLANKS = ("\\ ", "\\\t")


def parse_tree(text: str) -> Node | None:
    """The root of the syntax tree, whose byte offsets are character offsets of `text`; None if it is too long
    or hopeless.

    Characters outside ASCII are ordinary parts of words to a shell; a comma stands in for each, so that a byte is
    a character. So are escaped blanks, which the grammar would pass over at the start of a word and behind a quote.
    """
    if len(text) > LONGEST or _HOPELESS.search(text):
        return None
    plain = text if text.isascii() and "\0" not in text else _FOREIGN.sub(",", text)
    if any(blank in plain for blank in _ESCAPED_BLANKS):
        plain = _ESCAPED.sub(lambda found: ",," if found[0] in _ESCAPED_BLANKS else found[0], plain)
    return _parser().parse(plain.encode("ascii")).root_node


@cache
def _parser() -> Parser:
    import tree_sitter  # here, since it costs time at start

    return tree_sitter.Parser(tree_sitter.Language(_language()))


def _language() -> object:
    """The grammar, from the extension module alone: its package loads more than checking a small file takes."""
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
