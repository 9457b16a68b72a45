"""What a hover says of a base image, without asking a registry."""

from __future__ import annotations

from dockwright.semantics import images


def described(image: str) -> str | None:
    """What an official image brings; None where nothing certain is known."""
    facts = images.lookup(image)
    if facts is None:
        return None
    lines = [f"**{facts.name}:{facts.tag}**: a Docker official image"]
    if facts.deprecated:
        lines[0] += ", deprecated by its maintainers"
    brings = {
        "distribution": " ".join(filter(None, (facts.distro, facts.release))),
        "variables": ", ".join(f"`{name}`" for name in facts.env),
        "ports": ", ".join(facts.expose),
        "volumes": ", ".join(f"`{volume}`" for volume in facts.volumes),
        "user": facts.user,
        "working folder": facts.workdir,
        "ENTRYPOINT": _command(facts.entrypoint),
        "CMD": _command(facts.cmd),
        "STOPSIGNAL": facts.stopsignal,
    }
    lines += ["", *(f"- {label}: {value}" for label, value in brings.items() if value)]
    return "\n".join([*lines, "", f"https://hub.docker.com/_/{facts.name}"])


def _command(command: str | tuple[str, ...] | None) -> str:
    return f"`{command if isinstance(command, str) else ' '.join(command)}`" if command else ""
