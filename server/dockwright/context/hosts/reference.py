"""A value in a host file that refers to a part of a Dockerfile or its build."""

from __future__ import annotations

from typing import Literal

from dockwright.frozen import frozen
from dockwright.text import Span

Kind = Literal[
    "build",
    "target",
    "stage",
    "arg",
    "dockerfile",
    "context",
    "named_context",
    "secret",
    "ssh",
    "platform",
    "sync",
    "unknown_args",
]
"""`build`: its definition. `stage`: a stage other than the target. `named_context`: the name of one. `unknown_args`: an
`sync`: where `develop.watch` writes. `unknown_args`: an expression that may give any ARG."""

EXPRESSION = "comes from an expression"
ESCAPES = "is written with escapes"
ENVIRONMENT = "takes its value from an environment variable of the same name"


@frozen
class Reference:
    """A reference of a build, and the reason if its value cannot be replaced."""

    kind: Kind
    file: str
    span: Span
    """In characters of the file with normalized line breaks, without quotes."""
    value: str
    """The value with variables replaced: a stage, the name of an ARG, a path, an id, a platform."""
    obstacle: str = ""
    """Empty if the span contains the value itself and nothing else uses it."""


@frozen
class Sync:
    """What a service copies into its running container while somebody works on it."""

    path: str
    """A file or folder of the workspace."""
    written: str
    """As it is written."""
    target: Reference
    """The absolute path in the container."""
