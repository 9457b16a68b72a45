"""A value in a host file that names something of a Dockerfile or its build."""

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
"""`build`: where it is defined. `stage`: a stage named besides the target. `named_context`: the name of one.
`sync`: where `develop.watch` writes. `unknown_args`: an expression that may give any ARG."""

EXPRESSION = "comes from an expression"
ESCAPES = "is written with escapes"
ENVIRONMENT = "is also the name of a variable of the environment, whose value it takes"


@frozen
class Reference:
    """Where a build names something, and what stands in the way of writing another name there."""

    kind: Kind
    file: str
    span: Span
    """In characters of the file with line breaks of one character, without quotes."""
    value: str
    """What is meant: a stage, the name of an ARG, a path, an id, a platform; variables filled in."""
    obstacle: str = ""
    """Empty where the span holds the value itself, and nothing else reads it."""


@frozen
class Sync:
    """What a service copies into its running container while somebody works on it."""

    path: str
    """A file or folder of the workspace."""
    written: str
    """As it is written."""
    target: Reference
    """The absolute path in the container."""
