"""Run the program as a user other than root."""

from __future__ import annotations

import re

from dockwright.image.accounts import BROUGHT, accounts_made, official
from dockwright.image.families import Family, family
from dockwright.refactors.kit.refactor import Answer, Refusal, Rewrite, refactor
from dockwright.refactors.kit.stage_end import at_end, chain, last_stage
from dockwright.refactors.names.lines import cased
from dockwright.semantics import images
from dockwright.semantics.model import Model
from dockwright.text import Span

_COST = "it can then write only where this user may"
_ADDUSER = "addgroup -S ${1:app} && adduser -S -G ${1:app} ${1:app}"
_USERADD = "groupadd --system ${1:app} && useradd --system --gid ${1:app} ${1:app}"
_COMMANDS: dict[Family, str] = {
    "alpine": _ADDUSER,
    "busybox": _ADDUSER,
    "debian": _USERADD,
    "ubuntu": _USERADD,
    "rhel": _USERADD,
}
_CHANGE_THEMSELVES = frozenset(
    {
        "postgres", "mysql", "mariadb", "redis", "valkey", "mongo", "rabbitmq", "nginx", "httpd", "cassandra",
        "couchdb", "influxdb", "wordpress",
    }
)  # fmt: skip
"""Images whose program starts as root and then switches to its own user."""
_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh", "ksh"})
_WITHOUT_USERADD = re.compile(r"minimal|micro|slim|amazonlinux")


@refactor("refactor.rewrite.stage.user", "Run as a non-root user", fixes=("DL3002",))
def add_user(model: Model, selection: Span) -> Answer:
    """Add a user to the last stage, and USER."""
    stage = last_stage(model, selection, "CMD", "ENTRYPOINT", "USER")
    if stage is None:
        return None
    kind, image, name = family(stage), stage.root.image or "", official(stage)
    is_said = any(below.all("USER") for below in chain(stage))
    user, cost = stage.final.user, _COST
    if user is None and not is_said:
        if name or kind == "distroless":
            facts = images.relative(image)
            user = "nonroot" if "nonroot" in image else (facts and facts.user) or ""
        elif kind != "windows":
            user, cost = "", f"{_COST}; assumes that the base image runs as root"
    if (user or "").partition(":")[0] not in ("", "root", "0") or (user is None and is_said):
        return None
    if kind == "windows":
        return Refusal("Windows creates users in another way")
    if name in _CHANGE_THEMSELVES and not is_said:
        return Refusal(f"The program of `{name}` starts as root and switches to its own user")
    run, user_word = (cased(word, stage.origin.keyword.value) for word in ("RUN", "USER"))
    known = next((it.name for it in accounts_made(stage, len(model.tree.text)) if it.name not in ("root", "")), None)
    brought = BROUGHT.get(name)
    known = known or (brought and brought.name) or ("nonroot" if kind == "distroless" else None)
    if known:
        return Rewrite(f"Run as user `{known}`", (at_end(model, stage, f"{user_word} {known}\n"),), cost)
    if kind == "scratch" or (kind == "rhel" and _WITHOUT_USERADD.search(image)):
        lines = f"{user_word} ${{1:65532:65532}}\n"
    elif kind in _COMMANDS and stage.final.shell[0].rpartition("/")[2] in _SHELLS:
        lines = f"{run} {_COMMANDS[kind]}\n{user_word} ${{1:app}}\n"
    else:
        return Refusal("Cannot tell how to create users in this image")
    return Rewrite("Run as a non-root user", (), cost, (at_end(model, stage, lines),))
