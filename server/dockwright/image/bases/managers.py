"""The package managers in the images of a family of distributions."""

from __future__ import annotations

from dockwright.image.answer import Answer

_HAS = {
    "debian": frozenset({"apt", "apt-get", "apt-cache", "apt-mark", "dpkg"}),
    "ubuntu": frozenset({"apt", "apt-get", "apt-cache", "apt-mark", "dpkg"}),
    "alpine": frozenset({"apk"}),
    "rhel": frozenset({"rpm"}),
    "suse": frozenset({"zypper", "rpm"}),
    "wolfi": frozenset({"apk"}),
    "arch": frozenset({"pacman"}),
}
"""Those in every image of a family, except distroless ones."""
_MAY_HAVE = {
    "debian": frozenset({"apt-key", "aptitude"}),
    "ubuntu": frozenset({"apt-key", "aptitude"}),
    "rhel": frozenset({"yum", "dnf", "microdnf"}),
    "suse": frozenset({"dnf", "tdnf"}),
    "busybox": frozenset({"dpkg"}),
}
"""Those in some images of a family."""
_ALL = frozenset(
    ("apt", "apt-get", "apt-cache", "apt-key", "apt-mark", "aptitude", "dpkg", "apk", "yum", "dnf", "microdnf", "tdnf",
     "zypper", "pacman", "emerge")
)  # fmt: skip


def package_manager(name: str, family: str) -> Answer | None:
    """Whether an image of a family has a package manager; None if that differs within the family."""
    if name in _HAS.get(family, ()):
        return Answer.YES
    return Answer.NO if family and name in _ALL and name not in _MAY_HAVE.get(family, ()) else None
