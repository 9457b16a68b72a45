"""Write all keywords of a file in upper case, or in lower case."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.semantics.model import Model
from dockwright.syntax.arguments import NAMES
from dockwright.syntax.nodes import Token, Unit
from dockwright.text import Edit, Span


@refactor("refactor.rewrite.keywords.upper", "Write all keywords in upper case")
def upper(model: Model, selection: Span) -> Answer:
    """Write every keyword in upper case; offered at one that changes."""
    return _written(model, selection, str.upper, "upper")


@refactor("refactor.rewrite.keywords.lower", "Write all keywords in lower case")
def lower(model: Model, selection: Span) -> Answer:
    """Write every keyword in lower case; offered at one that changes, if any is in lower case already."""
    return _written(model, selection, str.lower, "lower", only_with=str.islower)


def _written(
    model: Model,
    selection: Span,
    write: Callable[[str], str],
    case: str,
    only_with: Callable[[str], bool] | None = None,
) -> Answer:
    at = model.tree.at(selection.start)
    if at is None or not any(token.shifted(at.start).span.overlaps(selection) for token in _keywords(at.unit)):
        return None
    tree = model.tree
    if any(piece.heredocs_open for piece in tree.pieces):
        return Refusal("A heredoc is never closed, so it is unclear where instructions begin")
    if all(write(token.value) == token.value for token in _keywords(at.unit)):
        return None
    edits = []
    fits = only_with is None
    for index in tree.places:
        unit: Unit = tree.pieces[index]  # type: ignore[assignment]
        for token in _keywords(unit):
            fits = fits or (only_with is not None and token.value.upper() in NAMES and only_with(token.value))
            if write(token.value) != token.value:
                edits.append(Edit(token.span.shifted(tree.starts[index]), write(token.value)))
    return Rewrite(f"Write all keywords in {case} case", tuple(edits)) if edits and fits else None


def _keywords(unit: Unit) -> Iterator[Token]:
    """The keyword, those under ONBUILD, AS before a stage name, and CMD or NONE of a health check, if on one line."""
    found: Unit | None = unit
    while found is not None:
        tokens = [found.keyword] if found.name in NAMES else []
        words = found.arguments
        if found.name == "FROM" and len(words) > 2 and words[1].value.upper() == "AS":
            tokens.append(words[1])
        elif found.name == "HEALTHCHECK" and words and words[0].value.upper() in ("CMD", "NONE"):
            tokens.append(words[0])
        yield from (token for token in tokens if token.span.end - token.span.start == len(token.value))
        found = found.inner
