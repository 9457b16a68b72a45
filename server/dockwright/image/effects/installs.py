"""The effects of package managers on an image."""

from __future__ import annotations

import posixpath

from dockwright.image.answer import Answer
from dockwright.image.bases.account_packages import add_no_account
from dockwright.image.bases.packages import are_known, brings, brings_elsewhere
from dockwright.image.commands import Ran
from dockwright.image.effects import removals
from dockwright.image.effects.effect import Effect, PathChange
from dockwright.image.effects.spared import spared, system_programs
from dockwright.image.image import Image
from dockwright.semantics.commands.packages import Invocation, invocation, takes_recommended

_SYSTEM = frozenset({"deb", "apk", "rpm"})
_UPGRADES = ("upgrade", "update")
"""The commands that renew packages and, at most, add what these need."""
_MANAGERS = frozenset(
    ("apt", "apt-get", "apt-cache", "aptitude", "apk", "yum", "dnf", "microdnf", "tdnf", "zypper", "pacman")
)
_LANGUAGES = frozenset(("pip", "pip3", "node", "npm", "npx", "yarn", "composer", "go", "cargo", "mvn", "gradle"))
"""Programs that packages of the same name, or ones that depend on it, bring in Debian and what is made from it."""
_FOLDERS = ("/usr", "/etc", "/var", "/lib", "/lib64", "/bin", "/sbin", "/opt", "/srv", "/run", "/home")
_LISTED = ("-r", "--requirement")
_ELSEWHERE = ("-e", "--editable", "-t", "--target", "--prefix", "--root", "--src")
_LISTS = "/var/lib/apt/lists"


def effect(made: Ran, image: Image) -> Effect | None:
    """The effect of a package manager's command; None for others, and for those in the table of effects."""
    call = invocation(made.command)
    if call is None:
        return None
    if call.manager.family in _SYSTEM:
        return _system(call, image)
    if call.manager.family == "python":
        return _python(call, made.folder)._replace(spares=spared(made))
    if call.manager.name in ("npm", "yarn", "pnpm") and _is_global(call):
        paths = (PathChange("open", "/usr/local"), PathChange("open", "/root"))
        return Effect(any_program=True, spares=spared(made), paths=paths)
    if call.manager.name == "gem":
        paths = (PathChange("open", "/usr"), PathChange("open", "/var/lib/gems"))
        return Effect(any_program=True, spares=spared(made), paths=paths)
    return None


def _system(call: Invocation, image: Image) -> Effect:
    family = call.manager.family
    opened = tuple(PathChange("open", folder) for folder in _FOLDERS)
    match call.action:
        case "update":
            return Effect(lists=((family, True),), paths=(PathChange("open", "/var"),))
        case "clean":
            lists = () if call.subcommand in ("clean", "autoclean") and family == "deb" else ((family, False),)
            return Effect(lists=lists, paths=(PathChange("open", "/var/cache"),))
        case "remove":
            return removals.effect(call, image, opened)
        case "install":
            named = [one for one in call.packages if one.kind == "package" and not one.name.startswith(("-", "."))]
            unknown = len(named) != len(call.packages) or not named or call.subcommand == "build-dep"
            names = tuple(one.name.partition(":")[0] for one in named)
            is_foreign = image.base.program(call.manager.name) is Answer.NO
            programs, others = (
                brings_elsewhere(family, names)
                if is_foreign
                else brings(image.base, family, names, recommends=takes_recommended(call))
            )
            others = others or unknown
            return Effect(
                programs=tuple((program, True) for program in sorted(programs)),
                any_program=others,
                spares=_spared(image, names, programs, is_foreign, unknown),
                any_account=unknown or not add_no_account(family, names),
                paths=opened,
                packages=tuple((kind, name, True) for kind in removals.kinds(call) for name in names),
                any_package=(family, f"{family}?") if unknown else (family,),
            )
    spares = system_programs() if call.action == "upgrade" and call.subcommand in _UPGRADES else frozenset()
    others = call.action in ("upgrade", "other", "download")
    return Effect(any_program=others, spares=spares, any_account=True, paths=opened)


def _spared(
    image: Image, names: tuple[str, ...], programs: frozenset[str], is_foreign: bool, unknown: bool
) -> frozenset[str]:
    """The programs that an install of packages does not bring, although not all that it brings is known."""
    if unknown and not is_foreign:
        return frozenset()
    if is_foreign or not are_known(image.base, names):
        return _MANAGERS.difference(names)
    return (system_programs() | _LANGUAGES) - programs - frozenset(names)


def _python(call: Invocation, folder: str | None) -> Effect:
    opened = ["/usr/bin", "/usr/lib", "/usr/share", "/usr/include", "/usr/local", "/opt", "/root", "/home"]
    if _is_of_list(call):
        opened += [posixpath.join(folder or "/", name) for name in ("src", "build", "dist")]
    elif not _is_of_index(call):
        opened.append(folder or "/")
    if call.action == "install":
        return Effect(any_program=True, paths=tuple(PathChange("open", place) for place in opened))
    return Effect(paths=tuple(PathChange("open", place) for place in ("/tmp", *opened)))


def _is_of_index(call: Invocation) -> bool:
    """Whether pip installs packages by name alone: those write nothing into the folder where it runs."""
    named = bool(call.packages) and all(one.kind == "package" for one in call.packages)
    return call.manager.name in ("pip", "pip3") and named and not call.arguments.has(*_LISTED, *_ELSEWHERE)


def _is_of_list(call: Invocation) -> bool:
    """Whether pip installs what a list names: beside a clone in `src`, that makes no file where it runs."""
    named = all(one.kind == "package" for one in call.packages)
    listed = call.action == "install" and call.arguments.has(*_LISTED) and not call.arguments.has(*_ELSEWHERE)
    return call.manager.name in ("pip", "pip3") and named and listed


def _is_global(call: Invocation) -> bool:
    return any(option.name in ("-g", "--global", "--location") for option in call.arguments.options) or (
        call.subcommand.startswith("global")
    )
