"""How a file in `features/` or `commands/` says what it serves; adding a file is all it takes."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

Handler = TypeVar("Handler", bound=Callable[..., Any])


class Feature(NamedTuple):
    """A handler `(session, params) -> result`, plain or async, with the options announced for its method."""

    handler: Callable[..., Any]
    options: Any


FEATURES: dict[str, Feature] = {}
COMMANDS: dict[str, Callable[..., Any]] = {}


def feature(method: str, options: Any = None) -> Callable[[Handler], Handler]:
    """Serve an LSP method, given as the constant of `lsprotocol.types`; the capability is announced by itself."""

    def register(handler: Handler) -> Handler:
        FEATURES[method] = Feature(handler, options)
        return handler

    return register


def command(name: str) -> Callable[[Handler], Handler]:
    """Serve a command of `workspace/executeCommand`; the handler takes the session and the command's arguments."""

    def register(handler: Handler) -> Handler:
        COMMANDS[name] = handler
        return handler

    return register


def discover(package: ModuleType) -> None:
    """Import every module of a package, which registers what it serves."""
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
