"""The initial configuration of a stage: recorded for its base image, or unknown."""

from __future__ import annotations

from typing import Any

from dockwright.plan.value import GROUPS, UNSET, Configuration, Group, Value
from dockwright.semantics.images import ImageFacts, lookup, shared
from dockwright.semantics.ports import exposed
from dockwright.semantics.stage import Stage
from dockwright.semantics.state import DEFAULT_PATH, DEFAULT_SHELL

_SINGLE = ("Entrypoint", "Cmd", "User", "WorkingDir", "StopSignal", "Healthcheck", "Shell", "Author")
_OF_FACTS = {"User": "user", "WorkingDir": "workdir", "StopSignal": "stopsignal", "Shell": "shell"}


def base_configuration(root: Stage, unknown_image: str) -> Configuration:
    """The configuration of the image in FROM; `unknown_image` tells why the name of the image is not known."""
    if root.image == "scratch":
        path = Value(DEFAULT_PATH, "builder")
        return _settled({"WorkingDir": Value("/", "builder")}, {"Env": Group({"PATH": path})})
    facts = lookup(root.image) if root.image else None
    if facts is None:
        why = unknown_image or f"the base image `{root.image}`, whose configuration is not recorded"
        return _open(why, _likely(root.image or ""))
    return _recorded(facts)


def _settled(values: dict[str, Value], groups: dict[str, Group]) -> Configuration:
    every = {name: values.get(name, UNSET) for name in _SINGLE}
    return Configuration(every, {name: groups.get(name, Group({})) for name in GROUPS})


def _likely(image: str) -> dict[str, Any]:
    """The values that all recorded tags of an image share, by OCI's names, without those that they do not set."""
    found = shared(image)
    values = {name: found.get(attribute) for name, attribute in _OF_FACTS.items() if name != "Shell"}
    for name, attribute in (("Entrypoint", "entrypoint"), ("Cmd", "cmd")):
        command = found.get(attribute)
        values[name] = list(command) if isinstance(command, tuple) else None
    return {name: value for name, value in values.items() if value and value != "/"}


def _open(why: str, likely: dict[str, Any]) -> Configuration:
    unknown = Value(None, "base", depends=why)
    path = {"PATH": unknown}
    groups = {name: Group(path if name == "Env" else {}, why) for name in GROUPS}
    values = {name: unknown._replace(likely=likely.get(name)) for name in _SINGLE}
    return Configuration(values, groups, (), why)


def _recorded(facts: ImageFacts) -> Configuration:
    why = f"the base image `{facts.name}:{facts.tag}`, of which this is not recorded"
    missing = UNSET if facts.whole else Value(None, "base", depends=why)
    values: dict[str, Value] = {}
    for name, attribute in _OF_FACTS.items():
        found = getattr(facts, attribute)
        values[name] = missing if found is None else _held(list(found) if name == "Shell" else found)
    for name, command in (("Entrypoint", facts.entrypoint), ("Cmd", facts.cmd)):
        values[name] = missing if command is None else _held(_words(command, facts))
    values["Healthcheck"] = Value(None, "base", depends=why) if facts.has_healthcheck else missing
    values["Author"] = Value(None, "base", depends=why)
    more = "" if facts.whole else why
    env = {name: _variable(name, value, facts) for name, value in facts.env.items()}
    if "PATH" not in env:
        env = {"PATH": Value(DEFAULT_PATH, "builder") if facts.whole else Value(None, "base", depends=why), **env}
    labels = {name: _variable(name, value, facts) for name, value in facts.labels.items()}
    groups = {
        "Env": Group(env, more),
        "ExposedPorts": Group({port: _held({}) for text in facts.expose for port in exposed(text)}, more),
        "Volumes": Group({path: _held({}) for path in facts.volumes}, more),
        "Labels": Group(labels, more),
    }
    return Configuration(values, groups, (), more)


def _held(value: Any) -> Value:
    return UNSET if value == "" else Value(value, "base")


def _variable(name: str, value: str | None, facts: ImageFacts) -> Value:
    depends = f"`{name}` of the base image `{facts.name}:{facts.tag}`, whose value is not recorded"
    return Value(value, "base", depends="" if value is not None else depends)


def _words(command: str | tuple[str, ...], facts: ImageFacts) -> list[str]:
    return [*(facts.shell or DEFAULT_SHELL), command] if isinstance(command, str) else list(command)
