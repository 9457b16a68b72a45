"""`@frozen` against the standard library's dataclasses."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

import pytest

from dockwright.frozen import field, frozen, replace


@frozen
class Ours:
    first: int
    second: tuple[int, ...] = ()
    made: dict[str, int] = field(default_factory=dict, compare=False)
    kind: ClassVar[str] = "kept"


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    first: int
    second: tuple[int, ...] = ()
    made: dict[str, int] = dataclasses.field(default_factory=dict, compare=False)
    kind: ClassVar[str] = "kept"


@pytest.mark.parametrize("arguments", [(1,), (1, (2,)), (1, (2,), {"a": 3})])
def test_values_are_those_of_a_dataclass(arguments: tuple[Any, ...]) -> None:
    ours, theirs = Ours(*arguments), Theirs(*arguments)
    for name in ("first", "second", "made", "kind"):
        assert getattr(ours, name) == getattr(theirs, name)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert ours == Ours(*arguments) and hash(ours) == hash(Ours(*arguments)) and ours != theirs
    assert ours != replace(ours, first=9) and replace(ours, first=9).second == ours.second
    assert ours == replace(ours, made={"b": 4})
    assert not hasattr(ours, "__dict__")


def test_each_value_gets_its_own_default() -> None:
    assert Ours(1).made is not Ours(1).made


def test_identity_instead_of_equality() -> None:
    @frozen(eq=False)
    class Only:
        name: str

    assert Only("a") != Only("a")


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(TypeError):
        Ours()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Ours(1, other=2)  # type: ignore[call-arg]
