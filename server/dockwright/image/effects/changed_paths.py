"""An index of changes by path, so that those that affect one path are found quickly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")


class ChangedPaths(Generic[Item]):
    """An index of ordered changes; a result may include some that do not affect the path."""

    def __init__(self, changes: Iterable[tuple[str, Item]]) -> None:
        self._items: list[Item] = []
        self._at: dict[str, list[int]] = {}
        """The changes at a path, by position."""
        self._below: dict[str, list[int]] = {}
        """The changes anywhere below a path, by position."""
        self._anywhere: list[int] = []
        for place, (path, item) in enumerate(changes):
            self._items.append(item)
            if path in ("/", ".", "") or not path.startswith("/"):
                self._anywhere.append(place)
                continue
            self._at.setdefault(path.rstrip("/"), []).append(place)
            for folder in _above(path):
                self._below.setdefault(folder, []).append(place)

    def concerning(self, path: str) -> Iterable[Item]:
        """The changes at a path, above and below it, in order."""
        if not path.startswith("/") or path == "/":
            return self._items
        own = path.rstrip("/")
        places = {*self._anywhere, *self._at.get(own, ()), *self._below.get(own, ())}
        for folder in _above(path):
            places.update(self._at.get(folder, ()))
        return [self._items[place] for place in sorted(places)]


def may_concern(changed: str, path: str) -> bool:
    """Whether a change at one path may say something of another, as the index has it."""
    if changed in ("/", ".", "") or path == "/" or not (changed[0] == path[:1] == "/"):
        return True
    one, other = f"{changed.rstrip('/')}/", f"{path.rstrip('/')}/"
    return one.startswith(other) or other.startswith(one)


def _above(path: str) -> Iterator[str]:
    """The folders that contain a path, without trailing `/`."""
    at = path.find("/", 1)
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)
