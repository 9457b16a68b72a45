"""Hover for images, without contacting a registry."""

from __future__ import annotations

from collections.abc import Iterator

from dockwright.ide import pages
from dockwright.ide.links import page_of
from dockwright.semantics import images
from dockwright.semantics.image_names import HUB, ImageName, parse_reference

_REGISTRIES = {
    HUB: "Docker Hub",
    "ghcr.io": "GitHub",
    "quay.io": "Quay, Red Hat",
    "mcr.microsoft.com": "Microsoft",
    "gcr.io": "Google",
    "public.ecr.aws": "Amazon, public gallery",
    "registry.gitlab.com": "GitLab",
    "registry.access.redhat.com": "Red Hat",
    "registry.k8s.io": "Kubernetes",
    "cgr.dev": "Chainguard",
    "nvcr.io": "NVIDIA",
    "lscr.io": "LinuxServer.io",
    "dhi.io": "Docker hardened images",
}


def described(image: str) -> str | None:
    """The parts of an image's name, and facts about an official image; None if it is not an image."""
    if image == "scratch":
        return "**scratch**: nothing at all. The stage starts empty: no shell, no libraries, no certificates."
    name = parse_reference(image)
    if name is None:
        return None
    lines = [f"**{image}**" + _kind(name), "", *_parts(name), *_brings(image)]
    page = page_of(image)
    return "\n".join([*lines, "", f"[Registry]({page})"] if page else lines)


def deprecation(official: str) -> str:
    """Why not to use an official image, as a sentence; or empty."""
    instead = pages.table("images")["instead"].get(official)
    if not images.is_deprecated(official) and not instead:
        return ""
    return "Deprecated: it gets no updates." + (f" Instead: {instead}." if instead else "")


def _kind(name: ImageName) -> str:
    about = pages.table("images")["about"].get(name.official) if name.official else None
    lines = [f"{about[0].upper()}{about[1:]}."] if about else []  # each line is looked up in other languages
    if name.official in images.names():
        lines.append("A Docker official image.")
    text = "\n\n" + "\n".join(lines) if lines else ""
    refused = deprecation(name.official)
    return f"{text}\n\n**{refused}**" if refused else text


def _parts(name: ImageName) -> Iterator[str]:
    title = _REGISTRIES.get(name.host)
    yield f"- registry `{name.host}`" + (f" ({title})" if title else "")
    yield f"- repository `{name.path}`"
    if name.tag:
        yield f"- tag `{name.tag.value}`" + (", which the digest overrides" if name.digest else "")
    elif not name.digest:
        yield "- tag `latest`, as none is given"
    if name.digest:
        yield f"- digest `{name.digest.value}`: always the same image"


def _brings(image: str) -> Iterator[str]:
    known = images.lookup(image)
    facts = known
    if facts is None:
        facts = images.relative(image)
        if facts is None:
            return
        yield f"\nAnother version of it, `{facts.name}:{facts.tag}`, brings:\n"
    brings = {
        "distribution": " ".join(filter(None, (facts.distro, facts.release if known else None))),
        "variables": ", ".join(f"`{name}`" for name in facts.env),
        "ports": ", ".join(facts.expose),
        "volumes": ", ".join(f"`{volume}`" for volume in facts.volumes),
        "user": facts.user,
        "working directory": facts.workdir,
        "shell": " ".join(facts.shell or ()),
        "ENTRYPOINT": _command(facts.entrypoint),
        "CMD": _command(facts.cmd),
        "STOPSIGNAL": facts.stopsignal,
    }
    yield from (f"- {label}: {value}" for label, value in brings.items() if value)


def _command(command: str | tuple[str, ...] | None) -> str:
    return f"`{command if isinstance(command, str) else ' '.join(command)}`" if command else ""
