"""Programs that are not useful in a build, or need other options there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dockwright.image.run_body import Body, Note, value
from dockwright.semantics.commands.options import arguments
from dockwright.semantics.commands.packages import invocation
from dockwright.syntax.shell import Simple
from dockwright.text import Edit, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_POINTLESS = frozenset(["ssh", "vim", "shutdown", "service", "ps", "free", "top", "kill", "mount", "ifconfig"])
_USERADD = "-u --uid -g --gid -s --shell -d --home-dir --home -c --comment -G --groups -k --skel -K --key -p --password"
_WGET = "-O -P -o -a -t -T -U -e -i -l -A -R -D -B -Q -w --output-document --directory-prefix --tries --timeout"
_WGET_QUIET = ["--progress", "-q", "-nv", "--quiet", "--no-verbose", "-o", "--output-file", "-a", "--append-output"]
_HIGH_UID = 100_000


def pointless(body: Body) -> Iterator[Note]:
    """Programs for a running machine or an interactive terminal."""
    for command in _named(body, *_POINTLESS):
        yield Note(
            command.words[0].span,
            f"`{command.name}` makes no sense in a build, without a user and a running machine",
        )


def pointless_to_hadolint(body: Body) -> Iterator[Note]:
    """Like `pointless` without `ifconfig`, which hadolint only mentions in its message."""
    return (note for note in pointless(body) if body.text[note.span.start : note.span.end] != "ifconfig")


def changes_directory(body: Body) -> Iterator[Note]:
    """`cd`, where WORKDIR would apply to all instructions."""
    for command in _named(body, "cd"):
        yield Note(
            command.words[0].span, "`cd` only lasts for this RUN; use WORKDIR to set the directory for what follows"
        )


def uses_sudo(body: Body) -> Iterator[Note]:
    """`sudo`; a build runs as root already, or uses USER."""
    for command in _named(body, "sudo"):
        yield Note(
            command.words[0].span,
            "`sudo` needs a terminal and hides which user runs a command; use USER, or `gosu` in an entry point",
        )


def uses_apt(body: Body) -> Iterator[Note]:
    """`apt`, whose output and options may change; the fix uses the equivalent of apt-get."""
    for command in _named(body, "apt"):
        yield Note(
            command.words[0].span,
            "`apt` is for interactive use and may change its options and output; use `apt-get` or `apt-cache`",
            "Replace `apt` with `apt-get`",
            as_apt_get(command),
        )


_APT = {
    "install": "install",
    "reinstall": "install --reinstall",
    "update": "update",
    "upgrade": "upgrade --with-new-pkgs",
    "full-upgrade": "dist-upgrade",
    "dist-upgrade": "dist-upgrade",
    "remove": "remove",
    "purge": "purge",
    "autoremove": "autoremove",
    "clean": "clean",
    "autoclean": "autoclean",
    "source": "source",
    "build-dep": "build-dep",
    "download": "download",
}
"""The commands of apt-get for those of apt."""


def as_apt_get(command: Simple) -> tuple[Edit, ...]:
    """The edits that replace apt by apt-get; none if there is no equivalent, or its arguments are not all known."""
    call = invocation(command)
    if call is None or call.manager.name != "apt" or call.command.words[0].text not in ("apt", "/usr/bin/apt"):
        return ()
    name = call.command.words[0]
    phrase = _APT.get(call.subcommand, "")
    if (
        not phrase
        or len(call.subcommand_words) != 1
        or any(mark in word.text for word in command.words for mark in "~?*^[")
    ):
        return ()
    word = call.subcommand_words[0]
    edits = [Edit(name.span, f"{name.text}-get")]
    if phrase != call.subcommand:
        if word.text != call.subcommand or (
            phrase.endswith("pkgs") and call.arguments.has("--with-new-pkgs", "--without-new-pkgs")
        ):
            return ()
        edits.append(Edit(word.span, phrase))
    return tuple(edits)


def upgrades_distribution(body: Body, through: bool = True) -> Iterator[Note]:
    """`zypper dist-upgrade`, also after sudo if `through`."""
    for call in body.calls_of("zypper"):
        if call.subcommand in ("dist-upgrade", "dup") and (through or call.command in body.commands):
            yield Note(
                call.subcommand_words[-1].span,
                "This turns the base image into another release; start from an image of that release",
            )


def sparse_log(body: Body) -> Iterator[Note]:
    """`useradd` with a high user id, which creates a sparse file that layers store in full; the fix adds -l."""
    for command in _named(body, "useradd"):
        given = arguments(command.arguments, _USERADD.split())
        uid = given.value("-u", "--uid") or ""
        if uid.isdecimal() and len(uid) < 12 and int(uid) >= _HIGH_UID and not given.has("-l", "--no-log-init"):
            end = command.words[0].span.end
            yield Note(
                command.words[0].span,
                f"`useradd` with UID {uid} writes a huge sparse log into the layer; add `-l`",
                "Add `-l`",
                (Edit(Span(end, end), " -l"),),
            )


def chatty_download(body: Body, wget: str) -> Iterator[Note]:
    """`wget` that prints its progress to the build log; the fix adds the option of the installed wget."""
    for command in _named(body, "wget"):
        if arguments(command.arguments, _WGET.split()).has(*_WGET_QUIET):
            continue
        if any(value(word) in ("-nv", "-qO-", "-qO") for word in command.arguments):
            continue
        flag, end = "-q" if wget == "busybox" else "--progress=dot:giga", command.words[0].span.end
        either = "`-q`" if wget == "busybox" else "`--progress=dot:giga` or `-q`"
        yield Note(
            command.words[0].span,
            f"`wget` fills the build log with its progress; add {either}",
            f"Add `{flag}`",
            (Edit(Span(end, end), f" {flag}"),),
            safe=wget != "",
        )


def replaces_shell(body: Body) -> Iterator[Note]:
    """`ln ... /bin/sh`, where SHELL selects the shell."""
    for command in _named(body, "ln"):
        target = next((word for word in command.arguments if word.literal == "/bin/sh"), None)
        if target:
            yield Note(target.span, "This replaces the shell of the image; use SHELL to choose the one for RUN")


def downloaders(body: Body) -> dict[str, Span]:
    """Which of wget and curl are used, and the first use of each."""
    found: dict[str, Span] = {}
    for command in _named(body, "wget", "curl"):
        found.setdefault(command.name or "", command.words[0].span)
    return found


def _named(body: Body, *names: str) -> Iterator[Simple]:
    return (command for command in body.commands if command.name in names)
