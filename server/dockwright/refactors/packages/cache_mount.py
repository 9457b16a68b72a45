"""Keep downloads of package managers in a cache mount instead of the layer."""

from __future__ import annotations

import re
from typing import NamedTuple

from dockwright.config import Config
from dockwright.findings.shell.caches import as_root
from dockwright.findings.shell.later_installs import relies_on_lists, stands_on
from dockwright.image.accounts import assumed_account, state_of
from dockwright.refactors.kit.package_caches import assumption, flag
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.shell_text import UNREADABLE, ShellText, shell_texts
from dockwright.refactors.packages._cache_cleaning import cleaning
from dockwright.refactors.packages._cache_readers import needed
from dockwright.refactors.packages._cache_users import copied, later_users, sharers, uses
from dockwright.semantics.commands.packages import Manager
from dockwright.semantics.model import Model
from dockwright.semantics.mounts import fields, target_of
from dockwright.text import Edit, Span

_TITLE = "Keep downloads in a cache mount"
_OLD = re.compile(r"(?:docker\.io/)?docker/dockerfile(?:-upstream)?:(?:v?0|v?1\.[01])(?!\d|.*experimental)")
_APT = "/var/cache/apt"
_APK = "/etc/apk/cache"
_CLEAN = "/etc/apt/apt.conf.d/docker-clean"


class _Plan(NamedTuple):
    """The rewrite of one RUN."""

    text: ShellText
    flags: dict[str, str]
    managers: dict[str, Manager]


@refactor("refactor.rewrite.run.cacheMount", _TITLE)
def cache_mount(model: Model, selection: Span, config: Config) -> Answer:
    """Add cache mounts to the selected RUNs, and to those that need their downloads."""
    plans: dict[int, _Plan] = {}
    names: dict[str, None] = {}
    refusal: Refusal | None = None
    for text in shell_texts(model, selection):
        found = _plans(model, text, config)
        if isinstance(found, Refusal):
            refusal = refusal or found
            continue
        for plan in found:
            plans[plan.text.step.instruction.start] = plan
            names |= dict.fromkeys(plan.managers)
    edits: list[Edit] = []
    for plan in plans.values():
        more = _edits(plan, list(plans.values()))
        if isinstance(more, Refusal):
            return more
        edits += more
    if not edits:
        return refusal
    disabling = _environment(model, list(plans.values()))
    if isinstance(disabling, Refusal):
        return disabling
    listed = ", ".join(f"`{name}`" for name in names)
    cost = ["downloads are not in the image"]
    cost += dict.fromkeys(
        told
        for plan in plans.values()
        for call in plan.text.body.calls
        if call.manager.name in plan.managers and (told := assumption(plan.text, call))
    )
    if disabling:
        cost.append("ENV no longer disables the cache")
    if any(_APK in plan.flags for plan in plans.values()):
        cost.append(f"`apk` keeps packages in `{_APK}` from then on")
    if any(_CLEAN in edit.new for edit in edits):
        cost.append("apt no longer empties its cache")
    where = f" in {len(plans)} RUNs" if len(plans) > 1 else ""
    if where and len({plan.text.stage.index for plan in plans.values()}) == 1:
        where += " of this stage"
    return Rewrite(f"Mount a cache for {listed}{where}", tuple(sorted({*edits, *disabling})), "; ".join(cost))


def _plans(model: Model, text: ShellText, config: Config) -> list[_Plan] | Refusal:
    """The RUN and those that share its cache; none if there is nothing to mount."""
    own = _plan(text)
    if isinstance(own, Refusal) or own is None:
        return own or []
    if text.body.script.has_errors:
        return Refusal(UNREADABLE)
    if config.engine not in ("buildkit", "podman"):
        return Refusal(f"The settings name `{config.engine}` as the builder, which does not support cache mounts")
    syntax = next((item.value for item in model.tree.directives if item.name == "syntax"), "")
    if _OLD.match(syntax):
        return Refusal(f"`{syntax}` does not support cache mounts yet; use `docker/dockerfile:1.2`")
    found = {text.step.instruction.start: own}
    for manager in own.managers.values():
        others: list[ShellText] | Refusal = []
        if manager.family == "deb":
            # without the file that empties the cache, they would leave their packages in the image
            others = list(later_users(model, text, "deb"))
        elif any(mount.later for mount in manager.mounts):
            others = sharers(model, text, manager)
        if isinstance(others, Refusal):
            return others
        for other in others:
            plan = _plan(other)
            if isinstance(plan, Refusal):
                return plan
            if plan is not None:
                found.setdefault(other.step.instruction.start, plan)
    for plan in found.values():
        who = assumed_account(plan.text.stage, plan.text.step)
        refusal = copied(model, plan.text.stage, list(plan.flags)) or needed(
            plan.text, plan.managers, list(plan.flags), who.home if who else None, set(found)
        )
        if refusal:
            return refusal
    return list(found.values())


