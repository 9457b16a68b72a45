"""Settings: one frozen `Config`, read strictly from what an editor or a file says."""

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
