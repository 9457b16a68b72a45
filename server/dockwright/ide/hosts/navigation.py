"""From a reference in a host file to its definition in the Dockerfile, and to other references."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dockwright.context.hosts.host_facts import HostFacts
from dockwright.context.hosts.names import Defined
from dockwright.context.hosts.reference import Kind
from dockwright.ide.hosts import build_names
from dockwright.ide.hosts.dockerfiles import called, declared, mounts, stage_of
from dockwright.ide.hosts.snapshot import HostSnapshot, Place
from dockwright.ide.links import Link
from dockwright.ide.values import Hover
from dockwright.semantics.model import Model
from dockwright.text import Span, Text

_KINDS: dict[Kind, tuple[Kind, ...]] = {"target": ("target", "stage"), "stage": ("target", "stage")}


class Elsewhere(NamedTuple):
    """A range in another file, given by its absolute path, and the text that it refers to."""

    path: str
    span: Span
    text: Text


def definitions(snapshot: HostSnapshot, offset: int) -> list[Elsewhere]:
    """The definitions of the reference at `offset`, in each Dockerfile that is built there, or of another build."""
    facts = snapshot.context
    found = [one for place in snapshot.at(offset) for one in _defined(facts, place)]
    named = build_names.meant(snapshot, offset)
    return list(dict.fromkeys((*found, *(_named(facts, one) for one in named if facts is not None))))


def _named(facts: HostFacts, one: Defined) -> Elsewhere:
    text = facts.names.files.get(one.file, facts.text)
    return Elsewhere(f"{facts.place}/{one.file}", one.span, Text.of(text))


def _defined(facts: HostFacts | None, place: Place) -> Iterator[Elsewhere]:
    if facts is None:
        return
    for build in place.builds:
        model = facts.models.get(build.dockerfile)
        if model is not None:
            for span in spans_in(model, place.reference.kind, place.reference.value):
                yield elsewhere(facts, build.dockerfile, span)


def elsewhere(facts: HostFacts, dockerfile: str, span: Span) -> Elsewhere:
    """A range of a Dockerfile; of one within the file, where that stands."""
    if (held := facts.held.get(dockerfile)) is not None:
        return Elsewhere(f"{facts.place}/{facts.path}", held.place(span), Text.of(facts.text))
    return Elsewhere(f"{facts.place}/{dockerfile}", span, facts.models[dockerfile].tree.text)


def spans_in(model: Model, kind: Kind, name: str) -> list[Span]:
    """The definitions in a Dockerfile for a reference of this kind."""
    if kind in ("target", "stage"):
        stage = stage_of(model, name) if name else None
        token = stage.name_token if stage is not None else None
        return [token.span] if token is not None else []
    if kind == "arg":
        found = declared(model).get(name)
        return [found.span] if found is not None else []
    if kind in ("secret", "ssh"):
        return [one.span for stage in model.stages for one in mounts(stage) if (one.kind, one.name) == (kind, name)]
    if kind == "named_context":
        found_in = (one for one in model.references if one.token.value.lower() == name.lower())
        return [one.token.span for one in found_in]
    return [Span(0, 0)] if kind in ("dockerfile", "build") else []


def highlights(snapshot: HostSnapshot, offset: int) -> list[Span]:
    """All references in the file with the same target."""
    found = [place.span for one in snapshot.at(offset)[:1] for place in same(snapshot, one)]
    return list(dict.fromkeys((*found, *build_names.mentions(snapshot, offset))))


def same(snapshot: HostSnapshot, one: Place) -> Iterator[Place]:
    """The references in a file with the same target as this one, itself included."""
    kinds = _KINDS.get(one.reference.kind, (one.reference.kind,))
    built = {build.dockerfile for build in one.builds}
    for place in snapshot.places:
        kind, value = place.reference.kind, place.reference.value
        named = kind in kinds and is_same(kind, value, one.reference.value)
        if named and any(build.dockerfile in built for build in place.builds):
            yield place


def is_same(kind: Kind, one: str, other: str) -> bool:
    """Whether two names of a kind are equal: those of stages and contexts are case-insensitive."""
    return one.lower() == other.lower() if kind in ("target", "stage", "named_context") else one == other


def links(snapshot: HostSnapshot) -> list[Link]:
    """Links to the Dockerfiles."""
    facts = snapshot.context
    found = {
        place.span: build.dockerfile
        for place in snapshot.places
        for build in place.builds[:1]
        if place.reference.kind == "dockerfile"
        and facts
        and build.dockerfile in facts.models.keys() - facts.held.keys()
    }
    return [Link(span, path=f"{facts.place}/{path}") for span, path in found.items()] if facts else []


def hover(snapshot: HostSnapshot, offset: int) -> Hover | None:
    """What the reference at `offset` means, in Markdown."""
    facts = snapshot.context
    for place in snapshot.at(offset):
        told = (
            _told(facts, place.reference.kind, place.reference.value, build.dockerfile)
            for build in place.builds
            if facts is not None and build.dockerfile in facts.models
        )
        lines = list(dict.fromkeys(filter(None, told)))[:5]
        if lines:
            return Hover(place.span, "\n\n".join(lines))
    return None


def _told(facts: HostFacts, kind: Kind, name: str, path: str) -> str:
    model = facts.models[path]
    spans = spans_in(model, kind, name)
    if not spans:
        return ""
    place = elsewhere(facts, path, spans[0])
    path = facts.path if path in facts.held else path
    where = f"`{path}:{place.text.line_of(place.span.start) + 1}`"
    if kind in ("target", "stage"):
        stage = stage_of(model, name)
        base = f", based on `{stage.base_word}`" if stage is not None and stage.base_word else ""
        return f"Stage **{name}**{base} ({where})"
    if kind == "arg":
        found = declared(model)[name]
        default = f"with the default `{found.default}`" if found.default else "without a default"
        return f"**ARG {name}** {default} ({where})"
    if kind == "dockerfile":
        names = [f"`{stage.name}`" for stage in model.stages if stage.name]
        stages = f", stages {', '.join(names[:10])}" if names else ""
        return f"**{path}**: {len(model.stages)} stage{'' if len(model.stages) == 1 else 's'}{stages}"
    if kind == "named_context":
        return f"Value of **{name}** ({where})"
    return f"Mounted by RUN ({where})" if kind in ("secret", "ssh") else ""


def meant(snapshot: HostSnapshot, offset: int) -> tuple[Place, str, int] | str:
    """The stage or ARG at `offset`, to rename: its range, its Dockerfile and the definition there; or why none is."""
    facts = snapshot.context
    for place in snapshot.at(offset)[:1]:
        kind, name = place.reference.kind, place.reference.value
        if facts is None or kind not in ("target", "stage", "arg"):
            continue
        if place.reference.obstacle:
            return f"{name or 'The value'} {place.reference.obstacle}; change it by hand"
        dockerfiles = list(dict.fromkeys(build.dockerfile for build in place.builds))
        if len(dockerfiles) > 1:
            paths = ", ".join(f"`{called(facts, path)}`" for path in dockerfiles[:3])
            return f"Several Dockerfiles use {name} from here: {paths}"
        model = facts.models.get(dockerfiles[0])
        spans = spans_in(model, kind, name) if model is not None else []
        if not spans:
            return f"`{called(facts, dockerfiles[0])}` does not define {name}"
        return place, dockerfiles[0], spans[0].start
    return "Only stages and ARGs can be renamed"