def _plan(text: ShellText) -> _Plan | Refusal | None:
    flags: dict[str, str] = {}
    managers: dict[str, Manager] = {}
    there = _mounted(text)
    for call, mount in uses(text):
        if mount.needs and relies_on_lists(text.model, text.stage, text.step.instruction.start):
            continue
        found = flag(text, call, mount)
        if isinstance(found, Refusal):
            return found
        target, new = found
        if any(target == other or target.startswith(other + "/") for other in there):
            continue
        if any(other.startswith(target + "/") for other in there):
            return Refusal(f"Something is already mounted below `{target}`")
        flags[target] = new
        managers[call.manager.name] = call.manager
    return _Plan(text, flags, managers) if flags else None


def _mounted(text: ShellText) -> list[str]:
    found: list[str] = []
    for one in text.run.flags:
        if one.name == "mount":
            values = {field.key: field.value for field in fields(text.run, one)}
            target = target_of(values)
            found += [target.rstrip("/")] if target else []
    return found


def _edits(plan: _Plan, plans: list[_Plan]) -> list[Edit] | Refusal:
    text = plan.text
    who = assumed_account(text.stage, text.step)
    cleaned = cleaning(text, plan.managers, list(plan.flags), who.home if who else None)
    if isinstance(cleaned, Refusal):
        return cleaned
    separators = text.body.script.body.separators
    start = text.run.arguments_span.start
    string = text.model.tree.text.string
    line = string[string.rfind("\n", 0, start) + 1 : start]
    indent = line if not line.strip() else text.continuation()
    end = " " if text.run.heredocs else f" {text.escape}{text.line_end}{indent}"
    new = "".join(f"{one}{end}" for one in plan.flags.values())
    first = text.body.script.body.span.start
    if _APT in plan.flags and not _is_clean_gone(text, plans):
        if separators and separators[0].text == "&":
            return Refusal("A background command would start before the mount is prepared")
        sudo = next(
            (root for call in text.body.calls if call.manager.family == "deb" and (root := as_root(text.body, call))),
            "",
        )
        remove = f"{sudo}rm -f {_CLEAN}" + (
            "\n" if text.in_heredoc else " && " if text.run.heredocs else f" && {end[1:]}"
        )
        if text.in_heredoc:
            offset = text.source(Span(first, first + 1)).start
            return [Edit(Span(start, start), new), Edit(Span(offset, offset), remove), *cleaned]
        new += remove
    return [Edit(Span(start, start), new), *cleaned]


def _is_clean_gone(text: ShellText, plans: list[_Plan]) -> bool:
    """Whether the file that empties the cache after each install, in Debian's images, is removed before."""
    own = text.step.instruction.start
    for plan in plans:
        other = plan.text
        if _APT in plan.flags and other.step.instruction.start < own and stands_on(text.stage, other.stage):
            return True
    steps = [step for stage in text.model.stages if stands_on(text.stage, stage) for step in stage.all("RUN")]
    return any(step.instruction.start <= own and "docker-clean" in step.instruction.unit.text for step in steps)


def _environment(model: Model, plans: list[_Plan]) -> list[Edit] | Refusal:
    """The edits that remove ENV variables that disable a cache."""
    edits: dict[int, Edit] = {}
    changed = {plan.text.step.instruction.start for plan in plans}
    for plan in plans:
        for manager in plan.managers.values():
            for name, switch in manager.environment.items():
                if switch != "no-cache" or state_of(plan.text.stage, plan.text.step).variables.get(name, "") == "":
                    continue
                edit = _without(model, plan.text, name)
                if edit is None or _others(model, plan.text, manager, changed):
                    return Refusal(f"`{name}` disables the cache of `{manager.name}`, and other commands may need that")
                edits[edit.span.start] = edit
    return list(edits.values())


def _others(model: Model, text: ShellText, manager: Manager, changed: set[int]) -> bool:
    """Whether other RUNs of the stage, or stages based on it, use the manager."""
    if any(stage.base is not None and stage.base.index == text.stage.index for stage in model.stages):
        return True
    return any(
        step.instruction.start not in changed and re.search(rf"\b{manager.name}", step.instruction.unit.text)
        for step in text.stage.all("RUN", "CMD", "ENTRYPOINT", "ONBUILD")
    )


def _without(model: Model, text: ShellText, name: str) -> Edit | None:
    """Remove one variable from the ENV of this stage that sets it."""
    string = model.tree.text.string
    setting = [
        step.instruction for step in text.stage.all("ENV") if any(k.value == name for k, _ in step.instruction.pairs)
    ]
    if len(setting) != 1 or setting[0].start > text.step.instruction.start:
        return None
    instruction = setting[0]
    pairs = instruction.pairs
    index = next(index for index, (key, _) in enumerate(pairs) if key.value == name)
    if len(pairs) == 1:
        return (
            Edit(Span(instruction.start, instruction.full_end), "")
            if string[instruction.full_end - 1] == "\n"
            else None
        )
    key, value = pairs[index]
    if index:
        return Edit(Span(pairs[index - 1][1].span.end, value.span.end), "")
    return Edit(Span(key.span.start, pairs[1][0].span.start), "")
