"""An image between two commands: immutable, made from the previous one and an effect; queried lazily."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import TYPE_CHECKING, Any

from dockwright.image.answer import Answer
from dockwright.image.effects.changed_paths import ChangedPaths
from dockwright.image.effects.effect import NOTHING, Account, Effect

if TYPE_CHECKING:
    from dockwright.image.bases.base import Base
    from dockwright.image.effects.effect import PathChange

_BLOCK = 32
"""The number of images that share an index of changed paths."""


class Image:
    """The content of an image. Equal effects on the same base give the same object."""

    __slots__ = ("_next", "base", "before", "depth", "effect", "memo")

    def __init__(self, base: Base, before: Image | None = None, effect: Effect = NOTHING) -> None:
        self.base = base
        self.before = before
        self.effect = effect
        self.depth: int = before.depth + 1 if before else 0
        """The number of effects between the base and this image."""
        self.memo: dict[Hashable, Any] = {}
        """A cache for values that are computed from the image."""
        self._next: dict[Effect, Image] = {}

    def after(self, effect: Effect) -> Image:
        """The image after an effect; the same object for equal effects."""
        if effect.is_nothing:
            return self
        found = self._next.get(effect)
        if found is None:
            if len(self._next) > 64:
                self._next.clear()
            found = self._next[effect] = Image(self.base, self, effect)
        return found

    def changes(self, path: str) -> Iterator[tuple[Image, PathChange]]:
        """The changes that may affect a path, newest first, each with the image that it made."""
        image = self
        while image.before is not None:
            if image.depth % _BLOCK:
                for change in image.effect.concerning(path):
                    yield image, change
                image = image.before
            else:
                index, image = image._block()
                yield from index.concerning(path)

    def changed_at(self, path: str) -> Image:
        """The newest image up to this one whose own effect may affect a path; in this one the path is the same."""
        image = self
        while image.before is not None:
            if not image.depth % _BLOCK:
                return image  # from here on, an index is faster
            if image.effect.concerning(path):
                return image
            image = image.before
        return image

    def _block(self) -> tuple[ChangedPaths[tuple[Image, PathChange]], Image]:
        """The changes of this image and some before it, and the image before these."""
        found: tuple[ChangedPaths[tuple[Image, PathChange]], Image] | None = self.memo.get("block")
        if found is None:
            image, changes = self, []
            while image.before is not None and (image is self or image.depth % _BLOCK):
                changes += [(change.path, (image, change)) for change in reversed(image.effect.paths)]
                image = image.before
            found = self.memo["block"] = ChangedPaths(changes), image
        return found

    def program(self, name: str) -> Answer:
        """Whether a program with this name is on PATH."""
        return self._fold(("program", name), lambda effect: _of_program(effect, name), lambda: self.base.program(name))

    def package(self, family: str, name: str) -> Answer:
        """Whether an instruction installed a package; those of the base are not known by name."""

        def found(effect: Effect) -> Answer | None:
            for kind, package, there in effect.packages:
                if (kind, package) == (family, name):
                    return Answer.YES if there else Answer.NO
            return Answer.UNKNOWN if family in effect.any_package or "*" in effect.any_package else None

        return self._fold(("package", family, name), found, lambda: self.base.package(family, name))

    def installed(self, family: str) -> frozenset[str]:
        """The packages that instructions certainly or possibly installed."""
        key = ("installed", family)
        chain = self._until(key)
        names: frozenset[str] = chain[-1].memo.get(key, frozenset())
        for image in reversed(chain):
            new = {name for kind, name, there in image.effect.packages if kind == family and there}
            gone = {name for kind, name, there in image.effect.packages if kind == family and not there}
            if new or (gone and image.effect.certain):
                names = (names | new) - (gone if image.effect.certain else set())
            image.memo[key] = names
        return names

    def lists(self, family: str) -> Answer:
        """Whether the package lists of a package manager exist."""

        def found(effect: Effect) -> Answer | None:
            for kind, there in effect.lists:
                if kind == family:
                    return Answer.YES if there else Answer.NO
            return Answer.UNKNOWN if "*" in effect.any_package else None

        return self._fold(("lists", family), found, lambda: self.base.lists(family))

    def account(self, name: str, is_group: bool = False) -> Answer:
        """Whether a user or group with this name or number exists."""

        def found(effect: Effect) -> Answer | None:
            for account in reversed(effect.accounts):
                if account.is_group == is_group and name in (account.name, account.number):
                    return Answer.NO if account.removed else Answer.YES
            if effect.any_account and not (name in _OF_AUTHORS and _installs_known(effect)):
                return Answer.UNKNOWN
            return None

        return self._fold(
            ("account", name, is_group),
            found,
            lambda: self.base.account(name, is_group),
            lambda effect: effect.loses_accounts and name not in ("root", "0"),
        )

    def accounts(self, is_group: bool = False) -> list[str]:
        """The names of the users or groups that certainly exist; those created by instructions first."""
        named: dict[str, None] = {}
        image: Image | None = self
        while image is not None:
            named |= {one.name: None for one in reversed(image.effect.accounts) if one.is_group == is_group}
            image = image.before
        named |= dict.fromkeys(self.base.accounts(is_group))
        return [name for name in named if self.account(name, is_group) is Answer.YES]

    def account_of(self, name: str, is_group: bool = False) -> Account | None:
        """The facts about a user or group; None if there are none."""
        image: Image | None = self
        while image is not None:
            for account in reversed(image.effect.accounts):
                if account.is_group == is_group and name in (account.name, account.number):
                    return None if account.removed else account
            image = image.before
        return self.base.account_of(name, is_group)

    def _fold(
        self,
        key: Hashable,
        of_effect: Callable[[Effect], Answer | None],
        of_base: Callable[[], Answer],
        forgets: Callable[[Effect], bool] = lambda effect: False,
    ) -> Answer:
        """The answer that the newest effect gives which has one; doubts on the way count.

        Where an effect `forgets`, nothing that was true before it counts.
        """
        chain = self._until(key)
        oldest = chain[-1]
        answer: Answer = oldest.memo[key] if key in oldest.memo else of_base()
        for image in reversed(chain):
            if key in image.memo:
                continue
            own = of_effect(image.effect)
            if forgets(image.effect):
                answer = Answer.UNKNOWN
            elif own is not None:
                answer = _merged(answer, own, image.effect.certain)
            image.memo[key] = answer
        return answer

    def _until(self, key: Hashable) -> list[Image]:
        """The images from this one back to the first that has the answer cached, or to the base."""
        chain = [self]
        while key not in chain[-1].memo and chain[-1].before is not None:
            chain.append(chain[-1].before)
        return chain


_OF_AUTHORS = frozenset(
    """
    app appuser appgroup application deploy deployer dev developer devuser node user myuser nonroot runner worker web
    webapp webuser service svc spring django flask rails api server client me someone
    """.split()  # noqa: SIM905 - a line a word says nothing more
)
"""Names of accounts that authors create, and no package of a distribution does."""


def _installs_known(effect: Effect) -> bool:
    """Whether everything installed is a package of the distribution with known programs."""
    return bool(effect.any_package) and "*" not in effect.any_package and not effect.any_program


def _merged(before: Answer, own: Answer, certain: bool) -> Answer:
    if own is Answer.UNKNOWN:
        return before if before is Answer.YES else Answer.UNKNOWN
    return own if certain or before is own else Answer.UNKNOWN


def _of_program(effect: Effect, name: str) -> Answer | None:
    for program, there in effect.programs:
        if program == name:
            return Answer.YES if there else Answer.NO
    return Answer.UNKNOWN if effect.may_bring(name) else None
