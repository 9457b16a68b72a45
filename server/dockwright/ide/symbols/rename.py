"""Renaming: edits that do not change the build, or the reason why it is not possible."""

from __future__ import annotations

from collections.abc import Sequence

from dockwright.context.build_context import Context
from dockwright.context.hosts.reference import Reference
from dockwright.frozen import frozen
from dockwright.ide.hosts.renaming import Known, obstacle, taken
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
    """Why a name cannot be changed, or not to the given one."""

    reason: str


@frozen
class Renameable:
    """The range of the name under the cursor, and the name."""

    span: Span
    name: str


def prepare(snapshot: Snapshot, offset: int, known: Known | None = None) -> Renameable | Refusal:
    """What a rename at `offset` would change; `known` are the builds of the file."""
    found = _renameable(snapshot, offset, known)
    if isinstance(found, Refusal):
        return found
    _, mention = found
    return Renameable(mention.span, snapshot.text.slice(mention.span))


def rename(snapshot: Snapshot, offset: int, new_name: str, known: Known | None = None) -> tuple[Edit, ...] | Refusal:
    """The edits in the file that rename the symbol at `offset`."""
    found = _renameable(snapshot, offset, known)
    if isinstance(found, Refusal):
        return found
    symbol, _ = found
    reason = taken(_known(snapshot.context, known), symbol, new_name) if new_name != symbol.name else ""
    reason = reason or _reason(snapshot, symbol, new_name)
    if reason:
        return Refusal(reason)
    edits = tuple(Edit(mention.span, new_name) for mention in symbol.mentions if mention.by_name)
    after = _given(snapshot.edited(reversed(edits)), symbol, new_name)
    if not _means_the_same(snapshot, symbol, edits, after):
        return Refusal(f'With the name "{new_name}", the file would build something else')
    return edits


@frozen
class Subject:
    """What a rename is about: a stage, a variable or a heredoc."""

    kind: str
    name: str
    in_environment: bool
    """Whether programs in the image can read it."""


def subject(snapshot: Snapshot, offset: int) -> Subject | None:
    """What a rename at `offset` is about."""
    found = place_at(snapshot, offset)
    return Subject(found[0].kind, found[0].name, found[0].in_environment) if found else None


def question(about: Subject, readers: Sequence[str]) -> str:
    """What to ask before a rename; empty where nothing outside of the file can know the name.

    `readers` are places of other files that name it.
    """
    if not about.in_environment:
        return ""
    name = about.name
    who = f"; {listed(readers)} name{'s' if len(readers) == 1 else ''} it" if readers else ""
    return f"{name} is in the environment of the image; programs that read it will no longer find it{who}"


def listed(places: Sequence[str], most: int = 4) -> str:
    """Some places in backquotes, and how many there are besides."""
    more = f" and {len(places) - most} more" if len(places) > most else ""
    return ", ".join(f"`{place}`" for place in places[:most]) + more


def places(snapshot: Snapshot, offset: int, known: Known | None = None) -> tuple[Reference, ...]:
    """The references in host files to what is renamed at `offset`, which have to be edited as well."""
    found = place_at(snapshot, offset)
    return _known(snapshot.context, known).places(found[0]) if found else ()


def _known(context: Context | None, known: Known | None) -> Known:
    if known is not None or context is None:
        return known or Known()
    return Known(context.builds, context.neighbours)


def _named_outside(context: Context | None, known: Known, symbol: Symbol) -> str:
    """Why a name is also used outside of the file: builds name it, and cannot be edited."""
    if reason := obstacle(known, symbol):
        return reason
    if context is None or known.places(symbol):
        return ""
    if symbol.kind == "stage" and (label := context.targets.get(symbol.name.lower())):
        return f'{label} builds the stage "{symbol.name}" by this name; change it there first'
    if symbol.kind == "variable" and (label := context.given.get(symbol.name)):
        return f"{label} sets {symbol.name} by this name; change it there first"
    return ""


def _given(after: Snapshot, symbol: Symbol, new_name: str) -> Snapshot:
    """The file with the ARG values of the renamed builds."""
    if symbol.kind != "variable" or symbol.name not in after.build_args:
        return after
    arguments = {new_name if name == symbol.name else name: value for name, value in after.build_args.items()}
    return after.configured(after.selection, arguments)


def _renameable(snapshot: Snapshot, offset: int, known: Known | None) -> tuple[Symbol, Mention] | Refusal:
    found = place_at(snapshot, offset)
    if found is None:
        return Refusal("Only stages, ARG and ENV variables and heredocs can be renamed")
    symbol, mention = found
    builds = _known(snapshot.context, known)
    reason = symbol.obstacle or _named_outside(snapshot.context, builds, symbol)
    if not reason and symbol.kind == "variable":
        ours = bool(builds.places(symbol))
        reason = reserved_names.obstacle(snapshot.model, symbol, ours_to_give=ours)
    if reason:
        return Refusal(reason)
    return found if mention.by_name else Refusal("The name is not written here; rename it where it is")


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
    """What a rename of a stage must not change: bases, and sources of copies."""
    bases = [(stage.base.index if stage.base else None, stage.image) for stage in model.stages]
    taken = [
        (reference.kind, reference.source.index, reference.target.index if reference.target else reference.token.value)
        for reference in model.references
        if reference.kind != "from"
    ]
    return [bases, taken]
