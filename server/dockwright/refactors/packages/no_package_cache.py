"""Add the option against a cache to package managers."""

from __future__ import annotations

from dockwright.findings.shell.caches import without_apk_cache
from dockwright.image.accounts import state_of
from dockwright.refactors.kit.command_edits import behind_subcommand, each_call
from dockwright.refactors.kit.refactor import Answer, refactor
from dockwright.refactors.kit.shell_text import ShellText
from dockwright.semantics.commands.packages import Invocation
from dockwright.semantics.model import Model
from dockwright.text import Edit, Span

_TITLE = "Keep no package cache in the image"
_SWITCHES = {"apk": "--no-cache", "pip": "--no-cache-dir", "uv": "--no-cache", "composer": "--no-cache"}
_MOVES = ("--cache-dir",)


@refactor("refactor.rewrite.packages.noCache", _TITLE)
def no_package_cache(model: Model, selection: Span) -> Answer:
    """Add the option against a cache to the selected commands."""
    return each_call(model, selection, _without, _TITLE)


def _without(text: ShellText, call: Invocation) -> tuple[Edit, ...] | str:
    manager = call.manager
    switch = _SWITCHES.get(manager.name, "")
    if not switch or call.action not in ("install", "upgrade") or call.without_cache:
        return ()
    off = {name for name, meaning in manager.environment.items() if meaning == "no-cache"}
    if off & set(state_of(text.stage, text.step).variables) or any(name in text.body.text for name in off):
        return ()
    if f"{manager.name} {switch}" in text.step.before.lacks:
        return f"The `{manager.name}` of the base image is too old for `{switch}`"
    if call.arguments.has(*_MOVES):
        return f"An option sets where `{manager.name}` keeps its cache, so the cache is wanted"
    if any(manager.name in mounted or text.body.is_mounted(*manager.caches) for mounted in text.body.mounted):
        return "A cache is mounted there; its files are not in the image and serve the next build"
    if manager.name == "apk" and call.subcommand == "add":
        return without_apk_cache(text.body, call)
    return behind_subcommand(call, switch)
