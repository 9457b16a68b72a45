"""Declaration, results and discovery of refactorings."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from dockwright.config import Config
from dockwright.findings.finding import Addition
from dockwright.findings.rule import modules
from dockwright.frozen import frozen
from dockwright.refactors.kit.neighbours import keeps_others
from dockwright.semantics.model import Model
from dockwright.text import Edit, Span, unsnipped

if TYPE_CHECKING:
    from dockwright.context.build_context import Context

MISREAD = "BuildKit would read the next instruction as part of the result"


def with_cost(title: str, cost: str) -> str:
    """A title with the cost of the refactoring in brackets; it is applied without further questions, so the title has
    to tell.
    """
    if not cost:
        return title
    return f"{title[:-1]}; {cost})" if title.endswith(")") else f"{title} ({cost})"


@frozen
class Rewrite:
    """The result of a refactoring at a selection."""

    title: str
    edits: tuple[Edit, ...] = ()
    cost: str = ""
    """What changes for the build, in a few words for the menu; empty if nothing does."""
    snippets: tuple[Edit, ...] = ()
    """Edits with snippets as new text: `$1`, `${2:word}` and `$0` are tab stops; `as_snippet` escapes other text."""
    addition: Addition | None = None
    """Text to append to another file, which may have to be created."""

    @property
    def named(self) -> str:
        """The title in menus, with the cost."""
        return with_cost(self.title, self.cost)

    @property
    def plain(self) -> tuple[Edit, ...]:
        """All edits of the document, with snippets replaced by their placeholders' text."""
        return self.edits + tuple(Edit(edit.span, unsnipped(edit.new)) for edit in self.snippets)


@frozen
class Refusal:
    """Why a refactoring that applies here would not keep the meaning."""

    reason: str


Answer = Rewrite | Refusal | None
Offered = Literal["always", "selection", "asked"]
"""When it is in the menu: always, only for a selection, or only when its kind is requested."""
Function = Callable[..., Answer]


@frozen
class Refactor:
    """A refactoring: its kind, its general title, and its function."""

    kind: str
    title: str
    function: Function
    module: str
    fixes: tuple[str, ...]
    """The codes of the findings that it is a quick fix for."""
    wants: tuple[str, ...]
    """Which of `context` and `config` the function takes."""
    everywhere: bool
    """Whether it does the same to each selected instruction, and so can be applied to a whole file."""
    offered: Offered
    preferred: bool
    """Whether it is preferred over similar ones."""
    unless: str
    """The kind of a similar one that does more: a menu with that one omits this one."""

    def is_wanted(self, selection: Span, only: tuple[str, ...]) -> bool:
        """Whether to offer it in an editor; `only` lists kinds, each of which includes those below it.

        A rarely wanted one needs a kind of at least three parts: `refactor.rewrite.run`.
        """
        asked = [kind for kind in only if f"{self.kind}.".startswith(f"{kind}.")]
        if only and not asked:
            return False
        if self.offered == "always" or any(kind.count(".") > 1 for kind in asked):
            return True
        return self.offered == "selection" and selection.start != selection.end

    def apply(
        self, model: Model, selection: Span, context: Context | None = None, config: Config | None = None
    ) -> Answer:
        """The result for a selection; None if it does not apply."""
        known: dict[str, Any] = {"context": context, "config": config or Config()}
        answer: Answer = self.function(model, selection, **{name: known[name] for name in self.wants})
        if isinstance(answer, Rewrite) and not keeps_others(model.tree, answer.plain):
            return Refusal(MISREAD)
        return answer


def refactor(
    kind: str,
    title: str,
    *,
    fixes: tuple[str, ...] = (),
    everywhere: bool = False,
    offered: Offered = "always",
    preferred: bool = False,
    unless: str = "",
) -> Callable[[Function], Refactor]:
    """Declare a refactoring of a kind such as `refactor.rewrite.run.merge`.

    Its function takes the model and a selection, and returns None if it does not apply; further parameters may be
    `context: Context | None`, the build context if known, and `config: Config`. A finding with one of the codes in
    `fixes` offers it as a quick fix, with the start of the finding as the selection. One that is `everywhere` is also
    offered for the whole file, with all of it selected. `offered` keeps what is rarely wanted out of the menu; a
    `preferred` one is applied by editors without a menu. `unless` is the kind of a similar one that does more.
    """

    def declare(function: Function) -> Refactor:
        wants = tuple(name for name in function.__annotations__ if name in ("context", "config"))
        return Refactor(
            kind, title, function, function.__module__, fixes, wants, everywhere, offered, preferred, unless
        )

    return declare


@cache
def all_refactors() -> tuple[Refactor, ...]:
    """Every refactoring of every family, sorted by kind."""
    found: list[Refactor] = []
    for name in modules("refactors"):
        module = importlib.import_module(name)
        found += [
            item for item in vars(module).values() if isinstance(item, Refactor) and item.module == module.__name__
        ]
    return tuple(sorted(found, key=lambda item: item.kind))


@cache
def by_kind() -> dict[str, Refactor]:
    """Every refactoring by its kind."""
    return {item.kind: item for item in all_refactors()}


@cache
def fixing(code: str) -> tuple[Refactor, ...]:
    """The refactorings that are quick fixes of a finding."""
    return tuple(item for item in all_refactors() if code in item.fixes)
