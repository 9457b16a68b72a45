"""Settings: one frozen `Config`, read strictly from what an editor or a file says."""

from dockwright.config.model import (
    Config,
    ContextSettings,
    Engine,
    FormatSettings,
    InlayHintSettings,
    LabelKind,
    Level,
    Override,
    Profile,
    ShellCheckSettings,
    Table,
)
from dockwright.config.reading import Problem, layered, read
from dockwright.config.schema import schema, settings

__all__ = [
    "Config",
    "ContextSettings",
    "Engine",
    "FormatSettings",
    "InlayHintSettings",
    "LabelKind",
    "Level",
    "Override",
    "Problem",
    "Profile",
    "ShellCheckSettings",
    "Table",
    "layered",
    "read",
    "schema",
    "settings",
]
