"""Registration of handlers by modules in `features/` and `commands/`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

Handler = TypeVar("Handler", bound=Callable[..., Any])


class Feature(NamedTuple):
    """A handler `(session, params) -> result`, sync or async, with the options announced for its method."""

    handler: Callable[..., Any]
    options: Any


FEATURES: dict[str, Feature] = {}
COMMANDS: dict[str, Callable[..., Any]] = {}


def feature(method: str, options: Any = None) -> Callable[[Handler], Handler]:
    """Register a handler for an LSP method, a constant of `lsprotocol.types`; the capability is announced
    automatically.
    """

    def register(handler: Handler) -> Handler:
        FEATURES[method] = Feature(handler, options)
        return handler

    return register


def command(name: str) -> Callable[[Handler], Handler]:
    """Register a handler for a command of `workspace/executeCommand`; it takes the session and the arguments."""

    def register(handler: Handler) -> Handler:
        COMMANDS[name] = handler
        return handler

    return register


def discover(package: ModuleType) -> None:
    """Import every module of a package, which registers its handlers."""
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
