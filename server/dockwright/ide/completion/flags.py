"""Completion of flags, their values, and the fields of mounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dockwright.ide.completion.folders import targets
from dockwright.ide.completion.images import images, used
from dockwright.ide.completion.users import user_values
from dockwright.ide.completion.values import named_stages
from dockwright.ide.snapshot import Snapshot
from dockwright.ide.values import Completion
from dockwright.syntax.instruction import Instruction
from dockwright.syntax.language import FlagFacts, mounts
from dockwright.syntax.language import flags as known_flags
from dockwright.text import Span

PLATFORMS = ("$BUILDPLATFORM", "$TARGETPLATFORM", "linux/amd64", "linux/arm64", "linux/arm/v7", "linux/386",
             "linux/ppc64le", "linux/riscv64", "linux/s390x", "windows/amd64")  # fmt: skip
DURATIONS = ("5s", "10s", "30s", "1m", "5m")
MODES = ("644", "755", "600", "u=rwX,go=rX", "+x")
_MOUNTS = ("cache", "bind", "secret", "ssh", "tmpfs")
"""Mount types, the most used first."""
_BARE = ("readonly", "readwrite", "required")
_VALUES = {"sharing": ("shared", "private", "locked"), "mode": ("0600", "0755"), "required": ("true",)}


def flags(snapshot: Snapshot, instruction: Instruction, word: Span, typed: str) -> Iterable[Completion]:
    """Proposals for `typed`, a word that is or may become a flag."""
    known = known_flags(instruction.name)
    name, equals, value = typed.removeprefix("--").partition("=")
    if equals:
        facts = known.get(name)
        return _values(snapshot, instruction, facts, value, word.end) if facts else []
    return _names(instruction, known, word)


def _names(instruction: Instruction, known: dict[str, FlagFacts], word: Span) -> Iterator[Completion]:
    given = {flag.name for flag in instruction.flags if not flag.span.touches(word.end)}
    for order, facts in enumerate(known.values()):
        if facts.name in given and not facts.repeatable:
            continue
        label = f"--{facts.name}" + ("" if facts.kind == "bool" else "=")
        detail = f"{facts.about} (docker/dockerfile {facts.since})" if facts.since else facts.about
        yield Completion(
            label, "flag", word, label, detail=detail, documentation=f"flags/{instruction.name}/{facts.name}",
            sort_text=f"~{order:02}",
        )  # fmt: skip


def _values(
    snapshot: Snapshot, instruction: Instruction, facts: FlagFacts, value: str, end: int
) -> Iterable[Completion]:
    span = Span(end - len(value), end)
    match facts.kind:
        case "stage":
            return _origins(snapshot, instruction, span, with_indexes=True)
        case "mount":
            return _mount(snapshot, instruction, value, end)
        case "platform":
            return _plain(PLATFORMS, span)
        case "duration":
            return _plain(DURATIONS, span)
        case "bool":
            return _plain(("true", "false"), span)
        case "mode":
            return _plain(MODES, span)
        case "count":
            return _plain(("1", "3", "5"), span)
        case "choice":
            return _plain(facts.values, span)
        case "user":
            return user_values(snapshot, instruction, span, _users(snapshot, instruction), value)
        case "checksum":
            return _plain(("sha256:",), span)
    return ()


def _plain(words: Iterable[str], span: Span) -> Iterator[Completion]:
    for order, word in enumerate(words):
        yield Completion(word, "value", span, word, sort_text=f"{order:02}")


def _origins(snapshot: Snapshot, instruction: Instruction, span: Span, *, with_indexes: bool) -> Iterable[Completion]:
    """The stages, contexts and images that may be copied from; any image in a file that has none of these."""
    found = list(named_stages(snapshot, instruction, span, with_indexes=with_indexes))
    for image in sorted(used(snapshot, instruction, "copy", "mount")):
        found.append(Completion(image, "image", span, image, detail="used in this file", sort_text=f"2{image}"))
    typed = snapshot.text.slice(span)
    if found and ":" not in typed:
        return found
    return (one for one in images(snapshot, instruction, span, typed) if one.label != "scratch")


def _users(snapshot: Snapshot, instruction: Instruction) -> list[str]:
    """The users that the file names elsewhere."""
    found: dict[str, None] = {}
    for other in snapshot.tree.all("USER", "COPY", "ADD"):
        flag = other.flag("chown") if other.start != instruction.start else None
        word = other.arguments[0].value if other.name == "USER" and other.arguments else None
        for user in (word, flag.value if flag else None):
            if user and "$" not in user:
                found[user] = None
    return list(found)


def _mount(snapshot: Snapshot, instruction: Instruction, value: str, end: int) -> Iterator[Completion]:
    fields = value.split(",")
    last = fields[-1]
    key, equals, typed = last.partition("=")
    span = Span(end - len(typed if equals else last), end)
    given = {field.partition("=")[0] for field in fields[:-1]}
    kind = next((field.partition("=")[2] for field in fields[:-1] if field.startswith("type=")), "")
    if equals and key == "type":
        for order, facts in enumerate(sorted(mounts().values(), key=lambda facts: _MOUNTS.index(facts.name))):
            yield Completion(facts.name, "value", span, facts.name, detail=facts.about,
                             documentation=f"mounts/{facts.name}", sort_text=f"{order:02}")  # fmt: skip
    elif equals and key == "from":
        yield from _origins(snapshot, instruction, span, with_indexes=False)
    elif equals and key in ("target", "dst", "destination"):
        yield from _plain(targets(snapshot, instruction, kind), span)
    elif equals:
        yield from _plain(_VALUES.get(key, ()), span)
    else:
        if last and "type" not in given:
            for facts in mounts().values():  # a typed `cache` is the type
                new = f"type={facts.name}"
                yield Completion(new, "value", span, new, detail=facts.about, documentation=f"mounts/{facts.name}",
                                 sort_text="~", filter_text=facts.name)  # fmt: skip
        keys = mounts()[kind].keys if kind in mounts() else ("type", *mounts()["bind"].keys[1:])
        for order, name in enumerate(key for key in keys if key not in given):
            label = name if name in _BARE else f"{name}="
            yield Completion(
                label, "property", span, label, documentation=f"mounts/keys/{name}", sort_text=f"{order:02}"
            )
