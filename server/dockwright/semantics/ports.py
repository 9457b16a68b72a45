"""`EXPOSE`: valid ports, and those that BuildKit accepts with a warning (docker/go-connections, nat.ParsePortSpec)."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Literal, NamedTuple

from dockwright.lazy import pattern

_RANGE = pattern(r"(?P<first>[0-9]{1,20})(?:-(?P<last>[0-9]{1,20}))?\Z")


class Remark(NamedTuple):
    """A message about one port; with `error` the build fails."""

    kind: Literal["error", "casing", "mapping"]
    message: str


def remarks(port: str) -> list[Remark]:
    """The messages about `80`, `80-90/udp` or `127.0.0.1:8080:80`."""
    host, _, inside = port.rpartition(":")
    address, _, host_port = host.rpartition(":")
    number, slash, protocol = inside.partition("/")
    found: list[Remark] = []
    if not number:
        return [Remark("error", f"`{port}` has no port number; write one, as in 80 or 80/udp")]
    if slash and protocol and protocol.lower() not in ("tcp", "udp", "sctp"):
        return [Remark("error", f"Unknown protocol `{protocol}`; use tcp, udp or sctp")]
    inner = _range(number)
    outer = _range(host_port) if host_port else None
    if inner is None:
        return [Remark("error", f"Invalid port `{number}`; use a number up to 65535 or a range such as 8000-8010")]
    if host_port and outer is None:
        return [Remark("error", f"Invalid port `{host_port}`; use a number up to 65535 or a range such as 8000-8010")]
    if outer and inner[1] - inner[0] not in (0, outer[1] - outer[0]):
        return [Remark("error", f"The port ranges of `{port}` differ in length")]
    if address and not _is_address(address):
        return [Remark("error", f"Invalid IP address `{address}`")]
    if address or host_port:
        message = f"EXPOSE takes only the container's port; write `{inside}` and publish it when you run the container"
        found.append(Remark("mapping", message))
    if protocol != protocol.lower():
        found.append(Remark("casing", f"The protocol should be lowercase; write `{protocol.lower()}`"))
    return found


def exposed(port: str) -> list[str]:
    """The ports in the image configuration for `80`, `80-82/udp` or `8080:80`: `80/tcp` and so on; none if the build
    fails.
    """
    if any(remark.kind == "error" for remark in remarks(port)):
        return []
    number, _, protocol = port.rpartition(":")[2].partition("/")
    found = _range(number)
    return [f"{each}/{protocol.lower() or 'tcp'}" for each in range(found[0], found[1] + 1)] if found else []


def _range(text: str) -> tuple[int, int] | None:
    match = _RANGE.match(text)
    if match is None:
        return None
    first, last = int(match["first"]), int(match["last"] or match["first"])
    return (first, last) if first <= last <= 65535 else None


def _is_address(text: str) -> bool:
    try:
        ip_address(text.removeprefix("[").removesuffix("]").partition("%")[0])
    except ValueError:
        return False
    return True
