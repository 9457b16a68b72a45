"""Renaming: edits that keep what the build does, or the reason why not."""

from __future__ import annotations

from dockwright.context.build_context import Context
from dockwright.frozen import frozen
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.symbols import rename_variables
from dockwright.ide.symbols.heredocs import heredoc_reason, same_heredocs
from dockwright.ide.symbols.navigation import place_at
from dockwright.refactors.names import reserved_names
from dockwright.refactors.names.stages import stage_reason
from dockwright.refactors.names.symbols import Mention, Symbol
from dockwright.semantics.model import Model
from dockwright.text import Edit, Span


@frozen
class Refusal:
    """Why a name cannot be changed, or not to this."""

    reason: str


@frozen
class Renameable:
    """The range of the name under the cursor, and the name as it is."""

    span: Span
    name: str


def prepare(snapshot: Snapshot, offset: int) -> Renameable | Refusal:
    """What a rename at `offset` would change."""
    found = _renameable(snapshot, offset)
    if isinstance(found, Refusal):
        return found
    _, mention = found
    return Renameable(mention.span, snapshot.text.slice(mention.span))


def rename(snapshot: Snapshot, offset: int, new_name: str) -> tuple[Edit, ...] | Refusal:
    """The edits that give the name at `offset` a new one."""
    found = _renameable(snapshot, offset)
    if isinstance(found, Refusal):
        return found
    symbol, _ = found
    reason = _reason(snapshot, symbol, new_name)
    if reason:
        return Refusal(reason)
    edits = tuple(Edit(mention.span, new_name) for mention in symbol.mentions if mention.by_name)
    after = snapshot.edited(reversed(edits))
    if not _means_the_same(snapshot, symbol, edits, after):
        return Refusal(f'With the name "{new_name}" the file would build something else.')
    return edits


def question(snapshot: Snapshot, offset: int) -> str:
    """What to ask before a rename at `offset`; empty where nothing outside of the file can know the name."""
    found = place_at(snapshot, offset)
    if found is None or not found[0].in_environment:
        return ""
    return f"{found[0].name} is in the environment of the image: programs that read it there will not find it any more."


def _named_outside(context: Context | None, symbol: Symbol) -> str:
    """Why a name is not the file's own: what builds it says the name as well."""
    if context is None:
        return ""
    if symbol.kind == "stage" and (label := context.targets.get(symbol.name.lower())):
        return f'{label} builds the stage "{symbol.name}" by this name; change it there as well.'
    if symbol.kind == "variable" and (label := context.given.get(symbol.name)):
        return f"{label} gives {symbol.name} to the build under this name; change it there as well."
    return ""


def _renameable(snapshot: Snapshot, offset: int) -> tuple[Symbol, Mention] | Refusal:
    found = place_at(snapshot, offset)
    if found is None:
        return Refusal("Only names of stages, ARG and ENV variables and heredocs can be renamed.")
    symbol, mention = found
    reason = symbol.obstacle or _named_outside(snapshot.context, symbol)
    reason = reason or (reserved_names.obstacle(snapshot.model, symbol) if symbol.kind == "variable" else "")
    if reason:
        return Refusal(reason)
    return found if mention.by_name else Refusal("The name is not written here; rename it where it is.")


def _reason(snapshot: Snapshot, symbol: Symbol, new_name: str) -> str:
    if new_name == symbol.name:
        return ""
    if symbol.kind == "variable":
        return reserved_names.reason(snapshot.model, new_name)
    return heredoc_reason(new_name) if symbol.kind == "heredoc" else stage_reason(snapshot.model, symbol.name, new_name)


def _means_the_same(snapshot: Snapshot, symbol: Symbol, edits: tuple[Edit, ...], after: Snapshot) -> bool:
    if _shape(after.model) != _shape(snapshot.model):
        return False
    if symbol.kind == "variable":
        return rename_variables.same_meaning(symbol, edits, after)
    return same_heredocs(snapshot, after)


def _shape(model: Model) -> list[object]:
    """What a rename of a stage must not change: who is based on whom, who takes from whom."""
    bases = [(stage.base.index if stage.base else None, stage.image) for stage in model.stages]
    taken = [
        (reference.kind, reference.source.index, reference.target.index if reference.target else reference.token.value)
        for reference in model.references
        if reference.kind != "from"
    ]
    return [bases, taken]
