"""Settings: one frozen `Config`, read strictly from an editor's settings or a configuration file."""

from dockwright.config.model import (
    Config,
    ContextSettings,
    Engine,
    FormatSettings,
    HostSettings,
    InlayHintSettings,
    LabelKind,
    Level,
    Lock,
    Override,
    OwnRule,
    Profile,
    ShellCheckSettings,
    Table,
)

__all__ = [
    "Config",
    "ContextSettings",
    "Engine",
    "FormatSettings",
    "HostSettings",
    "InlayHintSettings",
    "LabelKind",
    "Level",
    "Lock",
    "Override",
    "OwnRule",
    "Profile",
    "ShellCheckSettings",
    "Table",
]
