"""How a refactoring is declared, what it answers, and where all of them are found."""

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

MISREAD = "BuildKit would read the instruction after the result as a part of it."


def with_cost(title: str, cost: str) -> str:
    """A title, and in brackets behind it what choosing it costs; all is applied at once, so it has to stand there."""
    if not cost:
        return title
    return f"{title[:-1]}; {cost})" if title.endswith(")") else f"{title} ({cost})"


@frozen
class Rewrite:
    """What a refactoring does here."""

    title: str
    edits: tuple[Edit, ...] = ()
    cost: str = ""
    """What changes for the build, in a few words that the menu shows in brackets; empty when nothing does."""
    snippets: tuple[Edit, ...] = ()
    """Edits whose new texts are snippets: `$1`, `${2:word}` and `$0` are stops, `as_snippet` escapes what is none."""
    addition: Addition | None = None
    """Text that goes to the end of another file, which may be made for it."""

    @property
    def named(self) -> str:
        """The title as a menu shows it, with the cost."""
        return with_cost(self.title, self.cost)

    @property
    def plain(self) -> tuple[Edit, ...]:
        """All edits of the document, with the words of placeholders where snippets are."""
        return self.edits + tuple(Edit(edit.span, unsnipped(edit.new)) for edit in self.snippets)


@frozen
class Refusal:
    """Why a refactoring that fits the place would not keep the meaning."""

    reason: str


Answer = Rewrite | Refusal | None
Offered = Literal["always", "selection", "asked"]
"""When it stands in a menu: always, only for more than a cursor, or only for who asks for its kind."""
Function = Callable[..., Answer]


@frozen
class Refactor:
    """A refactoring: its kind, its general title, and its function."""

    kind: str
    title: str
    function: Function
    module: str
    fixes: tuple[str, ...]
    """The codes of the findings that it is a quick fix of."""
    wants: tuple[str, ...]
    """Which of `context` and `config` the function takes."""
    everywhere: bool
    """Whether it does the same to each selected instruction, and so to all of a file."""
    offered: Offered
    preferred: bool
    """Whether it is the one to take of several that do nearly the same."""
    unless: str
    """The kind of one that does nearly the same, and more: a menu that has that one leaves this one out."""

    def is_wanted(self, selection: Span, only: tuple[str, ...]) -> bool:
        """Whether an editor is to hear of it; `only` names kinds, each of which stands for those below it, too.

        What is rarely wanted is asked for by three parts of its kind at least: `refactor.rewrite.run`.
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
        """What it does with a selection; None where it has nothing to do with it."""
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

    Its function takes the model and a selection, and answers None where it has nothing to do with that; further
    parameters may be `context: Context | None`, the build context once it is known, and `config: Config`.
    A finding with one of the codes `fixes` offers it as its quick fix, with the finding's start as the selection.
    One that is `everywhere` is offered for the whole file, too: with all of it selected. `offered` keeps what is rarely
    wanted out of the menu; a `preferred` one is what an editor takes without a menu. `unless` names the kind of one
    that does nearly the same, and more.
    """

    def declare(function: Function) -> Refactor:
        wants = tuple(name for name in function.__annotations__ if name in ("context", "config"))
        return Refactor(
            kind, title, function, function.__module__, fixes, wants, everywhere, offered, preferred, unless
        )

    return declare


@cache
def all_refactors() -> tuple[Refactor, ...]:
    """Every refactoring of every family, by kind."""
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
